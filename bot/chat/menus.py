"""What a chat program shows before and beside the conversation: command menus by kind of chat, and who the bot is."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import structlog

from bot.chat.screens import CHAT
from bot.chat.words import COMMANDS
from bot.delivery.answers import Answer, Post
from bot.delivery.encode import compact
from messages.message import Language
from messages.source import paper_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.delivery.answers import Call
    from messages.message import House

log = structlog.get_logger(__name__)

CODES: dict[Language, str] = {"zh-CN": "zh", "en": "en"}  # as Telegram names them


async def publish(post: Callable[[Post], Awaitable[Call]], house: House) -> None:
    """Set them all; one that is refused is said and keeps no other from being set."""
    for each in calls(house):
        call = await post(each)
        if not (isinstance(call, Answer) and call.ok):
            said = (call.body or {}).get("description", "") if isinstance(call, Answer) else call.reason
            log.warning("a menu or a description could not be set", method=each.method, reason=said)


def calls(house: House) -> Iterator[Post]:
    """The requests: in the paper's language for everybody, in the other for programs that speak it."""
    for language in get_args(Language):
        code = {} if language == house.language else {"language_code": CODES[language]}
        yield _call("setMyDescription", description=_words(language, "about.long", house), **code)
        yield _call("setMyShortDescription", short_description=_words(language, "about.short", house), **code)
        yield _call("setMyCommands", commands=menu(language), scope=_scope("all_private_chats"), **code)
        yield _call("setMyCommands", commands=menu(language, open_to_all=True), scope=_scope("all_group_chats"), **code)
        yield _call("setMyCommands", commands=menu(language), scope=_scope("all_chat_administrators"), **code)


def menu(language: Language, *, open_to_all: bool = False) -> list[dict[str, str]]:
    """The commands of the menu; in groups, for who administers nothing, those anybody may use."""
    shown = [command for command in COMMANDS if command.menu and not (open_to_all and command.group_admin)]
    return [
        {"command": command.name, "description": command.zh if language == "zh-CN" else command.en} for command in shown
    ]


def _words(language: Language, msgid: str, house: House) -> str:
    return CHAT.words(language, msgid, paper=paper_name(language, house))


def _scope(kind: str) -> dict[str, str]:
    return {"type": kind}


def _call(method: str, **parameters: object) -> Post:
    return Post(method, compact(parameters))

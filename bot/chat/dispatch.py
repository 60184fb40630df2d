"""From what was asked to what is answered: the table of handlers, who may ask, and how a fault looks to a reader."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import structlog

from bot.chat import screens, words
from bot.chat.commands import about, read, subscribe
from bot.chat.replies import Say, Toast
from messages import buttons

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer

    Handler = Callable[[Ask, str, Newsroom], Awaitable[Sequence[Answer]]]

log = structlog.get_logger(__name__)

LONGEST_TEXT = 4096


def handlers() -> dict[str, Handler]:
    """A handler for every command of `words.COMMANDS`; a test holds the two together."""
    return {
        "today": read.today,
        "forecast": read.forecast,
        "card": read.card,
        "news": read.news,
        "safety": read.safety,
        "hotline": read.hotline,
        "sub": subscribe.sub,
        "unsub": subscribe.unsub,
        "time": subscribe.time,
        "settings": subscribe.settings,
        "help": about.help_,
        "privacy": about.privacy,
        "lang": about.lang,
        "start": about.start,
    }


class Dispatch:
    """Answers one ask at a time; `may_change` asks the API whether a person may change a group's settings."""

    def __init__(self, room: Newsroom, may_change: Callable[[int, int], Awaitable[bool]]) -> None:
        self._room = room
        self._may_change = may_change
        self._handlers = handlers()

    async def answer(self, ask: Ask) -> Sequence[Answer]:
        """What to say to `ask`; a fault of ours is said with a number that finds its log line."""
        began = time.monotonic()
        try:
            return await (self._pressed(ask) if ask.press_id else self._said(ask))
        except Exception:
            number = secrets.token_hex(2).upper()
            log.exception("an answer failed", fault=number, chat_id=ask.chat_id, seconds=time.monotonic() - began)
            text = screens.CHAT.words(self._room.house.language, "fault", number=number)
            if ask.press_id:
                return [Toast(ask.press_id, text, alert=True)]
            return [Say(screens.say(self._room.house.language, "fault", number=number))] if ask.private else []

    async def _said(self, ask: Ask) -> Sequence[Answer]:
        request = words.asked(ask.text[:LONGEST_TEXT], self._room.username) if ask.text else None
        if not ask.private and not ask.text.startswith(("/", "／")) and not ask.to_bot:
            return []
        if request is None or request.command not in self._handlers:
            return await about.anything_else(ask, self._room)
        self._room.understood(ask.chat_id)
        if refused := await self._refused(ask, request.command):
            return refused
        return await self._handlers[request.command](ask, request.argument, self._room)

    async def _refused(self, ask: Ask, command: str) -> Sequence[Answer]:
        """In groups only administrators change anything; one who writes as the group is asked to press a button."""
        if ask.private or not words.BY_NAME[command].group_admin:
            return []
        language = (await self._room.subscription(ask)).wishes.language
        if ask.anonymous and ask.kind != "channel":
            row = (screens.go(language, command),)
            return [Say(screens.say(language, "group.anonymous", row))]
        if ask.user_id is not None and await self._may_change(ask.chat_id, ask.user_id):
            return []
        return [Say(screens.say(language, "group.admins_only"))]

    async def _pressed(self, ask: Ask) -> Sequence[Answer]:  # noqa: PLR0911 - one line a kind of button
        """A button: what it means is looked up in its data, never trusted further."""
        press = buttons.press(ask.data)
        room, done = self._room, Toast(ask.press_id or "")
        language = (await room.subscription(ask)).wishes.language
        changes = press is not None and press.action in "ble"
        if changes and not ask.private and not (ask.user_id and await self._may_change(ask.chat_id, ask.user_id)):
            return [Toast(ask.press_id or "", screens.CHAT.words(language, "group.admins_only"))]
        match press:
            case buttons.Press("g", 1, (command,)) if command in self._handlers:
                if refused := await self._refused(ask, command):
                    return [done, *refused]
                return [done, *await self._handlers[command](ask, "", room)]
            case buttons.Press("a", 1) if page := buttons.article(press):
                return await read.article_pressed(ask, page, room)
            case buttons.Press("c", 1) if buttons.card(press):
                return await read.card_pressed(ask, room)
            case buttons.Press("b", 1, arguments):
                return await subscribe.pressed(ask, arguments, room)
            case buttons.Press("l", 1, arguments):
                return await about.lang_pressed(ask, arguments, room)
            case buttons.Press("e", 1, arguments):
                return await about.erase_pressed(ask, arguments, room)
            case buttons.Press("s", 1, ()):
                return [done, *await subscribe.settings(ask, "", room)]
        return subscribe.stale(ask, language)

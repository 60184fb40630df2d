"""What is kept of a chat: told, handed out as a file, erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.chat import screens
from bot.chat.commands import settings
from bot.chat.replies import Change, Request, Say, Toast
from bot.delivery.encode import multipart
from bot.store import erasure
from messages import buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language, Message


async def privacy(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """What is stored, how long, and how to have it handed out or erased."""
    language = (await room.subscription(ask)).wishes.language
    row = (
        screens.button(language, "button.export", buttons.data("g", "export")),
        screens.button(language, "button.erase", buttons.data("g", "delete")),
    )
    return [Say(screens.say(language, "privacy.text", row, days=room.settings.delivery.keep_days))]


async def export(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Everything kept of this chat, as a JSON file."""
    kept = await room.database.read(erasure.exported, ask.chat_id)
    content = json.dumps(kept, ensure_ascii=False, indent=1).encode()
    language = (await room.subscription(ask)).wishes.language
    texts = {"chat_id": str(ask.chat_id), "caption": screens.CHAT.words(language, "export.caption")}
    if ask.thread_id:
        texts["message_thread_id"] = str(ask.thread_id)
    return [Request(multipart("sendDocument", texts, ("document", "chenbao.json", "application/json", content)))]


async def delete(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Asks before erasing."""
    return [Say(_question((await room.subscription(ask)).wishes.language))]


def _question(language: Language) -> Message:
    yes = screens.button(language, "button.erase_yes", buttons.data("e", "yes"))
    no = screens.button(language, "button.cancel", buttons.data("e", "no"))
    return screens.say(language, "erase.ask", (yes, no))


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """Erase everything kept of this chat, or leave it."""
    language = (await room.subscription(ask)).wishes.language
    match arguments:
        case ("yes",):
            await room.erase(ask.chat_id)
            said = screens.say(language, "erase.done")
        case ("no",):
            said = screens.say(language, "erase.kept")
        case ("ask",):
            said = _question(language)
        case _:
            return await settings.stale(ask, room)
    done = Toast(ask.press_id or "")
    return [done, Change(said, ask.message_id)] if ask.message_id is not None and not ask.photo else [done, Say(said)]

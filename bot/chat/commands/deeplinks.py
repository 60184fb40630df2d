"""/start, by hand, by a poster's link or by one that adds the bot to a group. A link opens a screen, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import rights, screens
from bot.chat.commands import about, groups, operators
from bot.chat.replies import Say
from messages import buttons
from messages.message import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Message

LONGEST_PAYLOAD = 64  # Telegram's own limit; longer ones are forged


async def start(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """Meeting the bot anywhere; a payload nobody made is as none."""
    payload = argument if len(argument) <= LONGEST_PAYLOAD else ""
    if not ask.private:
        return await groups.start(ask, payload, room)
    link = buttons.link(payload) if payload else None
    if link is not None and link.kind == "group" and room.username:
        return [Say(await _into_a_group(ask, room))]
    answers = await about.start(ask, payload, room)
    if rights.operates(ask, room.settings.operators.ids):
        language = (await room.subscription(ask)).wishes.language
        return [*answers, operators.menu(ask, language)]
    return answers


async def _into_a_group(ask: Ask, room: Newsroom) -> Message:
    language = (await room.subscription(ask)).wishes.language
    address = f"https://t.me/{room.username}?startgroup=g"
    return screens.say(
        language, "group.how", (Button(text=screens.CHAT.words(language, "button.add_to_group"), url=address),)
    )

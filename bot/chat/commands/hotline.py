"""The news hotline: the number to copy, and a contact card that dials at one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat.commands import read
from bot.chat.replies import Request, Say
from bot.delivery import encode
from bot.delivery.answers import Post
from messages import reading
from messages.source import paper_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer

LONGEST_NAME = 64


async def hotline(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """The page's number with its area code; in a private chat as a contact card too."""
    asked = await read.question(ask, room)
    said = Say(reading.hotline(asked.briefing, room.house, asked.language))
    numbers = reading.hotline_numbers(asked.briefing.edition or asked.briefing.latest, room.house)
    if not numbers or not ask.private:
        return [said]
    card = {
        "chat_id": ask.chat_id,
        "phone_number": numbers[0],
        "first_name": str(paper_name(asked.language, room.house))[:LONGEST_NAME],
    }
    return [said, Request(Post("sendContact", encode.compact(card)))]

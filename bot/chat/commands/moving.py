"""Settings moved from one chat to another: a code here, typed there, within ten minutes and once."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from bot.chat import screens
from bot.chat.gate import Verdict
from bot.chat.keyboards import ForceReply
from bot.chat.replies import Elsewhere, Say
from bot.store import moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look like another
LENGTH = 8
TRIES, TRIES_A_SECOND = 5.0, 1 / 120


async def move(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/move` shows a code for this chat's settings; `/move CODE` fetches those of the chat that shows it."""
    current = await room.subscription(ask)
    language = current.wishes.language
    if argument:
        return await _fetch(ask, argument, room)
    if not current.subscribed:
        room.waiting.expect(ask, "move", time.monotonic())
        return [Say(screens.say(language, "move.ask"), keyboard=ForceReply())]
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await room.database.write(moves.offer, code, ask.chat_id, ask.thread_id, room.now)
    shown = Say(screens.say(language, "move.code", code=code))
    if ask.private or ask.user_id is None:
        return [shown]
    return [Say(screens.say(language, "move.sent_privately")), Elsewhere(ask.user_id, (shown,))]


async def _fetch(ask: Ask, typed: str, room: Newsroom) -> Sequence[Answer]:
    there = await room.subscription(ask)
    if room.codes.spend(("move", ask.chat_id), TRIES, TRIES_A_SECOND) is not Verdict.PASS:
        return [Say(screens.say(there.wishes.language, "move.too_often"))]
    place = there if ask.private else there.model_copy(update={"owner": ask.user_id})
    code = "".join(each for each in typed.upper() if each in LETTERS)[: LENGTH + 1]
    moved = await room.database.write(moves.take, code, place, room.now)
    if moved is None:
        return [Say(screens.say(there.wishes.language, "move.unknown"))]
    room.forget(moved.chat_id)
    room.forget(ask.chat_id)
    language = moved.subscription.wishes.language
    done = screens.say(language, "move.done", slots=screens.slots_line(language, moved.subscription.slots))
    farewell = Elsewhere(moved.chat_id, (Say(screens.say(language, "move.left")),), moved.thread_id)
    return [Say(done), farewell]

"""A word from the newsroom to every subscriber, in two steps: how many will get it, and then the button."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.chat import screens, words
from bot.chat.replies import Say
from bot.delivery.progress import LONG, Progress, hours
from bot.publish import owe_announcement
from bot.store import outbox, roster
from messages import answers, buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language, Message

LONGEST = 3_000


async def broadcast(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/broadcast …`: the text as readers will see it, and to how many it goes. Sends nothing yet."""
    language = (await room.subscription(ask)).wishes.language
    text = words.as_typed(ask.text, "broadcast") or argument.strip()
    if not text:
        return [Say(screens.say(language, "broadcast.how"))]
    if len(text) > LONGEST:
        return [Say(screens.say(language, "feedback.long", most=LONGEST))]
    counted = await room.database.read(roster.counts)
    send = screens.button(language, "button.broadcast", buttons.data("o", "send"), main=True)
    urgent = screens.button(language, "button.urgent", buttons.data("o", "urgent"))
    no = screens.button(language, "button.cancel", buttons.data("o", "drop"))
    count, rate = counted["subscribed"], room.settings.delivery.rate
    takes = Progress(sent=0, left=count, seconds=0).remaining(rate)
    asked = screens.say(
        language,
        "broadcast.long" if takes >= LONG else "broadcast.ask",
        (send, urgent),
        (no,),
        count=count,
        takes=hours(takes),
        rate=f"{rate:g}",
    )
    return [Say(answers.announcement(text, room.house, language)), Say(asked, reply_to=ask.message_id)]


async def pressed(ask: Ask, how: str, language: Language, room: Newsroom) -> Message | None:
    """Owe the text the question replies to, once however often it is pressed; or nothing."""
    if how == "drop":
        return screens.say(language, "broadcast.dropped")
    text = words.as_typed(ask.quoted.text, "broadcast") if ask.quoted is not None else None
    if ask.quoted is None or not text:
        return None
    named = hashlib.sha256(f"{ask.chat_id} {ask.quoted.message_id}".encode()).hexdigest()[:12]
    ref = f"announcement-{named}"
    if await room.database.read(outbox.reference, ref) is None:
        await room.database.write(owe_announcement, text, urgent=how == "urgent", expires=None, ref=ref, now=room.now)
    return screens.say(language, "broadcast.done", ref=ref)

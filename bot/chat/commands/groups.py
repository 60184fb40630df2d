"""In groups: the set-up screen administrators confirm, the greeting, and what sends people on to the private chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import screens, times
from bot.chat.commands import subscribe
from bot.chat.replies import Elsewhere, Say
from bot.store import roster
from bot.subscription import MORNING
from messages import buttons
from messages.message import Button

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.store.places import Owner
    from messages.message import Language, Message


def set_up(language: Language, time: dt.time = MORNING, *, greeting: bool = False) -> Message:
    """What the bot does here, and one button with which an administrator subscribes the group."""
    every_day = screens.button(language, "button.every_day", screens.on(time), main=True, time=f"{time:%H:%M}")
    other = screens.button(language, "button.other_time", buttons.data("b", "pick"))
    return screens.say(language, "group.greeting" if greeting else "group.set_up", (every_day, other))


async def start(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/start` in a group, by hand or by a link: how things stand, or the set-up screen. Changes nothing."""
    current = await room.subscription(ask)
    if current.subscribed:
        return [Say(await subscribe.state(ask, room))]
    link = buttons.link(argument) if argument else None
    if link is not None and link.kind == "group" and not room.greets(ask.chat_id):
        return []
    return [Say(set_up(current.wishes.language, (link.time if link else None) or MORNING))]


def press_to_confirm(language: Language, command: str, argument: str) -> Message:
    """For one who writes as the group: the press of a button says who it is. A time that was said is kept in it."""
    time = times.wall_time(argument) if argument else None
    data = buttons.data("g", command, f"{time:%H%M}") if time else buttons.data("g", command)
    return screens.say(language, "group.anonymous", (screens.button(language, f"button.{command}", data),))


def privately(language: Language, username: str) -> Message:
    """What is answered only where nobody else reads it."""
    if not username:
        return screens.say(language, "group.privately")
    door = Button(text=screens.CHAT.words(language, "button.private_chat"), url=f"https://t.me/{username}")
    return screens.say(language, "group.privately", (door,))


async def arrived(room: Newsroom, chat_id: int, kind: str, title: str, by: int) -> Sequence[Answer]:
    """The bot has just come: a greeting in a group; a channel is asked about in the chat of who let it in."""
    language = room.house.language
    if kind == "channel":
        offer = screens.button(language, "button.bind", buttons.data("n", "add", str(chat_id)), main=True)
        return [Elsewhere(by, (Say(screens.say(language, "channel.arrived", (offer,), title=title)),))]
    known = await room.database.read(roster.reader_of, chat_id)
    if known is not None and known.subscription.subscribed:
        return []  # let in again: it goes on as it was
    return [Say(set_up(language, greeting=True))] if room.greets(chat_id) else []


def suspended(owners: Sequence[Owner], title: str) -> Sequence[Answer]:
    """The bot may write no more: who subscribed the place is told once, in their own chat."""
    return [
        Elsewhere(owner.user_id, (Say(screens.say(owner.language, "group.silenced", title=title)),)) for owner in owners
    ]


def topic_gone(owners: Sequence[Owner], language: Language) -> Sequence[Answer]:
    """A topic is gone and its digest comes to the group: told privately, or in the group when that is not possible."""
    here = Say(screens.say(owners[0].language if owners else language, "group.topic_gone"))
    if not owners:
        return [here]
    return [Elsewhere(owners[0].user_id, (here,), failed=here)]

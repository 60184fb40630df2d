"""Subscribing, leaving and changing the time, by command and by button."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.chat import screens, times
from bot.chat.keyboards import ForceReply
from bot.chat.replies import Change, Say, Toast
from bot.subscription import MORNING, Slot, Subscription
from messages import buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language, Message


def at_time(subscription: Subscription, time: dt.time) -> Subscription:
    """The same wishes with the first digest slot at `time`; every day when there was none."""
    slots = list(subscription.slots)
    for index, slot in enumerate(slots):
        if slot.kind == "digest":
            slots[index] = slot.model_copy(update={"time": time})
            return subscription.with_slots(*slots)
    return subscription.with_slots(Slot(time=time), *slots)


async def sub(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/sub`, `订阅七点半`: subscribe at a time, the usual one when none is said; the same again changes nothing."""
    current = await room.subscription(ask)
    language = current.wishes.language
    time = times.wall_time(argument) if argument else None
    if argument and time is None:
        return [Say(screens.say(language, "time.unreadable"))]
    if current.subscribed and time is None:
        return [Say(await state(ask, current, room))]
    return [Say(await _subscribe(ask, current, time or MORNING, room))]


async def _subscribe(ask: Ask, current: Subscription, time: dt.time, room: Newsroom) -> Message:
    await room.keep(at_time(current, time))
    next_send = await room.next_send(ask)
    assert next_send is not None  # noqa: S101 - a slot was opened just now
    return screens.subscribed(current.wishes.language, next_send, room.now, current.zone)


async def state(ask: Ask, current: Subscription, room: Newsroom) -> Message:
    """What the chat is subscribed to, and when the next message comes."""
    language = current.wishes.language
    next_send = await room.next_send(ask)
    assert next_send is not None  # noqa: S101 - only asked when a slot is open
    rows = (
        (
            screens.button(language, "button.change_time", buttons.data("b", "pick")),
            screens.button(language, "button.unsub", buttons.data("b", "off")),
        ),
    )
    return screens.say(
        language,
        "sub.state",
        *rows,
        slots=screens.slots_line(language, current.slots),
        next=screens.moment(language, next_send, room.now, current.zone),
    )


async def unsub(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Done at once, with ten minutes to undo."""
    return [Say(await _leave(ask, room))]


async def _leave(ask: Ask, room: Newsroom) -> Message:
    current = await room.subscription(ask)
    language = current.wishes.language
    if not await room.leave(ask):
        return screens.say(language, "unsub.none", (screens.go(language, "sub"),))
    time = next((slot.time for slot in current.slots if slot.kind == "digest"), MORNING)
    until = room.now + dt.timedelta(minutes=10)
    undo = buttons.data("b", "undo", f"{time:%H%M}", str(int(until.timestamp())))
    return screens.say(language, "unsub.done", (screens.button(language, "button.undo", undo),))


async def time(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/time 7:30`, `时间 纽约`: another time, or another time zone; the picker when nothing is said."""
    current = await room.subscription(ask)
    language = current.wishes.language
    if not argument:
        return [Say(screens.picker(language))]
    wanted = times.wall_time(argument)
    if wanted is not None:
        return [Say(await _subscribe(ask, current, wanted, room))]
    zone = times.zone(argument)
    if zone is None:
        return [Say(screens.say(language, "time.unreadable"))]
    await room.keep(current.model_copy(update={"zone": zone}))
    name = screens.zone_name(language, zone, room.now)
    return [Say(screens.say(language, "time.zone", zone=name, slots=screens.slots_line(language, current.slots)))]


async def settings(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """What the chat is subscribed to, with the ways to change it."""
    current = await room.subscription(ask)
    if not current.subscribed:
        language = current.wishes.language
        return [Say(screens.say(language, "unsub.none", (screens.go(language, "sub"),)))]
    return [Say(await state(ask, current, room))]


async def settings_pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """The settings button under a digest and elsewhere."""
    if arguments:
        return stale(ask, (await room.subscription(ask)).wishes.language)
    return [Toast(ask.press_id or ""), *await settings(ask, "", room)]


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:  # noqa: PLR0911 - one a button
    """The buttons of subscribing: on at a time, pick a time, type one, not now, off, undo."""
    current = await room.subscription(ask)
    language = current.wishes.language
    match arguments:
        case ("on", wall) if chosen := times.wall_time(wall):
            return _changed(ask, await _subscribe(ask, current, chosen, room))
        case ("pick",):
            return _changed(ask, screens.picker(language))
        case ("ask",):
            return [Toast(ask.press_id or ""), Say(screens.say(language, "time.type"), keyboard=ForceReply("07:30"))]
        case ("no",):
            return _changed(ask, screens.say(language, "sub.later", (screens.go(language, "help"),)))
        case ("off",):
            return _changed(ask, await _leave(ask, room))
        case ("undo", wall, until) if (chosen := times.wall_time(wall)) and until.isdecimal():
            if room.now.timestamp() > int(until):
                return stale(ask, language)
            return _changed(ask, await _subscribe(ask, current, chosen, room))
    return stale(ask, language)


def _changed(ask: Ask, message: Message) -> Sequence[Answer]:
    """The screen the button stands under, changed; a photo keeps its picture, so the screen comes beside it."""
    done = Toast(ask.press_id or "")
    if ask.photo or ask.message_id is None:
        return [done, Say(message)]
    return [done, Change(message, ask.message_id)]


def stale(ask: Ask, language: Language) -> Sequence[Answer]:
    """A button of another version or another time."""
    return [Toast(ask.press_id or "", screens.CHAT.words(language, "button.stale"))]

"""Subscribing, leaving and changing the time, by command and by button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import panel, pickers, screens, slots, times
from bot.chat.commands import settings
from bot.chat.replies import Say, Toast
from bot.subscription import Slot, SlotKind
from messages import buttons
from messages.message import Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.subscription import Subscription


async def sub(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/sub`, `订阅七点半`, `订阅 工作日 7:30`: subscribe, at 07:00 when no time is said; again changes nothing."""
    current = await room.subscription(ask)
    wanted = times.slot(argument) if argument else None
    if argument and wanted is None:
        return [Say(screens.say(current.wishes.language, "time.unreadable"))]
    if slots.main(current) is not None and wanted is None:
        return [Say(await state(ask, room))]
    return [Say(await subscribed(ask, at(current, wanted or Slot()), room))]


def at(current: Subscription, wanted: Slot) -> Subscription:
    """The wishes with the morning at `wanted`; said of rest days alone, it is their time."""
    if wanted.days == "restdays" and slots.main(current) is not None:
        return slots.with_rest(current, wanted.time)
    every = wanted == Slot(time=wanted.time)
    return slots.with_morning(current, wanted.time, None if every else wanted)


async def subscribed(ask: Ask, changed: Subscription, room: Newsroom) -> Message:
    """Keep a subscription; says when the first, or the next, message comes."""
    known = (await room.subscription(ask)).subscribed
    await room.keep(changed)
    seen = await settings.view(ask, room)
    when = screens.moment(seen.language, _next_digest(seen), seen.now, seen.subscription.zone)
    row = (
        screens.button(seen.language, "button.settings", buttons.data("s")),
        screens.go(seen.language, "time" if known else "news"),
    )
    districts = pickers.districts(seen) if len(seen.places) > 1 else ()
    if known:
        return screens.say(seen.language, "time.done", row, slots=panel.morning(seen), when=when)
    return screens.say(seen.language, "sub.done", row, *districts, when=when)


def _next_digest(seen: panel.View) -> dt.datetime:
    return next(each.at for each in seen.coming if each.slot.kind is SlotKind.DIGEST)


async def state(ask: Ask, room: Newsroom) -> Message:
    """What the chat is subscribed to, and when the next message comes."""
    seen = await settings.view(ask, room)
    row = (screens.go(seen.language, "time"), screens.button(seen.language, "button.settings", buttons.data("s")))
    off = (screens.button(seen.language, "button.unsub", buttons.data("b", "off")),)
    lines = (seen.words("settings.morning", slots=panel.morning(seen)), *panel.next_line(seen))
    return Message(text=screens.lines(lines), buttons=(row, off))


async def unsub(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Done at once, with ten minutes to undo."""
    return [Say(await _leave(ask, room))]


async def _leave(ask: Ask, room: Newsroom) -> Message:
    language = (await room.subscription(ask)).wishes.language
    if not await room.leave(ask):
        return screens.say(language, "unsub.none", (screens.go(language, "sub"),))
    undo = screens.button(language, "button.undo", buttons.data("b", "undo"))
    only = screens.button(language, "button.only_reminders", buttons.data("b", "only"))
    return screens.say(language, "unsub.done", (undo, only))


async def time(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/time 7:30`, `时间 纽约`: another time, or another time zone; the picker when nothing is said.

    Who is not subscribed is asked first: a time alone subscribes nobody.
    """
    current = await room.subscription(ask)
    language = current.wishes.language
    if not argument:
        return [Say(screens.picker(language))]
    wanted = times.slot(argument)
    if wanted is None:
        known = times.zone(argument) is not None
        return await settings.zone(ask, argument, room) if known else [Say(screens.say(language, "time.unreadable"))]
    if not current.subscribed:
        return [
            Say(
                screens.say(
                    language, "time.ask", *screens.offer(language, "", wanted.time), time=f"{wanted.time:%H:%M}"
                )
            )
        ]
    return [Say(await subscribed(ask, at(current, wanted), room))]


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:  # noqa: PLR0911 - one a button
    """The buttons of subscribing: on at a time, pick a time, type one, not now, off, undo, only the reminders off."""
    current = await room.subscription(ask)
    language = current.wishes.language
    done = Toast(ask.press_id or "")
    match arguments:
        case ("on", wall) if chosen := times.wall_time(wall):
            changed = slots.with_morning(current, chosen)
            return [done, *settings.placed(ask, await subscribed(ask, changed, room))]
        case ("pick",):
            return [done, *settings.placed(ask, screens.picker(language))]
        case ("ask",):
            return [done, settings.prompt(ask, room, language, "time")]
        case ("no",):
            return [done, *settings.placed(ask, screens.say(language, "sub.later", (screens.go(language, "help"),)))]
        case ("off",):
            return [done, *settings.placed(ask, await _leave(ask, room))]
        case ("undo",) if await room.rejoin(ask):
            return [done, *settings.placed(ask, await state(ask, room))]
        case ("only",) if await room.rejoin(ask):
            return [done, *settings.placed(ask, await _without_reminders(ask, room))]
    return await settings.stale(ask, room)


async def _without_reminders(ask: Ask, room: Newsroom) -> Message:
    """The digest goes on; warnings, changes and the evening card do not come any more."""
    current = slots.with_evening(await room.subscription(ask), None)
    await room.keep(current.model_copy(update={"warnings": False}))
    seen = await settings.view(ask, room)
    row = (screens.button(seen.language, "button.settings", buttons.data("s")),)
    return screens.say(seen.language, "unsub.only", row, slots=panel.morning(seen))

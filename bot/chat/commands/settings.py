"""The settings: one message whose screens one taps through, and the same things typed."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from bot.chat import choices, panel, pickers, screens, slots, times
from bot.chat.keyboards import ForceReply
from bot.chat.prompts import PROMPTS
from bot.chat.replies import Change, Say, Toast
from bot.subscription import SlotKind
from messages import notices
from messages.digest import digest
from messages.place import named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.subscription import Subscription
    from messages.message import Language, Message

HINTS = {  # what one may type at a prompt, and how it may look
    "time": "07:30",
    "rest": "08:30",
    "evening": "20:00",
    "quiet": "22:00-06:30",
    "zone": "UTC+8",
    "slot": "18:00",
    "follow": "",
    "mute": "",
    "place": "",
}
OFF = frozenset({"关", "关闭", "不要", "off", "no"})
ON = frozenset({"开", "打开", "on", "yes"})


async def view(ask: Ask, room: Newsroom) -> panel.View:
    """What the screens of the asker show."""
    current = await room.subscription(ask)
    coming = await room.coming(ask) if current.subscribed else []
    return panel.View(current, room.now, tuple(coming), room.places)


async def settings(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """The main screen, as a new message."""
    return [Say(panel.main(await view(ask, room)))]


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """A tap on one of the settings' buttons; without arguments, the button that opens them elsewhere."""
    match arguments:
        case ():
            return [Toast(ask.press_id or ""), *await settings(ask, "", room)]
        case ("preview",):
            return [Toast(ask.press_id or ""), *await coming(ask, "", room)]
        case ("type", what) if what in HINTS:
            return [Toast(ask.press_id or ""), prompt(ask, room, await _language(ask, room), what)]
        case (name, *rest) if name in pickers.SCREENS and len(rest) <= 1:
            shown = pickers.screen(await view(ask, room), name, "".join(rest))
            return [Toast(ask.press_id or ""), *placed(ask, shown)] if shown else await stale(ask, room)
    wanted = choices.chosen(await room.subscription(ask), arguments, room.places)
    return await _chosen(ask, wanted, room) if wanted is not None else await stale(ask, room)


async def _chosen(ask: Ask, wanted: choices.Chosen, room: Newsroom) -> Sequence[Answer]:
    """Keep what was chosen; the screen says it, and a toast."""
    await room.keep(wanted.subscription)
    seen = await view(ask, room)
    name, _, argument = wanted.screen.partition("-")
    shown = pickers.screen(seen, name, argument) or panel.main(seen)
    said = screens.CHAT.words(seen.language, wanted.toast, **wanted.values)
    return [Toast(ask.press_id or "", said), *placed(ask, shown)]


async def _language(ask: Ask, room: Newsroom) -> Language:
    return (await room.subscription(ask)).wishes.language


def prompt(ask: Ask, room: Newsroom, language: Language, what: str) -> Say:
    """Asks to type something; the answer is known by the prompt it replies to, or follows."""
    room.waiting.expect(ask, PROMPTS[f"{what}.type"], monotonic())
    return Say(screens.say(language, f"{what}.type"), keyboard=ForceReply(HINTS[what]))


def placed(ask: Ask, message: Message) -> list[Answer]:
    """A screen in place of the one whose button was pressed; a photo keeps its picture and gets it beside."""
    if ask.message_id is None or ask.photo:
        return [Say(message)]
    return [Change(message, ask.message_id)]


async def stale(ask: Ask, room: Newsroom) -> Sequence[Answer]:
    """A button of another version, or one we never made: said so, and a fresh screen; in a group the word alone."""
    language = await _language(ask, room)
    said = Toast(ask.press_id or "", screens.CHAT.words(language, "button.stale"))
    return [said, *await settings(ask, "", room)] if ask.private else [said]


async def coming(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """What comes next and when, and what it would say as things stand."""
    seen = await view(ask, room)
    if not seen.coming:
        return [Say(screens.say(seen.language, "unsub.none", (screens.go(seen.language, "sub"),)))]
    lines = [
        screens.CHAT.phrase(
            seen.language,
            f"coming.{each.slot.kind}",
            when=screens.moment(seen.language, each.at, seen.now, seen.subscription.zone),
        )
        for each in seen.coming
    ]
    said = screens.say(seen.language, "coming.next", list=screens.lines(lines))
    return [Say(said), Say(await _as_it_stands(seen, room))]


async def _as_it_stands(seen: panel.View, room: Newsroom) -> Message:
    """The next message, composed of what is known now."""
    wishes = seen.subscription.wishes
    known = await room.known(wishes.place)
    if seen.coming[0].slot.kind is SlotKind.EVENING:
        found = notices.evening(known.briefing, wishes, known.house)
        return found or screens.say(seen.language, "coming.nothing")
    return digest(known.briefing, wishes, known.house)


# The same things typed


async def rest(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`休息日 9点`, `休息日 关`."""
    return await _at_a_time(ask, argument, room, "rest", slots.with_rest)


async def evening(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`晚间预告 开`, `晚间预告 20:30`, `晚间预告 关`."""
    at = f"{slots.EVENING:%H:%M}" if argument.strip().lower() in ON else argument
    return await _at_a_time(ask, at, room, "evening", slots.with_evening)


async def _at_a_time(ask: Ask, argument: str, room: Newsroom, name: str, change: _Timed) -> Sequence[Answer]:
    current = await room.subscription(ask)
    off = argument.strip().lower() in OFF
    time = None if off else times.wall_time(argument)
    if argument and (off or time):
        return await _kept(ask, change(current, time), room)
    return await _screen(ask, name, room) if not argument else [_unreadable(current)]


async def slot(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`加时间 18:00`, `加时间 周末 9点`: one more digest."""
    current = await room.subscription(ask)
    wanted = times.slot(argument) if argument else None
    if wanted is None:
        return [_unreadable(current)] if argument else await _screen(ask, "slots", room)
    changed = slots.with_further(current, wanted)
    if changed is None:
        return [Say(screens.say(current.wishes.language, "slots.full"))]
    return await _kept(ask, changed, room, "slots")


async def quiet(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`不打扰 22:00-6:30`, `不打扰 关`."""
    current = await room.subscription(ask)
    if not argument:
        return await _screen(ask, "quiet", room)
    if argument.strip().lower() in OFF:
        return await _kept(ask, current.model_copy(update={"quiet": None}), room)
    span = times.span(argument)
    hours = choices.quiet_hours(*span) if span else None
    if hours is None:
        return [Say(screens.say(current.wishes.language, "quiet.unreadable"))]
    return await _kept(ask, current.model_copy(update={"quiet": hours}), room)


async def zone(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`时区 纽约`, `/zone UTC-5`."""
    current = await room.subscription(ask)
    found = times.zone(argument) if argument else None
    if found is None:
        return (
            [Say(screens.say(current.wishes.language, "zone.unreadable"))]
            if argument
            else await _screen(ask, "zone", room)
        )
    return await _kept(ask, current.model_copy(update={"zone": found}), room)


async def place(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`地点 张店`."""
    current = await room.subscription(ask)
    found = named(room.places, argument) if argument else None
    if found is None:
        return await _screen(ask, "places", room)
    return await _kept(ask, choices.at_place(current, found, room.places).subscription, room)


async def follow(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`关注 物业`: such headlines come first."""
    return await _word(ask, "follow", argument, room)


async def mute(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`屏蔽 广告`: such headlines are left out."""
    return await _word(ask, "mute", argument, room)


async def _word(ask: Ask, which: str, argument: str, room: Newsroom) -> Sequence[Answer]:
    current = await room.subscription(ask)
    if not argument:
        return await _screen(ask, "words", room)
    changed = choices.with_word(current, which, argument)
    if changed is None:
        return [Say(screens.say(current.wishes.language, "words.full"))]
    return await _kept(ask, changed, room, "words")


async def _kept(ask: Ask, changed: Subscription, room: Newsroom, name: str = "main") -> Sequence[Answer]:
    """Keep a change, and show the screen on which it stands."""
    await room.keep(changed)
    return await _screen(ask, name, room)


async def _screen(ask: Ask, name: str, room: Newsroom) -> Sequence[Answer]:
    seen = await view(ask, room)
    return [Say(pickers.screen(seen, name) or panel.main(seen))]


def _unreadable(current: Subscription) -> Say:
    return Say(screens.say(current.wishes.language, "time.unreadable"))


if TYPE_CHECKING:
    from collections.abc import Callable

    _Timed = Callable[[Subscription, dt.time | None], Subscription]

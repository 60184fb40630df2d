"""The screens below the settings' main one: each lets one choose a thing, and leads back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import choices, panel, screens, slots
from bot.chat.panel import View, named, to
from bot.chat.screens import CHAT
from bot.subscription import EVERY_DAY, MOST_SLOTS
from messages import buttons
from messages.message import Button, Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

Row = tuple[Button, ...]

MORNINGS = ("0600", "0630", "0700", "0730", "0800")
RESTS = ("0730", "0800", "0830", "0900", "1000")
EVENINGS = ("1900", "2000", "2100")
QUIETS = ("2200-0630", "2200-0700", "2300-0700", "2130-0600")
PLACES_SHOWN = 8
MOST_BUTTONS = 90  # Telegram takes 100 under one message


def screen(view: View, name: str, argument: str = "") -> Message | None:
    """A screen by name; None when there is none."""
    show = SCREENS.get(name)
    return show(view, argument) if show is not None else None


def time(view: View, _argument: str) -> Message:
    """The morning's time."""
    at = slots.main(view.subscription)
    times = picked(MORNINGS, "t", at.time if at else None)
    return below(view, "time.pick", *rows(times, 3), (typed(view, "time"), to(view, "slots")))


def rest(view: View, _argument: str) -> Message:
    """The time of rest days."""
    at = slots.main(view.subscription)
    other = slots.rest_of(view.subscription.slots, at) if at else None
    times = picked(RESTS, "r", other.time if other else None)
    same = pick(view, "button.rest_same", "r", "off", on=other is None)
    return below(view, "rest.pick", *rows(times, 3), (typed(view, "rest"), same))


def evening(view: View, _argument: str) -> Message:
    """The evening card: off, or at a time."""
    at = slots.evening(view.subscription)
    off = pick(view, "button.off", "ev", "off", on=at is None)
    times = picked(EVENINGS, "ev", at.time if at else None)
    return below(view, "evening.pick", tuple(times), (typed(view, "evening"), off))


def warn(view: View, _argument: str) -> Message:
    """Official warnings: whether, from which level, and from which also in quiet hours."""
    own = view.subscription
    switch = (pick(view, "button.warnings_off", "w", "off" if own.warnings else "on", on=not own.warnings),)
    floors = [pick(view, f"floor.{level}", "wf", level, on=own.floor == level) for level in choices.LEVELS]
    breaks = [pick(view, f"breaks.{level}", "wq", level, on=own.breaks_quiet == level) for level in choices.BREAKS]
    kinds = [
        pick(view, f"kind.{kind}", "wk", kind, "off" if on else "on", on=on)
        for kind, on in ((kind, choices.wants(own, kind)) for kind in choices.KINDS)
    ]
    return below(view, "warn.pick", switch, *rows(kinds, 5), *rows(floors, 2), *rows(breaks, 3))


def content(view: View, _argument: str) -> Message:
    """Sections, and how many headlines."""
    wishes = view.subscription.wishes
    sections = tuple(
        pick(view, f"content.{name}", "c", name, "off" if on else "on", on=on)
        for name, on in (("weather", wishes.weather), ("safety", wishes.safety))
    )
    counts = [
        Button(text=ticked(str(count), on=wishes.headlines == count), data=buttons.data("s", "n", str(count)))
        for count in choices.HEADLINES
    ]
    return below(view, "content.pick", sections, tuple(counts), (to(view, "words"),))


def place(view: View, argument: str) -> Message:
    """The places there are, some at a time."""
    start = int(argument) if argument.isdecimal() and len(argument) <= 5 else 0  # noqa: PLR2004 - far beyond any list
    start = start if start < len(view.places) else 0
    chosen = view.subscription.wishes.place or (view.places[0].name if view.places else "")
    names = [
        Button(
            text=ticked(named(view, each), on=each.name == chosen),
            data=buttons.data("s", "place", choices.key(each.name)),
        )
        for each in view.places[start : start + PLACES_SHOWN]
    ]
    turns = [
        (arrow, at)
        for arrow, at in (("◀", start - PLACES_SHOWN), ("▶", start + PLACES_SHOWN))
        if 0 <= at < len(view.places)
    ]
    arrows = tuple(Button(text=arrow, data=buttons.data("s", "places", str(at))) for arrow, at in turns)
    more = (arrows, (typed(view, "place"),)) if len(view.places) > PLACES_SHOWN else ()
    return below(view, "place.pick" if names else "place.none", *rows(names, 2), *more)


def districts(view: View) -> list[Row]:
    """A row or two of places, for who has just subscribed; the rest stand in the settings."""
    shown = [
        Button(text=named(view, each), data=buttons.data("s", "place", choices.key(each.name)))
        for each in view.places[:PLACES_SHOWN]
    ]
    return rows(shown, 4)


def quiet(view: View, _argument: str) -> Message:
    """Hours without a sound."""
    now = view.subscription.quiet
    current = f"{now.start:%H%M}-{now.end:%H%M}" if now else ""
    spans = [
        Button(
            text=ticked(f"{span[:2]}:{span[2:4]}–{span[5:7]}:{span[7:]}", on=span == current),
            data=buttons.data("s", "q", span),
        )
        for span in QUIETS
    ]
    off = pick(view, "button.off", "q", "off", on=now is None)
    return below(view, "quiet.pick", *rows(spans, 2), (typed(view, "quiet"), off))


def zone(view: View, _argument: str) -> Message:
    """The chat's own clock."""
    own = view.subscription.zone
    zones = [
        Button(
            text=ticked(screens.zone_name(view.language, each, view.now), on=each == own),
            data=buttons.data("s", "z", choices.key(each)),
        )
        for each in choices.ZONES
    ]
    name = screens.zone_name(view.language, own, view.now)
    return below(view, "zone.pick", *rows(zones, 2), (typed(view, "zone"),), zone=name)


def more(view: View, _argument: str) -> Message:
    """What few need."""
    own, wishes = view.subscription, view.subscription.wishes
    themes = [pick(view, f"theme.{theme}", "th", theme, on=wishes.theme == theme) for theme in choices.THEMES]
    switches = (
        pick(view, "button.silent", "si", "off" if own.silent else "on", on=own.silent),
        pick(view, "button.low_data", "ld", "off" if wishes.low_data else "on", on=wishes.low_data),
    )
    return below(
        view,
        "more.pick",
        (to(view, "slots"), to(view, "words")),
        switches,
        tuple(themes),
        (screens.go(view.language, "privacy"),),
    )


def further(view: View, _argument: str = "") -> Message:
    """Every digest slot, each with a button of its own, and one more."""
    own = slots.digests(view.subscription.slots)
    each = [
        (
            Button(
                text=str(screens.with_rest(view.language, slot, slots.rest_of(view.subscription.slots, slot))),
                data=buttons.data("s", "slot", str(slot.number)),
            ),
        )
        for slot in own[:MOST_SLOTS]
    ]
    new = ((typed(view, "slot"),),) if len(own) < MOST_SLOTS else ()
    return below(view, "slots.pick", *each, *new)


def slot(view: View, argument: str) -> Message:
    """One slot: its days, and taking it away."""
    number = int(argument) if argument.isdecimal() and len(argument) <= 3 else 0  # noqa: PLR2004 - no longer number
    found = slots.numbered(view.subscription, number)
    if found is None:
        return further(view)
    names = CHAT.words(view.language, "days.names").split()
    chosen = found.weekdays if found.days == "weekdays" else ()
    days = [
        Button(
            text=ticked(names[day - 1], on=day in chosen),
            data=buttons.data("s", "sd", argument, str(day), "off" if day in chosen else "on"),
        )
        for day in EVERY_DAY
    ]
    gone = pick(view, "button.slot_gone", "sx", argument)
    shown = screens.slot_words(view.language, found)
    return below(view, "slot.pick", *rows(days, 4), (gone, to(view, "slots")), slot=shown)


def words(view: View, _argument: str) -> Message:
    """Keywords that raise a headline, and those that leave it out; a tap takes one away."""
    wishes = view.subscription.wishes
    named = [
        Button(text=f"{sign} {word} ✗", data=buttons.data("s", action, choices.key(word)))
        for sign, action, list_ in (("⭐", "kf", wishes.follow), ("🚫", "km", wishes.mute))
        for word in list_
    ][:MOST_BUTTONS]
    return below(view, "words.pick", *rows(named, 2), (typed(view, "follow"), typed(view, "mute")))


# Their buttons


def below(view: View, msgid: str, *found: Sequence[Button], **values: object) -> Message:
    """A screen below the main one, with the way back."""
    kept = tuple(tuple(row) for row in found if row)
    back = Button(text=CHAT.words(view.language, "button.back"), data=buttons.data("s", "main"))
    return Message(text=view.words(msgid, **values), buttons=(*kept, (back,)))


def rows(found: Iterable[Button], wide: int) -> list[Row]:
    """Buttons so many beside one another."""
    each = list(found)
    return [tuple(each[at : at + wide]) for at in range(0, len(each), wide)]


def typed(view: View, what: str) -> Button:
    """A button that lets one type it."""
    return screens.button(view.language, f"button.type_{what}", buttons.data("s", "type", what))


def pick(view: View, msgid: str, *arguments: str, on: bool = False) -> Button:
    """A button that chooses; ticked when it is chosen already."""
    return Button(text=ticked(CHAT.words(view.language, msgid), on=on), data=buttons.data("s", *arguments))


def picked(times: Iterable[str], action: str, chosen: dt.time | None) -> list[Button]:
    """Buttons of times."""
    now = f"{chosen:%H%M}" if chosen else ""
    return [
        Button(text=ticked(f"{time[:2]}:{time[2:]}", on=time == now), data=buttons.data("s", action, time))
        for time in times
    ]


def ticked(text: str, *, on: bool) -> str:
    return f"✓ {text}" if on else text


SCREENS: dict[str, Callable[[View, str], Message]] = {
    "main": panel.main,
    "time": time,
    "rest": rest,
    "evening": evening,
    "warn": warn,
    "content": content,
    "places": place,
    "quiet": quiet,
    "zone": zone,
    "more": more,
    "slots": further,
    "slot": slot,
    "words": words,
}

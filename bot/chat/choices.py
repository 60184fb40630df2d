"""What a tap on the settings changes: the arguments of a button in, another subscription out. Pure.

A button carries the state it leads to, never "the other one": tapped twice, it changes nothing the second time. What
we cannot have made gives None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, get_args

from bot.chat import slots, times
from bot.subscription import LONGEST_KEYWORD, MOST_KEYWORDS, Quiet, Slot
from messages.message import Form, Language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from bot.subscription import Subscription
    from messages.place import Place

SWITCH = {"on": True, "off": False}
HEADLINES = (0, 3, 5, 8, 10)
LEVELS = ("blue", "yellow", "orange", "red")
BREAKS = ("orange", "red", "never")
KINDS = {  # of warnings and of notices that the weather changes, by what they are about
    "wind": ("大风", "雷雨大风", "海上大风", "台风", "沙尘", "沙尘暴", "龙卷"),
    "rain": ("降雨", "暴雨", "强降雨", "雷电", "雷暴", "强对流", "冰雹", "洪水", "山洪", "地质灾害"),
    "cold": ("降温", "寒潮", "低温", "霜冻", "冰冻", "暴雪", "道路结冰", "持续低温"),
    "heat": ("高温", "干旱", "干热风", "森林火险"),
    "fog": ("大雾", "雾", "霾", "雾霾", "重污染"),
}
THEMES = ("auto", "light", "dark")
ZONES = (
    *("Asia/Shanghai", "Asia/Tokyo", "Asia/Singapore", "Europe/London", "Europe/Paris"),
    *("America/New_York", "America/Los_Angeles", "Australia/Sydney"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A changed subscription, the screen that shows it, and the word that says so: a phrase and its values."""

    subscription: Subscription
    screen: str = "main"
    toast: str = "toast.done"
    values: dict[str, object] = field(default_factory=dict)


def key(text: str) -> str:
    """A name as a button can carry it."""
    return sha256(text.encode()).hexdigest()[:12]


def chosen(current: Subscription, arguments: tuple[str, ...], places: Sequence[Place] = ()) -> Chosen | None:
    """What a press with these arguments chooses."""
    if not arguments:
        return None
    name, *rest = arguments
    choice = CHOICES.get(name)
    if name == "place" and len(rest) == 1:
        return _place(current, rest[0], places)
    return choice[1](current, *rest) if choice is not None and len(rest) == choice[0] else None


def _time(current: Subscription, wall: str) -> Chosen | None:
    time = times.wall_time(wall)
    return Chosen(slots.with_morning(current, time), toast="toast.time", values=_at(time)) if time else None


def _rest(current: Subscription, wall: str) -> Chosen | None:
    time = times.wall_time(wall)
    if time is None and wall != "off":
        return None
    said = Chosen(slots.with_rest(current, time), toast="toast.rest", values=_at(time)) if time else None
    return said or Chosen(slots.with_rest(current, None), toast="toast.rest_off")


def _evening(current: Subscription, wall: str) -> Chosen | None:
    if wall == "off":
        return Chosen(slots.with_evening(current, None), toast="toast.evening_off")
    time = times.wall_time(wall)
    return Chosen(slots.with_evening(current, time), toast="toast.evening_on", values=_at(time)) if time else None


def _at(time: dt.time | None) -> dict[str, object]:
    return {"time": f"{time:%H:%M}"} if time else {}


def _warnings(current: Subscription, switch: str) -> Chosen | None:
    return _own(current, "warn", "warnings", SWITCH.get(switch))


def _floor(current: Subscription, level: str) -> Chosen | None:
    return _own(current, "warn", "floor", level if level in LEVELS else None)


def _breaks(current: Subscription, level: str) -> Chosen | None:
    return _own(current, "warn", "breaks_quiet", level if level in BREAKS else None)


def _kind(current: Subscription, group: str, switch: str) -> Chosen | None:
    if group not in KINDS or switch not in SWITCH:
        return None
    without = [kind for kind in current.without_kinds if kind not in KINDS[group]]
    return _own(current, "warn", "without_kinds", tuple(without if SWITCH[switch] else [*without, *KINDS[group]]))


def wants(current: Subscription, group: str) -> bool:
    """Whether a chat wants warnings about this."""
    return KINDS[group][0] not in current.without_kinds


def _silent(current: Subscription, switch: str) -> Chosen | None:
    return _own(current, "more", "silent", SWITCH.get(switch))


def _quiet(current: Subscription, hours: str) -> Chosen | None:
    if hours == "off":
        changed = current.model_copy(update={"quiet": None})
        return Chosen(changed, toast="toast.quiet_off")
    start, _, end = hours.partition("-")
    quiet = quiet_hours(times.wall_time(start), times.wall_time(end))
    if quiet is None:
        return None
    return Chosen(current.model_copy(update={"quiet": quiet}), toast="toast.quiet_on")


def quiet_hours(start: dt.time | None, end: dt.time | None) -> Quiet | None:
    """Hours without a sound; the same time twice is no span."""
    return Quiet(start=start, end=end) if start is not None and end is not None and start != end else None


def _zone(current: Subscription, wanted: str) -> Chosen | None:
    zone = next((zone for zone in ZONES if key(zone) == wanted), None)
    return Chosen(current.model_copy(update={"zone": zone}), toast="toast.zone") if zone else None


def _place(current: Subscription, wanted: str, places: Sequence[Place]) -> Chosen | None:
    place = next((place for place in places if key(place.name) == wanted), None)
    return at_place(current, place, places) if place else None


def at_place(current: Subscription, place: Place, places: Sequence[Place]) -> Chosen:
    """Another place; the first stands as none, so that it follows the paper."""
    name = "" if place == places[0] else place.name
    return Chosen(current.with_wishes(place=name), toast="toast.place", values={"place": place.name})


def _section(current: Subscription, name: str, switch: str) -> Chosen | None:
    return _wish(current, "content", name, SWITCH.get(switch)) if name in {"weather", "safety"} else None


def _headlines(current: Subscription, count: str) -> Chosen | None:
    known = count.isdecimal() and len(count) <= 2 and int(count) in HEADLINES  # noqa: PLR2004 - none is longer
    return _wish(current, "content", "headlines", int(count) if known else None)


def _form(current: Subscription, form: str) -> Chosen | None:
    if form not in get_args(Form):
        return None
    return Chosen(current.with_wishes(form=form), toast=f"toast.form_{form}")


def _language(current: Subscription, code: str) -> Chosen | None:
    language = next((each for each in get_args(Language) if each.replace("-", "") == code), None)
    return Chosen(current.with_wishes(language=language), toast="toast.language") if language else None


def _theme(current: Subscription, theme: str) -> Chosen | None:
    return _wish(current, "more", "theme", theme if theme in THEMES else None)


def _low_data(current: Subscription, switch: str) -> Chosen | None:
    return _wish(current, "more", "low_data", SWITCH.get(switch))


def _further(current: Subscription, wall: str) -> Chosen | None:
    time = times.wall_time(wall)
    changed = slots.with_further(current, Slot(time=time)) if time else None
    return Chosen(changed, "slots") if changed else None


def _remove(current: Subscription, number: str) -> Chosen | None:
    changed = slots.without(current, _number(number))
    return Chosen(changed, "slots", "toast.slot_gone") if changed else None


def _weekday(current: Subscription, number: str, weekday: str, switch: str) -> Chosen | None:
    if switch not in SWITCH:
        return None
    changed = slots.on_weekday(current, _number(number), _number(weekday), on=SWITCH[switch])
    return Chosen(changed, f"slot-{number}") if changed else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 3 else 0  # noqa: PLR2004 - no slot has a longer number


def _unfollow(current: Subscription, wanted: str) -> Chosen | None:
    return _without_word(current, "follow", wanted)


def _unmute(current: Subscription, wanted: str) -> Chosen | None:
    return _without_word(current, "mute", wanted)


def _without_word(current: Subscription, which: str, wanted: str) -> Chosen | None:
    kept: tuple[str, ...] = getattr(current.wishes, which)
    word = next((word for word in kept if key(word) == wanted), None)
    if word is None:
        return None
    return Chosen(
        current.with_wishes(**{which: tuple(each for each in kept if each != word)}), "words", "toast.word_gone"
    )


def with_word(current: Subscription, which: str, text: str) -> Subscription | None:
    """A keyword followed or muted; None when it is too long or there are too many. It stands in one list only."""
    word = " ".join(text.split())
    kept: tuple[str, ...] = getattr(current.wishes, which)
    if not word or len(word) > LONGEST_KEYWORD or (len(kept) >= MOST_KEYWORDS and word not in kept):
        return None
    other = "mute" if which == "follow" else "follow"
    rest = tuple(each for each in getattr(current.wishes, other) if each != word)
    return current.with_wishes(**{which: tuple(dict.fromkeys((*kept, word))), other: rest})


def _own(current: Subscription, screen: str, name: str, value: object) -> Chosen | None:
    return Chosen(current.model_copy(update={name: value}), screen) if value is not None else None


def _wish(current: Subscription, screen: str, name: str, value: object) -> Chosen | None:
    return Chosen(current.with_wishes(**{name: value}), screen) if value is not None else None


CHOICES: dict[str, tuple[int, Callable[..., Chosen | None]]] = {  # by name: how many arguments, and what they choose
    "t": (1, _time),
    "r": (1, _rest),
    "ev": (1, _evening),
    "w": (1, _warnings),
    "wf": (1, _floor),
    "wq": (1, _breaks),
    "wk": (2, _kind),
    "q": (1, _quiet),
    "z": (1, _zone),
    "c": (2, _section),
    "n": (1, _headlines),
    "f": (1, _form),
    "l": (1, _language),
    "th": (1, _theme),
    "ld": (1, _low_data),
    "si": (1, _silent),
    "sa": (1, _further),
    "sx": (1, _remove),
    "sd": (3, _weekday),
    "kf": (1, _unfollow),
    "km": (1, _unmute),
}

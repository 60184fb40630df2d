"""One day of weather in words, and what changed: the pieces lead, table and answers share. Knows no layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from messages import advice, escape, sky, wind
from messages.dates import day_name
from messages.escape import one_line
from messages.length import shorten
from messages.outlook import readable
from messages.phrases import phrase, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from markupsafe import Markup

    from messages.advice import Thresholds
    from messages.edition import Number, Period
    from messages.message import Language

Base = Literal["before", "printed", "none"]  # the day before, yesterday's page for the same day, nothing

_SKY_UNITS: Final = 60
_WIND_UNITS: Final = 80
_PRINTED_UNITS: Final = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A day as the table shows it. `printed` is set, and the rest empty, for a day nobody could read."""

    emoji: str
    name: str
    sky: str = ""
    degrees: str = ""
    wind: str = ""
    gust: str = ""
    loud: bool = False  # the gust is a gale or a step up
    changes: tuple[str, ...] = ()
    base: Base = "none"
    odd: bool = False
    printed: str = ""


def sky_words(language: Language, day: Period) -> str:
    found = sky.sky_zh(day) if language == "zh-CN" else sky.sky_en(day)
    return shorten(one_line(found), _SKY_UNITS)


def wind_words(language: Language, day: Period) -> str:
    found = wind.wind_zh(day) if language == "zh-CN" else wind.wind_en(day)
    return shorten(one_line(found), _WIND_UNITS)


def gust_words(language: Language, day: Period) -> str:
    found = wind.gust_zh(day) if language == "zh-CN" else wind.gust_en(day)
    return shorten(one_line(found), _WIND_UNITS)


def number(bound: Number) -> str:
    """A bound without a fraction; live services give tenths."""
    return f"{round(bound)}"


def degrees(language: Language, day: Period) -> str:
    """The range, "5～27℃" or "最高18℃"; empty when neither bound is known."""
    if day.low is None and day.high is None:
        return ""
    if day.low is None or day.high is None:
        bound = day.high if day.low is None else day.low
        name = "weather.only_high" if day.low is None else "weather.only_low"
        return words(language, name, degrees=number(bound or 0))
    name = "weather.range_below" if day.low < 0 else "weather.range"
    if number(day.low) == number(day.high):
        name = "weather.one"
    found = words(language, name, low=number(day.low), high=number(day.high))
    return words(language, "weather.about", degrees=found) if day.approx else found


def line(
    language: Language,
    day: Period,
    before: Period | None,
    earlier: Period | None,
    today: dt.date,
    thresholds: Thresholds,
) -> Line:
    """A day for the table: `before` is the day before it, `earlier` what yesterday's page said of it."""
    name = day_name(language, day, today)
    if not readable(day):
        printed = one_line(" ".join((day.label, *day.unread, *day.other)))
        return Line("", name, printed=shorten(printed, _PRINTED_UNITS))
    base: Base = "printed" if earlier else "before" if before else "none"
    found = changes(language, day, earlier or before, base, thresholds)
    return Line(
        emoji=sky.emoji(day),
        name=name,
        sky=sky_words(language, day),
        degrees=degrees(language, day),
        wind=wind_words(language, day),
        gust=gust_words(language, day),
        loud=_loud(day, earlier or before, thresholds),
        changes=found,
        base=base if found else "none",
        odd=bool(day.odd),
    )


def changes(
    language: Language, day: Period, other: Period | None, base: Base, thresholds: Thresholds
) -> tuple[str, ...]:
    """What changed enough to be named, against the day before or against yesterday's page."""
    if other is None:
        return ()
    bounds = (("low", other.low, day.low), ("high", other.high, day.high))
    found = [_degrees_change(language, name, then, now, thresholds) for name, then, now in bounds]
    if base == "printed":
        found += [_sky_change(language, day, other), _gust_change(language, day, other, thresholds)]
    return tuple(change for change in found if change)


def _degrees_change(
    language: Language, name: str, then: Number | None, now: Number | None, thresholds: Thresholds
) -> str:
    then, now = advice.possible(then), advice.possible(now)
    if then is None or now is None or abs(now - then) < thresholds.change:
        return ""
    way = "up" if now > then else "down"
    return words(language, f"change.{name}_{way}", degrees=number(abs(now - then)))


def _sky_change(language: Language, day: Period, other: Period) -> str:
    now, then = sky.worst(sky.kinds(day)).wet, sky.worst(sky.kinds(other)).wet
    return words(language, "change.wet") if now and not then else ""


def _gust_change(language: Language, day: Period, other: Period, thresholds: Thresholds) -> str:
    step = advice.strongest(day) - advice.strongest(other)
    known = wind.gust(day) and wind.gust(other)
    if not known or abs(step) < thresholds.gust_step:
        return ""
    return words(language, "change.gust_up" if step > 0 else "change.gust_down", step=abs(step))


def _loud(day: Period, other: Period | None, thresholds: Thresholds) -> bool:
    now = advice.strongest(day)
    then = advice.strongest(other) if other else now
    return now >= thresholds.gale_gust or (bool(then) and now - then >= thresholds.gust_step)


def base_words(language: Language, lines: Sequence[Line]) -> str:
    """What the changes shown are measured against; the second base names its days."""
    bases: set[Base] = {found.base for found in lines} - {"none"}
    if not bases:
        return ""
    if len(bases) == 1:
        return words(language, f"change.base_{bases.pop()}")
    days = listed(language, [found.name for found in lines if found.base == "before"])
    return words(language, "change.base_both", days=days)


def listed(language: Language, parts: Sequence[str]) -> Markup:
    """Several things in a row: "有雪、风大、强降温", "snow, strong wind and sharp cold"."""
    if len(parts) <= 1:
        return joined(language, parts)
    return joined(language, (joined(language, parts[:-1], "list.enumerate"), parts[-1]), "list.and")


def joined(language: Language, parts: Sequence[str], mark: str = "list.comma") -> Markup:
    """The parts that are not empty, with the language's mark between."""
    return escape.joined(phrase(language, mark), parts)

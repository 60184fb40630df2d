"""One day's facts to a Period, and the doubts about it. What a day shares with the next one is settled here too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sources.newspaper.days import HALF
from bot.sources.newspaper.sky import sky_of
from bot.sources.newspaper.temperature import temperatures_of
from bot.sources.newspaper.wind import winds_of
from messages.edition import Number, Period, Wind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.sources.newspaper.days import Day
    from bot.sources.newspaper.grammar import Fact

_HOTTEST, _COLDEST, _WIDEST = 50, -60, 40
_STRONGEST, _STRONGEST_GUST, _STEP = 17, 20, 4


def period_of(day: Day, text: str) -> Period:
    """Read one day; `text` is what the facts' columns point into."""
    sky = sky_of(day.facts, text)
    wind, homeless = winds_of(day.facts)
    warm = temperatures_of(day.facts, day.label.part)
    left = tuple(_printed(fact, text) for fact in warm.left)
    return Period(
        label=day.label.text,
        part=day.label.part,
        date=day.label.date,
        date_end=day.label.date_end,
        sky=sky.phases,
        wind=wind,
        low=warm.low,
        high=warm.high,
        precipitation=sky.precipitation,
        low_range=warm.low_range,
        high_range=warm.high_range,
        by_place=warm.by_place,
        humidity=_humidity(day.facts),
        approx=warm.approx,
        other=sky.other + tuple(_printed(fact, text) for fact in homeless) + day.kept,
        unread=tuple(gap.text for gap in day.gaps) + left,
        odd=tuple(_odd(wind, warm.low, warm.high)),
    )


def periods_of(days: Sequence[Day], text: str) -> tuple[Period, ...]:
    """Read all days; a night printed in one breath with its day shares the wind and the bounds it prints for both."""
    read = [period_of(day, text) for day in days]
    for index in range(len(read) - 1):
        parts = (read[index].part, read[index + 1].part)
        if parts == ("night", "day") and days[index].stop == "," and _ends_both(days[index + 1]):
            read[index : index + 2] = _with_bounds(read[index], read[index + 1])
        if parts == ("day", "night"):
            if days[index].stop == ",":
                read[index] = _with_wind(read[index], read[index + 1])
            if days[index].stop == "," or days[index + 1].label.bare:
                read[index : index + 2] = _with_bounds(read[index], read[index + 1])
    return tuple(read)


def _ends_both(day: Day) -> bool:
    """Say whether a later half's bounds are printed with it, not under a name of its own (明天最低气温0℃)."""
    return all(fact.clause < HALF for fact in day.facts if fact.rule == "temperature")


def _with_wind(day: Period, night: Period) -> Period:
    return day if day.wind else day.model_copy(update={"wind": night.wind})


def _with_bounds(first: Period, last: Period) -> tuple[Period, Period]:
    """Share the two bounds printed after the second of two halves: the day's is the high, the night's the low."""
    if first.low is None and first.high is None and last.low is not None and last.high is not None:
        ours = ("high", "high_range") if first.part == "day" else ("low", "low_range")
        given = {name: getattr(last, name) for name in ours}
        return first.model_copy(update=given | {"approx": last.approx}), last.model_copy(update=dict.fromkeys(ours))
    return first, last


def _printed(fact: Fact, text: str) -> str:
    return text[fact.start : fact.end]


def _humidity(facts: Sequence[Fact]) -> tuple[Number, Number] | None:
    for fact in facts:
        if fact.rule == "humidity":
            words: list[Any] = list(fact.tree.scan_values(lambda _: True))
            values = [float(word) if "." in word else int(word) for word in words if word.type == "NUM"]
            return min(values), max(values)
    return None


def _odd(wind: Sequence[Wind], low: Number | None, high: Number | None) -> Iterator[str]:
    for value in (low, high):
        if value is not None and not _COLDEST <= value <= _HOTTEST:
            yield f"{value}℃"
    if low is not None and high is not None and not 0 <= high - low <= _WIDEST:
        yield f"{low}~{high}℃"
    for leg in wind:
        yield from _odd_force(leg)


def _odd_force(leg: Wind) -> Iterator[str]:
    low, high, gust = leg.force_min, leg.force_max, leg.gust_max or leg.gust_min
    if high is not None and (high > _STRONGEST or high - (low or 0) > _STEP):
        yield f"{low}~{high}级"
    if gust is not None and (gust > _STRONGEST_GUST or gust < (high or 0)):
        yield f"阵风{gust}级"

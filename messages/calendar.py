"""What day it is for a reader in China: weekday, lunar date, solar term, festival, holiday. Knows no messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cnlunar import Lunar

if TYPE_CHECKING:
    import holidays

_MONTHS: Final = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_TENS: Final = ("初", "十", "廿", "三")
_ONES: Final = ("十", "一", "二", "三", "四", "五", "六", "七", "八", "九")

# Lunar festivals people keep though most are no public holidays, by (month, day); New Year's Eve is worked out.
_LUNAR_FESTIVALS: Final = {
    (1, 1): "spring",
    (1, 15): "lantern",
    (2, 2): "dragon_head",
    (5, 5): "dragon_boat",
    (7, 7): "qixi",
    (7, 15): "zhongyuan",
    (8, 15): "mid_autumn",
    (9, 9): "double_ninth",
    (12, 8): "laba",
    (12, 23): "little_new_year",
}
_FESTIVALS: Final = {
    (1, 1): "new_year",
    (3, 8): "women",
    (3, 12): "trees",
    (5, 1): "labour",
    (5, 4): "youth",
    (6, 1): "children",
    (9, 10): "teachers",
    (10, 1): "national",
}
SOLAR_TERMS: Final = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
FESTIVALS: Final = (*_FESTIVALS.values(), *_LUNAR_FESTIVALS.values(), "new_years_eve")


_SATURDAY: Final = 6
_LUNAR_YEARS: Final = range(1901, 2100)  # whole years in cnlunar's tables
_ROUND_TENS: Final = {10: "初十", 20: "二十", 30: "三十"}

LunarDate = tuple[int, int, bool]  # month, day, whether the month is a leap one


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the Chinese calendar. `term` is an index into SOLAR_TERMS, `festivals` are names in FESTIVALS."""

    date: dt.date
    lunar: LunarDate | None
    term: int | None
    festivals: tuple[str, ...]
    holiday: bool  # a public holiday
    rest: bool  # no work: a weekend or holiday, unless it is worked (调休)
    worked_weekend: bool


@lru_cache(maxsize=64)
def day(date: dt.date) -> Day:
    """The date's place in the calendar; pure, and kept because every variant of a digest asks for it."""
    lunar, term = _lunar(date)
    public = _public(date.year)
    holiday, works = date in public, public.is_working_day(date)
    return Day(
        date=date,
        lunar=lunar,
        term=term,
        festivals=_festivals(date, lunar),
        holiday=holiday,
        rest=not works,
        worked_weekend=works and date.isoweekday() >= _SATURDAY,
    )


def lunar_zh(lunar: LunarDate) -> str:
    """A lunar date in words: "二月十八", "闰二月初十"."""
    month, number, leap = lunar
    word = _ROUND_TENS.get(number) or _TENS[number // 10] + _ONES[number % 10]
    return f"{'闰' if leap else ''}{_MONTHS[month - 1]}月{word}"


def _lunar(date: dt.date) -> tuple[LunarDate | None, int | None]:
    if date.year not in _LUNAR_YEARS:
        return None, None
    found = Lunar(dt.datetime.combine(date, dt.time(12)), godType="8char")
    term = SOLAR_TERMS.index(found.todaySolarTerms) if found.todaySolarTerms in SOLAR_TERMS else None
    return (found.lunarMonth, found.lunarDay, bool(found.isLunarLeapMonth)), term


def _festivals(date: dt.date, lunar: LunarDate | None) -> tuple[str, ...]:
    names = [_FESTIVALS.get((date.month, date.day))]
    if lunar:
        names += [None if lunar[2] else _LUNAR_FESTIVALS.get(lunar[:2])]
        eve = lunar[:1] == (12,) and _lunar(date + dt.timedelta(days=1))[0] == (1, 1, False)
        names += ["new_years_eve" if eve else None]
    return tuple(name for name in names if name)


@lru_cache(maxsize=16)  # a year takes 2 ms
def _public(year: int) -> holidays.HolidayBase:
    import holidays  # noqa: PLC0415 - a start need not wait for it

    return holidays.country_holidays("CN", years=year)

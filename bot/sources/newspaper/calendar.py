"""Printed days to dates, from the paper's date: month ends, year ends, 29 February. Never makes a date up."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:[-_.年](1[0-2]|0?[1-9])[-_.月](3[01]|[12]\d|0?[1-9])日?"  # one digit may do where a mark stands between
    r"|[-_.]?(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9]))(?!\d)"
)
_BEHIND = dt.timedelta(days=2)  # an evening's forecast may still stand in the next morning's paper
_AHEAD = dt.timedelta(days=16)  # no printed forecast looks further
FARTHEST = dt.timedelta(days=31)  # a day printed with its year that is farther from the paper is in doubt
_WEEKDAYS = "一二三四五六日"
_LUNAR_DAYS = "一二三四五六七八九十"
_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
IN_NUMERALS = f"二[〇○零Oo一二三四五六七八九]{{3}}年{_NUMERAL}月{_NUMERAL}日"  # 二〇二四年三月五日
_IN_NUMERALS = re.compile(f"(二[〇○零Oo一二三四五六七八九]{{3}})年({_NUMERAL})月({_NUMERAL})日")


def date_from_name(name: str) -> dt.date | None:
    """Give the date a file's name begins or ends with: 2023-03-09.txt, 20230309.txt, 2023-03-09-A02.txt."""
    found = _NAME.search(name)
    return day_of(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])) if found else None


def number_of(numeral: str) -> int:
    """Give the number up to 99 that Chinese numerals write: 二十一 is 21; 0 for what is none (九九十)."""
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    return (_DIGITS.find(tens or "一") * 10 if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def day_in_numerals(text: str) -> tuple[dt.date, str] | None:
    """Give the first date written in Chinese numerals, and its words: 二〇二四年三月五日."""
    found = _IN_NUMERALS.search(text)
    if found is None:
        return None
    year = int("".join(str(_DIGITS.find(char)) if char in _DIGITS else "0" for char in found[1]))
    date = day_of(year, number_of(found[2]), number_of(found[3]))
    return (date, found[0]) if date else None


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """Give the date, None when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def near(paper: dt.date, day: int, month: int | None = None) -> dt.date | None:
    """Give the date of a printed day (and month) that a forecast of this paper can mean."""
    if month is None:
        months = [(paper.replace(day=1) + dt.timedelta(days=offset)) for offset in (-1, 0, 31)]
        found = [day_of(first.year, first.month, day) for first in months]
    else:
        found = [day_of(year, month, day) for year in (paper.year - 1, paper.year, paper.year + 1)]
    fits = [date for date in found if date and paper - _BEHIND <= date <= paper + _AHEAD]
    return min(fits, key=lambda date: abs(date - paper)) if fits else None


def weekday_from(paper: dt.date, name: str, *, next_week: bool = False) -> dt.date:
    """Give the next such weekday, today counted; `name` is one of 一二三四五六日天."""
    wanted = _WEEKDAYS.index(name.replace("天", "日"))
    if next_week:
        return paper + dt.timedelta(days=7 - paper.weekday() + wanted)
    return paper + dt.timedelta(days=(wanted - paper.weekday()) % 7)


@lru_cache(maxsize=256)
def lunar_day(paper: dt.date, name: str) -> dt.date | None:
    """Give the date of a lunar day (初一 to 初十, 除夕) that a forecast of this paper can mean, the nearest first."""
    from messages.calendar import day  # noqa: PLC0415 - a page in ten thousand names one, and the calendar is large

    dates = sorted(
        (paper + dt.timedelta(days=offset) for offset in range(-_BEHIND.days, _AHEAD.days + 1)),
        key=lambda date: abs(date - paper),
    )
    if name == "除夕":
        return next((date for date in dates if "new_years_eve" in day(date).festivals), None)
    number = _LUNAR_DAYS.index(name[1]) + 1
    return next((date for date in dates if (lunar := day(date).lunar) and lunar[1] == number), None)

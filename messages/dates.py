"""Dates in words for each language: names of days, date lines, festivals. Pure; knows no weather."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from messages import calendar
from messages.escape import joined, one_line
from messages.length import shorten
from messages.phrases import phrase, words

if TYPE_CHECKING:
    from markupsafe import Markup

    from messages.edition import Period

_WEEK: Final = 7
_LABEL_UNITS: Final = 24


def date_words(language: str, date: dt.date) -> str:
    """A short date: "3月9日", "9 Mar"."""
    return words(language, "date.short", day=date.day, month=words(language, f"date.month.{date.month}"))


def full_date(language: str, date: dt.date) -> str:
    """A whole date: "2023年3月9日", "9 March 2023"."""
    month = words(language, f"date.month_long.{date.month}")
    return words(language, "date.full", year=date.year, month=month, day=date.day)


def weekday(language: str, date: dt.date, *, long: bool = False) -> str:
    """A day of the week: "周四", "Thu" or "Thursday"."""
    return words(language, f"date.weekday{'_long' if long else ''}.{date.isoweekday()}")


def date_name(language: str, date: dt.date, today: dt.date, *, long: bool = False) -> str:
    """今天, a weekday within the week, else the date."""
    if date == today:
        return words(language, "date.today_running" if long else "date.today")
    near = 0 < (date - today).days < _WEEK
    return weekday(language, date, long=long) if near else date_words(language, date)


def past_name(language: str, date: dt.date, today: dt.date) -> str:
    """A day something is compared with, inside a sentence: 昨天, 今天, 周五."""
    yesterday = today - date == dt.timedelta(days=1)
    return words(language, "date.yesterday") if yesterday else date_name(language, date, today, long=True)


def on_day(language: str, date: dt.date, today: dt.date) -> str:
    """As it stands inside a sentence: 周六, "on Saturday", "today"."""
    name = date_name(language, date, today, long=True)
    return name if date == today else words(language, "date.on", day=name)


def spoken_name(language: str, date: dt.date, today: dt.date) -> str:
    """As in talk: 今天, 明天, 周六."""
    if date - today == dt.timedelta(days=1):
        return words(language, "date.tomorrow")
    return date_name(language, date, today, long=True)


def asked_name(language: str, date: dt.date, today: dt.date) -> str:
    """A day somebody asked for, beyond doubt: 明天（周五）, 周六（3月11日）."""
    ahead = (date - today).days
    if ahead == 0:
        return words(language, "date.today_running")
    if ahead == 1:
        return words(language, "date.beside", day=words(language, "date.tomorrow"), beside=weekday(language, date))
    return words(language, "date.beside", day=weekday(language, date), beside=date_words(language, date))


def label(day: Period) -> str:
    """A day's printed label, for one that nobody could date."""
    return shorten(one_line(day.label), _LABEL_UNITS)


def day_name(language: str, day: Period, today: dt.date, *, long: bool = False) -> str:
    """What to call a day of a forecast; its printed label when nobody could date it."""
    if day.date is None:
        return label(day)
    first = date_name(language, max(day.date, today), today, long=long)
    if day.date_end is None or day.date_end <= max(day.date, today):
        return words(language, "date.night", day=first) if day.part == "night" else first
    last = date_name(language, day.date_end, today, long=long)
    return words(language, "date.night_to" if day.part == "night-day" else "date.to", first=first, last=last)


@lru_cache(maxsize=64)  # every variant of a day asks for it
def date_line(language: str, date: dt.date, *, lunar: bool = True) -> Markup:
    """The second line of a digest: "3月9日 周四 · 农历二月十八", with the day's solar term, festivals and holiday."""
    day = calendar.day(date)
    plain = phrase(language, "date.line", date=date_words(language, date), weekday=weekday(language, date))
    parts: list[str] = [plain]
    if lunar and day.lunar:
        month, number, _ = day.lunar
        lunar_date = calendar.lunar_zh(day.lunar) if language == "zh-CN" else f"{month}/{number}"
        parts.append(words(language, "date.lunar", lunar=lunar_date))
    parts += [words(language, f"term.{day.term}")] if day.term is not None else []
    parts += [words(language, f"festival.{name}") for name in day.festivals]
    parts += [words(language, "date.holiday")] if day.holiday else []
    parts += [words(language, "date.worked_weekend")] if day.worked_weekend else []
    return joined(phrase(language, "date.dot"), parts)


def moment(language: str, instant: dt.datetime, zone: str) -> str:
    """An instant on the paper's clock: "3月9日15:24"."""
    local = instant.astimezone(ZoneInfo(zone))
    return words(language, "date.moment", date=date_words(language, local.date()), time=f"{local:%H:%M}")

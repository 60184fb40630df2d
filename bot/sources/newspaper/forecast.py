"""A printed forecast to a Forecast: decides whether text is one at all. Look-alikes never become forecasts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.sources.newspaper.calendar import FARTHEST
from bot.sources.newspaper.days import Day, days, headed
from bot.sources.newspaper.glyphs import plain, plain_weather
from bot.sources.newspaper.headings import is_weather_heading, without_headings
from bot.sources.newspaper.labels import Label, labels
from bot.sources.newspaper.period import periods_of
from bot.sources.newspaper.places import Stretch, is_name, stretches
from messages.edition import Forecast

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from messages.edition import DoubtKind

LONGEST = 1365  # characters, 4 kB in UTF-8; a longer block is no forecast
_UNNAMED_SHARE = 0.6
_READ_SHARE = 0.5  # of a forecast's characters must have been understood
_BREAK = re.compile(r"[ \t\u3000]{0,8}\n[ \t\u3000]{0,8}|(?<=\d) (?=[月日号级度℃~～])|(?<=[月~～]) (?=\d)")
_NEW_DAY = re.compile(r"\d{1,2}日")
_WARNING = re.compile("预警信号|预警(?:信息)?[:：]|发布.{0,12}预警|继续发布|解除.{0,12}预警")
_AT_AN_HOUR = re.compile(r"^[^到至~—-]*\d{1,2}(?::\d\d|[时点])$")
_PLACE = re.compile(r"【([^】]{1,12})】|^(?:[^,。;:]{0,12}[:])?\s*([一-龥]{2,8}?)(?:市区)?(?:天气预报|天气)?[: ]{0,2}$")
_NO_PLACE = re.compile(
    "预计|预报|天气|气象|未来|具体|近期|近[一二三四五六七两几日]|本报|讯$|今|明|本周|下周|周末|我市|全市|本市|全省|我省|全区|我县|全县|本地|其中|将|的|在|市民|记者|提示|提醒|消息|信息|受|影响|总体|趋势|展望|情况|如下|最新|了解|获悉|显示|表示|介绍|各地|早|晚|夜"
)


@dataclass(frozen=True)
class Remark:
    """Something in the text that is not understood or not believed: its words, its column, and why."""

    text: str
    column: int
    reason: str
    kind: DoubtKind = "words"


@dataclass(frozen=True)
class Reading:
    """Forecasts with their columns in the text they were read from: where they begin, end, and what is doubtful."""

    forecasts: tuple[Forecast, ...]
    start: int
    end: int
    remarks: tuple[Remark, ...]


def read_forecast(text: str, *, date: dt.date | None = None) -> Forecast | None:
    """Read one printed forecast; `date` is the paper's, without it no day gets a date. None when it is no forecast.

    Of a list of places the first is given; `reading_of` gives all.
    """
    reading = reading_of(text, date)
    return reading.forecasts[0] if reading else None


@lru_cache(maxsize=2048)
def is_forecast(text: str) -> bool:
    """Say whether a block is a forecast, without reading it out."""
    if not _may_be(text):
        return False
    line, _ = _one_line(text)
    found = days(line, None) or _unnamed(line)
    return (_is_forecast(found) and _covers(found, line)) or _by_place(text, None) is not None


def _covers(found: Sequence[Day], line: str) -> bool:
    """Say whether the days fill most of a block; else it is a text in which a forecast stands."""
    read = sum(fact.end - fact.start for day in found for fact in day.facts)
    named = sum(day.label.end - day.label.start for day in found)
    return read + named >= len(line) * _READ_SHARE


def _may_be(text: str) -> bool:
    return 0 < len(text.strip()) <= LONGEST and not _WARNING.search(plain(text))


def reading_of(text: str, paper: dt.date | None) -> Reading | None:
    """Read the forecasts of a block, one a place, and keep the columns of what was and what was not understood."""
    if not _may_be(text):
        return None
    line, columns = _one_line(text)
    return _by_place(text, paper) or _whole(text, line, columns, paper)


def _whole(text: str, line: str, columns: Sequence[int], paper: dt.date | None) -> Reading | None:
    found = days(line, paper) or _unnamed(line)
    if not _is_forecast(found):
        return None
    forecast = Forecast(
        printed=without_headings(text, columns[found[0].label.start]),
        place=_place(line[: found[0].label.start]),
        periods=periods_of(found, line),
    )
    remarks = tuple(_remarks(line, found, forecast, columns, paper))
    return Reading((forecast,), columns[found[0].label.start], columns[found[-1].end - 1] + 1, remarks)


def _unnamed(line: str) -> list[Day]:
    """Read a text that names no day at all (天气:多云,10~18℃): it must be sky and warmth and hardly anything else."""
    day = headed(line, Label("", "24h", None, None, 0, 0))
    read = sum(fact.end - fact.start for fact in day.facts)
    whole = day.has_sky and day.has_temperature and not day.gaps and read >= len(line) * _UNNAMED_SHARE
    return [replace(day, end=len(line))] if whole else []


def _remarks(
    line: str, found: Sequence[Day], forecast: Forecast, columns: Sequence[int], paper: dt.date | None
) -> Iterator[Remark]:
    """Say what is unread, what cannot be true, and which day is in no calendar near the paper's date."""
    yield from _lost_lead(line[: found[0].label.start], columns)
    for day, period in zip(found, forecast.periods, strict=True):
        at = columns[day.label.start]
        for gap in day.gaps:
            yield Remark(gap.text, columns[gap.start], "not understood")
        for odd in period.odd:
            yield Remark(odd, at, "kept as printed, but it can hardly be true", "odd")
        if paper and period.date is None and any(char.isdigit() for char in period.label):
            yield Remark(period.label, at, f"no such day near the paper's date {paper}", "day")
        if paper and period.date and abs(period.date - paper) > FARTHEST:
            yield Remark(period.label, at, f"far from the paper's date {paper}", "day")


def _lost_lead(lead: str, columns: Sequence[int]) -> Iterator[Remark]:
    """Say that weather stands before the first day's name, where nobody knows which day it is of."""
    day = headed(lead, Label("", "24h", None, None, 0, 0))
    if day.has_sky or day.has_wind or day.has_temperature:
        begins = min(fact.start for fact in day.facts)
        yield Remark(lead[begins:].rstrip(" ,;。/"), columns[begins], "not understood: no day is named before it")


def _by_place(text: str, paper: dt.date | None) -> Reading | None:
    """Read a list of places; a day printed once above some of them is the day of all those, and a place may come again."""
    found = stretches(plain_weather(text))
    if not found:
        return None
    head = text[: found[0].start]
    first = _above_list(head, paper)
    if first is None and (len(found) == 1 or any(day.facts for day in days(plain_weather(head), None))):
        return None  # no list: it is read as a whole
    above = labels(plain_weather(head), paper)[-1:]
    rows = [first] if first else []
    for one in found:
        body = plain_weather(text[one.body : one.end])
        if is_weather_heading(body.strip()) and one is not found[-1]:
            above = labels(body, paper)[-1:]
            continue
        heading = [label for label in labels(body, paper) if label.start and not body[label.end :].strip(" :\n,;")]
        row = _row(text, replace(one, end=one.body + heading[0].start) if heading else one, above, paper)
        if row is None:
            return None
        rows.append(row)
        above = heading or above
    remarks = tuple(remark for row in rows for remark in row.remarks)
    return Reading(_by_name(rows), rows[0].start, rows[-1].end, remarks)


def _above_list(head: str, paper: dt.date | None) -> Reading | None:
    """Read the forecast that stands on lines of its own above a list of places."""
    return _whole(head.rstrip(), *_one_line(head.rstrip()), paper) if head.endswith("\n") else None


def _by_name(rows: Sequence[Reading]) -> tuple[Forecast, ...]:
    """Put together what a list says of one place on several days."""
    found: dict[str | None, Forecast] = {}
    for row in rows:
        now = row.forecasts[0]
        before = found.get(now.place)
        if before:
            both = {"printed": f"{before.printed}\n{now.printed}", "periods": before.periods + now.periods}
            now = before.model_copy(update=both)
        found[now.place] = now
    return tuple(found.values())


def _row(text: str, one: Stretch, above: Sequence[Label], paper: dt.date | None) -> Reading | None:
    printed = text[one.start : one.end].strip(" ;；\n/、")
    line, columns = _one_line(text[one.body : one.end])
    found = days(line, paper)
    lead = line[: found[0].label.start] if found else line
    label = replace(above[0], start=0, end=0) if above else Label("", "24h", None, None, 0, 0)
    of_list = headed(lead, label)  # what stands before a day of its own is said of the list's
    if not found or (above and of_list.facts):
        found = [of_list, *found]
    if not _is_forecast(found):
        return None
    forecast = Forecast(printed=printed, place=one.place, periods=periods_of(found, line))
    remarks = tuple(_remarks(line, found, forecast, [one.body + column for column in columns], paper))
    return Reading((forecast,), one.start, one.end, remarks)


def _one_line(text: str) -> tuple[str, list[int]]:
    """Give the text without its line breaks, in plain glyphs, and for each character its column in `text`."""
    chars: list[str] = []
    columns: list[int] = []
    at = 0
    for gap in _BREAK.finditer(text):
        chars.append(text[at : gap.start()])
        columns += range(at, gap.start())
        if "\n" in gap[0] and text[gap.start() - 1 : gap.start()].isdigit() and _NEW_DAY.match(text, gap.end()):
            chars.append(" ")
            columns.append(gap.start())
        at = gap.end()
    chars.append(text[at:])
    columns += range(at, len(text))
    return plain_weather("".join(chars)), columns


def _is_forecast(found: Sequence[Day]) -> bool:
    """Say whether a day speaks of its sky, or of wind and warmth together, and most of the text was understood."""
    if not any(day.has_sky or (day.has_vane and day.has_temperature) for day in found if day.facts):
        return False
    if any(_is_observed(day) for day in found):
        return False
    read = sum(fact.end - fact.start for day in found for fact in day.facts)
    unread = sum(len(gap.text) for day in found for gap in day.gaps)
    return read >= (read + unread) * _READ_SHARE


def _is_observed(day: Day) -> bool:
    """Say whether a day is what a thermometer showed: tenths of a degree, or wind and warmth at one hour."""
    degrees = [list(fact.tree.scan_values(lambda _: True)) for fact in day.facts if fact.rule == "temperature"]
    tenths = [words for words in degrees if any("." in word for word in words)]
    kinds = [[word.type for word in words] for words in tenths]
    now = any(one.count("NUM") == 1 and "TEMP" in one for one in kinds)  # 气温16.8℃: neither bound nor range
    plain_sky = any(fact.rule == "sky" for fact in day.facts)
    return (
        now or (bool(tenths) and not plain_sky) or (not day.has_sky and _AT_AN_HOUR.search(day.label.text) is not None)
    )


def _place(intro: str) -> str | None:
    """Give the place a forecast opens with: in brackets, before its first day, or before a colon."""
    named = _PLACE.search(intro)
    first, colon, _ = intro.partition(":")
    for place in ((named[1] or named[2]) if named else "", first.strip() if colon else ""):
        if place and not _NO_PLACE.search(place) and is_name(place):
            return place
    return None

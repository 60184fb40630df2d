"""Finds the date of a page that nobody gave: from its date line, or its datelines, a year in sight and its forecast."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.sources.newspaper.calendar import day_in_numerals, day_of
from bot.sources.newspaper.title import dateline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.lines import Line
    from bot.sources.newspaper.placing import Piece

_FULL = re.compile(r"(20\d\d)\s?(?:年|-|\.|/)\s?(\d{1,2})\s?(?:月|-|\.|/)\s?(\d{1,2})(?!\d)日?")
_DAY_LINE = re.compile(
    r"(?<!\d)(\d{1,2})月(\d{1,2})日\D{0,4}(?:星期|周|礼拜)([一二三四五六日天])(?:.{0,4}?(20\d\d)年?)?"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_WEEKDAYS = "一二三四五六日"
_FIRST_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号—~-]")


def date_of(pieces: Sequence[Piece], lines: Sequence[Line]) -> tuple[dt.date | None, str | None]:
    """Give the page's date and why that one; (None, why not) when nothing says it."""
    printed = _printed(pieces) or _by_weekday(pieces, lines)
    if printed:
        return printed
    filed = _filed(lines)
    if filed is None:
        return None, None
    text, month, day = filed
    year = _year(lines)
    if year is None:
        return None, f"dateline {text}, but no year in sight"
    story = day_of(year, month, day)
    if story is None:
        return None, f"dateline {text}: no such day in {year}"
    return _paper_day(story, text, _first_day(pieces))


def _printed(pieces: Sequence[Piece]) -> tuple[dt.date, str] | None:
    for piece in pieces:
        if piece.kind != "imprint":
            continue
        found = _FULL.search(piece.lines[0].plain)
        date = day_of(int(found[1]), int(found[2]), int(found[3])) if found else None
        if found and date:
            return date, f"date line {found[0]}"
        if written := day_in_numerals(piece.lines[0].plain):
            return written[0], f"date line {written[1]}"
    return None


def _by_weekday(pieces: Sequence[Piece], lines: Sequence[Line]) -> tuple[dt.date, str] | None:
    """Read a date line that prints its year elsewhere or not at all: the year in sight whose weekday agrees."""
    for piece in pieces:
        found = _DAY_LINE.search(piece.lines[0].plain) if piece.kind == "imprint" else None
        years = [int(found[4])] if found and found[4] else _years(lines) if found else []
        for year in years:
            date = day_of(year, int(found[1]), int(found[2])) if found else None
            if found and date and _WEEKDAYS[date.weekday()] == found[3].replace("天", "日"):
                return date, f"date line {found[0]} and {year}年 on the page"
    return None


def _filed(lines: Sequence[Line]) -> tuple[str, int, int] | None:
    """Give the dateline most stories of the page bear; of equals the first."""
    found = Counter(
        (dateline.text, dateline.month, dateline.day)
        for line in lines
        if (dateline := dateline_of(line.plain[:40])[0]) and dateline.month and dateline.day
    )
    if not found:
        return None
    (text, month, day), _ = found.most_common(1)[0]
    return (text, month, day) if month and day else None


def _year(lines: Sequence[Line]) -> int | None:
    """Give the year the page names most; of equals the first, for a page of December names the coming year too."""
    return next(iter(_years(lines)), None)


def _years(lines: Sequence[Line]) -> list[int]:
    years = Counter(int(year) for line in lines for year in _YEAR.findall(line.plain))
    return [year for year, _ in years.most_common()]


def _first_day(pieces: Sequence[Piece]) -> int | None:
    for piece in pieces:
        found = _FIRST_DAY.search(piece.lines[0].plain[:60]) if piece.kind == "forecast" else None
        if found:
            return int(found[2])
    return None


def _paper_day(story: dt.date, text: str, first_day: int | None) -> tuple[dt.date, str]:
    why = f"dateline {text} with {story.year}年 in the body"
    for date in (story + dt.timedelta(days=1), story, story + dt.timedelta(days=2)):
        if date.day == first_day:
            return date, f"{why}; the forecast starts on {first_day}日"
    return story + dt.timedelta(days=1), f"{why} (the paper is dated the next day)"

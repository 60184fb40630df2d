"""What the reader is not sure of, each with its line and column: unread words, odd values, dates that contradict."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.sources.newspaper.calendar import day_of
from bot.sources.newspaper.title import dateline_of
from messages.edition import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.sources.newspaper.forecast import Reading, Remark
    from bot.sources.newspaper.lines import Line
    from bot.sources.newspaper.placing import Piece

_FULL = re.compile(r"(20\d\d)\s?(?:年|-|\.|/)\s?(\d{1,2})\s?(?:月|-|\.|/)\s?(\d{1,2})(?!\d)")
_OLDEST_STORY = dt.timedelta(days=7)


def in_reading(reading: Reading, lines: Sequence[Line]) -> Iterator[Doubt]:
    """Give the remarks of a forecast read from `lines` joined by line breaks."""
    for remark in reading.remarks:
        yield _at(lines, remark)


def _at(lines: Sequence[Line], remark: Remark) -> Doubt:
    column = remark.column
    for line in lines:
        if column <= len(line.text):
            break
        column -= len(line.text) + 1
    else:
        line, column = lines[-1], 0
    return Doubt(
        line=line.number, column=line.column + column, text=remark.text, reason=remark.reason, kind=remark.kind
    )


def unread(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """Give a doubt for each block nobody could place."""
    for piece in pieces:
        line = piece.lines[0]
        yield Doubt(
            line=line.number, column=line.column, text=piece.text, reason="nobody could place this block", kind="block"
        )


def about_date(given: dt.date | None, pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """Give what on the page contradicts the date it was given."""
    if given is None:
        return
    for piece in pieces:
        line = piece.lines[0]
        if piece.kind == "imprint":
            yield from _other_date(given, line)
        elif piece.kind == "body":
            yield from _other_day(given, line)


def _other_date(given: dt.date, line: Line) -> Iterator[Doubt]:
    found = _FULL.search(line.plain)
    printed = day_of(int(found[1]), int(found[2]), int(found[3])) if found else None
    if found and printed and printed != given:
        reason = f"the page says {printed}, the date given is {given}"
        yield Doubt(line=line.number, column=line.column + found.start(), text=found[0], reason=reason, kind="date")


def _other_day(given: dt.date, line: Line) -> Iterator[Doubt]:
    dateline = dateline_of(line.plain[:40])[0]
    if not dateline or not dateline.month or not dateline.day:
        return
    filed = [day_of(year, dateline.month, dateline.day) for year in (given.year, given.year - 1)]
    if not any(day and given - _OLDEST_STORY <= day <= given for day in filed):
        reason = f"filed on a day that is not in the week before {given}"
        yield Doubt(line=line.number, column=line.column, text=dateline.text, reason=reason, kind="filed")

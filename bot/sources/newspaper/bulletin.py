"""Finds forecasts inside the text of a story: the sentences that are one, and nothing of the prose around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.sources.newspaper.forecast import LONGEST, Reading, reading_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。!!??]+[。!!??”]*")
_LISTED = re.compile("(?:如下|预报|预计|显示|情况为)[::]")
_LABEL = re.compile(r"今|明|后天|\d{1,2}日|[０-９]{1,2}日|周[一二三四五六日]|夜间|白天|未来")
_SKY = re.compile("[晴阴雨雪雾]|多云|少云")
_MEASURE = re.compile("[℃度级°]")


def bulletins(text: str, paper: dt.date | None) -> Iterator[Reading]:
    """Give the forecasts of a paragraph; neighbouring sentences are one forecast. Columns count in `text`."""
    if len(text) > LONGEST or not (_SKY.search(text) and _MEASURE.search(text)):
        return
    held: tuple[int, int] | None = None
    for start, end in _sentences(text):
        if not _speaks(text[start:end]):
            yield from _given(text, held, paper)
            held = None
        else:
            held = (held[0] if held else start, end)
    yield from _given(text, held, paper)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        lead = max((listed.end() for listed in _LISTED.finditer(match[0])), default=0)
        start = match.start() + lead
        if lead:
            yield match.start(), start
        if text[start : match.end()].strip():
            yield start, match.end()


def _speaks(sentence: str) -> bool:
    """Say whether a sentence is a forecast by itself: a label, a sky, a measure, and hardly a strange word."""
    if not (_LABEL.search(sentence) and _MEASURE.search(sentence)):
        return False
    reading = reading_of(sentence, None)
    return reading is not None and any(
        period.sky and (period.wind or period.low is not None or period.high is not None)
        for forecast in reading.forecasts
        for period in forecast.periods
    )


def _given(text: str, held: tuple[int, int] | None, paper: dt.date | None) -> Iterator[Reading]:
    """Read the sentences held back as one forecast, in the columns of the whole text."""
    if held is None:
        return
    start, end = held
    reading = reading_of(text[start:end], paper)
    if reading:
        remarks = tuple(replace(one, column=one.column + start) for one in reading.remarks)
        yield Reading(reading.forecasts, reading.start + start, reading.end + start, remarks)

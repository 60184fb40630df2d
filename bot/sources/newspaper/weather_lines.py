"""Finds the lines of a page that are a printed forecast, also when it runs over several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sources.newspaper.forecast import LONGEST, reading_of
from bot.sources.newspaper.glyphs import plain_weather
from bot.sources.newspaper.labels import without_labels
from bot.sources.newspaper.lines import Line, joined
from bot.sources.newspaper.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS = re.compile("[晴阴云雨雪雾霾沙尘睛陰雲℃度级°风風級]")
_LABEL_SIGN = re.compile("[日号天今明后周夜]")
_FACTS = {"COVER", "RAIN", "HAZE", "DEG", "GRADE", "DIR"}
_WEATHERLY = 0.6  # of a line must be in the vocabulary of forecasts


def forecast_lines(lines: Sequence[Line], at: int) -> tuple[Line, ...]:
    """Give the lines from here on that are one block of forecasts; none when they are no forecast."""
    if not _opens(lines, at):
        return ()
    end, size = at, 0
    while (
        end < len(lines)
        and size + len(lines[end].text) <= LONGEST
        and (is_weatherly(lines[end]) or _is_label(lines[end]))
    ):
        size += len(lines[end].text) + 1
        end += 1
    block = tuple(lines[at:end])
    return block if reading_of(joined(block), None) else ()


def _opens(lines: Sequence[Line], at: int) -> bool:
    return is_weatherly(lines[at]) or (_is_label(lines[at]) and at + 1 < len(lines) and is_weatherly(lines[at + 1]))


def is_weatherly(line: Line) -> bool:
    """Say whether most of a line is in the vocabulary of forecasts; cheap for lines without a weather sign."""
    if len(line.text) > LONGEST or not _SIGNS.search(line.text):
        return False
    text = without_labels(plain_weather(line.text))
    words = tokens(text)
    strange = sum(len(word.text) for word in words if word.kind == "WORD")
    return any(word.kind in _FACTS for word in words) and strange <= len(text) * (1 - _WEATHERLY)


def _is_label(line: Line) -> bool:
    """Say whether a line is a day's name and nothing else."""
    short = len(line.text) <= 16 and bool(_LABEL_SIGN.search(line.text))  # noqa: PLR2004
    return short and not without_labels(line.plain).strip(" :")

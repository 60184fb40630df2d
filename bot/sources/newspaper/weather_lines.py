"""Finds the lines of a page that are a printed forecast, also when it runs over several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sources.newspaper.forecast import LONGEST, is_forecast
from bot.sources.newspaper.glyphs import plain_weather
from bot.sources.newspaper.headings import ORNAMENTS, is_weather_heading
from bot.sources.newspaper.imprint import is_dated, names_staff
from bot.sources.newspaper.labels import opens_with_label, without_labels
from bot.sources.newspaper.lines import Line, joined
from bot.sources.newspaper.notices import service_kind
from bot.sources.newspaper.sentences import is_filed, is_left_open

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS = re.compile("[晴阴云雨雪雾霾沙尘睛陰雲℃度级°风風級]")
_LABEL_SIGN = re.compile("[日号天今明后周夜]")
_STRANGE = re.compile(
    r"[^\s\d,.;:。、/()~—+%℃°cC【】-]"
    "(?<![晴阴云雨雪雾霾沙尘雷暴阵冰雹霜多少大中小轻到转间或有时短局部分散零星东南西北风偏级度力向最高低气温湿相对日月号今明后天白夜晚早晨上午下傍凌至周星期左右附近可达为在以约零海区沿面市山郊地旋微持续增强减弱逐渐加降水量毫米能见])"
)
_HEADING = re.compile("天气|预报|城区|市区")
_LOOKS_BACK = re.compile("(?:昨[日天夜晚]|今晨|前天|去年|上周|截至)(?!.{0,12}(?:今[天日夜晚]|明[天日]))")
_DEGREES = re.compile("\\d ?(?:[℃°]|度)")
_WEATHERLY = 0.6  # of a line's characters must be those of forecasts


def forecast_blocks(lines: Sequence[Line]) -> dict[int, tuple[Line, ...]]:
    """Find the blocks of forecasts, each under the index of its first line. Every line is looked at once."""
    found: dict[int, tuple[Line, ...]] = {}
    at = 0
    while at < len(lines):
        end, size = at, 0
        while (
            end < len(lines)
            and _belongs(lines[end])
            and not _heads_story(lines, end)
            and size + len(lines[end].text) <= LONGEST
        ):
            size += len(lines[end].text) + 1
            end += 1
        for begin, stop in _forecasts(lines, at, end):
            found[begin] = tuple(lines[begin:stop])
        at = max(end, at + 1)
    return found


def _forecasts(lines: Sequence[Line], begin: int, end: int) -> list[tuple[int, int]]:
    """Give the block as one forecast, else those of its lines that are one by themselves; a heading ends no block."""
    while end > begin and is_weather_heading(lines[end - 1].plain):
        end -= 1
    if end < len(lines) and end > begin and is_left_open(lines[end - 1].plain):
        return []  # a sentence that goes on in other words
    if end > begin and is_forecast(joined(lines[begin:end])):
        return [(begin, end)]
    parts = [at for at in range(begin + 1, end) if lines[at].gap]
    if parts:  # what blank lines part may be a forecast by itself
        return [
            found
            for first, last in zip([begin, *parts], [*parts, end], strict=True)
            for found in _forecasts(lines, first, last)
        ]
    return _whole([(at, at + 1) for at in range(begin, end) if end - begin > 1 and is_forecast(lines[at].text)], lines)


def _whole(found: Sequence[tuple[int, int]], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Put lines that are forecasts one by one and stand one under the other together, where they are one forecast."""
    kept: list[tuple[int, int]] = []
    for begin, end in found:
        if kept and kept[-1][1] == begin and is_forecast(joined(lines[kept[-1][0] : end])):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((begin, end))
    return kept


def _heads_story(lines: Sequence[Line], at: int) -> bool:
    """Say whether a line without a temperature stands right above a story: 明天有雨 周末转晴 is its title."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return following is not None and is_filed(following) and not _DEGREES.search(lines[at].plain)


def _belongs(line: Line) -> bool:
    if len(line.text) == 1 and line.text.isascii():
        return False
    if not _DEGREES.search(line.plain) and (is_dated(line.plain) or names_staff(line.plain)):
        return False  # the paper's date line, full of the characters of days
    return is_weatherly(line) or _is_label(line) or is_weather_heading(line.plain)


def is_weatherly(line: Line) -> bool:
    """Say whether most of a line is written in the characters of forecasts. A sieve: the grammar decides."""
    if (
        _LOOKS_BACK.match(line.plain)
        or line.plain.count("“") != line.plain.count("”")
        or len(line.text) > LONGEST
        or not _SIGNS.search(line.text)
        or service_kind(line.plain) == "warning"
    ):
        return False
    strange = _STRANGE.findall(plain_weather(line.text))
    return len(strange) <= len(line.text) * (1 - _WEATHERLY)


def begins_with_day(line: Line) -> bool:
    """Say whether a line opens with a day's name or a place in brackets."""
    return opens_with_label(plain_weather(line.text).lstrip("【"))


def _is_label(line: Line) -> bool:
    """Say whether a line is a day's name and nothing else."""
    short = len(line.text) <= 16 and bool(_LABEL_SIGN.search(line.text))  # noqa: PLR2004
    return short and not _HEADING.sub("", without_labels(line.plain)).strip(ORNAMENTS)

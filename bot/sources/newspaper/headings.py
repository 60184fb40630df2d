"""Recognises the lines that only name the weather column they stand over. Knows nothing of what stands below."""

from __future__ import annotations

import re

_LONGEST = 40
_COLUMN = re.compile(
    r"[一-龥\d]{0,10}(?:天气|气象)(?:预报|播报|信息|早知道|资讯|提示|快报|趋势|展望|预告|报告|服务)?(?:\([^()]{1,24}\))?"
)
ORNAMENTS = " :■□◆◇●○★☆▲【】[]<>《》·|"  # around the name of a column or a day


def is_weather_heading(text: str) -> bool:
    """Say whether a `plain` line is the name of a weather column and nothing else: 今日天气, ■ 天气预报."""
    return len(text) <= _LONGEST and _COLUMN.fullmatch(text.strip(ORNAMENTS)) is not None


def without_headings(text: str, upto: int) -> str:
    """Give a printed block without the headings that end before the column `upto`."""
    at = 0
    for line in text[:upto].split("\n")[:-1]:
        if line.strip() and not is_weather_heading(line.strip()):
            break
        at += len(line) + 1
    return text[at:].strip()

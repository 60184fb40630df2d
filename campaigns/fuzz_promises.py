"""What must hold of every text, however it came about: judged from the outside, on what the readers give."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from bot.sources.newspaper import read_forecast, read_page
from bot.sources.newspaper.forecast import LONGEST
from bot.sources.newspaper.glyphs import plain_weather
from bot.sources.newspaper.lines import lines_of

if TYPE_CHECKING:
    from campaigns.fuzz_inputs import Kind
    from messages.edition import Edition, Forecast, Period

PAPER: Final = dt.date(2024, 2, 28)
_NUMERALS: Final = "一二三四五六七八九十两"


def broken_promise(kind: Kind, text: str) -> str | None:
    """The first promise a text breaks, None when all hold."""
    if kind == "line":
        forecast = read_forecast(text, date=PAPER)
        return None if forecast is None else _about_forecast(forecast, text)
    edition = read_page(text, date=PAPER)
    return _about_page(edition, text) or next(
        (broken for forecast in edition.forecasts if (broken := _about_forecast(forecast, forecast.printed))), None
    )


def _about_page(edition: Edition, text: str) -> str | None:
    printed = {line.number for line in lines_of(text)}
    placed = {number for block in edition.blocks for number in range(block.line_from, block.line_to + 1)}
    if printed - placed:
        return f"lines {sorted(printed - placed)[:5]} are in no block"
    if len(edition.unread) != sum(block.kind == "unread" for block in edition.blocks):
        return "what is unread and its blocks differ"
    return next((f"a doubt outside the page: {one}" for one in edition.doubts if one.line not in printed), None)


def _about_forecast(forecast: Forecast, text: str) -> str | None:
    if len(text.strip()) > LONGEST:
        return "a block too long for a forecast became one"
    if not forecast.periods:
        return "a forecast without periods"
    return next((broken for period in forecast.periods if (broken := _about_period(period, text))), None)


def _about_period(period: Period, text: str) -> str | None:
    """Numbers that are read are printed, phases point at phases, bounds are in order, a date is in reach."""
    if period.low is not None and period.high is not None and period.low > period.high and not period.odd:
        return f"low {period.low} above high {period.high}"
    if any(rain.phase is not None and not 0 <= rain.phase < len(period.sky) for rain in period.precipitation):
        return f"rain in a phase that is not there: {period.precipitation}"
    if (
        period.date
        and abs(period.date - PAPER) > dt.timedelta(days=366)
        and f"{period.date.year}年" not in _digits(text)
    ):
        return f"a date out of reach: {period.date}"
    bounds = (period.low, period.high, *(period.low_range or ()), *(period.high_range or ()))
    forces = (bound for leg in period.wind for bound in (leg.force_max, leg.gust_max))
    digits = _digits(text)
    for value in (one for one in (*bounds, *forces) if one is not None):
        if not _is_printed(value, digits):
            return f"{value} is printed nowhere"
    return None


def _digits(text: str) -> str:
    return re.sub(r"\s", "", plain_weather(text))


def _is_printed(value: float, digits: str) -> bool:
    """Whether a number stands in the text, in digits or in Chinese numerals (which are not spelled out here)."""
    if any(numeral in digits for numeral in _NUMERALS):
        return True
    shown = f"{abs(value):g}"
    return shown in digits or str(int(abs(value)) + 1) in digits  # 小于3级 is 0 to 2

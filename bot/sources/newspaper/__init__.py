"""Reads a printed newspaper page and printed forecasts: pure functions from text to values."""

from bot.sources.newspaper.calendar import date_from_name
from bot.sources.newspaper.forecast import read_forecast
from bot.sources.newspaper.page import read_page
from bot.sources.newspaper.report import nothing_left, report, told

__all__ = ["date_from_name", "nothing_left", "read_forecast", "read_page", "report", "told"]

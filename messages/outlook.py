"""Which forecast speaks for today, and its days in order. Pure; knows no words and no rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from messages.edition import Edition, Forecast, Number, Period
    from messages.message import Briefing

Voice = Literal["today", "older", "live", "none"]

DAYS = 3
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast in use. `days` begin with the one that holds today; halves of a day are merged into one Period.

    `before`: the one or two days before `days`, by this forecast or yesterday's page; empty where none is known.
    """

    voice: Voice  # today's page, an older page, a live service, or nobody
    forecast: Forecast | None
    days: tuple[Period, ...] = ()
    before: tuple[Period, ...] = ()

    @property
    def today(self) -> Period | None:
        return self.days[0] if self.days else None


def outlook(briefing: Briefing, place: str) -> Outlook:
    """Today's page if it covers today, else an older page, else the live forecast."""
    page, older = forecast_of(briefing.edition, place), forecast_of(briefing.latest, place)
    candidates: tuple[tuple[Voice, Forecast | None], ...] = (
        ("today", page),
        ("older", older),
        ("live", briefing.live),
    )
    for voice, forecast in candidates:
        days = days_from(forecast, briefing.today) if forecast else ()
        if days and covers(days[0], briefing.today):
            return _spoken(briefing, place, Outlook(voice, forecast), days)
    coming = days_from(page, briefing.today) if page else ()  # an evening paper may begin with tomorrow
    return Outlook("today", page, coming) if coming and coming[0].date else Outlook("none", None)


def speaking(briefing: Briefing, place: str, date: dt.date) -> Outlook | None:
    """Who speaks for one date: the forecast in use if it covers the date, else the live one; `days` begin there."""
    found = outlook(briefing, place)
    for voice in (found, Outlook("live", briefing.live)):
        days = days_from(voice.forecast, date) if voice.forecast else ()
        if days and covers(days[0], date):
            return _spoken(briefing, place, voice, days)
    return None


def _spoken(briefing: Briefing, place: str, voice: Outlook, days: tuple[Period, ...]) -> Outlook:
    """The days of a voice, with those before them; a live service is measured against no page."""
    yesterdays = None if voice.voice == "live" else forecast_of(briefing.previous, place)
    return replace(voice, days=days, before=_before(days[0], voice.forecast, yesterdays))


def _before(first: Period, *forecasts: Forecast | None) -> tuple[Period, ...]:
    """The two days before `first` by the first forecast that holds each; without the nearer one the other is no use."""
    found: list[Period] = []
    for back in (1, 2):
        date = first.date - back * _DAY if first.date else None
        told = (day_of(forecast, date) for forecast in forecasts) if date else ()
        if (day := next((day for day in told if day), None)) is None:
            break
        found.insert(0, day)
    return tuple(found)


def forecast_of(edition: Edition | None, place: str) -> Forecast | None:
    """The forecast for the paper's place, else the first."""
    found = edition.forecasts if edition else ()
    return next((forecast for forecast in found if place and forecast.place == place), found[0] if found else None)


def days_from(forecast: Forecast, today: dt.date) -> tuple[Period, ...]:
    """At most three days from today on; a day nobody could date stays, after those before it in print."""
    whole = [period for period in whole_days(forecast) if _last(period) is None or not _over(period, today)]
    return tuple(whole[:DAYS])


def whole_days(forecast: Forecast) -> list[Period]:
    """The periods with the halves of one date merged."""
    days: list[Period] = []
    for period in forecast.periods:
        if days and _same_day(days[-1], period):
            days[-1] = merged(days[-1], period)
        else:
            days.append(period)
    return days


def day_of(forecast: Forecast | None, date: dt.date) -> Period | None:
    """The day of a forecast that holds a date."""
    days = whole_days(forecast) if forecast else []
    return next((day for day in days if covers(day, date)), None)


def covers(period: Period, date: dt.date) -> bool:
    last = _last(period)
    return period.date is not None and last is not None and period.date <= date <= last


def readable(period: Period) -> bool:
    """Whether anything of a day could be read: sky, wind, a temperature or rain."""
    return bool(period.sky or period.wind or period.precipitation or period.low is not None or period.high is not None)


def merged(first: Period, second: Period) -> Period:
    """Two halves of one date as one day: the sky goes over from one to the other, bounds and winds are of both."""
    same_sky = first.sky == second.sky
    shift = 0 if same_sky else len(first.sky)
    rain = tuple(
        fall.model_copy(update={"phase": None if fall.phase is None else fall.phase + shift})
        for fall in second.precipitation
    )
    return first.model_copy(
        update={
            "part": "24h",
            "label": first.label,
            "sky": first.sky if same_sky else first.sky + second.sky,
            "wind": first.wind if first.wind == second.wind else first.wind + second.wind,
            "low": _least((first.low, second.low)),
            "high": _greatest((first.high, second.high)),
            "precipitation": first.precipitation + tuple(fall for fall in rain if fall not in first.precipitation),
            "unread": first.unread + second.unread,
            "odd": first.odd + second.odd,
        }
    )


def _last(period: Period) -> dt.date | None:
    return period.date_end or period.date


def _over(period: Period, today: dt.date) -> bool:
    last = _last(period)
    return last is not None and last < today


def _same_day(first: Period, second: Period) -> bool:
    halves = {"day", "night"}
    return first.date is not None and first.date == second.date and {first.part, second.part} <= halves


def _least(bounds: Iterable[Number | None]) -> Number | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def _greatest(bounds: Iterable[Number | None]) -> Number | None:
    return max((bound for bound in bounds if bound is not None), default=None)

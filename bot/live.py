"""Which of the live forecasts kept of a place speaks, and how old it is. Pure; knows no store and no service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from messages.outlook import covers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from messages.edition import Air, Credit, Forecast, Hour

FRESH: Final = dt.timedelta(hours=6)  # unconfirmed for longer, a source's age is said
_HOUR: Final = dt.timedelta(hours=1)
MOST_HOURS: Final = 36


@dataclass(frozen=True, slots=True)
class Kept:
    """A forecast as kept: `confirmed_at` is when its source last said that it still holds."""

    key: str
    rank: int  # sources in the order of the configuration: the first speaks
    forecast: Forecast
    read_at: dt.datetime
    confirmed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Live:
    """What live sources say of one place now."""

    forecast: Forecast | None = None  # days only: hours and air change more often than the message does
    age: dt.timedelta | None = None  # whole hours since it was confirmed, when that is too long ago
    hours: tuple[Hour, ...] = ()
    hours_credit: Credit | None = None
    air: Air | None = None
    air_credit: Credit | None = None


def live(kept: Sequence[Kept], today: dt.date, now: dt.datetime) -> Live:
    """The best of what is kept: the first source by rank that is fresh, else the first that still covers today."""
    days = _best(kept, now, lambda one: any(covers(period, today) for period in one.forecast.periods))
    hours = _best(kept, now, lambda one: bool(hours_from(one.forecast, now)))
    air = _best(kept, now, lambda one: air_at(one.forecast, now) is not None)
    since = now - days.confirmed_at if days else dt.timedelta()
    return Live(
        forecast=days.forecast.model_copy(update={"hours": (), "air": ()}) if days else None,
        age=since // _HOUR * _HOUR if since > FRESH else None,
        hours=hours_from(hours.forecast, now) if hours else (),
        hours_credit=hours.forecast.credit if hours else None,
        air=air_at(air.forecast, now) if air else None,
        air_credit=air.forecast.credit if air else None,
    )


def hours_from(forecast: Forecast, now: dt.datetime) -> tuple[Hour, ...]:
    """The hours of a forecast from the present one on."""
    return tuple(hour for hour in forecast.hours if hour.at > now - _HOUR)[:MOST_HOURS]


def air_at(forecast: Forecast, now: dt.datetime) -> Air | None:
    """The air of the present hour."""
    return next((air for air in forecast.air if air.at <= now < air.at + _HOUR), None)


def _best(kept: Sequence[Kept], now: dt.datetime, usable: Callable[[Kept], bool]) -> Kept | None:
    ordered = sorted(kept, key=lambda one: (now - one.confirmed_at > FRESH, one.rank, one.key))
    return next((one for one in ordered if usable(one)), None)

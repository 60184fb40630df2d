"""MET Norway's Locationforecast 2.0, compact and complete: a series of instants in UTC, cut into the place's days.

The first two days are hourly, then every six hours; the last entries hold the instant only. Data NLOD 2.0 / CC BY 4.0.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

from bot.errors import UnreadableError
from bot.sources import beaufort, met_symbols, sky
from bot.sources.payload import as_object, instant, json_object, number, objects, percent, temperature, text
from bot.sources.reading import MAX_ENTRIES, Problems, Reading
from messages.edition import Credit, Forecast, Hour, Period, Wind

CREDIT: Final = Credit(text="Data from MET Norway", url="https://api.met.no/doc/License")
_SPANS: Final = (("next_1_hours", 1.0), ("next_6_hours", 6.0))
_NOON: Final = 12
_HALF_A_DAY: Final = dt.timedelta(hours=12)


class Entry(NamedTuple):
    """One instant, and what is said of the hours after it (`length` of them, 0 for the last entries)."""

    at: dt.datetime
    temperature: float | None
    speed_ms: float | None
    gust_ms: float | None
    degrees: float | None
    length: float = 0.0
    sky: str | None = None
    millimetres: float | None = None
    probability: float | None = None
    extremes: tuple[float, ...] = ()


def read(data: bytes, *, zone: dt.tzinfo | None = None, place: str | None = None) -> Reading:
    """The forecast of one place, its days cut in `zone` (UTC when none is given)."""
    problems = Problems()
    body = json_object(data, problems)
    # Some programs store the answer beside its HTTP head; the answer proper is then under `data`.
    given = body if "properties" in body else as_object(body.get("data"))
    properties = as_object(given.get("properties"))
    series = objects(properties.get("timeseries"))
    if len(series) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(series)} instants were read")
    read = (_entry(point, zone or dt.UTC, problems) for point in series[:MAX_ENTRIES])
    entries = sorted((entry for entry in read if entry), key=lambda entry: entry.at)
    if not entries:
        raise UnreadableError("no instant of a timeseries can be read; this is no Locationforecast answer")
    forecast = Forecast(
        printed="",
        place=place,
        periods=_periods(entries),
        hours=tuple(_hour(entry) for entry in entries),
        source="met-norway",
        issued=instant(as_object(properties.get("meta")).get("updated_at")),
        credit=CREDIT,
    )
    return Reading(kind="met-norway", forecasts=(forecast,), problems=problems.listed())


def _entry(point: dict[str, Any], zone: dt.tzinfo, problems: Problems) -> Entry | None:
    at = instant(point.get("time"), dt.UTC)
    if at is None:
        problems.add(f"time {str(point.get('time'))[:40]!r} is not a time; the entry was left out")
        return None
    data = as_object(point.get("data"))
    now = as_object(as_object(data.get("instant")).get("details"))
    entry = Entry(
        at=at.astimezone(zone),
        temperature=temperature(now.get("air_temperature")),
        speed_ms=number(now.get("wind_speed"), 0, 150),
        gust_ms=number(now.get("wind_speed_of_gust"), 0, 200),
        degrees=number(now.get("wind_from_direction"), 0, 360),
    )
    for name, length in _SPANS:
        if span := as_object(data.get(name)):
            return _with_span(entry, span, length, problems)
    return entry


def _with_span(entry: Entry, span: dict[str, Any], length: float, problems: Problems) -> Entry:
    symbol = text(as_object(span.get("summary")).get("symbol_code"), 80)
    word = met_symbols.word(symbol) if symbol else None
    if symbol and word is None:
        problems.add(f"symbol {symbol!r} is unknown")
    details = as_object(span.get("details"))
    ends = (temperature(details.get(f"air_temperature_{end}")) for end in ("min", "max"))
    return entry._replace(
        length=length,
        sky=word,
        millimetres=number(details.get("precipitation_amount"), 0, 2_000),
        probability=percent(details.get("probability_of_precipitation")),
        extremes=tuple(end for end in ends if end is not None),
    )


def _hour(entry: Entry) -> Hour:
    return Hour(
        at=entry.at,
        sky=entry.sky,
        temperature=entry.temperature,
        force=None if entry.speed_ms is None else beaufort.force(entry.speed_ms),
        gust=None if entry.gust_ms is None else beaufort.force(entry.gust_ms),
        precipitation_mm=entry.millimetres,
        precipitation_probability=entry.probability,
    )


def _periods(entries: list[Entry]) -> tuple[Period, ...]:
    """A period for each local day; the last one only when most of it is there, else its high would be made up."""
    days: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.at.date(), []).append(entry)
    first = next(iter(days))
    whole = {date: day for date, day in days.items() if date == first or day[-1].at - day[0].at >= _HALF_A_DAY}
    return tuple(_period(date, day) for date, day in whole.items())


def _period(date: dt.date, entries: list[Entry]) -> Period:
    """One local day. Its chain is the lasting sky before noon and after it."""
    halves = ([e for e in entries if e.at.hour < _NOON], [e for e in entries if e.at.hour >= _NOON])
    phases = sky.chain(sky.lasting([(e.sky, e.length) for e in half if e.sky]) for half in halves)
    reached = [value for e in entries for value in (e.temperature, *e.extremes) if value is not None]
    rain = [e.millimetres for e in entries if e.millimetres is not None]
    return Period(
        label=f"{date.day}日",
        date=date,
        sky=phases,
        wind=_wind(entries),
        low=min(reached, default=None),
        high=max(reached, default=None),
        precipitation=sky.precipitation(phases),
        precipitation_mm=round(sum(rain), 1) if rain else None,
        precipitation_probability=max((e.probability for e in entries if e.probability is not None), default=None),
    )


def _wind(entries: list[Entry]) -> tuple[Wind, ...]:
    """The day's strongest mean wind with its direction, and its strongest gust (only `complete` has gusts)."""
    blowing = [(e.speed_ms, e.degrees) for e in entries if e.speed_ms is not None]
    if not blowing:
        return ()
    strongest, degrees = max(blowing, key=lambda pair: pair[0])
    gust = max((e.gust_ms for e in entries if e.gust_ms is not None), default=None)
    gust_force = None if gust is None else beaufort.force(gust)
    return (
        Wind(
            direction=None if degrees is None else beaufort.compass(degrees),
            force_min=beaufort.force(strongest),
            force_max=beaufort.force(strongest),
            gust_min=gust_force,
            gust_max=gust_force,
        ),
    )

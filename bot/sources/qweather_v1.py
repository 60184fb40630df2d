"""QWeather v1's days, hours and present weather: instants in UTC, numbers beside their unit, shares from 0 to 1."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from bot.sources import beaufort, sky
from bot.sources.payload import as_object, instant, number, objects, temperature, text
from messages.edition import Air, Hour, Period, Wind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sources.reading import Problems

MAX_DAYS: Final = 30
MAX_HOURS: Final = 240
_HALF_A_DAY: Final = dt.timedelta(hours=12)
_WIND_WORDS: Final = {"none": "无持续风向", "vrb": "风向不定"}
_MAX_FORCE: Final = 17


def read(
    body: dict[str, Any], problems: Problems, zone: dt.tzinfo | None
) -> tuple[tuple[Period, ...], tuple[Hour, ...]]:
    """The days, dated in `zone` by their middle, and the hours; present weather is an hour of its own."""
    days = (_period(given, zone or dt.UTC, problems) for given in objects(body.get("days"))[:MAX_DAYS])
    listed = objects(body.get("hours"))[:MAX_HOURS]
    current = [body] if "condition" in body else objects([body.get("current")])
    hours = (_hour(given, zone or dt.UTC, problems) for given in (*listed, *current))
    return tuple(period for period in days if period), tuple(hour for hour in hours if hour)


def air(body: dict[str, Any], zone: dt.tzinfo | None) -> tuple[Air, ...]:
    """The hours of an answer about the air: the first index given is the country's own, its category as it comes."""
    found = []
    for given in objects(body.get("hours"))[:MAX_HOURS]:
        at = instant(given.get("forecastTime"), dt.UTC)
        first = next(iter(objects(given.get("indexes"))), {})
        index, scale = number(first.get("aqi"), 0, 2_000), text(first.get("name"), 40)
        if at is None or index is None or scale is None:
            continue
        shares = {text(one.get("code"), 20): _share_of(one) for one in objects(given.get("pollutants"))[:20]}
        found.append(
            Air(
                at=at.astimezone(zone or dt.UTC),
                scale=scale,
                index=index,
                category=text(first.get("category"), 40),
                pm2_5=shares.get("pm2p5"),
                pm10=shares.get("pm10"),
            )
        )
    return tuple(found)


def _share_of(pollutant: dict[str, Any]) -> float | None:
    return number(as_object(pollutant.get("concentration")).get("value"), 0, 10_000)


def _period(given: dict[str, Any], zone: dt.tzinfo, problems: Problems) -> Period | None:
    start = instant(given.get("forecastStartTime"), dt.UTC)
    if start is None:
        problems.add("a day without a readable forecastStartTime was left out")
        return None
    date = (start + _HALF_A_DAY).astimezone(zone).date()
    halves = [half for name in ("daytime", "nighttime") if (half := as_object(given.get(name)))]
    phases = sky.chain(_condition(half) for half in halves)
    return Period(
        label=f"{date.day}日",
        date=date,
        sky=phases,
        wind=tuple(dict.fromkeys(leg for half in halves if (leg := _leg(half)))),
        low=_temperature(given.get("temperatureMin")),
        high=_temperature(given.get("temperatureMax")),
        precipitation=sky.precipitation(phases),
        precipitation_mm=_sum(_amount(half) for half in halves),
        precipitation_probability=max((share for half in halves if (share := _share(half)) is not None), default=None),
    )


def _hour(given: dict[str, Any], zone: dt.tzinfo, problems: Problems) -> Hour | None:
    times = (given.get(name) for name in ("forecastTime", "forecastStartTime", "observationTime", "time"))
    at = next((at for time in times if (at := instant(time, dt.UTC))), None)
    if at is None:
        problems.add("an hour without a readable time was left out")
        return None
    leg = _leg(given)
    return Hour(
        at=at.astimezone(zone),
        sky=_condition(given),
        temperature=_temperature(given.get("temperature")),
        force=leg.force_max if leg else None,
        gust=leg.gust_max if leg else None,
        precipitation_mm=_amount(given),
        precipitation_probability=_share(given),
    )


def _condition(given: dict[str, Any]) -> str | None:
    return text(as_object(given.get("condition")).get("text"), 40)


def _temperature(given: Any) -> float | None:
    return temperature(as_object(given).get("value"), text(as_object(given).get("unit"), 10) or "C")


def _leg(given: dict[str, Any]) -> Wind | None:
    wind = as_object(given.get("wind"))
    gust = _force(given.get("windGustMax") or given.get("windGust") or wind.get("gust"))
    scale = number(wind.get("scale"), 0, _MAX_FORCE)
    mean = _force(wind.get("speed"))
    force = mean if mean is not None or scale is None else int(scale)
    turning = as_object(wind.get("direction"))
    degrees = number(turning.get("degree"), 0, 360)
    word = _WIND_WORDS.get(str(turning.get("compass")))
    if force is None and gust is None and degrees is None and word is None:
        return None
    direction = None if word or degrees is None else beaufort.compass(degrees)
    return Wind(direction=direction, force_min=force, force_max=force, gust_min=gust, gust_max=gust, word=word)


def _force(given: Any) -> int | None:
    """The Beaufort number of {value, unit}, cut on the unrounded m/s."""
    speed = number(as_object(given).get("value"), 0, 500)
    unit = text(as_object(given).get("unit"), 10) or "m/s"
    ms = None if speed is None else beaufort.metres_per_second(speed, unit)
    return None if ms is None else beaufort.force(ms)


def _amount(given: dict[str, Any]) -> float | None:
    return number(as_object(as_object(given.get("precipitation")).get("amount")).get("value"), 0, 2_000)


def _share(given: dict[str, Any]) -> float | None:
    """The chance of rain in percent; it comes as a share of one."""
    share = number(as_object(given.get("precipitation")).get("probability"), 0, 1)
    return None if share is None else round(share * 100)


def _sum(amounts: Iterable[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return round(sum(known), 2) if known else None

"""QWeather v7's days, hours and present weather: strings throughout, dates local to the place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bot.sources import beaufort, sky
from bot.sources.payload import day, instant, number, objects, percent, temperature, text
from messages.edition import Hour, Period, Wind

if TYPE_CHECKING:
    import datetime as dt

    from bot.sources.reading import Problems

MAX_DAYS: Final = 30
MAX_HOURS: Final = 168
_SCALE: Final = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_WIND_WORDS: Final = {"-1": "无持续风向", "-999": "旋转风"}


def read(body: dict[str, Any], problems: Problems, _: dt.tzinfo | None) -> tuple[tuple[Period, ...], tuple[Hour, ...]]:
    """The days and hours; present weather is an hour of its own."""
    periods = (_period(given, problems) for given in objects(body.get("daily"))[:MAX_DAYS])
    given = objects(body.get("hourly"))[:MAX_HOURS] + objects([body.get("now")])
    hours = (_hour(entry, problems) for entry in given)
    return tuple(period for period in periods if period), tuple(hour for hour in hours if hour)


def issued(body: dict[str, Any]) -> dt.datetime | None:
    return instant(body.get("updateTime"))


def _period(given: dict[str, Any], problems: Problems) -> Period | None:
    date = day(given.get("fxDate"))
    if date is None:
        problems.add(f"fxDate {str(given.get('fxDate'))[:20]!r} is not a date; the day was left out")
        return None
    phases = sky.chain((text(given.get("textDay"), 40), text(given.get("textNight"), 40)))
    return Period(
        label=f"{date.day}日",
        date=date,
        sky=phases,
        wind=_legs(given),
        low=temperature(given.get("tempMin")),
        high=temperature(given.get("tempMax")),
        precipitation=sky.precipitation(phases),
        precipitation_mm=number(given.get("precip"), 0, 2_000),
    )


def _legs(given: dict[str, Any]) -> tuple[Wind, ...]:
    """The wind by day and, where it differs, by night."""
    legs = tuple(leg for half in ("Day", "Night") if (leg := _leg(given, half)))
    return tuple(dict.fromkeys(legs))


def _leg(given: dict[str, Any], half: str) -> Wind | None:
    scale = _SCALE.fullmatch(text(given.get(f"windScale{half}"), 10) or "")
    word = _WIND_WORDS.get(text(given.get(f"wind360{half}"), 10) or "")
    direction = None if word else (text(given.get(f"windDir{half}"), 20) or "").removesuffix("风") or None
    if not scale and not word and not direction:
        return None
    low = int(scale.group(1)) if scale else None
    return Wind(
        direction=direction,
        force_min=low,
        force_max=int(scale.group(2)) if scale and scale.group(2) else low,
        word=word,
    )


def _hour(given: dict[str, Any], problems: Problems) -> Hour | None:
    at = instant(given.get("fxTime") or given.get("obsTime"))
    if at is None:
        problems.add("an hour without a readable fxTime was left out")
        return None
    speed = number(given.get("windSpeed"), 0, 500)
    return Hour(
        at=at,
        sky=text(given.get("text"), 40),
        temperature=temperature(given.get("temp")),
        force=None if speed is None else beaufort.force(speed / 3.6),  # v7 speeds are km/h
        precipitation_mm=number(given.get("precip"), 0, 2_000),
        precipitation_probability=percent(given.get("pop")),
    )

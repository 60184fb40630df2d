"""Today hour by hour, and the air: only what a live source says, under its name. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import keyboard
from messages.edition import Period
from messages.escape import one_line
from messages.length import shorten
from messages.message import Message
from messages.outlook import Outlook
from messages.phrases import phrase, words
from messages.render import render
from messages.sky import emoji
from messages.source import credited, place_name
from messages.weather import joined, number, sky_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from messages.answers import Question
    from messages.edition import Air, Hour
    from messages.message import Briefing, Language

FEWEST: Final = 6  # late in the evening the view runs on into the night
MOST: Final = 24
_LIKELY: Final = 10  # percent; less is not worth a figure
_WORDS_UNITS: Final = 24
_GAP: Final = Markup("\n\n")
# Upper bounds of the United States' index; beyond the last it is hazardous.
_US_AQI: Final = ((50, "good"), (100, "moderate"), (150, "sensitive"), (200, "unhealthy"), (300, "very"))


def hourly(asked: Question) -> Message:
    """The hours left of today at the place, by the place's own clock; without a live source, that there is none."""
    language, briefing = asked.language, asked.briefing
    if not briefing.hours:
        return Message(text=phrase(language, "hours.none"), buttons=keyboard.no_weather_buttons(language))
    hours = todays(briefing.hours)
    place = place_name(language, asked.house, Outlook("live", briefing.live))
    lines = [
        phrase(language, "hours.line", time=f"{hour.at:%H:%M}", what=joined(language, _facts(language, hour)))
        for hour in hours
    ]
    signs = [emoji(_as_day(hour)) for hour in hours]
    text = render("hours", language, place=place, rows=list(zip(signs, lines, strict=True)))
    credit = briefing.hours_credit
    named = render("named", language, credit=credited(language, credit)) if credit else None
    parts = (text, air_line(language, briefing), named)
    return Message(text=_GAP.join(part for part in parts if part), buttons=keyboard.no_weather_buttons(language))


def todays(hours: Sequence[Hour]) -> tuple[Hour, ...]:
    """The hours of the first one's day, but at least a few."""
    first = hours[0].at
    end = dt.datetime.combine(first.date() + dt.timedelta(days=1), dt.time(0), tzinfo=first.tzinfo)
    left = sum(hour.at < end for hour in hours)
    return tuple(hours[: min(max(left, FEWEST), MOST)])


def air_line(language: Language, briefing: Briefing) -> Markup | None:
    """`空气质量：US AQI 85 中等，PM2.5 27微克/立方米` and who says so; None where nobody does."""
    air = briefing.air
    if air is None:
        return None
    dust = words(language, "air.dust", share=number(air.pm2_5)) if air.pm2_5 is not None else ""
    named = category(language, air)
    index = words(language, "air.index", scale=_short(air.scale), index=number(air.index), category=named)
    credit = render("named", language, credit=credited(language, briefing.air_credit)) if briefing.air_credit else ""
    return phrase(language, "air.line", what=joined(language, [index.strip(), dust]), credit=credit)


def category(language: Language, air: Air) -> str:
    """The service's own word for an index, else the scale's official one."""
    if air.category:
        return _short(air.category)
    if air.scale != "US AQI":
        return ""
    return words(language, f"air.{next((name for most, name in _US_AQI if air.index <= most), 'hazardous')}")


def _facts(language: Language, hour: Hour) -> list[str]:
    sky = sky_words(language, _as_day(hour)) if hour.sky else ""
    warm = words(language, "weather.one", low=number(hour.temperature), high="") if hour.temperature is not None else ""
    wind = words(language, "weather.mean", force=hour.force) if hour.force is not None else ""
    chance = hour.precipitation_probability
    rain = words(language, "hours.chance", percent=number(chance)) if chance is not None and chance >= _LIKELY else ""
    return [sky, warm, wind, rain]


def _as_day(hour: Hour) -> Period:
    return Period(label="", sky=(hour.sky,) if hour.sky else ())


def _short(text: str) -> str:
    return shorten(one_line(text), _WORDS_UNITS)

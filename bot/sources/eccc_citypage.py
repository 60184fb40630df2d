"""The half-day periods of an Environment Canada city page. Takes a parsed tree; knows nothing of alerts or fetching.

Periods are named by weekday only ("Thursday night"), so each is dated from the page's own local time of issue.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from bot.errors import UnreadableError
from bot.sources import beaufort, sky
from bot.sources.markup import child_text, children, local_name
from bot.sources.payload import number, percent, temperature
from messages.edition import Forecast, Period, Wind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from bot.sources.reading import Problems
    from messages.edition import Credit

MAX_PERIODS: Final = 30
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The numbered icons in the page's words; from 30 on they are the nights of those thirty before.
_ICONS: Final = {
    0: "晴",
    1: "大部晴",
    2: "多云间晴",
    3: "多云",
    4: "多云",
    5: "多云",
    6: "阵雨",
    7: "雨夹雪",
    8: "阵雪",
    9: "雷阵雨",
    10: "阴",
    11: "小雨",
    12: "中雨",
    13: "大雨",
    14: "冻雨",
    15: "雨夹雪",
    16: "小雪",
    17: "中雪",
    18: "大雪",
    19: "雷阵雨",
    23: "霾",
    24: "雾",
    25: "吹雪",
    26: "冰晶",
    27: "冰粒",
    28: "毛毛雨",
    30: "晴",
    31: "大部晴",
    32: "多云间晴",
    33: "多云",
    34: "多云",
    35: "多云",
    36: "阵雨",
    37: "雨夹雪",
    38: "阵雪",
    39: "雷阵雨",
    40: "吹雪",
    44: "霾",
    45: "扬沙",
}


def forecast_from(root: Element, problems: Problems, *, place: str | None, credit: Credit) -> Forecast:
    """The forecast of a city page. Raises UnreadableError when the tree is none or has no day of issue."""
    groups = children(root, "forecastGroup")
    if local_name(root) != "siteData" or not groups:
        raise UnreadableError(f"the root is <{local_name(root)}> and no forecastGroup stands in it; no city page")
    issued = _issued(groups[0])
    if issued is None:
        raise UnreadableError("the city page does not say when its forecast was issued; its days cannot be dated")
    read = (_period(given, issued, problems) for given in children(groups[0], "forecast")[:MAX_PERIODS])
    place = place or next((child_text(where, "name", 200) for where in children(root, "location")), None)
    return Forecast(
        printed="",
        place=place,
        periods=tuple(period for period in read if period),
        source="eccc",
        issued=issued,
        credit=credit,
    )


def _issued(group: Element) -> dt.datetime | None:
    """The time of issue at the place: of the two given, the one whose offset is not UTC's."""
    found = [at for given in children(group, "dateTime") if (at := _time(given))]
    return max(found, key=lambda at: abs(at.utcoffset() or dt.timedelta()), default=None)


def _time(given: Element) -> dt.datetime | None:
    offset = number(given.get("UTCOffset"), -14, 14)
    try:
        at = dt.datetime.strptime(child_text(given, "timeStamp") or "", "%Y%m%d%H%M%S")  # noqa: DTZ007 - offset below
    except ValueError:
        return None
    return None if offset is None else at.replace(tzinfo=dt.timezone(dt.timedelta(hours=offset)))


def _period(given: Element, issued: dt.datetime, problems: Problems) -> Period | None:
    name = (child_text(given, "period", 60) or "").lower()
    weekday, _, part = name.partition(" ")
    if weekday not in _WEEKDAYS:
        problems.add(f"period {name or '?'} names no weekday; not read")
        return None
    date = issued.date() + dt.timedelta(days=(_WEEKDAYS.index(weekday) - issued.weekday()) % 7)
    is_night = part == "night"
    short = next(iter(children(given, "abbreviatedForecast")), given)
    icon = number(child_text(short, "iconCode", 10), 0, 99)
    phases = sky.chain([None if icon is None else _ICONS.get(int(icon))])
    return Period(
        label=f"{date.day}日{'夜间' if is_night else '白天'}",
        part="night" if is_night else "day",
        date=date,
        sky=phases,
        wind=_wind(given),
        low=_temperature(given, "low"),
        high=_temperature(given, "high"),
        precipitation=sky.precipitation(phases),
        precipitation_probability=percent(child_text(short, "pop", 10)),
    )


def _temperature(given: Element, end: str) -> float | None:
    readings = [reading for group in children(given, "temperatures") for reading in children(group, "temperature")]
    return next((temperature(reading.text) for reading in readings if reading.get("class") == end), None)


def _wind(given: Element) -> tuple[Wind, ...]:
    """The legs of the wind in order; they are printed in whole tens of km/h."""
    legs = [leg for group in children(given, "winds") for leg in children(group, "wind")][:10]
    return tuple(dict.fromkeys(wind for leg in legs if leg.get("rank") != "minor" and (wind := _leg(leg))))


def _leg(leg: Element) -> Wind | None:
    speed, gust = (number(child_text(leg, name, 10), 0, 500) for name in ("speed", "gust"))
    direction = beaufort.from_letters(child_text(leg, "direction", 10) or "")
    if speed is None and direction is None:
        return None
    mean = None if speed is None else beaufort.force(speed / 3.6)
    blow = beaufort.force(gust / 3.6) if gust else None  # "00" stands for none
    return Wind(direction=direction, force_min=mean, force_max=mean, gust_min=blow, gust_max=blow)

"""The periods of a National Weather Service forecast, half a day or an hour each, in the page's words."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from bot.sources import beaufort, sky
from bot.sources.payload import as_object, instant, number, objects, percent, temperature, text
from messages.edition import Forecast, Hour, Period, Wind

if TYPE_CHECKING:
    from bot.sources.reading import Problems
    from messages.edition import Credit

MAX_PERIODS: Final = 400
_HOURLY: Final = dt.timedelta(minutes=90)
# An icon's path names its conditions from a closed list: ".../icons/land/day/tsra,40/ovc?size=medium".
_CONDITIONS: Final = {
    "skc": "晴",
    "few": "大部晴",
    "sct": "多云间晴",
    "bkn": "多云",
    "ovc": "阴",
    "hot": "晴",
    "cold": "晴",
    "rain": "中雨",
    "rain_showers": "阵雨",
    "rain_showers_hi": "小阵雨",
    "tsra": "雷阵雨",
    "tsra_sct": "雷阵雨",
    "tsra_hi": "雷阵雨",
    "snow": "中雪",
    "blizzard": "暴雪",
    "sleet": "冰粒",
    "fzra": "冻雨",
    "rain_fzra": "冻雨",
    "snow_fzra": "冻雨",
    "rain_snow": "雨夹雪",
    "rain_sleet": "雨夹雪",
    "snow_sleet": "雨夹雪",
    "fog": "雾",
    "haze": "霾",
    "smoke": "霾",
    "dust": "扬沙",
    "tornado": "龙卷风",
    "hurricane": "飓风",
    "tropical_storm": "热带风暴",
}
_ICON: Final = re.compile(r"/(?:day|night)/([\w,/]{1,80})")
_SPEEDS: Final = re.compile(r"(\d{1,3})(?: to (\d{1,3}))? (mph|km/h|kt)")
_UNITS: Final = {"wmoUnit:km_h-1": "km/h", "wmoUnit:m_s-1": "m/s", "wmoUnit:kt": "kt"}


def forecast_from(given: dict[str, Any], problems: Problems, *, place: str | None, credit: Credit) -> Forecast:
    """The forecast in `properties`, dated by the offset of its own times; periods of about an hour become hours."""
    periods: list[Period] = []
    hours: list[Hour] = []
    for entry in objects(given["periods"])[:MAX_PERIODS]:
        start, end = instant(entry.get("startTime")), instant(entry.get("endTime"))
        if start is None:
            if any(value is not None and not isinstance(value, dict) for value in entry.values()):
                problems.add(f"period {text(entry.get('name'), 40) or '?'}: no readable startTime; not read")
        elif end is not None and end - start <= _HOURLY:
            hours.append(_hour(entry, start))
        else:
            periods.append(_period(entry, start))
    issued = instant(given.get("updateTime")) or instant(given.get("updated"))
    return Forecast(
        printed="", place=place, periods=tuple(periods), hours=tuple(hours), source="nws", issued=issued, credit=credit
    )


def _period(entry: dict[str, Any], start: dt.datetime) -> Period:
    is_day = entry.get("isDaytime") is not False
    reached = _temperature(entry)
    phases = _sky(entry)
    return Period(
        label=f"{start.day}日{'白天' if is_day else '夜间'}",
        part="day" if is_day else "night",
        date=start.date(),
        sky=phases,
        wind=_wind(entry),
        low=None if is_day else reached,
        high=reached if is_day else None,
        precipitation=sky.precipitation(phases),
        precipitation_probability=percent(as_object(entry.get("probabilityOfPrecipitation")).get("value")),
    )


def _hour(entry: dict[str, Any], start: dt.datetime) -> Hour:
    wind = _wind(entry)
    phases = _sky(entry)
    return Hour(
        at=start,
        sky=phases[0] if phases else None,
        temperature=_temperature(entry),
        force=wind[0].force_max if wind else None,
        gust=wind[0].gust_max if wind else None,
        precipitation_probability=percent(as_object(entry.get("probabilityOfPrecipitation")).get("value")),
    )


def _temperature(entry: dict[str, Any]) -> float | None:
    """A number beside its unit, or (newer answers) an object of both."""
    value = entry.get("temperature")
    if isinstance(value, dict):
        return temperature(value.get("value"), (text(value.get("unitCode"), 40) or "").rpartition("deg")[2])
    return temperature(value, text(entry.get("temperatureUnit"), 10) or "F")


def _sky(entry: dict[str, Any]) -> tuple[str, ...]:
    """The icon's conditions as a chain: two of them are the first and the second half of the period."""
    icon = _ICON.search(text(entry.get("icon"), 300) or "")
    names = (part.partition(",")[0] for part in icon.group(1).split("/")) if icon else ()
    return sky.chain(_CONDITIONS.get(name.removeprefix("wind_")) for name in names)


def _wind(entry: dict[str, Any]) -> tuple[Wind, ...]:
    mean, gust = _forces(entry.get("windSpeed")), _forces(entry.get("windGust"))
    direction = beaufort.from_letters(text(entry.get("windDirection"), 5) or "")
    if mean is None and gust is None and direction is None:
        return ()
    low, high = mean or (None, None)
    return (
        Wind(
            direction=direction,
            force_min=low,
            force_max=high,
            gust_min=gust[0] if gust else None,
            gust_max=gust[1] if gust else None,
        ),
    )


def _forces(value: Any) -> tuple[int, int] | None:
    """Beaufort numbers of "5 to 10 mph", or of an object {unitCode, value} or {unitCode, minValue, maxValue}."""
    if isinstance(value, dict):
        unit = _UNITS.get(str(value.get("unitCode")), "")
        bounds = [number(value.get(name), 0, 500) for name in ("minValue", "value", "maxValue")]
        speeds = [speed for speed in bounds if speed is not None]
    else:
        found = _SPEEDS.search(text(value, 60) or "")
        unit = found.group(3) if found else ""
        speeds = [float(speed) for speed in found.groups()[:2] if speed] if found else []
    forces = [beaufort.force(ms) for speed in speeds if (ms := beaufort.metres_per_second(speed, unit)) is not None]
    return (min(forces), max(forces)) if forces else None

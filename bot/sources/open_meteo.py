"""Open-Meteo's forecast: daily and hourly columns, dated in the place's own zone. Data CC BY 4.0.

Their licence page asks for a link beside any place the data is shown, so every forecast carries the credit. Names
changed over the years (`weathercode`, `windspeed_10m_max`); both are read.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.errors import UnreadableError
from bot.sources import beaufort, sky
from bot.sources.payload import as_list, as_object, day, instant, json_object, number, percent, temperature, text
from bot.sources.reading import Problems, Reading
from messages.edition import Air, Credit, Forecast, Hour, Period, Wind

CREDIT: Final = Credit(text="Weather data by Open-Meteo.com", url="https://open-meteo.com/en/license")
AIR_CREDIT: Final = Credit(text="Air quality data by CAMS and Open-Meteo.com", url="https://open-meteo.com/en/license")
MAX_DAYS: Final = 16
MAX_HOURS: Final = 24 * MAX_DAYS
_MM_PER: Final = {"mm": 1.0, "inch": 25.4, "cm": 10.0}
_LONGEST_OFFSET: Final = 18 * 3600


def read(data: bytes, *, place: str | None = None) -> Reading:
    """The forecast of one place. Raises UnreadableError when no day and no hour can be read."""
    problems = Problems()
    body = json_object(data, problems)
    if body.get("error"):
        raise UnreadableError(f"Open-Meteo answers: {text(body.get('reason'), 300) or 'an error without a reason'}")
    zone = _zone(body, problems)
    days = _Columns(body, "daily", problems)
    hours = _Columns(body, "hourly", problems)
    air = tuple(air for at in range(min(len(hours), MAX_HOURS)) if (air := _air(hours, at, zone)))
    if air:
        forecast = Forecast(printed="", place=place, source="open-meteo", credit=AIR_CREDIT, air=air)
        return Reading(kind="open-meteo", forecasts=(forecast,), problems=problems.listed())
    periods = tuple(period for at in range(min(len(days), MAX_DAYS)) if (period := _period(days, at, problems)))
    hourly = tuple(hour for at in range(min(len(hours), MAX_HOURS)) if (hour := _hour(hours, at, zone, problems)))
    if not periods and not hourly:
        raise UnreadableError("; ".join(problems.listed()) or "neither daily nor hourly values stand in it")
    forecast = Forecast(printed="", place=place, periods=periods, hours=hourly, source="open-meteo", credit=CREDIT)
    return Reading(kind="open-meteo", forecasts=(forecast,), problems=problems.listed())


class _Columns:
    """A block of equally long columns and their units; a value is asked for by any of its names."""

    def __init__(self, body: dict[str, Any], block: str, problems: Problems) -> None:
        self._columns = as_object(body.get(block))
        self._units = as_object(body.get(f"{block}_units"))
        self.times = as_list(self._columns.get("time"))
        for name, column in self._columns.items():
            if len(as_list(column)) != len(self.times):
                problems.add(f"{block}.{name[:40]}: {len(as_list(column))} values for {len(self.times)} times")

    def __len__(self) -> int:
        return len(self.times)

    def at(self, row: int, *names: str) -> tuple[Any, str]:
        """The value in a row and its unit, under the first name there is."""
        for name in names:
            column = as_list(self._columns.get(name))
            if row < len(column):
                return column[row], text(self._units.get(name), 20) or ""
        return None, ""


def _zone(body: dict[str, Any], problems: Problems) -> dt.tzinfo:
    """The zone the dates are local to: by name, else by the offset, else UTC."""
    try:
        return ZoneInfo(text(body.get("timezone"), 60) or "")
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder of zones
        offset = number(body.get("utc_offset_seconds"), -_LONGEST_OFFSET, _LONGEST_OFFSET)
    if offset is None:
        problems.add("neither a known timezone nor an offset; times are read as UTC")
    return dt.timezone(dt.timedelta(seconds=offset or 0))


def _period(days: _Columns, row: int, problems: Problems) -> Period | None:
    date = day(days.times[row])
    if date is None:
        problems.add(f"daily.time[{row}] is not a date; the day was left out")
        return None
    low, high = (_temperature(days, row, f"temperature_2m_{end}") for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        problems.add(f"{date}: lowest {low} above highest {high}; both left out")
        low = high = None
    word = _word(days.at(row, "weather_code", "weathercode")[0], problems)
    phases = sky.chain([word])
    if (low, high, word) == (None, None, None):
        problems.add(f"{date}: no temperature and no weather; the day was left out")
        return None
    return Period(
        label=f"{date.day}日",
        date=date,
        sky=phases,
        wind=_wind(days, row),
        low=low,
        high=high,
        precipitation=sky.precipitation(phases),
        precipitation_mm=_millimetres(days, row, "precipitation_sum"),
        precipitation_probability=percent(days.at(row, "precipitation_probability_max")[0]),
    )


def _hour(hours: _Columns, row: int, zone: dt.tzinfo, problems: Problems) -> Hour | None:
    at = instant(hours.times[row], zone)
    if at is None:
        problems.add(f"hourly.time[{row}] is not a time; the hour was left out")
        return None
    return Hour(
        at=at,
        sky=_word(hours.at(row, "weather_code", "weathercode")[0], problems),
        temperature=_temperature(hours, row, "temperature_2m"),
        force=_force(hours, row, "wind_speed_10m", "windspeed_10m"),
        gust=_force(hours, row, "wind_gusts_10m", "windgusts_10m"),
        precipitation_mm=_millimetres(hours, row, "precipitation"),
        precipitation_probability=percent(hours.at(row, "precipitation_probability")[0]),
    )


def _air(hours: _Columns, row: int, zone: dt.tzinfo) -> Air | None:
    """Air quality of an hour; None where the answer has no index, which a weather forecast never has."""
    at = instant(hours.times[row], zone)
    for name, scale in (("us_aqi", "US AQI"), ("european_aqi", "EAQI")):
        index = number(hours.at(row, name)[0], 0, 2_000)
        if at is not None and index is not None:
            shares = (number(hours.at(row, share)[0], 0, 10_000) for share in ("pm2_5", "pm10"))
            pm2_5, pm10 = shares
            return Air(at=at, scale=scale, index=index, pm2_5=pm2_5, pm10=pm10)
    return None


def _word(code: Any, problems: Problems) -> str | None:
    read = number(code, 0, 99)
    word = sky.WMO.get(int(read)) if read is not None and read == int(read) else None
    if word is None and code is not None:
        problems.add(f"weather code {str(code)[:20]!r} is unknown")
    return word


def _temperature(columns: _Columns, row: int, name: str) -> float | None:
    value, unit = columns.at(row, name)
    return temperature(value, unit)


def _wind(days: _Columns, row: int) -> tuple[Wind, ...]:
    mean = _force(days, row, "wind_speed_10m_max", "windspeed_10m_max")
    gust = _force(days, row, "wind_gusts_10m_max", "windgusts_10m_max")
    degrees = number(days.at(row, "wind_direction_10m_dominant", "winddirection_10m_dominant")[0], 0, 360)
    direction = None if degrees is None else beaufort.compass(degrees)
    if (mean, gust, direction) == (None, None, None):
        return ()
    return (Wind(direction=direction, force_min=mean, force_max=mean, gust_min=gust, gust_max=gust),)


def _force(columns: _Columns, row: int, *names: str) -> int | None:
    """The Beaufort number of a speed; the service's own unit is km/h unless another was asked for."""
    value, unit = columns.at(row, *names)
    speed = number(value, 0, 500)
    ms = None if speed is None else beaufort.metres_per_second(speed, unit or "km/h")
    return None if ms is None else beaufort.force(ms)


def _millimetres(columns: _Columns, row: int, name: str) -> float | None:
    value, unit = columns.at(row, name)
    amount = number(value, 0, 2_000)
    return None if amount is None else round(amount * _MM_PER.get(unit, 1.0), 2)

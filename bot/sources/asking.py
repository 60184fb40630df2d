"""What each service is asked: its addresses, and how often is polite. Pure; only `fetch` goes there.

`base` is the service's own unless a test or a mirror stands in for it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import yarl

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from messages.place import Place

BASES: Final = {
    "open-meteo": "https://api.open-meteo.com",
    "met-norway": "https://api.met.no",
    "nws": "https://api.weather.gov",
    "meteoalarm": "https://feeds.meteoalarm.org",
    "eccc": "https://geo.weather.gc.ca",
    "nmc": "http://www.nmc.cn",
    "12379": "http://www.12379.cn",
    "open-meteo-air": "https://air-quality-api.open-meteo.com",
}
# How long at least between two questions, beside what the service's own Expires says.
AT_LEAST: Final = {
    "open-meteo": dt.timedelta(hours=1),
    "met-norway": dt.timedelta(minutes=30),
    "qweather": dt.timedelta(minutes=30),
    "qweather-alerts": dt.timedelta(minutes=10),
    "nws": dt.timedelta(hours=1),
    "nws-alerts": dt.timedelta(seconds=30),
    "meteoalarm": dt.timedelta(minutes=5),
    "eccc": dt.timedelta(minutes=5),
    "cap": dt.timedelta(seconds=30),
    "cn-alerts": dt.timedelta(minutes=5),
    "rss": dt.timedelta(minutes=30),
}
NMC_HEADERS: Final = {"Referer": "https://www.nmc.cn/publish/alarm.html"}
_DAILY: Final = (
    "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,precipitation_probability_max,"
    "wind_speed_10m_max,wind_gusts_10m_max,wind_direction_10m_dominant"
)
_HOURLY: Final = "weather_code,temperature_2m,precipitation,precipitation_probability,wind_speed_10m,wind_gusts_10m"


def open_meteo(place: Place, *, days: int = 4, base: str = BASES["open-meteo"]) -> str:
    """Daily and hourly values in the place's zone. Speeds in m/s, so that nothing is rounded before Beaufort."""
    query = {
        **dict(zip(("latitude", "longitude"), _coordinates(place), strict=True)),
        "timezone": place.zone,
        "forecast_days": str(days),
        "daily": _DAILY,
        "hourly": _HOURLY,
        "wind_speed_unit": "ms",
    }
    return _address(base, "v1/forecast", query)


def met_norway(place: Place, *, base: str = BASES["met-norway"]) -> str:
    latitude, longitude = _coordinates(place)
    return _address(base, "weatherapi/locationforecast/2.0/compact", {"lat": latitude, "lon": longitude})


def qweather(place: Place, what: str, *, base: str) -> str:
    """`what` is daily, hourly, air or alerts. `base` is the account's own host; latitude stands first in v1."""
    paths = {"alerts": "weatheralert/v1/current", "air": "airquality/v1/hourly"}
    latitude, longitude = _coordinates(place)
    if what == "air":  # takes no more than two decimals
        latitude, longitude = f"{place.latitude:.2f}", f"{place.longitude:.2f}"
    return _address(base, f"{paths.get(what, f'weather/v1/{what}')}/{latitude}/{longitude}", {})


def nws_points(place: Place, *, base: str = BASES["nws"]) -> str:
    return _address(base, f"points/{','.join(_coordinates(place))}", {})


def nws_alerts(place: Place, *, base: str = BASES["nws"]) -> str:
    return _address(base, "alerts/active", {"point": ",".join(_coordinates(place))})


def meteoalarm(country: str, *, base: str = BASES["meteoalarm"]) -> str:
    """`country` as MeteoAlarm writes it: "netherlands"."""
    return _address(base, f"api/v1/warnings/feeds-{country}", {})


def eccc(*, base: str = BASES["eccc"]) -> str:
    query = {
        "SERVICE": "WFS",
        "VERSION": "2.0.0",
        "REQUEST": "GetFeature",
        "TYPENAMES": "Current-Alerts",
        "outputFormat": "application/json",
    }
    return _address(base, "geomet", query)


def nmc(*, base: str = BASES["nmc"], province: str = "") -> str:
    """The newest warnings of the country, or of one province by its name. Send NMC_HEADERS along."""
    query = {"pageNo": "1", "pageSize": "100", "signaltype": "", "signallevel": "", "province": province}
    return _address(base, "rest/findAlarm", query)


def list_12379(*, base: str = BASES["12379"]) -> str:
    return _address(base, "data/alarm_list_all.html", {})


def open_meteo_air(place: Place, *, base: str = BASES["open-meteo-air"]) -> str:
    """Two days of air quality by the hour; the index is the United States' own, which the answer names."""
    query = {
        **dict(zip(("latitude", "longitude"), _coordinates(place), strict=True)),
        "timezone": place.zone,
        "forecast_days": "2",
        "hourly": "pm2_5,pm10,us_aqi",
    }
    return _address(base, "v1/air-quality", query)


def _coordinates(place: Place) -> tuple[str, str]:
    """Latitude and longitude with four decimals, the most MET Norway takes (more is answered 403)."""
    if place.latitude is None or place.longitude is None:
        raise ConfigurationError(f"place {place.name}: this source needs latitude and longitude; set both")
    return f"{place.latitude:.4f}", f"{place.longitude:.4f}"


def _address(base: str, path: str, query: dict[str, str]) -> str:
    url = yarl.URL(base) / path
    return str(url.with_query(query) if query else url)

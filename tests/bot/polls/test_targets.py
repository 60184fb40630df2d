"""What there is to ask: one target an address, each service's limits held for all of them together."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.config import Settings
from bot.errors import ConfigurationError
from bot.polls.targets import targets

ZIBO = {"name": "淄博", "latitude": 36.81, "longitude": 118.05}
YORK = {"name": "纽约", "latitude": 40.7128, "longitude": -74.006, "zone": "America/New_York"}


def settings(places: Any = (ZIBO,), **sources: Any) -> Settings:
    return Settings.model_validate({"places": places, "sources": {"contact": "editor@example.org", **sources}})


def test_each_kind_is_asked_at_its_own_address() -> None:
    found = {
        target.key: target
        for target in targets(
            settings(
                (ZIBO, YORK),
                open_meteo=({"places": ["淄博"]},),
                met_norway=({"places": ["淄博"]},),
                qweather=({"url": "https://abc.qweatherapi.com", "key": "k", "places": ["淄博"]},),
                nws=({"places": ["纽约"]},),
                meteoalarm=({"country": "germany"},),
                eccc=({},),
                cap=({"url": "https://cap.example.org/a.xml", "name": "省台", "credit": "省气象台"},),
                cn_alerts=({"province": "山东省"}, {"list": "12379"}),
                rss=({"url": "https://news.example.org/feed"},),
            )
        )
    }
    addresses = {key: target.address.partition("?")[0] for key, target in found.items()}
    assert addresses == {
        "open-meteo 淄博": "https://api.open-meteo.com/v1/forecast",
        "open-meteo air 淄博": "https://air-quality-api.open-meteo.com/v1/air-quality",
        "met-norway 淄博": "https://api.met.no/weatherapi/locationforecast/2.0/compact",
        "qweather daily 淄博": "https://abc.qweatherapi.com/weather/v1/daily/36.8100/118.0500",
        "qweather hourly 淄博": "https://abc.qweatherapi.com/weather/v1/hourly/36.8100/118.0500",
        "qweather air 淄博": "https://abc.qweatherapi.com/airquality/v1/hourly/36.81/118.05",
        "qweather alerts 淄博": "https://abc.qweatherapi.com/weatheralert/v1/current/36.8100/118.0500",
        "nws points 纽约": "https://api.weather.gov/points/40.7128,-74.0060",
        "nws forecast 纽约": "https://api.weather.gov/points/40.7128,-74.0060",  # until the points are known
        "nws hourly 纽约": "https://api.weather.gov/points/40.7128,-74.0060",
        "nws alerts 纽约": "https://api.weather.gov/alerts/active",
        "meteoalarm germany": "https://feeds.meteoalarm.org/api/v1/warnings/feeds-germany",
        "eccc": "https://geo.weather.gc.ca/geomet",
        "省台": "https://cap.example.org/a.xml",
        "cn-alerts 山东省": "http://www.nmc.cn/rest/findAlarm",
        "cn-alerts 12379": "http://www.12379.cn/data/alarm_list_all.html",
        "rss https://news.example.org/feed": "https://news.example.org/feed",
    }
    assert found["qweather daily 淄博"].headers == {"X-QW-Api-Key": "k"}
    assert found["cn-alerts 山东省"].headers["Referer"].startswith("https://www.nmc.cn")
    assert found["省台"].every == dt.timedelta(seconds=30)


def test_without_coordinates_there_is_nothing_to_ask() -> None:
    assert not targets(Settings())
    assert not targets(settings(({"name": "淄博"},)))


def test_a_source_is_not_asked_more_often_than_it_likes_but_at_ones_own_address() -> None:
    with pytest.raises(ConfigurationError, match=r"open-meteo\]\] every = 60s asks more often"):
        targets(settings(open_meteo=({"every": "1m"},)))
    own = targets(settings(open_meteo=({"every": "10s", "url": "http://127.0.0.1:8000", "air": False},)))
    assert own[0].every == dt.timedelta(seconds=10)


def test_a_named_place_without_coordinates_and_two_sources_of_one_name_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="needs latitude and longitude"):
        targets(settings(({"name": "淄博"},), open_meteo=({"places": ["淄博"]},)))
    feed = {"url": "https://news.example.org/feed"}
    with pytest.raises(ConfigurationError, match="give one of them another name"):
        targets(settings(rss=(feed, feed)))


def test_ten_thousand_places_are_spread_over_the_services_longest_window() -> None:
    places = tuple(
        {"name": f"地{number}", "latitude": number / 200, "longitude": number / 100} for number in range(10_000)
    )
    found = targets(settings(places, open_meteo=({"air": False},), met_norway=({},)))
    every = {target.kind: target.every for target in found}
    assert every["open-meteo"] >= dt.timedelta(days=10_000 / 9_000)
    assert every["met-norway"] == dt.timedelta(minutes=30)

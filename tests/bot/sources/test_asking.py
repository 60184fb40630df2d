"""The addresses services are asked at, in the forms they document."""

from __future__ import annotations

import pytest
import yarl

from bot.errors import ConfigurationError
from bot.sources import asking
from bot.sources.kinds import KINDS
from messages.place import Place

ZIBO = Place(name="淄博", zone="Asia/Shanghai", latitude=36.81345678, longitude=118.05)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            asking.met_norway(ZIBO),
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=36.8135&lon=118.0500",
        ),
        (asking.nws_points(ZIBO), "https://api.weather.gov/points/36.8135,118.0500"),
        (asking.nws_alerts(ZIBO), "https://api.weather.gov/alerts/active?point=36.8135,118.0500"),
        (
            asking.qweather(ZIBO, "daily", base="https://a.example.org"),
            "https://a.example.org/weather/v1/daily/36.8135/118.0500",
        ),
        (
            asking.qweather(ZIBO, "alerts", base="https://a.example.org"),
            "https://a.example.org/weatheralert/v1/current/36.8135/118.0500",
        ),
        (asking.meteoalarm("netherlands"), "https://feeds.meteoalarm.org/api/v1/warnings/feeds-netherlands"),
    ],
)
def test_an_address_is_as_documented(address: str, expected: str) -> None:
    assert address == expected


def test_open_meteo_is_asked_in_the_places_zone_and_in_metres_a_second() -> None:
    query = yarl.URL(asking.open_meteo(ZIBO)).query
    assert (query["latitude"], query["longitude"], query["timezone"]) == ("36.8135", "118.0500", "Asia/Shanghai")
    assert query["wind_speed_unit"] == "ms"


def test_a_mirror_may_stand_in_for_a_service() -> None:
    assert asking.eccc(base="http://127.0.0.1:8090").startswith("http://127.0.0.1:8090/geomet?SERVICE=WFS")


def test_a_place_without_coordinates_says_what_to_set() -> None:
    with pytest.raises(ConfigurationError, match="latitude"):
        asking.met_norway(Place(name="淄博", zone="Asia/Shanghai"))


def test_every_kind_has_its_politeness() -> None:
    assert set(KINDS) <= set(asking.AT_LEAST)

"""The sky words of printed and live forecasts, each with its kind, emoji and English."""

from __future__ import annotations

import pytest

from messages.edition import Period, Precipitation
from messages.sky import EMOJI, SkyKind, emoji, english, kinds, sky_en, sky_kind, sky_zh

KINDS = {
    "CLEAR": ["晴", "晴天"],
    "PARTLY": ["晴间多云", "晴到少云", "多云到晴", "大部晴"],
    "CLOUDY": ["多云", "多云间阴"],
    "OVERCAST": ["阴天", "阴间多云"],
    "SHOWER": ["阵雨", "小阵雨"],
    "LIGHT_RAIN": ["阴有小雨", "毛毛雨"],
    "MODERATE_RAIN": ["中雨", "小到中雨"],
    "HEAVY_RAIN": ["中到大雨", "特大暴雨", "强阵雨"],
    "THUNDER": ["分散阵雨或雷雨", "雷暴伴小冰雹"],
    "SLEET": ["雨夹雪或雪"],
    "SNOW": ["暴雪", "小到中雪"],
    "FREEZING": ["冻雨", "冻毛毛雨"],
    "FOG": ["大雾", "雾凇"],
    "HAZE": ["霾"],
    "DUST": ["扬沙或浮尘", "沙尘暴"],
    "UNKNOWN": ["睛", "五彩祥云间"],
}
ENGLISH = {
    "晴间多云": "sunny, some cloud",
    "多云间晴": "cloudy, some sun",
    "晴到多云": "sunny to cloudy",
    "中到大雨": "moderate to heavy rain",
    "分散阵雨或雷雨": "scattered showers or thunderstorms",
    "雷暴伴小冰雹": "thunderstorms with small hail",
    "扬沙或浮尘": "blowing sand or dust in the air",
    "五彩祥云": "五彩祥云",
}


@pytest.mark.parametrize(("word", "name"), [(word, name) for name, words in KINDS.items() for word in words])
def test_every_sky_word_has_its_kind(word: str, name: str) -> None:
    assert sky_kind(word).name == name


@pytest.mark.parametrize(("word", "words"), ENGLISH.items())
def test_english_is_made_from_the_parts_or_left_as_printed(word: str, words: str) -> None:
    assert english(word) == words


def test_every_kind_has_an_emoji_from_the_closed_list() -> None:
    assert set(EMOJI) == set(SkyKind)
    assert {mark for mark in EMOJI.values() if mark} <= {"☀️", "🌤", "⛅", "☁️", "🌦", "🌧", "⛈", "🌨", "🌫", "💨"}


def test_rain_in_a_phase_changes_that_phase_only() -> None:
    period = Period(label="9日", sky=("阴", "晴"), precipitation=(Precipitation(type="小雨", phase=0),))
    assert kinds(period) == (SkyKind.LIGHT_RAIN, SkyKind.CLEAR)
    assert emoji(period) == "🌧"
    assert sky_zh(period) == "阴有小雨转晴"
    assert sky_en(period) == "overcast, light rain, then sunny"


def test_rain_of_no_phase_keeps_its_place_and_time() -> None:
    rain = Precipitation(type="分散阵雨或雷雨", where="西部", when="傍晚前后")
    period = Period(label="7日", sky=("多云间阴",), precipitation=(rain,))
    assert kinds(period) == (SkyKind.CLOUDY, SkyKind.THUNDER)
    assert sky_zh(period) == "多云间阴，傍晚前后西部有分散阵雨或雷雨"
    assert sky_en(period) == "cloudy, some thick cloud, scattered showers or thunderstorms in places at times"


def test_rain_that_is_the_sky_itself_is_said_once() -> None:
    period = Period(label="3日", sky=("阵雨", "多云"), precipitation=(Precipitation(type="阵雨", phase=0),))
    assert sky_zh(period) == "阵雨转多云"
    assert sky_en(period) == "showers, then cloudy"


def test_a_clear_night_is_not_sunny() -> None:
    assert sky_en(Period(label="夜间", part="night", sky=("晴",))) == "clear"

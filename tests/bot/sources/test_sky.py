"""The sky in the page's words: codes, symbols, chains."""

from __future__ import annotations

import pytest

from bot.sources import met_symbols, sky


def test_every_wmo_code_has_a_word_with_its_rain() -> None:
    wet = {code for code, word in sky.WMO.items() if sky.is_wet(word)}
    assert wet == {code for code in sky.WMO if code > 48}


@pytest.mark.parametrize(
    ("symbol", "word"),
    [
        ("clearsky_night", "晴"),
        ("fair_polartwilight", "大部晴"),
        ("partlycloudy_day", "多云间晴"),
        ("cloudy", "阴"),
        ("fog", "雾"),
        ("lightrain", "小雨"),
        ("rain", "中雨"),
        ("heavyrainshowers_day", "强阵雨"),
        ("rainshowersandthunder_day", "雷阵雨"),
        ("heavyrainandthunder", "强雷阵雨"),
        ("sleetshowersandthunder_night", "雨夹雪伴有雷电"),
        ("lightssleetshowersandthunder_day", "雨夹雪伴有雷电"),
        ("lightssnowshowersandthunder_night", "小阵雪伴有雷电"),
        ("heavysnow", "大雪"),
        ("andthunder", None),
        ("light", None),
        ("", None),
        ("frogs", None),
    ],
)
def test_a_symbol_is_composed_and_so_is_its_word(symbol: str, word: str | None) -> None:
    assert met_symbols.word(symbol) == word


@pytest.mark.parametrize(
    ("stretches", "word"),
    [
        ([], None),
        ([("晴", 12.0)], "晴"),
        ([("晴", 11.0), ("小雨", 1.0)], "晴"),
        ([("晴", 10.0), ("小雨", 2.0)], "小雨"),
        ([("小雨", 8.0), ("雷阵雨", 2.0)], "雷阵雨"),
        ([("晴", 6.0), ("阴", 6.0)], "阴"),
    ],
)
def test_what_lasts_names_the_half_day(stretches: list[tuple[str, float]], word: str | None) -> None:
    assert sky.lasting(stretches) == word


def test_phases_that_say_the_same_are_one() -> None:
    assert sky.chain(["晴", "晴", None, "多云", "晴"]) == ("晴", "多云", "晴")


def test_thunder_weighs_more_than_any_plain_rain() -> None:
    assert (
        sky.weight("大雪伴有雷电")
        > sky.weight("雷阵雨")
        > sky.weight("暴雨")
        > sky.weight("没见过的词")
        > sky.weight("晴")
    )

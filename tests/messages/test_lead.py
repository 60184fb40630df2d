"""The lock-screen line alone: whether to take an umbrella or leave the bike, in every weather and wind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from messages.advice import Thresholds
from messages.digest import digest
from messages.lead import lead
from messages.message import Language, Wishes
from messages.sky import SkyKind, sky_kind
from tests.messages.editions import HOUSE, TODAY, edition, live, of_page, period, rain, wind

if TYPE_CHECKING:
    from messages.edition import Period

SKIES = (
    *("晴", "晴间多云", "多云", "阴", "阵雨", "小雨", "中雨", "大雨", "雷阵雨", "冻雨"),
    *("雨夹雪", "小雪", "雾", "霾", "扬沙", "鱼鳞天"),
)
CALM, GUSTY, GALE, STEADY = wind("南", 2, 3), wind("南", 3, 4, (5, 6)), wind("南", 4, 5, (7, 8)), wind("南", 6, 7)
UMBRELLA_OR_BIKE = {"zh-CN": "伞|雨衣|雨具|骑", "en": "umbrella|rain gear|raincoat|bike|ride"}


def said(language: Language, *days: Period, place: str = "淄博") -> str:
    return str(lead(language, place, days, TODAY, Thresholds()))


def test_the_skies_here_are_all_there_are() -> None:
    assert {sky_kind(sky) for sky in SKIES} == set(SkyKind)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("sky", SKIES)
def test_the_lead_says_umbrella_or_bike_in_every_weather(sky: str, language: Language) -> None:
    for leg in (CALM, GUSTY, GALE, STEADY):
        for low, high in ((8, 18), (-9, -2), (25, 36)):
            line = said(language, period(9, sky, low, high, leg))
            assert re.search(UMBRELLA_OR_BIKE[language], line), line


@pytest.mark.parametrize(
    ("sky", "leg", "todo"),
    [
        ("晴", CALM, "不用带伞"),
        ("晴", GUSTY, "骑车慢行"),
        ("晴", GALE, "别骑车"),
        ("晴", STEADY, "别骑车"),
        ("小雨", CALM, "出门带伞"),
        ("小雨", GUSTY, "穿雨衣，别打伞骑车"),
        ("小雨", GALE, "穿雨衣，别骑车"),
        ("小雨", STEADY, "穿雨衣，别骑车"),
        ("雷阵雨", GUSTY, "带好雨具，打雷进屋，骑车慢行"),
        ("雷阵雨", GALE, "带好雨具，打雷进屋，别骑车"),
        ("冻雨", GALE, "路面结冰，别骑车"),
        ("小雪", GUSTY, "带伞，路滑慢行"),
        ("小雪", GALE, "路滑慢行，别骑车"),
        ("雾", CALM, "能见度低，骑车慢行"),
        ("霾", CALM, "戴口罩，不用带伞"),
        ("扬沙", GUSTY, "戴口罩，骑车慢行"),
        ("鱼鳞天", CALM, "晴雨不明，带伞稳妥"),
        ("多云转鱼鳞天", CALM, "晴雨不明，带伞稳妥"),
    ],
)
def test_what_to_do_is_said_once_and_without_contradiction(sky: str, leg: object, todo: str) -> None:
    day = period(9, sky, 8, 18).model_copy(update={"wind": (leg,)})
    assert said("zh-CN", day).endswith(f"，{todo}")


def test_the_next_bad_day_follows() -> None:
    wet = period(10, "阴", 8, 18, CALM, **rain())
    assert said("zh-CN", period(9, "晴", 8, 18, CALM), wet) == "淄博今天晴，8～18℃，不用带伞；明天有雨"


def test_without_a_place_an_english_lead_begins_with_a_capital() -> None:
    assert said("en", period(9, "晴", 8, 18, CALM), place="") == "Today sunny, 8–18 °C: no umbrella needed"


@pytest.mark.parametrize(
    ("seen", "aside"),
    [
        (period(9, "小雨", 8, 18), "8～18℃；实时预报今天有雨，带伞"),
        (period(9, "晴", 8, 18, GALE), "8～18℃；实时预报今天风大，别骑车"),
        (period(9, "多云", 8, 18, GUSTY), "8～18℃，不用带伞"),
    ],
)
def test_rain_or_a_gale_that_only_the_live_forecast_has_is_in_the_lead(seen: Period, aside: str) -> None:
    page = edition(9, period(9, "晴", 8, 18, CALM))
    text = digest(of_page(page, live=live(seen)), Wishes(), HOUSE).text
    assert f"淄博今天晴，{aside}</b>" in text
    assert ("Open-Meteo" in text) == ("实时预报" in aside)  # whose words are used is named

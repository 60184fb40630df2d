"""What a day is called, what its sky says, and what is drawn for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import pytest

from messages.edition import Period, Precipitation
from messages.picture import words
from messages.picture.days import signs, telling
from messages.sky import SkyKind
from tests.messages.picture.cards import TODAY

if TYPE_CHECKING:
    from messages.message import Language

Part = Literal["24h", "day", "night", "night-day"]


@pytest.mark.parametrize(
    ("sky", "rain", "phases"),
    [
        (("晴",), (), ((SkyKind.CLEAR,),)),
        (("晴", "多云"), (), ((SkyKind.CLEAR,), (SkyKind.CLOUDY,))),
        (("晴间多云",), (), ((SkyKind.CLEAR, SkyKind.CLOUDY),)),
        (("阴",), (("小雨", 0),), ((SkyKind.LIGHT_RAIN,),)),
        (("阴", "晴"), (("小雨", 0),), ((SkyKind.LIGHT_RAIN,), (SkyKind.CLEAR,))),
        (("多云间阴",), (("阵雨", None),), ((SkyKind.CLOUDY, SkyKind.SHOWER),)),
        ((), (("大雪", None),), ((SkyKind.SNOW,),)),
        (("晴间多云",), (("雷阵雨", 0),), ((SkyKind.THUNDER,),)),
        (("鱼鳞天",), (), ((SkyKind.UNKNOWN,),)),
        ((), (), ()),
    ],
)
def test_a_chain_is_drawn_phase_by_phase_and_overlaps_inside_one(
    sky: tuple[str, ...], rain: tuple[tuple[str, int | None], ...], phases: tuple[tuple[SkyKind, ...], ...]
) -> None:
    found = tuple(Precipitation(type=name, phase=phase) for name, phase in rain)
    assert signs(Period(label="9日", sky=sky, precipitation=found)) == phases


def test_where_there_is_no_room_for_all_phases_those_that_matter_stay() -> None:
    chain = tuple((kind,) for kind in (SkyKind.CLEAR, SkyKind.THUNDER, SkyKind.CLOUDY, SkyKind.LIGHT_RAIN))
    assert telling(chain, 2) == ((SkyKind.THUNDER,), (SkyKind.LIGHT_RAIN,))
    assert telling(chain, 3) == ((SkyKind.THUNDER,), (SkyKind.CLOUDY,), (SkyKind.LIGHT_RAIN,))


@pytest.mark.parametrize(
    ("ahead", "part", "zh", "en"),
    [
        (0, "24h", "今天", "Today"),
        (0, "day", "今天白天", "Today day"),
        (0, "night", "今夜", "Tonight"),
        (0, "night-day", "今夜起", "Tonight"),
        (1, "24h", "周五", "Fri"),
        (2, "night", "周六夜间", "Sat night"),
    ],
)
def test_a_day_is_named_as_people_do(ahead: int, part: Part, zh: str, en: str) -> None:
    period = Period(label="9日", part=part, date=TODAY + dt.timedelta(days=ahead))
    assert words.day(period, TODAY, "zh-CN") == zh
    assert words.day(period, TODAY, "en") == en


def test_a_day_without_a_date_keeps_its_label() -> None:
    assert words.day(Period(label="32日"), TODAY, "zh-CN") == "32日"
    assert words.date(Period(label="32日"), "zh-CN") == ""


@pytest.mark.parametrize(("language", "text"), [("zh-CN", "9～10日"), ("en", "9–10 Mar")])
def test_a_span_shows_both_days(language: Language, text: str) -> None:
    period = Period(label="9日夜间到10日白天", date=TODAY, date_end=TODAY + dt.timedelta(days=1))
    assert words.date(period, language) == text


def test_a_sky_is_said_in_full_then_shorter() -> None:
    period = Period(label="9日", sky=("中到大雨", "雷阵雨"))
    assert words.skies(period, "zh-CN") == ("中到大雨转雷阵雨", "大雨转雷雨", "大雨 › 雷雨", "雷雨")
    assert words.skies(period, "en")[1:] == ("heavy rain, then thunder", "heavy rain › thunder", "thunder")


def test_a_sky_we_do_not_know_is_only_said_as_printed() -> None:
    assert words.skies(Period(label="9日", sky=("鱼鳞天",)), "en") == ("鱼鳞天",)


def test_a_day_without_a_sky_says_what_else_the_page_says() -> None:
    assert words.skies(Period(label="9日", other=("有雾或轻雾", "能见度差")), "zh-CN") == ("有雾或轻雾，能见度差",)


@pytest.mark.parametrize(
    ("language", "text"), [("zh-CN", "报上没有这天的天气"), ("en", "No forecast in the paper for this day")]
)
def test_a_day_with_nothing_at_all_says_so(language: Language, text: str) -> None:
    assert words.as_printed(Period(label="9日"), language) == text

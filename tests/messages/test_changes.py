"""What of a changed forecast is worth a sound, and rain that is near: the bounds, and the words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from markupsafe import Markup

from messages.advice import Thresholds
from messages.changes import Told, alike, change, kinds, notice, rain_soon, told, updated
from messages.edition import Forecast, Hour, Period, Wind
from messages.message import Briefing, Message
from tests import telegram_html
from tests.messages.editions import HOUSE, OPEN_METEO, TODAY

NOON = dt.datetime(2023, 3, 9, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TOMORROW = TODAY + dt.timedelta(days=1)


def day(sky: str = "晴", low: float | None = 5, high: float | None = 20, gust: int | None = None) -> Period:
    wind = (Wind(direction="北", force_min=3, force_max=3, gust_min=gust, gust_max=gust),)
    return Period(label="9日", date=TODAY, sky=(sky,), low=low, high=high, wind=wind)


CHANGES = [
    ("nothing", day(), day(), ()),
    ("dry to wet", day(), day("小雨"), ("降雨",)),
    ("wet to dry", day("雷阵雨"), day("阴"), ("降雨",)),
    ("rain to snow is wet all the same", day("小雨"), day("小雪"), ()),
    ("a sky nobody gives", day(), day("").model_copy(update={"sky": ()}), ()),
    ("four degrees", day(), day(low=1, high=16), ()),
    ("low by five", day(), day(low=0), ("降温",)),
    ("high by five", day(), day(high=25), ("降温",)),
    ("a bound nobody gives", day(), day(low=None), ()),
    ("gust up across seven", day(gust=6), day(gust=7), ("大风",)),
    ("gust down across seven", day(gust=8), day(gust=6), ("大风",)),
    ("gust above seven", day(gust=7), day(gust=9), ()),
    ("a gust where none was known", day(), day(gust=8), ()),
    ("all at once", day(gust=5), day("大雨", 0, 12, 8), ("降雨", "降温", "大风")),
]


@pytest.mark.parametrize(("before", "after", "found"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_only_a_material_change_is_worth_a_sound(before: Period, after: Period, found: tuple[str, ...]) -> None:
    sent, now = Told(date=TODAY, today=before), Told(date=TODAY, today=after)
    assert kinds(sent, now, Thresholds()) == found
    tomorrow = Told(date=TODAY, tomorrow=before), Told(date=TODAY, tomorrow=after)
    assert kinds(*tomorrow, Thresholds()) == found


def briefing(today: Period, tomorrow: Period | None = None, **known: Any) -> Briefing:
    after = (tomorrow or day()).model_copy(update={"date": TOMORROW, "label": "10日"})
    live = Forecast(printed="", periods=(today, after), source="open-meteo", credit=OPEN_METEO)
    return Briefing.model_validate({"today": TODAY, "live": live, **known})


def sent(forecast: Briefing) -> Told:
    return told(forecast.live, TODAY)


def test_both_days_stand_in_one_message_under_place_and_source() -> None:
    said = change("zh-CN", HOUSE, briefing(day("小雨"), day(low=-1)), sent(briefing(day(), day())))
    assert said is not None
    assert telegram_html.parse(said.text).text == (
        "淄博\n今天的预报有变：小雨\n周五的预报有变：最低-1℃（此前5℃）\nWeather data by Open-Meteo.com"
    )
    english = change("en", HOUSE, briefing(day("小雨")), sent(briefing(day())))
    assert english is not None
    assert "Zibo" in english.text


def test_what_is_no_longer_true_or_is_of_another_day_is_not_said() -> None:
    assert change("zh-CN", HOUSE, briefing(day()), sent(briefing(day()))) is None
    assert (
        change("zh-CN", HOUSE, briefing(day("小雨")).model_copy(update={"today": TOMORROW}), sent(briefing(day())))
        is None
    )
    assert change("zh-CN", HOUSE, Briefing(today=TODAY), sent(briefing(day()))) is None


def test_readers_see_the_same_while_sky_wind_and_whole_degrees_are_the_same() -> None:
    before = Told(date=TODAY, today=day(low=5.2))
    assert alike(before, Told(date=TODAY, today=day(low=4.9)))
    for after in (day(low=4.4), day("多云", low=5.2), day(low=5.2, gust=5), None):
        assert not alike(before, Told(date=TODAY, today=after))


def test_a_changed_card_says_when_where_there_is_room() -> None:
    card = Message(text=Markup("晴"))
    assert updated(card, "zh-CN", NOON, "Asia/Shanghai").text == "晴\n<i>更新于12:00</i>"
    full = Message(text=Markup("晴") * 4_090)
    assert updated(full, "en", NOON, "Asia/Shanghai") == full


def hour(after: int, sky: str = "晴", chance: int | None = 80, amount: float | None = None) -> Hour:
    return Hour(at=NOON + dt.timedelta(hours=after), sky=sky, precipitation_probability=chance, precipitation_mm=amount)


SOON = [
    ("dry", (hour(0), hour(1), hour(2)), None),
    ("in an hour", (hour(0), hour(1, "小雨"), hour(2, "小雨")), 1),
    ("in two hours", (hour(0), hour(1), hour(2, "小雪")), 2),
    ("later", (hour(0), hour(1), hour(2), hour(3, "小雨")), None),
    ("it rains already", (hour(0, "小雨"), hour(1, "大雨")), None),
    ("hardly likely", (hour(0), hour(1, "小雨", 40)), None),
    ("no share, an amount", (hour(0), hour(1, "小雨", None, 0.3)), 1),
    ("no share, next to nothing", (hour(0), hour(1, "小雨", None, 0.1)), None),
    ("nothing known", (), None),
]


@pytest.mark.parametrize(("hours", "after"), [row[1:] for row in SOON], ids=[row[0] for row in SOON])
def test_rain_is_near_when_it_comes_within_two_hours_of_a_dry_present(hours: tuple[Hour, ...], after: int) -> None:
    found = rain_soon(hours, NOON)
    assert (found.at - NOON if found else None) == (dt.timedelta(hours=after) if after else None)


def test_rain_is_announced_with_its_hour_and_not_once_it_has_gone() -> None:
    content = {"rain": (NOON + dt.timedelta(hours=1)).isoformat()}
    said = notice("zh-CN", HOUSE, briefing(day(), hours=(hour(0), hour(1, "小雨"))), content)
    assert said is not None
    assert "约13:00起有小雨" in telegram_html.parse(said.text).text
    assert notice("zh-CN", HOUSE, briefing(day(), hours=(hour(0), hour(1))), content) is None
    assert notice("zh-CN", HOUSE, briefing(day()), content) is None

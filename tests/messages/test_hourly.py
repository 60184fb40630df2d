"""Today hour by hour and the air, as live sources say them: by the place's clock, under the source's name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from messages.answers import Question, today
from messages.edition import Air, Credit, Hour
from messages.hourly import air_line, hourly, todays
from messages.message import Briefing, Wishes
from tests import telegram_html
from tests.messages.editions import FRIDAY, HOUSE, OPEN_METEO, THURSDAY, TODAY, live

if TYPE_CHECKING:
    from messages.message import Language

EAST = dt.timezone(dt.timedelta(hours=8))
NINE = dt.datetime(2023, 3, 9, 9, 0, tzinfo=EAST)
AIR_CREDIT = Credit(text="Air quality data by CAMS", url="https://open-meteo.com/")
AIR = Air(at=NINE, scale="US AQI", index=85, pm2_5=27.4)


def hour(after: int, **values: object) -> Hour:
    return Hour.model_validate({"at": NINE + dt.timedelta(hours=after), "sky": "晴", "temperature": 12, **values})


def asked(language: Language = "zh-CN", **known: object) -> Question:
    briefing = Briefing.model_validate({"today": TODAY, "live": live(THURSDAY, FRIDAY), **known})
    return Question(briefing, Wishes(language=language), HOUSE)


def test_each_hour_names_sky_warmth_wind_and_the_chance_of_rain_and_the_source_stands_below() -> None:
    hours = (hour(0, force=3), hour(1, sky="小雨", precipitation_probability=60), hour(2, precipitation_probability=5))
    said = hourly(asked(hours=hours, hours_credit=OPEN_METEO, air=AIR, air_credit=AIR_CREDIT))
    shown = telegram_html.parse(said.text).text
    assert "淄博逐小时（实时预报）" in shown
    assert "09:00　晴，12℃，风力3级" in shown
    assert "10:00　小雨，12℃，降水概率60%" in shown
    assert "11:00　晴，12℃\n" in shown
    assert "空气质量：US AQI 85 中等，PM2.5 27微克/立方米 Air quality data by CAMS" in shown
    assert shown.endswith("Weather data by Open-Meteo.com")


def test_the_view_ends_with_the_day_but_shows_some_hours_late_in_the_evening() -> None:
    assert len(todays([hour(after) for after in range(40)])) == 15
    assert len(todays([hour(after + 13) for after in range(20)])) == 6


def test_without_a_live_source_it_says_so() -> None:
    assert "没有逐小时的实时预报" in hourly(asked()).text
    assert "no live forecast by the hour" in hourly(asked("en")).text


def test_the_air_stands_in_todays_answer_and_only_there() -> None:
    question = asked(air=AIR, air_credit=AIR_CREDIT)
    assert "空气质量" in today(question, NINE).text
    assert "空气质量" not in today(question, NINE, TODAY + dt.timedelta(days=1)).text


def test_a_services_own_category_goes_before_ours_and_an_unknown_scale_has_none() -> None:
    own = asked(air=AIR.model_copy(update={"scale": "AQI (CN)", "category": "良"})).briefing
    assert "AQI (CN) 85 良" in (air_line("zh-CN", own) or "")
    other = asked(air=AIR.model_copy(update={"scale": "EAQI", "index": 20, "pm2_5": None})).briefing
    assert telegram_html.parse(air_line("en", other) or "").text.strip() == "Air quality: EAQI 20"


def test_a_forecast_its_source_has_not_confirmed_for_long_says_how_old_it_is() -> None:
    old = asked(live_age=dt.timedelta(hours=9))
    assert "实时预报已9小时没有更新" in today(old, NINE).text
    assert "没有更新" not in today(asked(), NINE).text

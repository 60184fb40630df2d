"""Several places under one day, as papers print them: each keeps its own weather, and none takes another's."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.sources.newspaper import read_page

PAPER = dt.date(2024, 4, 12)
TODAY, TOMORROW = PAPER, PAPER + dt.timedelta(days=1)


def read(text: str, paper: dt.date = PAPER) -> list[tuple[object, ...]]:
    page = read_page(text, date=paper)
    assert not page.doubts, page.doubts
    return [(one.place, day.date, day.sky, day.low, day.high) for one in page.forecasts for day in one.periods]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "明日天气预报\n高青县:小雨转多云,北风3~4级,12~18℃\n桓台县:阴,北风3~4级,13~19℃",
            [("高青县", TOMORROW, ("小雨", "多云"), 12, 18), ("桓台县", TOMORROW, ("阴",), 13, 19)],
        ),
        (
            "省内城市今日天气\n济南 晴转多云 南风3级 5~17℃\n青岛 多云 东南风4级 6~13℃",
            [("济南", TODAY, ("晴", "多云"), 5, 17), ("青岛", TODAY, ("多云",), 6, 13)],
        ),
        (
            "天气预报:今天,张店:晴,南风2级,15~28℃;博山:晴转多云,南风3级,13~26℃",
            [("张店", TODAY, ("晴",), 15, 28), ("博山", TODAY, ("晴", "多云"), 13, 26)],
        ),
        (
            "明天天气 张店 阴 12-18℃ 周村 小雨 11-17℃",
            [("张店", TOMORROW, ("阴",), 12, 18), ("周村", TOMORROW, ("小雨",), 11, 17)],
        ),
        (
            "今天夜间到明天,市区多云转晴,北风3级,气温12℃到22℃;沂源晴,北风3~4级,气温9℃到20℃。",
            [("市区", TODAY, ("多云", "晴"), 12, 22), ("沂源", TODAY, ("晴",), 9, 20)],
        ),
        (
            "今日天气\n市区:多云转阴,18℃~26℃\n沂源:晴,16℃~25℃\n明天:小雨,15℃~21℃",  # 明天 is of the place it stands below
            [
                ("市区", TODAY, ("多云", "阴"), 18, 26),
                ("沂源", TODAY, ("晴",), 16, 25),
                ("沂源", TOMORROW, ("小雨",), 15, 21),
            ],
        ),
    ],
)
def test_each_place_of_a_list_keeps_its_day_and_its_weather(text: str, expected: list[tuple[object, ...]]) -> None:
    assert read(text) == expected


def test_the_name_of_the_column_is_no_day() -> None:
    assert read("未来三天天气趋势:13日:晴,4℃~17℃;14日:多云,5℃~12℃") == [
        (None, dt.date(2024, 4, 13), ("晴",), 4, 17),
        (None, dt.date(2024, 4, 14), ("多云",), 5, 12),
    ]


def test_a_number_of_days_is_no_place_and_the_lunar_date_is_kept_beside_the_weather() -> None:
    assert read("近三日天气:12日,晴,5/18℃,13日,多云,7/19℃")[0] == (None, TODAY, ("晴",), 5, 18)
    page = read_page("13日星期六,农历三月初五,多云,5~16℃", date=PAPER)
    assert page.forecasts[0].periods[0].other == ("农历三月初五",)
    assert not page.doubts


def test_the_days_of_the_spring_festival_are_found_in_the_calendar() -> None:
    found = read("除夕:晴,-3~8℃;初一:多云,-4~6℃;大年初二到初三:晴,-6~1℃", dt.date(2024, 2, 8))
    assert [(place, date) for place, date, *_ in found] == [
        (None, dt.date(2024, 2, day)) for day in (9, 10, 11)
    ]  # 2024-02-10 was the first day of the lunar year


def test_a_pupil_of_the_first_form_is_no_day() -> None:
    assert not read_page("初一学生王明参加比赛,获一等奖。", date=dt.date(2024, 2, 9)).forecasts


def test_a_note_below_slogans_stays_a_note() -> None:
    page = read_page("骑电动车请戴头盔 开车请系安全带\n扫描二维码 看更多新闻", date=PAPER)
    assert [note.text for note in page.service_notes] == ["扫描二维码 看更多新闻"]
    assert page.safety_notices == ("骑电动车请戴头盔 开车请系安全带",)


def test_a_date_line_in_chinese_numerals_dates_the_page() -> None:
    page = read_page("二〇二三年三月九日 星期四 农历癸卯年二月十八\n\n第二版\n\n今天多云,5~20℃;十日晴,6~21℃")
    assert (page.date, page.date_from) == (dt.date(2023, 3, 9), "date line 二〇二三年三月九日")
    assert [day.date for day in page.forecasts[0].periods] == [dt.date(2023, 3, 9), dt.date(2023, 3, 10)]
    assert page.unread == ()


def test_a_dateline_in_brackets_is_no_place_and_a_warning_is_no_forecast() -> None:
    page = read_page(
        "【本报讯】今天多云,12~19℃;明天阴,10~15℃。\n寒潮蓝色预警:预计20日到22日,我市最低气温将下降10℃以上。", date=PAPER
    )
    assert [forecast.place for forecast in page.forecasts] == [None]
    assert [note.kind for note in page.service_notes] == ["warning"]


def test_two_days_below_each_other_are_one_forecast_whatever_line_follows() -> None:
    page = read_page("今日天气:多云,3~8℃。\n明日天气:晴,-9~-1℃。\n城区最高气温8℃,历年同期为5℃。", date=PAPER)
    assert [len(forecast.periods) for forecast in page.forecasts] == [2]


def test_the_paper_s_section_and_its_telephone_are_known() -> None:
    page = read_page("城市新闻 3\n2024.06.13 星期四 编辑/赵月\n值班电话 2820110    投稿邮箱 wbxw@example.com")
    assert page.imprint[0] == "城市新闻 3"
    assert page.hotlines[0].numbers == ("2820110",)


def test_the_hours_in_a_heading_are_those_of_every_place_below_it() -> None:
    found = read("山东省未来24小时天气预报(12日06时—13日06时)\n鲁西北:晴间多云,6～20℃\n半岛:多云,6～15℃")
    assert [(place, date) for place, date, *_ in found] == [("鲁西北", TODAY), ("半岛", TODAY)]


def test_weather_is_no_place() -> None:
    page = read_page("长沙:零星小雪转阴\n今天:零星小雪转阴,-1℃~3℃\n明天:阴转多云,0℃~6℃", date=PAPER)
    assert [forecast.place for forecast in page.forecasts] == ["长沙"]


def test_short_words_beside_slogans_are_slogans() -> None:
    assert read_page("爱卫 爱家 勤洗手 常通风 戴口罩 少聚集").safety_notices == (
        "爱卫 爱家 勤洗手 常通风 戴口罩 少聚集",
    )


def test_days_that_name_where_are_no_list_of_places() -> None:
    page = read_page("9日,全省多云间晴,18～28℃。10日,鲁南多云转阴,16～27℃。", date=dt.date(2022, 9, 9))
    assert [(one.place, len(one.periods)) for one in page.forecasts] == [(None, 2)]

"""Editions and briefings for tests, one builder for each state of the paper. Knows no reader of pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from messages.alert import Alert, AlertText
from messages.edition import (
    Article,
    Byline,
    Credit,
    Dateline,
    Edition,
    Forecast,
    Hotline,
    Period,
    Precipitation,
    Wind,
)
from messages.message import Briefing, House

TODAY = dt.date(2023, 3, 9)
HOUSE = House(
    paper="鲁中晨报",
    paper_en="Luzhong Morning Post",
    place="淄博",
    place_en="Zibo",
    area_code="0533",
    bot_username="chenbao_bot",
    no_issue_days=("2023-03-12",),
)


def wind(direction: str, low: int, high: int, gust: tuple[int, int] | None = None) -> Wind:
    gust_min, gust_max = gust or (None, None)
    return Wind(direction=direction, force_min=low, force_max=high, gust_min=gust_min, gust_max=gust_max)


def period(day: int, sky: str, low: int | None, high: int | None, *legs: Wind, **more: Any) -> Period:
    """A day of March 2023; `sky` is the printed chain."""
    date = dt.date(2023, 3, day)
    return Period(label=f"{day}日", date=date, sky=tuple(sky.split("转")), wind=legs, low=low, high=high, **more)


def rain(kind: str = "小雨", phase: int | None = 0) -> dict[str, Any]:
    return {"precipitation": (Precipitation(type=kind, phase=phase),)}


THURSDAY = period(9, "晴间多云", 5, 27, wind("南", 2, 3), wind("西", 3, 4, (5, 6)))
FRIDAY = period(10, "晴转多云", 15, 29, wind("南", 3, 4, (5, 6)), wind("西南", 3, 4, (5, 6)))
SATURDAY = period(11, "阴", 6, 24, wind("东北", 4, 5, (7, 8)), **rain())
OPEN_METEO = Credit(text="Weather data by Open-Meteo.com", url="https://open-meteo.com/")


def forecast(*periods: Period, printed: str = "9日,晴间多云") -> Forecast:
    return Forecast(printed=printed, periods=periods or (THURSDAY, FRIDAY, SATURDAY))


def live(*periods: Period) -> Forecast:
    return Forecast(printed="", periods=periods, source="open-meteo", credit=OPEN_METEO)


CIVIL = Article(
    kicker="在救助、养老、儿童福利……等方面争先创优",
    headline="今年民政工作 重在八项工程",
    dateline=Dateline(text="淄博3月8日讯", place="淄博", month=3, day=8),
    paragraphs=(
        "兜住11万困难群众生活“基本盘”;新增机构护理型床位1000张以上……成为民政重点工作。今天上午,全市民政工作会议召开。",
        "全市民政系统要主动站位全局,高质量高标准高效率开展好今年的各项工作。",
    ),
    bylines=(
        Byline(role="记者", names=("张靖怡",), outlet="大众日报淄博融媒体中心"),
        Byline(role="通讯员", names=("张欣",)),
    ),
)
HOUSING = Article(
    kicker="打通物业服务群众“最后一米”",
    headline="淄博市成立物业管理服务中心",
    dateline=Dateline(text="淄博3月8日讯", place="淄博", month=3, day=8),
    paragraphs=("今天上午,淄博市物业管理服务中心揭牌仪式举行。自此,淄博市物业管理将迈入一个全新发展阶段。",),
    bylines=(
        Byline(role="记者", names=("王莉莉", "高钊"), outlet="大众日报淄博融媒体中心"),
        Byline(role="通讯员", names=("杨东刚", "焦玉涛")),
    ),
)
TEA = Article(
    kind="photo",
    headline="识茶 品茶 泡茶",
    paragraphs=("3月8日下午,老年大学特举办茶艺课堂。",),
    bylines=(Byline(role="记者", names=("侯婧",), outlet="大众日报淄博融媒体中心"),),
)
SLOGANS = ("文明行驶 安全常在 一盔一带 遵守交通 安全行驶 佩戴头盔 系安全带",)


def edition(day: int = 9, *periods: Period, **more: Any) -> Edition:
    """The seed's page, by hand; `periods` replace its forecast."""
    return Edition(
        **{
            "date": dt.date(2023, 3, day),
            "hotlines": (Hotline(text="新闻热线 3585000", numbers=("3585000",)),),
            "forecasts": (forecast(*periods),),
            "articles": (CIVIL, HOUSING, TEA),
            "safety_notices": SLOGANS,
            **more,
        }
    )


def briefing(today: dt.date = TODAY, **more: Any) -> Briefing:
    return Briefing(today=today, **more)


def of_page(page: Edition, **more: Any) -> Briefing:
    """A morning on which the page is there."""
    return Briefing(**{"today": page.date, "edition": page, "latest": page, **more})


def alert(**more: Any) -> Alert:
    """A gale signal of the city's weather office."""
    return Alert(
        **{
            "identifier": "37030041600000_20230309152400",
            "sender": "淄博市气象台",
            "sent": dt.datetime(2023, 3, 9, 7, 24, tzinfo=dt.UTC),
            "source": "cn-alerts",
            "texts": (
                AlertText(
                    language="zh-CN",
                    event="大风",
                    headline="淄博市气象台发布大风蓝色预警信号",
                    description="预计9日夜间到10日白天,我市偏北风6～7级,阵风8～9级,请注意防范。",
                    instruction="减少户外活动。",
                ),
            ),
            "level": "blue",
            "kind": "大风",
            "issuer": "淄博市气象台",
            "expires": dt.datetime(2023, 3, 10, 12, 0, tzinfo=dt.UTC),
            "link": "https://www.example.org/alarm/1",
            **more,
        }
    )


def states() -> dict[str, Briefing]:
    """Every state of the paper readers can meet, by name."""
    page = edition()
    unreadable = Period(label="10日", date=dt.date(2023, 3, 10), unread=("呜哇哇", "噫呼"))
    before = edition(8, period(9, "多云", 12, 20, wind("北", 2, 3)), period(10, "晴", 14, 28, wind("北", 2, 3)))
    hot = period(9, "晴", 24, 36, wind("南", 6, 7))
    storm = period(9, "雷阵雨", 19, 26, wind("南", 2, 3, (6, 7)), **rain("雷阵雨"))
    return {
        "seed": of_page(page),
        "change_from_yesterday": of_page(page, previous=before),
        "no_page_today": briefing(latest=edition(8, *forecast().periods)),
        "no_issue": briefing(dt.date(2023, 3, 12), latest=edition(11, SATURDAY, period(12, "晴", 3, 12))),
        "no_page_and_nothing_covers": briefing(latest=edition(6, period(6, "晴", 3, 12))),
        "no_page_but_live": briefing(latest=edition(6, period(6, "晴", 3, 12)), live=live(THURSDAY, FRIDAY)),
        "no_page_ever": briefing(),
        "live_only": briefing(live=live(THURSDAY, FRIDAY, SATURDAY)),
        "live_disagrees": of_page(page, live=live(period(9, "小雨", 4, 20), period(10, "晴", 15, 28))),
        "forecast_unreadable": of_page(edition(forecasts=(), unread=("9日,晴晴云,南风二三,五到二七",))),
        "one_day_unreadable": of_page(edition(9, THURSDAY, unreadable, SATURDAY)),
        "today_unreadable": of_page(edition(9, unreadable.model_copy(update={"date": TODAY}), FRIDAY)),
        "evening_paper": of_page(edition(9, FRIDAY, SATURDAY)),
        "no_forecast": of_page(edition(forecasts=())),
        "no_headlines": of_page(edition(articles=())),
        "only_weather": of_page(edition(articles=(), hotlines=(), safety_notices=())),
        "absurd": of_page(edition(9, period(9, "晴", 5, 270, wind("南", 2, 13, (30, 40)), odd=("270℃",)))),
        "thunder": of_page(edition(9, storm, FRIDAY)),
        "heat_and_wind": of_page(edition(9, hot)),
        "cold_wave": of_page(edition(9, THURSDAY, period(10, "小雪", -6, 2, wind("北", 5, 6), **rain("小雪")))),
        "calm": of_page(edition(9, period(9, "晴", 8, 18, wind("南", 1, 2)))),
        "halves": of_page(
            edition(
                9,
                period(9, "多云", None, 18, wind("南", 2, 3), part="day"),
                period(9, "晴", 4, None, wind("北", 3, 4), part="night"),
            )
        ),
        "retracted": of_page(page, retracted=(0,)),
        "alerts": of_page(page, alerts=(alert(),)),
        "alerts_stale": of_page(page, alerts_stale=dt.timedelta(hours=7)),
        "feed": of_page(
            page,
            feed=(
                Article(headline="市区公交3月10日起调整", link="https://news.example.org/1", source="淄博新闻网"),
                Article(headline="没有链接的消息", link="javascript:alert(1)", source=None),
            ),
        ),
    }

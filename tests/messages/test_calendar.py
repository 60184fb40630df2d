"""The Chinese calendar of a date: lunar date, solar term, festivals, holidays and worked weekends."""

from __future__ import annotations

import datetime as dt

import pytest

from messages import calendar
from messages.dates import asked_name, date_line, date_name, moment

DATES = {
    "2023-03-09": ("3月9日 周四 · 农历二月十八", "Thu 9 Mar · lunar 2/18"),
    "2023-03-21": ("3月21日 周二 · 农历二月三十 · 春分", "Tue 21 Mar · lunar 2/30 · Spring Equinox"),
    "2023-03-22": ("3月22日 周三 · 农历闰二月初一", "Wed 22 Mar · lunar 2/1"),
    "2023-01-21": ("1月21日 周六 · 农历腊月三十 · 除夕", "Sat 21 Jan · lunar 12/30 · New Year's Eve"),
    "2023-01-22": (
        "1月22日 周日 · 农历正月初一 · 春节 · 放假",
        "Sun 22 Jan · lunar 1/1 · Spring Festival · public holiday",
    ),
    "2023-04-05": ("4月5日 周三 · 农历闰二月十五 · 清明 · 放假", "Wed 5 Apr · lunar 2/15 · Qingming · public holiday"),
    "2023-01-28": ("1月28日 周六 · 农历正月初七 · 调休上班", "Sat 28 Jan · lunar 1/7 · working weekend"),
    "2150-01-01": ("1月1日 周四 · 元旦", "Thu 1 Jan · New Year's Day"),
}


@pytest.mark.parametrize(("date", "lines"), DATES.items())
def test_the_date_line_of_a_day(date: str, lines: tuple[str, str]) -> None:
    day = dt.date.fromisoformat(date)
    assert date_line("zh-CN", day).startswith(lines[0])
    assert date_line("en", day).unescape().startswith(lines[1])


def test_the_lunar_date_can_be_left_out() -> None:
    assert date_line("zh-CN", dt.date(2023, 3, 21), lunar=False) == "3月21日 周二 · 春分"


def test_holidays_are_rest_and_worked_weekends_are_not() -> None:
    rest = {date: calendar.day(dt.date.fromisoformat(date)).rest for date in ("2023-01-27", "2023-01-28", "2023-03-11")}
    assert rest == {"2023-01-27": True, "2023-01-28": False, "2023-03-11": True}


@pytest.mark.parametrize("year", [1, 1900, 1901, 2100, 2101, 9998])
def test_every_year_has_a_date_line(year: int) -> None:
    for month in range(1, 13):
        assert date_line("zh-CN", dt.date(year, month, 28))


def test_days_are_named_as_people_do() -> None:
    today = dt.date(2023, 3, 9)
    names = [date_name("zh-CN", today + dt.timedelta(days=ahead), today) for ahead in (0, 1, 6, 7)]
    assert names == ["今天", "周五", "周三", "3月16日"]
    assert asked_name("zh-CN", dt.date(2023, 3, 10), today) == "明天（周五）"
    assert asked_name("en", dt.date(2023, 3, 11), today) == "Sat (11 Mar)"


def test_an_instant_is_told_by_the_papers_clock() -> None:
    assert moment("zh-CN", dt.datetime(2023, 3, 8, 16, 5, tzinfo=dt.UTC), "Asia/Shanghai") == "3月9日00:05"

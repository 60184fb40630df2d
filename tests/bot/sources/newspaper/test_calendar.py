"""A file's name says its date in every spelling, on every day of the year; what is no date says none."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.sources.newspaper import date_from_name

YEARS = [dt.date(2023, 1, 1) + dt.timedelta(days=at) for at in range(2 * 366)]  # with a 29 February


@pytest.mark.parametrize(
    "spelling",
    [
        "{:%Y-%m-%d}.txt",
        "{:%Y%m%d}.txt",
        "{:%Y_%m_%d}.txt",
        "{:%Y.%m.%d}.txt",
        "{:%Y年%m月%d日}.txt",
        "{0.year}-{0.month}-{0.day}.txt",
        "{0.year}年{0.month}月{0.day}日 头版.txt",
        "{:%Y-%m-%d}-A02.txt",
        "{:%Y%m%d}_12.txt",
        "{:%Y-%m%d}.txt",
        "鲁中晨报{:%Y-%m-%d}.txt",
        "lzcb-{:%Y%m%d}.txt",
        "{:%Y-%m-%d} (2).txt",
    ],
)
def test_every_day_of_the_year_is_read_from_a_name(spelling: str) -> None:
    wrong = [date for date in YEARS if date_from_name(spelling.format(date)) != date]
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["page.txt", "2023.txt", "A02.txt", "2023-13-01.txt", "2023-02-30.txt", "120230309.txt", "202303.txt"]
)
def test_a_name_without_a_date_says_none(name: str) -> None:
    assert date_from_name(name) is None

"""Laws of the reader: what is printed comes back, broken paragraphs are whole again, days roll over, glyphs settle."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.sources.newspaper import read_forecast, read_page
from bot.sources.newspaper.calendar import near, number_of
from bot.sources.newspaper.glyphs import plain, plain_weather
from bot.sources.newspaper.lines import lines_of
from tests.bot.sources.newspaper.printer import forecasts

if TYPE_CHECKING:
    from messages.edition import Period

PARAGRAPH = (
    "昨天上午,记者从市水务部门获悉,今年全市新建改造供水管网312.6公里,其中城区86.4公里,涉及居民小区217个、“一户一表”改造4.8万户,"
    "总投资达到2.35亿元,比上年增长百分之十八,预计10月底前全部完工并通水验收,届时居民水压偏低、水质发黄等问题将得到根本解决,"
    "也为今后三到五年城市向东发展留足了余地。"
)
PAGES = "\n\n老城区换新水管\n\n淄博3月8日讯 {}\n\n第二段说的是另一件事,和前面没有关系,所以它应当自成一段。\n\n晨报记者 周一鸣\n"
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))

slow = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def compared(period: Period) -> dict[str, object]:
    return period.model_dump(exclude={"approx", "by_place", "humidity", "other"})


@slow
@given(forecasts())
def test_every_printed_form_is_read_back_as_it_was_meant(made: tuple[str, dt.date, tuple[Period, ...]]) -> None:
    printed, paper, meant = made
    forecast = read_forecast(printed, date=paper)
    assert forecast is not None, printed
    assert [compared(one) for one in forecast.periods] == [compared(one) for one in meant], printed


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(14, len(PARAGRAPH) - 2), min_size=1, max_size=5, unique=True),
    st.sampled_from(["\n", "\n\n", "\r\n\r\n"]),
)
def test_a_paragraph_broken_anywhere_is_whole_again(breaks: list[int], end: str) -> None:
    cuts = [0, *sorted(breaks), len(PARAGRAPH)]
    assume(all(after - before > 1 for before, after in pairwise(cuts)))
    broken = end.join(PARAGRAPH[before:after] for before, after in pairwise(cuts))
    (story,) = read_page(PAGES.format(broken)).articles
    assert story.paragraphs[0] == PARAGRAPH
    assert len(story.paragraphs) == 2
    assert story.headline == "老城区换新水管"


@given(DAYS, st.integers(-2, 15))
def test_a_day_number_rolls_over_the_ends_of_months_and_years(paper: dt.date, offset: int) -> None:
    day = paper + dt.timedelta(days=offset)
    assert near(paper, day.day) == day
    assert near(paper, day.day, day.month) == day


@given(DAYS, st.integers(0, 99), st.one_of(st.none(), st.integers(0, 99)))
def test_a_day_that_is_in_no_calendar_near_the_paper_gets_no_date(paper: dt.date, day: int, month: int | None) -> None:
    found = near(paper, day, month)
    if found is None:
        return
    assert (found.day, found.month) == (day, month or found.month)
    assert -2 <= (found - paper).days <= 16


@given(st.text())
def test_one_glyph_for_one_meaning_is_settled_in_one_step_and_moves_no_column(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)
    assert plain_weather(plain_weather(text)) == plain_weather(text)


@given(st.text(st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E)))
def test_full_width_forms_are_their_half_width_ones(text: str) -> None:
    assert plain(text) == unicodedata.normalize("NFKC", text)


@settings(deadline=None)
@given(
    st.text(st.sampled_from(list("9日晴,风~级℃\n\r\u2028\u3000 讯记者(张三)“”。▲图①:安全热线12345\ufeff\u200b\x00")))
)
def test_every_printed_line_stands_in_a_block(text: str) -> None:
    placed = {number for block in read_page(text).blocks for number in range(block.line_from, block.line_to + 1)}
    assert {line.number for line in lines_of(text)} <= placed


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("九", 9), ("十", 10), ("十二", 12), ("二十一", 21), ("三十", 30), ("九九十", 0), ("二三", 0), ("十十", 0)],
)
def test_chinese_numerals_are_a_number_or_none_at_all(numeral: str, number: int) -> None:
    assert number_of(numeral) == number


def test_a_day_in_numerals_that_are_no_number_gets_no_date() -> None:
    forecast = read_forecast("3月18日（九九十月二日）多云，东南风3级，9～14℃", date=dt.date(2024, 3, 18))
    assert forecast is None or all(period.date in {None, dt.date(2024, 3, 18)} for period in forecast.periods)

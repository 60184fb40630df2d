"""Whole pages: every line is placed, broken paragraphs are whole, and nothing is made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.sources.newspaper import read_page
from messages.edition import Edition, Wind

SEED = Path(__file__).parents[4] / "seeds" / "2023-03-09.txt"


@pytest.fixture(scope="module")
def seed() -> Edition:
    return read_page(SEED.read_text("utf-8"))


def test_the_seeds_date_comes_from_its_datelines_and_its_forecast(seed: Edition) -> None:
    assert seed.date == dt.date(2023, 3, 9)
    assert seed.date_from == "dateline 淄博3月8日讯 with 2023年 in the body; the forecast starts on 9日"


def test_the_seeds_hotline_is_read(seed: Edition) -> None:
    assert [(line.text, line.numbers) for line in seed.hotlines] == [("新闻热线 3585000", ("3585000",))]


def test_the_seeds_forecast_has_three_days(seed: Edition) -> None:
    (forecast,) = seed.forecasts
    assert forecast.printed.startswith("9日,晴间多云")
    assert [(day.label, day.date, day.sky, day.low, day.high) for day in forecast.periods] == [
        ("9日", dt.date(2023, 3, 9), ("晴间多云",), 5, 27),
        ("10日", dt.date(2023, 3, 10), ("晴", "多云"), 15, 29),
        ("11日", dt.date(2023, 3, 11), ("阴",), 6, 24),
    ]
    assert forecast.periods[1].wind == (
        Wind(direction="南", force_min=3, force_max=4, gust_min=5, gust_max=6),
        Wind(direction="西南", force_min=3, force_max=4, gust_min=5, gust_max=6),
    )
    assert [(rain.type, rain.phase) for rain in forecast.periods[2].precipitation] == [("小雨", 0)]


def test_the_seeds_stories_have_their_titles_texts_and_authors(seed: Edition) -> None:
    read = [
        (
            story.kind,
            story.kicker,
            story.headline,
            story.dateline and story.dateline.text,
            len(story.paragraphs),
            [(byline.role, byline.names, byline.outlet) for byline in story.bylines],
        )
        for story in seed.articles
    ]
    outlet = "大众日报淄博融媒体中心"
    assert read == [
        (
            "story",
            "在救助、养老、儿童福利……等方面争先创优",
            "今年民政工作 重在八项工程",
            "淄博3月8日讯",
            11,
            [("记者", ("张靖怡",), outlet), ("通讯员", ("张欣",), None)],
        ),
        (
            "story",
            "打通物业服务群众“最后一米”",
            "淄博市成立物业管理服务中心",
            "淄博3月8日讯",
            4,
            [("记者", ("王莉莉", "高钊"), outlet), ("通讯员", ("杨东刚", "焦玉涛"), None)],
        ),
        ("photo", None, "识茶 品茶 泡茶", None, 1, [("记者", ("侯婧",), outlet)]),
    ]


@pytest.mark.parametrize(
    "whole", ["民政业务整体跃升", "运行效率,擦亮", "建立社区工作", "服务好”发展思路", "信息化建设", "幸福感、安全感"]
)
def test_the_seeds_words_broken_by_the_page_are_whole_again(seed: Edition, whole: str) -> None:
    assert any(whole in paragraph for story in seed.articles for paragraph in story.paragraphs)


def test_the_seeds_notes_and_slogans_are_placed_and_nothing_is_left(seed: Edition) -> None:
    assert [(note.text, note.kind, note.belongs_to_article) for note in seed.service_notes] == [
        ("扫描“鲁中晨报”APP二维码查看现场视频", "qr", 1)
    ]
    assert seed.safety_notices == ("文明行驶 安全常在 一盔一带 遵守交通 安全行驶 佩戴头盔 系安全带",)
    assert (seed.captions, seed.imprint, seed.unread, seed.doubts) == ((), (), (), ())


def test_the_papers_date_line_right_above_a_forecast_is_no_day_of_it() -> None:
    page = read_page("2025年8月1日 星期五 闰六月初八 责编/林夕 美编/海风 B02\n\n今天,多云有雷阵雨,26~33℃,南风2~3级\n")
    assert page.imprint == ("2025年8月1日 星期五 闰六月初八 责编/林夕 美编/海风 B02",)
    (forecast,) = page.forecasts
    assert [(day.label, day.date) for day in forecast.periods] == [("今天", dt.date(2025, 8, 1))]


def test_every_printed_line_of_the_seed_stands_in_a_block(seed: Edition) -> None:
    printed = {number for number, line in enumerate(SEED.read_text("utf-8").splitlines(), start=1) if line.strip()}
    placed = {number for block in seed.blocks for number in range(block.line_from, block.line_to + 1)}
    assert placed == printed


def test_a_line_cut_off_before_its_sentence_ends_is_no_forecast_when_other_text_follows() -> None:
    page = read_page("9日,晴,南风2~3级,是\n\n近期最适宜出行的一天。", date=dt.date(2023, 3, 9))
    assert page.forecasts == ()
    assert len(page.unread) == 2


def test_a_forecast_cut_off_at_the_end_is_read_and_the_word_it_breaks_off_at_is_in_doubt() -> None:
    page = read_page("9日,晴,南风2~3级,是", date=dt.date(2023, 3, 9))
    assert page.forecasts[0].periods[0].unread == ("是",)
    assert [(doubt.text, doubt.line, doubt.column) for doubt in page.doubts] == [("是", 1, 13)]

"""Articles of any length come in pages: whole paragraphs, whole sentences, whole characters, nothing lost."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import reading
from messages.buttons import ArticlePage
from messages.length import TEXT_UNITS, pages, sentences, units
from messages.message import Wishes
from tests import telegram_html
from tests.messages.editions import CIVIL, HOUSE, HOUSING, TODAY, edition, of_page, states

if TYPE_CHECKING:
    from messages.edition import Article

SENTENCE = "全市民政系统要主动站位全局，高质量高标准高效率开展好今年的各项工作。"


def shown(article: Article, page: int, language: str = "zh-CN") -> str:
    found = reading.article(edition(articles=(article,)), ArticlePage(TODAY, 1, page), (), language, HOUSE)  # type: ignore[arg-type]  # one of the two
    return telegram_html.parse(found.text).text


@given(st.lists(st.text(alphabet="字。！a &<𠮷\u0301 ", max_size=60), max_size=12), st.integers(8, 40))
def test_pages_lose_nothing_and_keep_their_limit(paragraphs: list[str], limit: int) -> None:
    made = pages(paragraphs, limit)
    assert "".join("".join(page) for page in made) == "".join(paragraphs)
    assert all(units("".join(page)) <= limit for page in made)


def test_a_page_ends_between_paragraphs_and_a_long_paragraph_between_sentences() -> None:
    paragraphs = (SENTENCE * 10, SENTENCE * 200, SENTENCE)
    made = pages(paragraphs, 2_600)
    assert len(made) > 2
    for page in made:
        for part in page:
            assert set(sentences(part)) == {SENTENCE}


def test_every_page_of_a_long_article_is_read_to_its_end() -> None:
    long = HOUSING.model_copy(update={"paragraphs": tuple(f"第{n}段。" + SENTENCE * 30 for n in range(12))})
    first = reading.article(edition(articles=(long,)), ArticlePage(TODAY, 1), (), "zh-CN", HOUSE)
    count = int(telegram_html.parse(first.text).text.split("第1/")[1].split("页")[0])
    texts = [shown(long, page) for page in range(1, count + 1)]
    assert all(units(text) <= TEXT_UNITS for text in texts)
    assert all(any(f"第{n}段。" in text for text in texts) for n in range(12))
    assert str(HOUSING.kicker) in texts[0]
    assert all(str(HOUSING.kicker) not in text for text in texts[1:])
    assert "通讯员 杨东刚 焦玉涛" in texts[-1]
    assert all("通讯员" not in text for text in texts[:-1])
    assert shown(long, 99) == texts[-1]


def test_arrows_lead_from_page_to_page() -> None:
    long = CIVIL.model_copy(update={"paragraphs": (SENTENCE * 300,)})
    page = edition(articles=(long,))
    buttons = [
        [button.text for row in message.buttons for button in row]
        for message in (
            reading.article(page, ArticlePage(TODAY, 1, number), (), "zh-CN", HOUSE) for number in (1, 2, 99)
        )
    ]
    assert buttons == [["▶", "头条"], ["◀", "▶", "头条"], ["◀", "头条"]]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_number_that_is_not_there_or_was_taken_down_is_said(language: str) -> None:
    gone = reading.article(edition(), ArticlePage(TODAY, 99), (), language, HOUSE).text  # type: ignore[arg-type]  # one of the two
    down = reading.article(edition(), ArticlePage(TODAY, 1), (0,), language, HOUSE).text  # type: ignore[arg-type]  # one of the two
    assert "99" in gone
    assert str(CIVIL.headline) not in down


def test_news_lists_headlines_then_feeds_and_names_the_paper() -> None:
    text = reading.news(states()["feed"], Wishes(), HOUSE).text
    order = [
        "<b>今日头条</b>",
        "1. 今年民政工作",
        "2. 淄博市成立",
        "• <a href",
        "没有链接",
        "📷",
        "《鲁中晨报》2023年3月9日",
    ]
    places = [text.index(part) for part in order]
    assert all(before < after for before, after in itertools.pairwise(places))


def test_news_of_an_older_paper_says_so() -> None:
    page = edition(8)
    text = reading.news(of_page(page, today=TODAY, edition=None), Wishes(), HOUSE).text
    assert text.startswith("今天（3月9日）的报纸还没收到。\n<b>3月8日头条</b>")


def test_without_a_paper_news_says_what_will_come() -> None:
    assert (
        reading.news(states()["no_page_ever"], Wishes(), HOUSE).text == "还没有收到第一份报纸。订阅会保留，来了就发。"
    )


def test_the_hotline_is_dialled_from_anywhere_and_copied_whole() -> None:
    message = reading.hotline(states()["seed"], HOUSE, "zh-CN")
    assert "<code>0533-3585000</code>" in message.text
    assert "紧急情况请拨110、119、120；交通事故122" in message.text
    assert message.buttons[0][0].copy_text == "0533-3585000"

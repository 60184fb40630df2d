"""Callback data and deep links: made and read back alike, everything else is nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import buttons
from messages.buttons import ArticlePage, Link, Press

DATE = dt.date(2023, 3, 9)


@given(st.dates(dt.date(1900, 1, 1)), st.integers(1, 999), st.integers(1, 99))
def test_an_article_page_comes_back(date: dt.date, number: int, page: int) -> None:
    made = buttons.article_data(ArticlePage(date, number, page))
    pressed = buttons.press(made)
    assert pressed is not None
    assert buttons.article(pressed) == ArticlePage(date, number, page)
    assert buttons.link(buttons.article_payload(date, number)) == Link("article", article=ArticlePage(date, number))
    assert len(made.encode()) <= 64


def test_data_names_its_action_and_version() -> None:
    assert buttons.data("s", "t", "0700") == "s1:t:0700"
    assert buttons.press("s1:t:0700") == Press("s", 1, ("t", "0700"))
    assert buttons.press("s12") == Press("s", 12)
    assert buttons.card_data(DATE) == "c1:20230309"
    assert buttons.card(Press("c", 1, ("20230309",))) == DATE


@pytest.mark.parametrize("arguments", [("a" * 25,), ("ä",), ("a:b",), ("",), ("a" * 24,) * 3])
def test_data_telegram_would_refuse_is_never_made(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not callback data"):
        buttons.data("s", *arguments)


@pytest.mark.parametrize(
    "forged", ["", "s", "1", "S1", "s1:", "s123", "s1:a b", "s1:" + 70 * "a", "ｓ1", "s1:\n", "s;"]
)
def test_forged_data_is_nothing(forged: str) -> None:
    assert buttons.press(forged) is None


@pytest.mark.parametrize(
    "pressed",
    [
        Press("a", 1, ("20230230", "1", "1")),
        Press("a", 1, ("20230309", "0", "1")),
        Press("a", 1, ("20230309", "1")),
        Press("a", 2, ("20230309", "1", "1")),
        Press("a", 1, ("20230309", "x", "1")),
        Press("b", 1, ("20230309", "1", "1")),
    ],
)
def test_an_article_that_cannot_be_is_nothing(pressed: Press) -> None:
    assert buttons.article(pressed) is None


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        ("sub", Link("subscribe")),
        ("g", Link("group")),
        ("t0700", Link("subscribe", time=dt.time(7))),
        ("t2359", Link("subscribe", time=dt.time(23, 59))),
        ("a20230309-2", Link("article", article=ArticlePage(DATE, 2))),
        ("t2400", None),
        ("t700", None),
        ("a20230309-0", None),
        ("a20231309-1", None),
        ("a20230309", None),
        ("", None),
        ("sub ", None),
        ("x" * 64, None),
    ],
)
def test_a_payload_is_what_we_offer_or_nothing(payload: str, wanted: Link | None) -> None:
    assert buttons.link(payload) == wanted


@given(st.text(max_size=70))
def test_no_text_breaks_the_readers(text: str) -> None:
    found = buttons.press(text)
    if found is not None:
        buttons.article(found)
        buttons.card(found)
    buttons.link(text)

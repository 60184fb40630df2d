"""Lengths as Telegram counts them, and cuts that lose and split nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from messages.length import clip, fits, pages, sentences, shorten, shown, split, units

CHARACTERS = ["一", "。", "a", "😀", "👍🏽", "e\u0301", "👨\u200d👩", "☀\ufe0f"]
TEXTS = st.text(st.sampled_from("一二。！？，；”“a .\n😀👍🏽\u200d\ufe0f\u0301é"), max_size=200)


@given(st.text(st.characters(codec="utf-8")))
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


def test_only_what_is_shown_counts() -> None:
    html = Markup('<b>A&amp;B</b> <a href="https://example.org/?a=1&amp;b=2">&#39;😀</a>')
    assert shown(html) == "A&B '😀"
    assert units(shown(html)) == 7
    assert fits(html, 7)
    assert not fits(html, 6)
    assert not fits(html, 7, entities=1)


@given(TEXTS, st.integers(2, 40))
def test_split_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(0 < units(part) <= limit for part in parts)


@given(TEXTS)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(
    st.lists(st.sampled_from(["一", "。", "a", "😀", "👍🏽", "e\u0301", "👨\u200d👩", "☀\ufe0f"])), st.integers(8, 40)
)
def test_a_cut_never_falls_inside_a_character(characters: list[str], limit: int) -> None:
    ends = set(itertools.accumulate(len(character) for character in characters))
    cuts = itertools.accumulate(len(part) for part in split("".join(characters), limit))
    assert ends.issuperset(cuts)


@given(TEXTS, st.integers(2, 60))
def test_clip_and_shorten_stay_within_the_limit(text: str, limit: int) -> None:
    assert units(clip(text, limit)) <= limit
    assert units(shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("第一句。第二句。", 8, "第一句。第二句。"),
        ("第一句。第二句。", 7, "第一句。"),
        ("他说：“好。”然后走了。", 8, "他说：“好。”"),
        ("没有句号的一长句话", 5, "没有句号…"),
        ("😀😀😀", 4, "😀…"),
    ],
)
def test_clip_ends_at_a_sentence(text: str, limit: int, kept: str) -> None:
    assert clip(text, limit) == kept


def test_pages_hold_whole_paragraphs() -> None:
    assert pages(["一" * 4, "二" * 4, "三" * 4], 12) == [("一" * 4, "二" * 4), ("三" * 4,)]
    assert pages([], 12) == [()]


def test_a_paragraph_longer_than_a_page_is_split_by_sentence() -> None:
    long = "一二三四五六。" * 1_500
    found = pages([long], 2_600)
    assert "".join(part for page in found for part in page) == long
    assert all(part.endswith("。") for page in found for part in page)

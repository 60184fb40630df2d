"""Text into a box: shrink, wrap, cut, in this order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.picture.face import printable, width
from messages.picture.fit import Style, extent, fitted, shifted
from messages.picture.scene import SMALLEST, Box

STYLE = Style(60, (0, 0, 0), (255, 255, 255))


def said(text: str, wide: int, high: int) -> list[str]:
    return [line.text for line in fitted(text, Box(0, 0, wide, high), STYLE).lines]


def test_a_short_text_keeps_its_size() -> None:
    assert fitted("晴转多云", Box(0, 0, 300, 80), STYLE).size == 60


def test_a_longer_text_shrinks_before_it_wraps() -> None:
    words = fitted("南风转西南风3～4级", Box(0, 0, 360, 200), STYLE)
    assert 36 <= words.size < 60
    assert len(words.lines) == 1


def test_a_text_too_long_at_the_smallest_size_wraps_as_large_as_it_can() -> None:
    words = fitted("小雨转中雨转大雨转暴雨", Box(0, 0, 300, 160), STYLE)
    assert [line.text for line in words.lines] == ["小雨转中雨转", "大雨转暴雨"]
    assert words.size == 50
    assert not words.cut


@pytest.mark.parametrize("text", ["gusts force 7–8 (14–21 m/s), low 6 °C", "最低6℃（比周五低9℃）", "他说“今天有大雨”"])
@pytest.mark.parametrize("wide", range(150, 420, 30))
def test_no_line_ends_in_an_opening_bracket_or_quote(text: str, wide: int) -> None:
    assert not [line for line in said(text, wide, 600) if line.endswith(("(", "（", "“"))]


def test_a_text_that_does_not_fit_ends_in_an_ellipsis_and_says_so() -> None:
    words = fitted("字" * 100, Box(0, 0, 200, 90), STYLE)
    assert [line.text for line in words.lines] == ["字字字字字", "字字字字…"]
    assert words.cut


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("转西南风3～4级", ["转西南风", "3～4级"]),
        ("sunny, then cloudy", ["sunny,", "then", "cloudy"]),
        ("多云，阴，有雨，大风", ["多云，", "阴，有", "雨，大", "风"]),
    ],
)
def test_a_line_breaks_between_words_never_inside_a_number(text: str, lines: list[str]) -> None:
    assert said(text, 150, len(lines) * 46) == lines


def test_a_word_wider_than_the_box_is_broken_and_counts_as_cut() -> None:
    words = fitted("w" * 30, Box(0, 0, 150, 300), STYLE)
    assert words.cut
    assert len(words.lines) > 1


@pytest.mark.parametrize(("align", "x"), [("left", 0), ("centre", 110), ("right", 220)])
def test_lines_stand_where_the_style_says(align: str, x: int) -> None:
    style = Style(40, (0, 0, 0), (255, 255, 255), align)  # type: ignore[arg-type]  # each case is one of the three
    assert [line.box.x for line in fitted("晴天", Box(0, 0, 300, 50), style).lines] == [x]


def test_nothing_to_say_has_no_lines_and_no_height() -> None:
    words = fitted("", Box(0, 0, 100, 100), STYLE)
    assert words.lines == ()
    assert extent(words) == 0
    assert shifted(words, across=5).lines == ()


@settings(deadline=None)
@given(st.lists(st.text(max_size=200), max_size=3), st.integers(80, 500), st.integers(36, 300))
def test_no_line_ever_leaves_its_box(paragraphs: list[str], wide: int, high: int) -> None:
    box = Box(10, 20, wide, high)
    words = fitted(paragraphs, box, STYLE)
    assert words.size >= SMALLEST
    for line in words.lines:
        assert box.holds(line.box)
        assert width(line.text, words.size) <= line.box.w
    if not words.cut:
        whole = "".join("".join(map(printable, paragraphs)).split())
        assert "".join("".join(line.text for line in words.lines).split()) == whole

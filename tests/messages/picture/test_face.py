"""Characters the font has, and what becomes of the others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.picture import face, words
from messages.picture.face import CannotDrawError, covers, find, installed, printable
from messages.sky import english


def test_every_word_of_our_own_is_in_the_font() -> None:
    own = [text for table in words.KINDS.values() for text in table.values()]
    own += [text for table in (*words.PARTS.values(), *words.TONIGHT.values()) for text in table.values()]
    own += [
        english("雷阵雨"),
        "0123456789°℃～–−▲▼›…□，：《》？?！转级阵风来源原文报上没有这天的天气年月日星期一二三四五六",
    ]
    assert [character for text in own for character in text if not covers(character)] == []


def test_a_character_the_font_lacks_is_known_to_be_missing() -> None:
    assert not covers("🌧")
    assert not covers("ก")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("最低−5℃", "最低−5℃"),
        ("阴\t有\n 小雨", "阴 有 小雨"),
        ("\u202e阴\u200b\ufeff", "阴"),
        ("\ud83d阴", "阴"),
        ("e\u0301a\u0335\u0336", "éa"),
        ("下雨🌧️了", "下雨□了"),
        ("𝐙ibo", "Zibo"),
        ("", ""),
    ],
)
def test_a_text_is_drawn_in_characters_the_font_has(text: str, drawn: str) -> None:
    assert printable(text) == drawn


def test_a_minus_the_font_lacks_becomes_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face, "covers", lambda character: character != "−")
    assert face.glyph.__wrapped__("−") == "-"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_drawn_is_covered(text: str) -> None:
    assert all(map(covers, printable(text)))


def test_without_the_package_the_fonts_of_the_system_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = find()
    monkeypatch.setitem(sys.modules, "noto_cjk_sans_otc", None)
    assert find((("no-such-font.ttc", 0), packaged)) == packaged


def test_without_any_font_the_operator_is_told_what_to_install() -> None:
    with pytest.raises(CannotDrawError, match="noto-cjk-sans-otc"):
        installed((("no-such-font.ttc", 0),))


def test_the_packaged_font_is_there() -> None:
    assert Path(find()[0]).name == "NotoSansCJK-Regular.ttc"

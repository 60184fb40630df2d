"""Titles of Chinese warnings taken apart."""

from __future__ import annotations

import pytest

from bot.sources.signals import Signal, place_of, read_title

TITLES = [
    ("山西省晋城市阳城县气象台发布大雾黄色预警信号", ("山西省晋城市阳城县气象台", "发布", "大雾", "yellow", "黄色")),
    ("宁波市气象台发布大雾黄色预警[III/较重]", ("宁波市气象台", "发布", "大雾", "yellow", "黄色")),
    ("上海中心气象台发布大风蓝色预警[Ⅳ级/一般]", ("上海中心气象台", "发布", "大风", "blue", "蓝色")),
    ("国家预警信息发布中心发布台风红色预警", ("国家预警信息发布中心", "发布", "台风", "red", "红色")),
    ("某县气象台继续发布暴雨橙色预警信号", ("某县气象台", "继续发布", "暴雨", "orange", "橙色")),
    ("某县气象台更新大风蓝色预警信号", ("某县气象台", "更新", "大风", "blue", "蓝色")),
    ("某县气象台解除道路结冰黄色预警信号", ("某县气象台", "解除", "道路结冰", "yellow", "黄色")),
    ("广东省气象台发布台风白色预警信号", ("广东省气象台", "发布", "台风", "white", "白色")),
    ("海南省气象台发布台风四级预警", ("海南省气象台", "发布", "台风", None, "四级")),
    ("某地发布地质灾害气象风险预警", ("某地", "发布", "地质灾害气象风险", None, None)),
    ("大风蓝色预警", (None, None, "大风", "blue", "蓝色")),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_says_who_what_and_how_grave(title: str, expected: tuple[str | None, ...]) -> None:
    assert read_title(title) == Signal(*expected)  # type: ignore[arg-type]  # a table's row


def test_a_title_without_a_warning_is_none() -> None:
    assert read_title("今天夜间到明天白天晴转多云") is None


def test_the_verb_tells_the_first_word_from_later_ones_and_from_the_last() -> None:
    read = [read_title(f"某县气象台{verb}大风蓝色预警") for verb in ("发布", "继续发布", "解除")]
    assert [(signal.is_first, signal.ends) for signal in read if signal] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("issuer", "where"), [("山西省晋城市气象台", "山西省晋城市"), ("淄博市气象局", "淄博市"), ("气象台", "气象台")]
)
def test_an_office_speaks_for_its_area(issuer: str, where: str) -> None:
    assert place_of(issuer) == where

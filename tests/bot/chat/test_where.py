"""Whether what somebody typed names a place, or is a sentence that happens to begin with one of our words."""

from __future__ import annotations

import pytest

from bot.chat import where
from messages.place import Place

PLACES = (Place(name="淄博", name_en="Zibo", zone="Asia/Shanghai"), Place(name="张店", zone="Asia/Shanghai"))


@pytest.mark.parametrize(
    "argument",
    [
        "",
        "Zibo",
        "zibo",
        "张店区",
        "明天 张店",
        "济南",
        "博山区池上镇",
        "Jinan",
        "jinan",
        "New York",
        "tomorrow Zibo",
        "小时 张店",
        "太原",
        "那曲",
    ],
)
def test_a_place_of_ours_or_a_short_name_is_a_place(argument: str) -> None:
    assert not where.is_sentence(argument, PLACES)


@pytest.mark.parametrize(
    "argument",
    [
        "is nice",
        "I went shopping",
        "说明天有雨怎么办",
        "tomorrow I am away",
        "x" * 21,
        "真好",
        "不错",
        "太热",
        "变热了",
        "我们昨天去了张店",
    ],
)
def test_a_sentence_is_no_place(argument: str) -> None:
    assert where.is_sentence(argument, PLACES)

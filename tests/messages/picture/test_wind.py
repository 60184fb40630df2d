"""Arrows point where the wind goes; words say where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from messages.edition import Period, Wind
from messages.picture import words
from messages.picture.compose import compose
from messages.picture.scene import Arrow
from messages.picture.wind import going, merged
from tests.messages.picture.cards import card, wind
from tests.messages.picture.laws import texts

if TYPE_CHECKING:
    from messages.message import Language


@pytest.mark.parametrize(
    ("direction", "degrees"),
    [("南", 0), ("西南", 45), ("偏西", 90), ("西北", 135), ("北", 180), ("东北", 225), ("东", 270), ("东南", 315)],
)
def test_an_arrow_points_where_the_wind_goes(direction: str, degrees: float) -> None:
    assert going(direction) == pytest.approx(degrees)


@pytest.mark.parametrize("direction", [None, "", "旋转风", "东西", "unknown"])
def test_a_wind_from_nowhere_goes_nowhere(direction: str | None) -> None:
    assert going(direction) is None


def test_a_range_of_directions_goes_by_the_first() -> None:
    assert going("东北到北") == pytest.approx(225)


LEGS = Period(label="9日", wind=(wind("东南", 3, 3), wind("东北", 3, 3), wind(None, 5, 6, where="海上")))


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-CN", ["东南风", "转东北风3级", "海上风力5～6级"]), ("en", ["SE", "then NE 3", "wind at sea 5–6"])],
)
def test_a_leg_at_sea_is_beside_the_turning_not_part_of_it(language: Language, said: list[str]) -> None:
    assert [leg.text for leg in words.legs(LEGS, language)] == said


def test_legs_of_one_force_share_a_line_when_there_are_too_many() -> None:
    lines = merged(words.legs(LEGS, "zh-CN"))
    assert [leg.text for leg in lines] == ["东南风转东北风3级", "海上风力5～6级"]
    assert lines[0].directions == ("东南", "东北")
    assert [leg.text for leg in merged(words.legs(LEGS, "en"))] == ["SE then NE 3", "wind at sea 5–6"]


def test_in_the_tightest_card_every_leg_still_has_its_arrow() -> None:
    marks = compose(card([LEGS] * 7, warning=True))
    assert sum(isinstance(mark, Arrow) for mark in marks) == 21


def test_a_long_place_gives_way_to_the_force() -> None:
    coast = Period(label="9日", wind=(wind("东", 3, 4), wind("东", 6, 7, where="沿海、高地和海区以及更远的地方")))
    said = "".join(line.text for text in texts(compose(card([coast] * 7))) for line in text.lines)
    assert "沿海…东风6～7级" in said


def test_a_direction_that_holds_the_joint_itself_stays_in_one_line() -> None:
    odd = Period(label="9日", wind=(Wind(direction="南转北", force_min=3, force_max=4),))
    assert [leg.text for leg in words.legs(odd, "zh-CN")] == ["南转北风3～4级"]


def test_no_wind_has_no_legs() -> None:
    assert words.legs(Period(label="9日"), "zh-CN") == ()

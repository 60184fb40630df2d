"""Temperatures on a scale that all days share."""

from __future__ import annotations

import pytest

from messages.edition import Number, Period
from messages.picture.compose import compose
from messages.picture.palette import warmth
from messages.picture.scene import Slot
from messages.picture.thermometer import Scale, changes, scale, shown
from tests.messages.picture.cards import card
from tests.messages.picture.laws import texts


def day(low: Number | None, high: Number | None) -> Period:
    return Period(label="9日", sky=("晴",), low=low, high=high)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([day(5, 27), day(15, 29), day(6, 24)], Scale(5, 29)),
        ([day(5, 270), day(6, 24)], Scale(5, 24)),
        ([day(10, 12)], Scale(6, 16)),
        ([day(None, None)], Scale(0, 10)),
        ([day(None, 14)], Scale(9, 19)),
    ],
)
def test_the_scale_spans_what_can_be_true(days: list[Period], expected: Scale) -> None:
    assert scale(days) == expected


def test_the_same_temperature_stands_at_the_same_height_every_day() -> None:
    slots = [mark for mark in compose(card([day(5, 27), day(15, 27), day(5, 20)])) if isinstance(mark, Slot)]
    assert slots[0].top == slots[1].top < slots[2].top
    assert slots[0].steps[0] == slots[1].steps[0] != slots[2].steps[0]


def test_a_band_is_long_by_its_range_and_coloured_from_warm_to_cold() -> None:
    slots = [mark for mark in compose(card([day(0, 30), day(10, 20)])) if isinstance(mark, Slot)]
    wide = slots[0].box.w
    assert (len(slots[0].steps) - wide) == pytest.approx(3 * (len(slots[1].steps) - wide), abs=3)
    assert slots[0].steps[wide // 2] == warmth(30)
    assert slots[0].steps[-wide // 2] == pytest.approx(warmth(0), abs=3)


def test_an_absurd_value_is_shown_and_marked_and_draws_no_band() -> None:
    marks = compose(card([day(270, None)]))
    assert "270?" in {line.text for words in texts(marks) for line in words.lines}
    assert [mark.steps for mark in marks if isinstance(mark, Slot)] == [()]


def test_a_day_without_temperatures_has_no_slot() -> None:
    assert not [mark for mark in compose(card([day(None, None)])) if isinstance(mark, Slot)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5°"), (-12, "−12°"), (0, "0°"), (-0.3, "0°"), (12.6, "13°"), (270, "270?"), (-273, "−273?")],
)
def test_a_temperature_is_written_in_whole_degrees(value: Number, text: str) -> None:
    assert shown(value) == text


def test_only_a_change_of_five_degrees_or_more_is_noted() -> None:
    assert changes([day(5, 27), day(15, 29), day(11, 20), day(6, 24)]) == (None, 10, None, -5)


def test_an_absurd_or_missing_low_is_compared_with_nothing() -> None:
    assert changes([day(5, 9), day(270, 9), day(None, 9), day(5, 9)]) == (None, None, None, None)
    night = day(5, 9).model_copy(update={"part": "night"})
    assert changes([day(15, 20), night]) == (None, None)

"""Rates and full seconds, from instants."""

from __future__ import annotations

import math

import pytest

from campaigns import pace


@pytest.mark.parametrize(
    ("instants", "most"),
    [
        ([], 0),
        ([5.0], 1),
        ([0.0, 1.0, 2.0], 1),
        ([0.0, 0.9, 1.0, 1.1], 3),
        ([0.6, 0.7, 1.4, 1.5], 4),  # full although neither clock second is
    ],
)
def test_the_fullest_second_is_found_wherever_it_starts(instants: list[float], most: int) -> None:
    assert pace.fullest_second(instants) == most


def test_the_rate_counts_gaps_and_not_events() -> None:
    assert pace.rate([0.0, 0.5, 1.0]) == 2.0
    assert pace.rate([3.0]) == 0.0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert pace.percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert pace.percentile(list(range(1, 101)), 0.95) == 95
    assert math.isnan(pace.percentile([], 0.95))

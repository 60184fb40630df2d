"""Goals judged over repetitions, and the page that shows them."""

from __future__ import annotations

import math

import pytest

from campaigns import report
from campaigns.figures import Goal, Reading, Result, Row, Setting

AT_LEAST_TWICE = Goal("≥ 2 × peer", "rate", "ours", "peer", at_least=2)


def nobody(_setting: Setting) -> Reading:
    return Reading()


def readings(ours: list[float], peer: list[float], failed: str = "") -> dict[str, list[Reading]]:
    return {
        "ours": [Reading({"rate": value}, failed) for value in ours],
        "peer": [Reading({"rate": value}) for value in peer],
    }


@pytest.mark.parametrize(
    ("ours", "peer", "found", "verdict"),
    [
        ([20.0, 40.0, 60.0], [10.0, 10.0, 10.0], 4.0, "reached"),
        ([10.0, 40.0], [10.0, 40.0], 1.0, "missed"),  # a slow minute slows both
    ],
)
def test_a_goal_is_the_median_of_ratios_measured_side_by_side(
    ours: list[float], peer: list[float], found: float, verdict: str
) -> None:
    given = readings(ours, peer)
    assert AT_LEAST_TWICE.found(given) == found
    assert AT_LEAST_TWICE.verdict(given) == verdict


def test_a_failed_reading_fails_the_goal_whatever_its_figures() -> None:
    given = readings([100.0], [1.0], failed="of 10 chats 1 missed")
    assert math.isnan(AT_LEAST_TWICE.found(given))
    assert AT_LEAST_TWICE.verdict(given) == "FAILED"


def test_an_absolute_goal_needs_no_peer() -> None:
    goal = Goal("≤ 10 ms", "ms", "ours", at_most=10)
    assert goal.verdict({"ours": [Reading({"ms": 9.0})]}) == "reached"
    assert goal.verdict({"ours": [Reading({"ms": 11.0})]}) == "missed"


def test_the_page_shows_figures_verdicts_and_failures() -> None:
    row = Row("r", "A row", "how it was done", {"ours": nobody, "peer": nobody}, (AT_LEAST_TWICE,))
    result = Result(row, {"ours": [Reading({"per_second": 1234.5})], "peer": [Reading({}, "it broke")]})
    page = report.page([result], ["Machine: one"])
    assert "| ours | 1,234 messages/s |" in page
    assert "| peer | FAILED: it broke |" in page
    assert "| ≥ 2 × peer | – | FAILED |" in page
    assert "- Machine: one" in page

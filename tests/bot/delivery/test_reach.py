"""How much may be on its way at once, at the paces Telegram gives and the distances it has."""

from __future__ import annotations

import pytest

from bot.delivery.reach import BATCH, MOST_CONNECTIONS, Reach


def learned(rate: float, trip: float) -> Reach:
    reach = Reach(rate)
    for number in range(200):
        reach.learn(trip)
        reach.turned(max(1, int(rate / 20)), trip, number / 20)
    return reach


@pytest.mark.parametrize(
    ("rate", "trip", "requests", "rows"),
    [(30, 0.05, 4, 4), (30, 0.2, 9, 9), (300, 0.05, 22, 30), (1000, 0.05, 75, 100), (1000, 0.002, 4, 100)],
)
def test_a_rate_needs_as_many_requests_as_its_round_trip_is_long_and_half_as_many_again(
    rate: float, trip: float, requests: int, rows: int
) -> None:
    reach = learned(rate, trip)
    assert min(reach.requests, MOST_CONNECTIONS) == pytest.approx(requests, abs=1)
    assert reach.rows == pytest.approx(rows, abs=1)


@pytest.mark.parametrize("rate", [1, 30, 100, 1000, 100_000])
@pytest.mark.parametrize("trip", [0.0001, 0.05, 3.0])
def test_never_more_than_a_batch_is_out_and_something_always_may_be(rate: float, trip: float) -> None:
    reach = learned(rate, trip)
    assert reach.rows in range(1, BATCH + 1)
    assert reach.claim in range(1, reach.rows + 1), "a claim that is never due would end all sending"
    assert reach.requests in range(1, BATCH - reach.claim + 1), "while a claim is written, its rows are not out"


def test_far_away_the_next_rows_are_claimed_a_few_at_a_time_so_that_the_rest_can_be_on_their_way() -> None:
    near, far = learned(1000, 0.002), learned(1000, 0.06)
    assert far.claim < near.claim
    assert far.requests >= 60, "a thousand a second at 60 ms are sixty at once"
    assert learned(1900, 0.05).claim == 2, "nothing of a clump of answers waits for the next clump"


def test_what_is_not_known_yet_is_taken_for_far_away() -> None:
    """A hundred rows at 50 ms are two thousand a second: to begin with a quarter of them took two seconds to find out."""
    fresh = Reach(100_000.0)
    assert fresh.requests >= 60
    assert fresh.requests + fresh.claim <= BATCH

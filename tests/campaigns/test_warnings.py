"""The time of a warning, measured in a small form: the long one is `./run warnings`."""

from __future__ import annotations

from campaigns.verdict import Accepted
from campaigns.warnings import BOUND, judged, measured


def test_every_reader_is_warned_within_a_minute_beside_a_running_send() -> None:
    found = measured(200, 200.0, 5)
    assert (found.warned, found.doubled) == (200, 0)
    assert found.last < BOUND
    assert found.faults == []


def test_who_is_missed_or_warned_twice_or_too_late_is_a_fault() -> None:
    warned = [Accepted(1, 1, 10.0, "ok", ""), Accepted(1, 2, 100.0, "ok", "")]
    plain = [Accepted(2, 3, 50.0, "ok", "")]
    found = judged(2, 0.0, warned, plain)
    assert (found.warned, found.doubled, found.first, found.last, found.late) == (1, 1, 10.0, 100.0, 1)
    assert len(found.faults) == 4

"""The crash campaign in its shortest form: our program is really killed, and judged by the server it spoke to."""

from __future__ import annotations

import datetime as dt

import pytest

from campaigns.crash import trials
from campaigns.mornings import next_minute
from campaigns.trials import Scale, so_far
from campaigns.verdict import Verdict

SHORT = Scale(seed=3, readers=80, rate=200.0, kills=2)


@pytest.mark.parametrize("name", ["kills-alert", "answers-digest"])
def test_the_promise_holds_and_the_books_balance_to_the_message(name: str) -> None:
    outcome = trials(SHORT)[name]()
    assert outcome.faults == ()
    assert outcome.verdict.accepted > 0
    assert outcome.verdict.open == 0


def test_a_long_trial_of_kills_says_how_far_it_is() -> None:
    said = so_far(Verdict(readers=40, accepted=45, kills=20, surplus=5), 1_000, 50.0, [])
    assert said.strip() == "20 of 1,000 kills, 2.5 s each; 45 accepted, 0 missed, 5 told twice; no fault"
    assert so_far(Verdict(kills=20, missed=1), 1_000, 50.0, ["missed: 1"]).endswith("; missed: 1")


def test_a_morning_begins_at_a_full_minute_that_lies_ahead() -> None:
    now = dt.datetime(2023, 3, 9, 6, 59, 30, 5, tzinfo=dt.UTC)
    assert next_minute(now) == dt.datetime(2023, 3, 9, 7, 0, tzinfo=dt.UTC)

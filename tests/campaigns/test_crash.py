"""The crash campaign in its shortest form: our program is really killed, and judged by the server it spoke to."""

from __future__ import annotations

import pytest

from campaigns.trials import Scale, trials

SHORT = Scale(seed=3, readers=80, rate=200.0, kills=2)


@pytest.mark.parametrize("name", ["kills-alert", "answers-digest"])
def test_the_promise_holds_and_the_books_balance_to_the_message(name: str) -> None:
    outcome = trials(SHORT)[name]()
    assert outcome.faults == ()
    assert outcome.verdict.accepted > 0
    assert outcome.verdict.open == 0

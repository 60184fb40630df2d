"""What counts as a broken promise, from two ledgers."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.verdict import Accepted, Verdict, balanced, cut_off, verdict

LIVING = [1, 2]


def copy(chat: int, message_id: int, at: float = 0.0, answered: str = "ok") -> Accepted:
    return Accepted(chat, message_id, at, answered, "早")


def row(chat: int, state: str = "sent", message_id: int | None = None, attempts: int = 1) -> dict[str, Any]:
    return {"chat_id": chat, "state": state, "message_id": message_id, "attempts": attempts}


BOTH = [copy(1, 10), copy(2, 20)]
BOOKS = [row(1, message_id=10), row(2, message_id=20)]


def test_everybody_once_keeps_the_promise() -> None:
    found = verdict(LIVING, BOTH, BOOKS, [])
    assert found == Verdict(readers=2, accepted=2, sent=2)
    assert not found.faults(urgent=True)
    assert not found.faults(urgent=False)


def test_a_missed_reader_is_forgiven_only_when_declared_and_not_urgent() -> None:
    declared = verdict(LIVING, BOTH[:1], [BOOKS[0], row(2, "unknown")], [5.0])
    assert not declared.faults(urgent=False)
    assert "missed: 1" in declared.faults(urgent=True)
    silent = verdict(LIVING, BOTH[:1], [BOOKS[0], row(2, "refused")], [5.0])
    assert "missed and not declared: 1" in silent.faults(urgent=False)


@pytest.mark.parametrize(
    ("first", "kills", "excused"),
    [
        (copy(1, 9, at=4.8), [5.0], True),
        (copy(1, 9, at=-6.0), [5.0], False),  # its receipt had long been written
        (copy(1, 9, at=5.1), [5.0], False),  # accepted after the kill: by the next life, which saw the answer
        (copy(1, 9, answered="reset_after"), [], True),
        (copy(1, 9), [], False),
    ],
)
def test_a_double_needs_a_kill_or_a_hidden_answer(first: Accepted, kills: list[float], *, excused: bool) -> None:
    books = [row(1, message_id=10, attempts=2), BOOKS[1]]
    found = verdict(LIVING, [first, copy(1, 10, at=6.0), BOTH[1]], books, kills)
    assert found.surplus == 1
    assert (found.unexplained == 0) is excused
    assert "doubled: 1" in found.faults(urgent=False), "never for what is not urgent"


def test_a_kill_excuses_the_last_batch_before_it_and_an_answer_that_was_held_back() -> None:
    sent = [copy(chat, chat, at=chat / 100, answered="delayed" if chat == 5 else "ok") for chat in range(1, 121)]
    assert cut_off(sent, [1.205]) == {5, *range(21, 121)}
    assert cut_off(sent, [0.5]) == set(range(1, 51)), "what came after it is not excused"
    assert cut_off(sent, []) == set()


def test_no_more_than_a_batch_is_doubled_by_a_kill() -> None:
    assert not Verdict(kills=2, surplus=200).faults(urgent=True)
    assert Verdict(kills=2, surplus=201).faults(urgent=True) == ["surplus above 100 a kill: 1"]


@pytest.mark.parametrize(
    ("copies", "book", "fits"),
    [
        ([copy(1, 10)], row(1, message_id=10), True),
        ([copy(1, 11)], row(1, message_id=10), False),  # the message named was never accepted
        ([], row(1, message_id=10), False),
        ([copy(1, 9), copy(1, 10)], row(1, message_id=10, attempts=2), True),
        ([copy(1, 9), copy(1, 10)], row(1, message_id=10, attempts=1), False),  # more than the books tried
        ([copy(1, 9)], row(1, "unknown"), True),
        ([], row(1, "unknown"), True),
        ([copy(1, 9)], row(1, "refused"), False),
        ([copy(1, 9)], None, False),
    ],
)
def test_the_books_must_explain_each_message(
    copies: list[Accepted], book: dict[str, Any] | None, *, fits: bool
) -> None:
    assert balanced(copies, book) is fits


def test_a_row_that_never_ended_is_a_fault() -> None:
    found = verdict(LIVING, BOTH, [*BOOKS, row(3, "sending")], [])
    assert found.faults(urgent=True) == ["rows never ended: 1"]

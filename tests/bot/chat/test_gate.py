"""What is turned away before any work is done: what is not for us, and what is too much."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.chat.gate import Gate, Verdict
from tests.bot.chat.asking import FORUM, GROUP, NAME, READER, message, person, press


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def gate_and_clock() -> tuple[Gate, Clock]:
    clock = Clock()
    return Gate(lambda: NAME, clock), clock


def said(chat_id: int = READER, author: int = READER, text: str = "/help", **more: Any) -> dict[str, Any]:
    return {"message": message(chat_id, text, author, **more)}


@pytest.mark.parametrize("chat_id", [READER, GROUP, FORUM])
@pytest.mark.parametrize("seconds", [1.0, 60.0, 600.0])
def test_ten_thousand_commands_of_one_chat_get_at_most_twenty_one_answers(chat_id: int, seconds: float) -> None:
    gate, clock = gate_and_clock()
    found: Counter[Verdict] = Counter()
    for _ in range(10_000):
        clock.now += seconds / 10_000
        found[gate.judge(said(chat_id))] += 1
    assert found[Verdict.PASS] + found[Verdict.WARN] <= 21 + seconds / 600
    assert found[Verdict.WARN] == 1
    assert gate.judge(said(READER + 1, READER + 1)) is Verdict.PASS


def test_after_a_flood_a_chat_is_served_again_and_may_be_warned_again() -> None:
    gate, clock = gate_and_clock()
    for _ in range(100):
        gate.judge(said())
    clock.now += 15
    assert gate.judge(said()) is Verdict.DROP
    clock.now += 60
    assert gate.judge(said()) is Verdict.PASS
    assert Verdict.WARN in {gate.judge(said()) for _ in range(30)}


def test_one_who_waits_for_each_answer_is_never_turned_away() -> None:
    gate, clock = gate_and_clock()
    for _ in range(1_000):
        clock.now += 1.01
        assert gate.judge(said()) is Verdict.PASS


def test_a_person_who_floods_from_group_to_group_is_one_person() -> None:
    gate, _clock = gate_and_clock()
    found = Counter(gate.judge(said(GROUP - number)) for number in range(200))
    assert found[Verdict.PASS] == 20


def test_what_a_group_says_among_itself_costs_nothing_and_is_not_for_us() -> None:
    gate, _clock = gate_and_clock()
    for text in ("早上好", "天气", "@someone 天气", f"@{NAME[:-1]} 天气"):
        assert [gate.judge(said(GROUP, text=text)) for _ in range(100)] == [Verdict.DROP] * 100
    assert gate.judge(said(GROUP, text=f"@{NAME.upper()} 天气")) is Verdict.PASS
    ours = message(GROUP, "…", READER) | {"from": person(1, username=NAME)}
    assert gate.judge(said(GROUP, text="天气", reply_to_message=ours)) is Verdict.PASS


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post", "poll", "shipping_query"])
def test_updates_nobody_answers_make_no_work(kind: str) -> None:
    gate, _clock = gate_and_clock()
    assert gate.judge({kind: message(READER, "/help", READER)}) is Verdict.DROP


def test_taps_have_a_bucket_of_their_own_and_a_moved_group_is_always_heard() -> None:
    gate, _clock = gate_and_clock()
    for _ in range(100):
        gate.judge(said(GROUP))
    assert gate.judge(press(GROUP, "s1", READER)) is Verdict.PASS
    assert gate.judge(said(GROUP, migrate_to_chat_id=-1)) is Verdict.PASS
    found = Counter(gate.judge(press(GROUP, "s1", READER)) for _ in range(100))
    assert (found[Verdict.PASS], found[Verdict.WARN]) == (39, 1)


def test_what_is_malformed_is_turned_away_or_let_through_but_never_fails() -> None:
    gate, _clock = gate_and_clock()
    malformed: tuple[dict[str, Any], ...] = (
        {},
        {"message": None},
        {"message": {}},
        {"message": {"chat": {}}},
        {"message": {"chat": {"id": 1, "type": "private"}}},
        {"callback_query": {}},
        {"callback_query": {"from": {}, "message": None}},
        {"inline_query": {"from": {}}},
    )
    for update in malformed:
        assert gate.judge(update) in Verdict

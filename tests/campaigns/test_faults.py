"""The plan of a server that breaks its answers, and its rate limit."""

from __future__ import annotations

from collections import Counter

import pytest

from campaigns.faults import FAULTS, GROUP_DEAD, PRIVATE_DEAD, Gate, Plan


def test_a_plan_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    odds = {"reset_after": 0.3, "bad_gateway": 0.3}

    def faults(seed: int) -> list[object]:
        return [Plan(seed, odds=odds).fault(call) for call in range(200)]

    assert faults(1) == faults(1)
    assert faults(1) != faults(2)


def test_faults_come_as_often_as_their_odds() -> None:
    plan = Plan(3, odds={"reset_before": 0.1, "truncated": 0.2})
    found = Counter(fault.name if fault else "" for fault in map(plan.fault, range(5_000)))
    assert found["reset_before"] == pytest.approx(500, rel=0.2)
    assert found["truncated"] == pytest.approx(1_000, rel=0.2)


def test_what_nobody_can_know_is_decided_by_a_coin() -> None:
    plan = Plan(3, odds={"gateway_timeout": 1.0})
    taken = Counter(fault.accepts for fault in map(plan.fault, range(400)) if fault)
    assert set(taken) == {True, False}
    assert FAULTS["gateway_timeout"].accepts is None


def test_a_dead_chat_is_dead_for_every_message_and_refuses_as_its_kind_does() -> None:
    plan = Plan(5, dead=1.0)
    people = [plan.nature(chat) for chat in range(1, 300)]
    groups = [plan.nature(chat) for chat in range(-300, 0)]
    assert all(answer in people for answer in PRIVATE_DEAD)
    assert all(answer in groups for answer in GROUP_DEAD)
    assert None not in people + groups
    assert plan.nature(17) == plan.nature(17)


def test_a_migrated_group_names_a_supergroup_that_lives() -> None:
    plan = Plan(5, migrated=1.0)
    moved = plan.nature(-5)
    assert moved is not None
    assert plan.nature(moved.extra["migrate_to_chat_id"]) is None
    assert plan.nature(5) is None, "people do not migrate"


def test_html_is_refused_where_the_plan_says_and_plain_text_taken() -> None:
    plan = Plan(5, unparsable=1.0)
    refused = plan.refusal(1, {"parse_mode": "HTML"})
    assert refused is not None
    assert "can't parse entities" in refused.description
    assert plan.refusal(1, {}) is None


@pytest.mark.parametrize("given", [{"sead": 1}, {"odds": {"reset_bevore": 0.1}}])
def test_a_misspelt_plan_is_an_error(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a plan has no"):
        Plan.read(given)


def test_the_true_limit_refuses_what_comes_too_fast_and_punishes_who_does_not_wait() -> None:
    gate = Gate(Plan(per_second=2, wait=1, punish=3.0))
    assert [gate.wait(chat, 10.0) for chat in (1, 2)] == [0, 0]
    assert gate.wait(3, 10.1) == 1
    assert gate.wait(4, 10.2) == 4, "a call during the wait makes it longer"
    assert gate.wait(5, 14.2) == 0


def test_one_chat_may_be_held_alone() -> None:
    gate = Gate(Plan(chat_gap=1.0))
    assert gate.wait(1, 5.0) == 0
    assert gate.wait(1, 5.5) == 1
    assert gate.wait(2, 5.5) == 0

"""Budgets and the brake, on a clock that is only a number."""

from __future__ import annotations

import heapq
import random
from typing import TYPE_CHECKING

import pytest

from bot.delivery.brake import Brake
from bot.delivery.limits import Budget, ChatBudgets, Recent
from campaigns import pace

if TYPE_CHECKING:
    from collections.abc import Callable


def sent_in(budget: Budget, seconds: float, stalls: random.Random | None = None, answers: float = 0.0) -> list[float]:
    """Instants of everything that leaves, bulk as fast as it may and answers at a rate, with stalls of the loop."""
    now, end, sent, answered = 0.0, seconds, [], 0.0
    while now < end:
        if answers and now - answered >= 1 / answers and budget.wait(now) <= 0:
            budget.take(now)
            budget.answered(now)
            answered = now
            sent.append(now)
        elif budget.bulk_wait(now) <= 0:
            budget.take_bulk(now)
            budget.answered(now)
            sent.append(now)
        else:
            now += max(1e-4, min(budget.bulk_wait(now), 0.001))
        if stalls is not None and stalls.random() < 0.01:
            now += stalls.uniform(0, 0.2)
    return sent


def fullest(instants: list[float]) -> int:
    return max(sum(start <= at < start + 1.0 for at in instants) for start in instants)


@pytest.mark.parametrize("rate", [1, 30, 300, 1000])
def test_no_second_holds_more_than_the_rate_even_after_stalls_and_with_answers_between(rate: int) -> None:
    for stalls, answers in ((None, 0.0), (random.Random(1), 0.0), (random.Random(2), rate / 3)):
        assert fullest(sent_in(Budget(rate), 4.0 if rate > 1 else 10.0, stalls, answers)) <= rate


@pytest.mark.parametrize("rate", [30, 300, 1000])
def test_the_pace_is_at_least_97_of_100(rate: int) -> None:
    sent = sent_in(Budget(rate), 6.0)
    assert (len(sent) - 1) / (sent[-1] - sent[0]) >= 0.97 * rate


def over_a_network(rate: int, seconds: float, way: Callable[[float], float]) -> list[float]:
    """When each message arrives that leaves as soon as it may; one that leaves at t takes `way(t)` there and 1 ms back."""
    budget, now, arrivals, under_way = Budget(rate), 0.0, [], list[tuple[float, float]]()
    while now < seconds:
        while under_way and under_way[0][0] <= now:
            answered, left = heapq.heappop(under_way)
            budget.learn(answered - left)
            budget.answered(now)
        while budget.bulk_wait(now) <= 0:
            budget.take_bulk(now)
            arrivals.append(now + way(now))
            heapq.heappush(under_way, (arrivals[-1] + 0.001, now))
        now += 0.001
    return sorted(arrivals)


@pytest.mark.parametrize("rate", [30, 300, 1000])
def test_what_a_stalled_network_lets_arrive_at_once_is_no_more_than_a_second_may_hold(rate: int) -> None:
    """Every 1.3 s nothing arrives for 0.4 s and then all of it; the first connection takes that long as well."""

    def way(left: float) -> float:
        return max(0.001, 0.4 - left % 1.3)

    assert pace.fullest_second(over_a_network(rate, 6.0, way)) <= 1.05 * rate


@pytest.mark.parametrize("rate", [30, 1000])
def test_a_long_way_does_not_slow_the_pace(rate: int) -> None:
    arrivals = over_a_network(rate, 6.0, lambda left: 0.15 + 0.02 * (left * 7 % 1))
    assert pace.rate(arrivals) >= 0.97 * rate


def test_what_is_never_answered_makes_room_only_when_it_is_given_up() -> None:
    budget = Budget(4)
    for _ in range(4):
        budget.take(0.0)
    assert budget.wait(5.0) > 0
    budget.answered(5.0, 4)
    budget.learn(0.1)
    assert budget.wait(5.0) > 0, "they may have arrived a moment ago"
    assert budget.wait(6.0) == 0.0


def test_a_slower_pace_is_kept() -> None:
    budget, now, sent = Budget(100), 0.0, 0
    while now < 10.0:
        if budget.bulk_wait(now, factor=0.5) <= 0:
            budget.take_bulk(now, factor=0.5)
            budget.answered(now)
            sent += 1
        else:
            now += 0.001
    assert 480 <= sent <= 515


def test_an_answer_does_not_wait_for_the_pace_of_what_is_owed_to_many() -> None:
    budget = Budget(30)
    for _ in range(12):
        budget.take_bulk(0.0)
    assert budget.bulk_wait(0.0) > 0
    assert budget.wait(0.0) == 0.0


def test_answers_find_room_in_the_gap_that_a_stall_leaves_a_second_later() -> None:
    """Bulk catches up after a stall of a quarter second; at no time after it do twenty people a second wait."""
    budget, now, next_answer, longest = Budget(1000), 0.0, 0.5, 0.0
    while now < 5.0:
        if now >= next_answer and budget.wait(now) <= 0:
            if next_answer > 1.3:  # not in the stall itself
                longest = max(longest, now - next_answer)
            budget.take(now)
            budget.answered(now)
            next_answer += 0.05
        elif budget.bulk_wait(now) <= 0:
            budget.take_bulk(now)
            budget.answered(now)
        else:
            now += 0.0005
        if 1.0 <= now < 1.001:
            now = 1.25
    assert longest <= 0.005


def test_an_answer_of_three_messages_takes_three() -> None:
    budget = Budget(4)
    budget.take(0.0, 3)
    assert budget.wait(0.0) == 0.0
    budget.take(0.0)
    assert budget.wait(0.0) > 1.0


def test_a_person_gets_one_a_second_and_a_few_answers_in_a_row() -> None:
    chats = ChatBudgets()
    chats.sent(1, 10.0)
    assert chats.wait(1, 10.5) == pytest.approx(0.5)
    assert chats.wait(1, 10.5, burst=5) == 0.0
    for _ in range(4):
        chats.sent(1, 10.5)
    assert chats.wait(1, 10.6, burst=5) > 0
    assert chats.wait(2, 10.5) == 0.0
    assert chats.wait(1, 20.0) == 0.0


def test_a_group_gets_twenty_a_minute() -> None:
    chats, now = ChatBudgets(), 100.0
    for _ in range(20):
        assert chats.wait(-1, now) == 0.0
        chats.sent(-1, now)
        now += 1.0
    assert chats.wait(-1, now) == pytest.approx(100.0 + 60.0 - now)
    assert chats.wait(-1, 160.0) == 0.0
    assert chats.wait(-1, 125.0, burst=5) > 0, "answers in a group count as well"


def test_a_held_chat_waits_and_the_others_do_not() -> None:
    chats = ChatBudgets()
    chats.hold(1, 15.0)
    assert chats.wait(1, 10.0) == 5.0
    assert chats.wait(2, 10.0) == 0.0
    assert chats.held(10.0) == {1}
    assert chats.held(15.0) == set()


def test_what_was_sent_is_forgotten_when_it_says_nothing_any_more() -> None:
    recent = Recent(5.0)
    for chat in range(100_000):
        recent.add(chat, chat / 1000)
    kept = len(recent._young) + len(recent._old)
    assert kept <= 2 * 5 * 1000 + 2
    assert recent.of(99_999, 99.999) == (99.999,)


def test_a_flood_holds_everything_then_lets_one_probe_out_then_the_rest() -> None:
    brake = Brake()
    brake.flooded(3.0, now=10.0)
    assert brake.wait(12.0) == 1.0
    assert brake.wait(13.0) == 0.0
    brake.left()
    assert brake.wait(13.0) > 0, "the probe is out: nobody else"
    brake.passed(13.1)
    assert brake.wait(13.1) == 0.0
    brake.left()
    assert brake.wait(13.1) == 0.0


def test_a_flood_halves_the_pace_once_however_many_were_refused_by_it() -> None:
    brake = Brake()
    for _ in range(4):
        brake.flooded(1.0, now=10.0)
    assert brake.factor == 0.5


def test_the_pace_comes_back_fast_to_where_it_was_refused_and_slowly_from_there() -> None:
    brake = Brake(factor=0.6)
    brake.flooded(1.0, now=0.0)
    assert brake.factor == 0.3
    now = 1.0
    while brake.factor < 0.58:
        now += 0.1
        brake.passed(now)
    assert now < 3.0
    knee = now
    while now < knee + 10.0:
        now += 0.1
        brake.passed(now)
    assert 0.58 <= brake.factor < 0.6
    while now < 400.0:
        now += 0.1
        brake.passed(now)
    assert brake.factor == 1.0


def test_a_flood_tells_what_pace_the_api_takes_when_we_were_sending_at_ours() -> None:
    brake = Brake(rate=100)
    for number in range(50):
        brake.passed(number / 100)
    brake.flooded(1.0, now=0.5)
    assert brake.factor == 0.25, "half of the half it took"
    idle = Brake(rate=100)
    idle.passed(0.4)
    idle.flooded(1.0, now=0.5)
    assert idle.factor == 0.5, "one message a second is no measure of anything"


def test_a_probe_that_is_refused_waits_again_without_halving_again() -> None:
    brake = Brake()
    brake.flooded(1.0, now=0.0)
    brake.left()
    brake.flooded(2.0, now=1.0)
    assert (brake.factor, brake.wait(1.0)) == (0.5, 2.0)


def test_an_answer_to_what_was_sent_before_the_hold_does_not_end_it() -> None:
    brake = Brake()
    brake.flooded(1.0, now=0.0)
    brake.passed(0.01)
    brake.flooded(1.0, now=0.02)
    assert brake.factor == 0.5, "one flood"
    assert brake.probing


def test_half_of_twenty_calls_failing_holds_the_bot_longer_each_time() -> None:
    brake = Brake()
    for _ in range(10):
        brake.passed(0.0)
        brake.failed(0.0)
    assert brake.wait(0.0) == 1.0
    brake.left()
    brake.failed(1.0)
    assert brake.wait(1.0) == 2.0
    brake.left()
    brake.passed(3.0)
    assert brake.wait(3.0) == 0.0


def test_single_failures_hold_nothing() -> None:
    brake = Brake()
    for _ in range(100):
        brake.passed(0.0)
        brake.passed(0.0)
        brake.failed(0.0)
    assert brake.wait(0.0) == 0.0

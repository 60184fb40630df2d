"""However much is sent, what is kept stays bounded and what is counted stays exact."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.playground import history, ledger
from bot.playground.dispatch import answer
from bot.playground.events import KEPT as EVENTS_KEPT
from bot.playground.files import Files, picture_size
from bot.playground.history import Entry, History
from bot.playground.ledger import Ledger, Row
from bot.playground.limits import Limits
from bot.playground.params import Parameters
from bot.playground.refusal import RefusedError
from tests.bot.playground.worlds import MORNING, new_world


def row(n: int, text: str = "x") -> Row:
    return Row(n, "sendMessage", n % 7, None, n, text, MORNING, 1)


def test_the_ledger_counts_exactly_what_it_no_longer_keeps() -> None:
    books = Ledger()
    for n in range(ledger.ROWS + 1000):
        books.accept(row(n))
    assert len(books.rows) == ledger.ROWS
    assert books.total == sum(books.by_chat.values()) == ledger.ROWS + 1000
    assert books.by_chat[3] == len(range(3, ledger.ROWS + 1000, 7))


def test_the_ledger_keeps_less_of_long_texts() -> None:
    books = Ledger()
    text = "x" * 1_000_000
    for n in range(100):
        books.accept(row(n, text))
    assert len(books.rows) == ledger.CHARACTERS // len(text)
    assert books.total == 100


def test_the_history_forgets_the_oldest_messages() -> None:
    kept = History()
    for n in range(history.MESSAGES + 10):
        kept.add(n % 3, Entry({"message_id": n, "text": "x"}))
    assert sum(len(each) for each in kept.chats.values()) == history.MESSAGES
    assert kept.get(9 % 3, 9) is None
    assert kept.get(10 % 3, 10) is not None


def test_files_leave_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.playground.files.KEPT_BYTES", 100)
    files = Files()
    for n in range(20):
        files.add("a.txt", bytes([n]) * 10, "text/plain", "documents")
    assert files.size == 100
    assert len(files.files) == 10


async def test_many_messages_leave_bounded_traces() -> None:
    world = new_world()
    bot = world.enter("1:a")
    for n in range(5_000):
        told = await answer(world, bot, "sendMessage", Parameters({"chat_id": 42, "text": f"n{n}"}))
        assert told.status == 200
    assert len(world.events.kept) == EVENTS_KEPT
    assert world.calls.last_id == world.ledger.total == 5_000
    assert len(world.calls.kept) < 5_000


async def results(seed: int) -> list[Any]:
    world = new_world(seed)
    bot = world.enter("1:a")
    calls: list[tuple[str, dict[str, Any]]] = [
        ("sendDice", {"chat_id": 42}),
        ("sendPoll", {"chat_id": 42, "question": "?", "options": ["a"]}),
    ]
    return [json.loads((await answer(world, bot, name, Parameters(given))).body) for name, given in calls]


async def test_a_world_repeats_with_its_seed() -> None:
    assert await results(5) == await results(5)
    assert await results(5) != await results(6)


def spent(limits: Limits, chat_id: int, now: float, *, group: bool = False) -> int:
    """0 when a message passes, else the seconds to wait."""
    try:
        limits.spend(1, chat_id, group=group, now=now)
    except RefusedError as refusal:
        return int((refusal.parameters or {})["retry_after"])
    return 0


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    limits = Limits(enabled=True)
    assert [spent(limits, 42, 0.0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert [spent(limits, 42, 1.0), spent(limits, 42, 1.5)] == [0, 1]


def test_all_chats_together_take_thirty_a_second() -> None:
    limits = Limits(enabled=True)
    assert [spent(limits, n, 0.0) for n in range(31)] == [0] * 30 + [1]
    assert spent(limits, 99, 1.01) == 0


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits(enabled=True)
    assert [spent(limits, -5, 2.0 * n, group=True) for n in range(21)] == [0] * 20 + [20]
    assert spent(limits, -5, 60.5, group=True) == 0


def test_limits_are_off_unless_switched_on() -> None:
    limits = Limits()
    assert not any(spent(limits, 42, 0.0) for _ in range(1000))


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1080).to_bytes(4, "big") + (1350).to_bytes(4, "big"), (1080, 1350)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08"
            + (20).to_bytes(2, "big")
            + (30).to_bytes(2, "big")
            + b"x",
            (30, 20),
        ),
        (b"\xff\xd8\xff\xe0\x00\x00", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size

"""The sending loop over a real store, with the API played by a function."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import escape

from bot.clock import SettableClock
from bot.delivery.alarm import Trouble
from bot.delivery.answers import Answer, Lost, NotSent
from bot.delivery.judge import Judge
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.errors import TryLaterError
from bot.ledger import Priority, Sent
from bot.store import claims
from bot.store.database import Database
from bot.store.upgrade import upgrade
from messages.message import Message
from tests.bot.store.readers import NOW, claim, owe, rows, subscribe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from bot.delivery.alarm import Alarm
    from bot.delivery.answers import Call, Post
    from bot.ledger import Intent, Outcome

    Api = Callable[[int], Awaitable[Call] | Call]

UNAUTHORIZED = Answer(401, {"ok": False, "description": "Unauthorized"})


def ok(chat: int) -> Answer:
    return Answer(200, {"ok": True, "result": {"message_id": abs(chat) * 10}})


def flood(seconds: float) -> Answer:
    return Answer(429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": seconds}})


class There:
    """A worker, what it posted, and the bell."""

    def __init__(self, database: Database, api: Callable[[int], Call], rate: float) -> None:
        self.database = database
        self.asked: list[int] = []
        self.alarms: list[Alarm] = []
        self.api = api
        self.hold: asyncio.Event | None = None
        sender = Sender(database, lambda _card: b"", self._post)
        judge = Judge(database=database, sender=sender, compose=self._compose, clock=SettableClock(NOW))
        self.worker = Worker(
            database=database, judge=judge, clock=SettableClock(NOW), rate=rate, alarm=self.alarms.append
        )

    async def _compose(self, intent: Intent) -> Message:
        return Message(text=escape(intent.priority.name))

    async def _post(self, post: Post) -> Call:
        chat = int(json.loads(post.body)["chat_id"])
        self.asked.append(chat)
        if self.hold is not None:
            await self.hold.wait()
        return self.api(chat)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.01)

    def states(self) -> list[str]:
        return [row.state for row in rows(self.database)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'worker.db'}")
    try:
        upgrade(opened)
        yield opened
    finally:
        opened.close()


@contextlib.asynccontextmanager
async def working(database: Database, api: Callable[[int], Call] = ok, rate: float = 1000) -> AsyncIterator[There]:
    there = There(database, api, rate)
    running = asyncio.create_task(there.worker.run())
    try:
        yield there
    finally:
        await there.worker.stop()
        await running


class Greeting:
    """An answer to a person."""

    messages = 1
    done = True

    def __init__(self, chat_id: int, log: list[int]) -> None:
        self.chat_id = chat_id
        self._log = log

    async def send(self) -> Outcome:
        self._log.append(-self.chat_id)
        return Sent(1)


async def test_an_answer_whose_chat_must_wait_does_not_slow_what_is_owed_to_many(database: Database) -> None:
    subscribe(database, *range(1, 21))
    owe(database)
    worker, now = There(database, ok, 30).worker, time.monotonic()
    worker._ready.extend(claim(database, 20))
    worker._chats.hold(77, now + 60)
    worker.answer(Greeting(77, []))
    sent = 0
    while worker._ready:
        if (job := worker._pick(now)) is not None:
            job.close()
            sent += 1
        else:
            wait = worker._until_next(now)
            assert 0 < wait <= 1 / 29, "the pace of what is owed"
            now += wait
    assert sent == 20


class Slow:
    """An answer that is on its way until it is let go."""

    messages = 0
    done = True

    def __init__(self, chat_id: int, name: str, log: list[str]) -> None:
        self.chat_id = chat_id
        self.go = asyncio.Event()
        self._name = name
        self._log = log

    async def send(self) -> Outcome:
        self._log.append(self._name)
        await self.go.wait()
        return Sent(1)


async def test_answers_to_one_chat_leave_one_after_the_other_in_their_order(database: Database) -> None:
    left: list[str] = []
    first, second, third = Slow(7, "first", left), Slow(7, "second", left), Slow(7, "third", left)
    other = Slow(8, "other", left)
    async with working(database) as there:
        for each in (first, second, third, other):
            there.worker.answer(each)
        await there.until(lambda: "other" in left)
        assert left == ["first", "other"]
        first.go.set()
        await there.until(lambda: len(left) > 2)
        second.go.set()
        await there.until(lambda: len(left) > 3)
        for each in (third, other):
            each.go.set()
    assert left == ["first", "other", "second", "third"]


async def test_everybody_owed_gets_one_and_the_books_name_each_message(database: Database) -> None:
    subscribe(database, *range(1, 301))
    owe(database)
    async with working(database) as there:
        await there.until(lambda: there.worker.gauges.sent == 300)
    assert sorted(there.asked) == list(range(1, 301))
    assert [(row.state, row.message_id) for row in rows(database)] == [("sent", n * 10) for n in range(1, 301)]


async def test_answers_go_before_everything_and_the_urgent_before_the_rest(database: Database) -> None:
    subscribe(database, *range(1, 201))
    owe(database, "digest-1", Priority.DIGEST)
    async with working(database, rate=200) as there:
        await there.until(lambda: len(there.asked) >= 60 and len(there.worker._ready) >= 10)
        time.sleep(0.1)  # a stall: twenty of the digest are due at once when it is over
        gone = len(there.asked) + len(there.worker._tasks)
        there.worker.answer(Greeting(7, there.asked))
        subscribe(database, *range(901, 904))
        owe(database, "urgent-1", Priority.ALERT)
        there.worker.wake()
        await there.until(lambda: there.worker.gauges.sent >= 200 + 203)
    assert there.asked.index(-7) <= gone, "nothing left before the answer that was not on its way already"
    urgent = max(there.asked.index(chat) for chat in (901, 902, 903))
    assert urgent < gone + 203 + 60, "the urgent ones overtook what was left of the digest"


async def test_no_more_than_a_batch_is_ever_on_its_way(database: Database) -> None:
    subscribe(database, *range(1, 400))
    owe(database)
    async with working(database, rate=100_000) as there:
        there.hold = asyncio.Event()
        await there.until(lambda: there.states().count("sending") > 0 and len(there.asked) >= 4)
        await asyncio.sleep(0.3)
        assert there.states().count("sending") <= 100
        there.hold.set()
        await there.until(lambda: there.worker.gauges.sent == 399)


async def test_a_stop_finishes_what_is_in_flight_and_gives_the_rest_back(database: Database) -> None:
    subscribe(database, *range(1, 200))
    owe(database)
    async with working(database, rate=100) as there:
        await there.until(lambda: len(there.asked) >= 5)
    assert set(there.states()) == {"sent", "pending"}
    assert there.states().count("sent") == len(there.asked)
    assert all(row.attempts == (1 if row.state == "sent" else 0) for row in rows(database))


async def test_a_refused_token_keeps_every_row_and_tells_operators(database: Database) -> None:
    subscribe(database, *range(1, 100))
    owe(database)
    async with working(database, lambda _chat: UNAUTHORIZED) as there:
        await there.until(lambda: there.worker.stopped is not None)
    assert set(there.states()) == {"pending"}
    assert Trouble.STOPPED in [alarm.trouble for alarm in there.alarms]


async def test_a_waiting_chat_holds_nobody_else_and_loses_no_attempt(database: Database) -> None:
    subscribe(database, 1, 2, 3)
    owe(database)
    async with working(database, lambda chat: flood(3600) if chat == 2 else ok(chat)) as there:
        await there.until(lambda: there.worker.gauges.sent == 2)
        await there.until(lambda: "sending" not in there.states())
    assert [(row.state, row.attempts) for row in rows(database)] == [("sent", 1), ("pending", 0), ("sent", 1)]


async def test_a_flood_holds_the_bot_then_one_probe_goes_even_when_it_is_an_answer(database: Database) -> None:
    subscribe(database, *range(1, 30))
    owe(database)
    refusals = {1, 2, 3, 4}

    def api(chat: int) -> Call:
        if chat in refusals:
            refusals.discard(chat)
            return flood(0.3)
        return ok(chat)

    async with working(database, api) as there:
        await there.until(lambda: not refusals)
        there.worker.answer(Greeting(77, there.asked))
        await there.until(lambda: there.worker.gauges.sent >= 25)
    assert -77 in there.asked


@pytest.mark.parametrize(
    ("priority", "state", "marked"),
    [
        (Priority.DIGEST, "unknown", False),
        (Priority.ANNOUNCEMENT, "unknown", False),
        (Priority.ALERT, "pending", True),
        (Priority.EDIT, "pending", False),
    ],
)
async def test_an_outcome_nobody_knows_is_closed_or_when_urgent_owed_again_and_marked(
    database: Database, priority: Priority, state: str, *, marked: bool
) -> None:
    subscribe(database, 1)
    owe(database, priority=priority)
    async with working(database, lambda _chat: Lost("reset")) as there:
        await there.until(lambda: there.asked != [] and there.states() == [state])
    (row,) = rows(database)
    assert (bool(row.marked), row.reason) == (marked, "reset")


async def test_what_never_left_is_owed_again(database: Database) -> None:
    subscribe(database, 1)
    owe(database)
    async with working(database, lambda _chat: NotSent("refused")) as there:
        await there.until(lambda: there.asked != [] and there.states() == ["pending"])
    (row,) = rows(database)
    assert row.not_before > 0
    assert row.attempts == 1


async def test_a_locked_database_stops_claiming_tells_operators_and_goes_on_by_itself(database: Database) -> None:
    subscribe(database, *range(1, 50))
    owe(database)
    impatient = Database(database.url, busy_seconds=0.2)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")  # begins a transaction that writes: nobody else can
        async with working(impatient) as there:
            await there.until(lambda: bool(there.alarms))
            assert there.alarms[0].trouble is Trouble.BOOKS
            assert there.asked == []
            there.worker.answer(Greeting(7, there.asked))
            await there.until(lambda: there.asked == [-7])
            connection.rollback()
            await there.until(lambda: there.worker.gauges.sent == 49)
    impatient.close()
    assert set(there.states()) == {"sent"}


async def test_a_commit_that_was_one_though_its_answer_was_lost_leaves_nobody_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that goes away during a commit may have kept it: its rows are `sending`, and nobody sends them."""
    subscribe(database, *range(1, 41))
    owe(database)
    whole, broken = database.write_each, iter(range(3))

    async def cut(work: Any, *given: Any, **how: Any) -> Any:
        done = await whole(work, *given, **how)
        if work is claims.turn and next(broken, None) is not None:
            raise TryLaterError("the connection ended during the commit")
        return done

    monkeypatch.setattr(database, "write_each", cut)
    async with working(database) as there:
        await there.until(lambda: there.states() == ["sent"] * 40)
    assert sorted(there.asked) == list(range(1, 41)), "everybody once"
    assert {row.attempts for row in rows(database)} == {1}


async def test_receipts_survive_a_disk_that_is_full_for_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(database, 1, 2, 3)
    owe(database)
    whole, failures = claims.turn, iter(range(2))

    def full(*given: Any, **how: Any) -> str | None:
        if given[1].number and next(failures, None) is not None:
            raise OSError(28, "No space left on device")
        return whole(*given, **how)

    monkeypatch.setattr(claims, "turn", full)
    async with working(database) as there:
        await there.until(lambda: there.states() == ["sent"] * 3)
    assert sorted(there.asked) == [1, 2, 3], "nobody twice"
    assert [alarm.trouble for alarm in there.alarms] == [Trouble.BOOKS] * 2


async def test_books_that_take_nothing_to_the_end_do_not_keep_a_run_from_ending(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(database, 1)
    owe(database)
    whole, out = claims.turn, asyncio.Event()

    def claims_and_then_fails(*given: Any, **how: Any) -> str | None:
        if out.is_set():
            raise OSError(28, "No space left on device")
        return whole(*given, **how)

    monkeypatch.setattr(claims, "turn", claims_and_then_fails)
    monkeypatch.setattr("bot.delivery.worker.STOP_SECONDS", 0.2)

    def answer(chat: int) -> Call:
        out.set()
        return ok(chat)

    there = There(database, answer, 1000)
    running = asyncio.create_task(there.worker.run())
    await out.wait()
    async with asyncio.timeout(20):
        await there.worker.stop()
        await running
    assert there.asked == [1]
    assert there.states() == ["sending"], "and the next start finds it so"


async def test_what_has_come_to_nothing_does_not_keep_the_living_waiting(database: Database) -> None:
    """At 30 a second a handful is claimed at once: a long list of yesterday's digests took a second each handful."""
    subscribe(database, *range(1, 1201))
    owe(database, "yesterday", Priority.DIGEST)
    database.writing(lambda connection: connection.exec_driver_sql("UPDATE deliveries SET expires_at = 1"))
    owe(database, "today", Priority.DIGEST)
    async with working(database, rate=30) as there:
        await there.until(lambda: bool(there.asked))
    assert sum(row.state == "expired" for row in rows(database)) == 1200

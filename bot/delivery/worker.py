"""The only sending loop: answers to people first, then what the books owe, the most urgent first.

Two coroutines share it. `_keep_books` commits receipts and intents, at least every 0.1 s while there is work; `_pump`
lets one request leave at a time when the pace allows, and hands each to a task of its own. At most `BATCH` rows are
`sending` at any instant: a kill leaves no more than those unknown.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.delivery.limits import BULK, BURST, CHAT_BURST, Brake, ChatBudgets, Pace
from bot.store import claims

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.clock import Clock
    from bot.delivery.judge import Judge
    from bot.ledger import Intent
    from bot.store.database import Database

log = structlog.get_logger(__name__)

BATCH = 100
COMMIT_SECONDS = 0.1
IDLE_SECONDS = 1.0
STOP_SECONDS = 10.0
PATIENCE = dt.timedelta(minutes=1)
ANSWERS_WAITING = 10_000
LEAST_CONNECTIONS, MOST_CONNECTIONS = 4, 128


class Reply(Protocol):
    """An answer to a person: one or more requests to one chat, in order."""

    chat_id: int
    counted: bool  # whether it is a message, which chats may get only so many of

    async def send(self) -> None:
        """Send it."""


@dataclass
class Gauges:
    """What the loop has done since it began, for the operator."""

    sent: int = 0
    refused: int = 0
    unknown: int = 0
    again: int = 0
    answers: int = 0
    dropped: int = 0
    alarms: deque[str] = field(default_factory=lambda: deque(maxlen=20))


class Worker:
    """Sends what is owed and what is answered, at `rate` messages a second."""

    def __init__(self, *, database: Database, judge: Judge, clock: Clock, rate: float) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock
        self._owner = str(uuid.uuid4())
        self._pace = Pace(rate, BURST * rate)
        self._bulk = Pace(rate * BULK, BURST * rate)
        self._chats = ChatBudgets()
        self._brake = Brake()
        self._rate = rate
        self._connections = LEAST_CONNECTIONS
        self._round_trip = 0.1
        self._answers: deque[Reply] = deque()
        self._ready: deque[Intent] = deque()
        self._receipts: list[claims.Receipt] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._out = 0  # deliveries in flight
        self._work = asyncio.Event()  # something to send
        self._books = asyncio.Event()  # something to commit or to claim
        self._stopping = False
        self._drained = asyncio.Event()  # stopping, and nothing is left in flight
        self.stopped: str | None = None  # why the API wants nothing more of us
        self.gauges = Gauges()

    def answer(self, reply: Reply) -> None:
        """Queue an answer to a person; the oldest is dropped, and counted, when far too many wait."""
        if len(self._answers) >= ANSWERS_WAITING:
            self._answers.popleft()
            self.gauges.dropped += 1
        self._answers.append(reply)
        self._work.set()

    def wake(self) -> None:
        """Rows were written: look at the books now."""
        self._books.set()

    async def run(self) -> None:
        """Send until `stop`; then finish what is in flight and commit it."""
        pump = asyncio.create_task(self._pump())
        try:
            await self._keep_books()
        finally:
            pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pump

    async def stop(self) -> None:
        """Claim nothing more; wait for what is in flight, at most ten seconds."""
        self._stopping = True
        self._work.set()
        self._books.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self._drained.wait()

    async def idle(self) -> bool:
        """Whether nothing is owed that could be sent now, or within the minute a chat's own pace may ask for."""
        backlog = await self._database.read(claims.sendable, self._clock.now() + PATIENCE)
        return not (backlog or self._ready or self._out or self._receipts or self._answers)

    # The books

    async def _keep_books(self) -> None:
        while not self._finished():
            await self._turn()
            busy = self._tasks or self._ready or self._receipts or self._stopping
            await self._wait(self._books, COMMIT_SECONDS if busy else IDLE_SECONDS)
        self._drained.set()

    def _finished(self) -> bool:
        left = self._tasks or self._ready or self._receipts or (self._answers and self.stopped is None)
        return self._stopping and not left

    def _low(self) -> bool:
        return len(self._ready) + self._out <= self._span() // 2

    def _span(self) -> int:
        """How many rows may be `sending`: the next tenth of a second's, at least one a connection."""
        return int(min(BATCH, max(self._connections, self._rate * COMMIT_SECONDS)))

    async def _wait(self, event: asyncio.Event, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()

    async def _turn(self) -> int:
        """One commit: receipts of what has ended, intents for what comes next."""
        receipts, self._receipts = self._receipts, []
        held = self._brake.wait(time.monotonic()) > 0 or self._stopping or self.stopped is not None
        want = 0 if held else self._span() - len(self._ready) - self._out
        if not receipts and want <= 0:
            return 0
        try:
            intents = await self._database.write(claims.turn, receipts, max(want, 0), self._owner, self._clock.now())
        except Exception as error:  # noqa: BLE001 - a full or locked disk: keep the receipts, send nothing, try again
            self._receipts = receipts + self._receipts
            self._alarm(f"the books cannot be written, sending waits: {error}")
            await asyncio.sleep(IDLE_SECONDS)
            return 0
        self._ready.extend(intents)
        if intents:
            self._work.set()
        return len(intents)

    # The way out

    async def _pump(self) -> None:
        while True:
            job = await self._next()
            self._out_of_the_door(job)

    async def _next(self) -> Coroutine[None, None, None]:
        """Wait until something may leave, and take the most urgent."""
        while True:
            now = time.monotonic()
            wait = self._wait_for_pace(now)
            if wait <= 0 and (job := self._pick(now)) is not None:
                self._pace.take()
                self._brake.left()
                return job
            if wait > 0:
                await asyncio.sleep(wait)
            else:
                await self._wait(self._work, IDLE_SECONDS)

    def _wait_for_pace(self, now: float) -> float:
        if not self._answers and not self._ready:
            return 0.0
        if len(self._tasks) >= self._connections:
            return 0.002
        brake = self._brake.wait(now)
        pace = self._pace.wait(now, self._brake.factor)
        if self._answers:
            return max(brake, pace)
        return max(brake, pace, self._bulk.wait(now, self._brake.factor))

    def _pick(self, now: float) -> Coroutine[None, None, None] | None:
        """The most urgent job whose chat may be written to now."""
        for _ in range(len(self._answers)):
            reply = self._answers.popleft()
            if not reply.counted:
                return self._reply(reply)
            if self._chats.wait(reply.chat_id, now, burst=CHAT_BURST) <= 0:
                self._chats.sent(reply.chat_id, now)
                return self._reply(reply)
            self._answers.append(reply)
        if self._ready and self._bulk.wait(now, self._brake.factor) <= 0:
            return self._pick_delivery(now)
        return None

    def _pick_delivery(self, now: float) -> Coroutine[None, None, None] | None:
        while self._ready:
            intent = self._ready.popleft()
            wait = self._chats.wait(intent.chat_id, now)
            if wait <= 0:
                self._chats.sent(intent.chat_id, now)
                self._bulk.take()
                self._out += 1
                return self._deliver(intent)
            self._receipts.append(self._judge.postponed(intent, wait, self._clock.now()))
        self._books.set()
        return None

    def _out_of_the_door(self, job: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a request failed in an unforeseen way", exc_info=task.exception())
            self._alarm(f"a request failed in an unforeseen way: {task.exception()!r}")
        self._work.set()

    async def _reply(self, reply: Reply) -> None:
        await reply.send()
        self.gauges.answers += 1

    async def _deliver(self, intent: Intent) -> None:
        """Send one delivery, note how it ended, and let the limits learn from it."""
        try:
            began = time.monotonic()
            verdict = await self._judge.deliver(intent)
            self._learn(time.monotonic() - began)
            verdict.teach(self._brake, self._chats, intent.chat_id, time.monotonic())
            verdict.count(self.gauges)
            self.stopped = self.stopped or verdict.stopped
            self._receipts.append(verdict.receipt)
        finally:
            self._out -= 1
            if self._low():
                self._books.set()

    def _learn(self, seconds: float) -> None:
        """As many connections as the rate needs at this round trip, and half as many again."""
        self._round_trip += 0.1 * (seconds - self._round_trip)
        wanted = self._rate * self._round_trip * 1.5
        self._connections = int(min(MOST_CONNECTIONS, max(LEAST_CONNECTIONS, wanted)))

    def _alarm(self, text: str) -> None:
        if not self.gauges.alarms or self.gauges.alarms[-1] != text:
            log.error(text)
            self.gauges.alarms.append(text)

"""The only sending loop: answers to people first, then what the books owe, the most urgent first.

Two coroutines share it. `_keep_books` commits receipts and intents, at least every 0.1 s while there is work; `_pump`
lets one request leave at a time when the pace allows, and hands each to a task of its own. No more rows are
`sending` than `Reach` allows: a kill leaves no more than those unknown.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
import uuid
from collections import deque
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.brake import Brake
from bot.delivery.gauges import Gauges
from bot.delivery.limits import BULK, CHAT_BURST, Budget, ChatBudgets
from bot.delivery.reach import COMMIT_SECONDS, Reach
from bot.delivery.verdict import Verdict
from bot.errors import ChenbaoError
from bot.ledger import Sent
from bot.store import claims
from bot.store.receipts import Receipt, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.clock import Clock
    from bot.delivery.judge import Judge
    from bot.ledger import Intent, Outcome
    from bot.store.database import Database

log = structlog.get_logger(__name__)

IDLE_SECONDS = 1.0
STOP_SECONDS = 10.0
PATIENCE = dt.timedelta(minutes=1)
ANSWERS_WAITING = 10_000
HELD_SECONDS = 0.05  # when to look again at answers whose chats must wait
LONG_HOLD = 1.0  # seconds: what must wait longer than this goes back to the books


class Reply(Protocol):
    """An answer to a person: one or more requests to one chat, in order."""

    chat_id: int

    @property
    def messages(self) -> int:
        """How many messages it still is, of which a chat and the whole bot may be sent only so many."""

    async def send(self) -> Outcome:
        """Send what is not sent yet, and say how the last request ended."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to be sent."""


class Worker:
    """Sends what is owed and what is answered, at `rate` messages a second."""

    def __init__(
        self, *, database: Database, judge: Judge, clock: Clock, rate: float, alarm: Callable[[Alarm], None]
    ) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock
        self._alarm = alarm
        self._owner = str(uuid.uuid4())
        self._budget = Budget(rate)
        self._chats = ChatBudgets()
        self._brake = Brake(rate * BULK)
        self._reach = Reach(rate)
        self._answers: deque[Reply] = deque()
        self._answering: set[int] = set()  # chats with an answer in flight
        self._ready: deque[Intent] = deque()
        self._receipts: list[Receipt] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._out = 0  # deliveries in flight
        self._work = asyncio.Event()  # something to send
        self._books = asyncio.Event()  # something to commit or to claim
        self._turning = False  # a commit is under way
        self._astray = False  # a commit has failed, and may have taken rows that nobody has heard of
        self._stopping = False
        self._over = False  # whatever is left: the time to stop is over
        self._drained = asyncio.Event()  # stopping, and nothing is left in flight
        self.stopped: str | None = None  # why the API wants nothing more of us
        self.paused = False  # by an operator: nothing owed leaves, answers do
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
        self._over = True

    async def idle(self) -> bool:
        """Whether nothing is owed that could be sent now, or within the minute a chat's own pace may ask for."""
        backlog = await self._database.read(claims.sendable, self._clock.now() + PATIENCE)
        return not (backlog or self._ready or self._out or self._receipts or self._answers)

    # The books

    async def _keep_books(self) -> None:
        while not self._finished():
            await self._turn()
            busy = self._tasks or self._ready or self._receipts or self._stopping
            if not (self._receipts and self._low()):
                await _wait(self._books, COMMIT_SECONDS if busy else IDLE_SECONDS)
        self._drained.set()

    def _finished(self) -> bool:
        left = self._tasks or self._ready or self._receipts or self._astray or (self._answers and self.stopped is None)
        return self._over or (self._stopping and not left)

    def _low(self) -> bool:
        """Whether enough has left for the next commit."""
        return len(self._ready) + self._out <= self._reach.rows - self._reach.claim

    async def _turn(self) -> None:
        """One commit: receipts of what has ended, intents for what comes next."""
        held = (
            self._brake.wait(time.monotonic()) > LONG_HOLD or self._stopping or self.paused or self.stopped is not None
        )
        if held:
            self._give_back()
        receipts, self._receipts = self._receipts, []
        self._reach.turned(len(receipts), self._budget.shortest_trip, time.monotonic())
        want = 0 if held or self._astray else max(self._reach.rows - len(self._ready) - self._out, 0)
        settle = self._astray and not self._ready and not self._out
        if not (receipts or want or settle):
            return
        self._turning = True
        try:
            now = self._clock.now()
            taken = await self._database.write_each(
                claims.turn, packed(receipts), want, self._owner, now, settle=settle
            )
            self._ready.extend(claims.intents(taken, now))
        except Exception as error:  # noqa: BLE001 - a full or locked disk: keep the receipts, claim nothing, try again
            self._receipts = receipts + self._receipts
            self._astray = True
            self._alarm(Alarm(Trouble.BOOKS, str(error)))
            await asyncio.sleep(IDLE_SECONDS)
        else:
            self._astray = self._astray and not settle
            if taken == claims.NOT_YET:
                self._books.set()
        finally:
            self._turning = False
        self._work.set()

    def _give_back(self) -> None:
        """What was to leave in a moment does not: its rows are owed again, and that was no attempt."""
        while self._ready:
            self._receipts.append(self._judge.postponed(self._ready.popleft(), 0.0, self._clock.now()))

    # The way out

    async def _pump(self) -> None:
        while True:
            now = time.monotonic()
            if (job := self._pick(now)) is not None:
                self._brake.left()
                self._out_of_the_door(job)
            else:
                wait = self._until_next(now)
                await _wait(self._work, wait if wait > 0 else IDLE_SECONDS)

    def _until_next(self, now: float) -> float:
        """Seconds until something may leave; a second to look again when there is nothing, or no connection free."""
        if len(self._tasks) >= self._reach.requests:
            return IDLE_SECONDS
        factor = self._brake.factor
        bulk = self._budget.bulk_wait(now, factor) if self._ready else IDLE_SECONDS
        answers = max(self._budget.wait(now, factor), HELD_SECONDS) if self._answers else IDLE_SECONDS
        return max(self._brake.wait(now), min(bulk, answers))

    def _pick(self, now: float) -> Coroutine[None, None, None] | None:
        """The most urgent job whose chat may be written to now."""
        if len(self._tasks) >= self._reach.requests or self._brake.wait(now) > 0:
            return None
        if self._answers and self._budget.wait(now, self._brake.factor) <= 0 and (reply := self._pick_reply(now)):
            return self._reply(reply)
        if self._ready and self._budget.bulk_wait(now, self._brake.factor) <= 0:
            return self._pick_delivery(now)
        return None

    def _pick_reply(self, now: float) -> Reply | None:
        """The oldest answer that may leave; those to one chat leave one after the other, in their order."""
        waiting = set(self._answering)
        passed: list[Reply] = []
        found: Reply | None = None
        while self._answers and found is None:
            reply = self._answers.popleft()
            if reply.chat_id in waiting or not self._may_answer(reply, now):
                waiting.add(reply.chat_id)
                passed.append(reply)
            else:
                found = reply
        self._answers.extendleft(reversed(passed))
        return found

    def _may_answer(self, reply: Reply, now: float) -> bool:
        """Whether the chat's pace lets an answer leave now; if so, it is counted."""
        if reply.messages:
            if self._chats.wait(reply.chat_id, now, burst=CHAT_BURST) > 0:
                return False
            self._chats.sent(reply.chat_id, now)
            self._budget.take(now, reply.messages)
        self._answering.add(reply.chat_id)
        return True

    def _pick_delivery(self, now: float) -> Coroutine[None, None, None] | None:
        while self._ready and self.stopped is None:
            intent = self._ready.popleft()
            wait = self._chats.wait(intent.chat_id, now)
            if wait <= 0:
                self._chats.sent(intent.chat_id, now)
                self._budget.take_bulk(now, self._brake.factor)
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
        self._work.set()
        if self._stopping:
            self._books.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a request failed in an unforeseen way", exc_info=error)
            self._alarm(Alarm(Trouble.FAULT, repr(error)))

    async def _reply(self, reply: Reply) -> None:
        chat_id, messages = reply.chat_id, reply.messages  # a group that has moved changes the one, sending the other
        try:
            verdict = Verdict(await reply.send())
        finally:
            self._answering.discard(chat_id)
            self._budget.answered(time.monotonic(), messages)
        self._learn_from(verdict, reply.chat_id)
        if (wait := verdict.wait) is not None:
            self._chats.hold(reply.chat_id, time.monotonic() + wait)
        self.gauges.answers += 1
        if not reply.done:
            self._answers.appendleft(reply)

    async def _deliver(self, intent: Intent) -> None:
        """Send one delivery, note how it ended, and let the limits learn from it."""
        left = time.monotonic()
        try:
            verdict, receipt = await self._judge.deliver(intent)
            self._receipts.append(receipt)
            if isinstance(verdict.outcome, Sent):
                self._learn(time.monotonic() - left)
            self._learn_from(verdict, intent.chat_id)
            verdict.count(self.gauges)
        except ChenbaoError as error:  # the books, before anything was taken
            self._receipts.append(self._judge.postponed(intent, IDLE_SECONDS, self._clock.now()))
            self._alarm(Alarm(Trouble.BOOKS, str(error)))
        except Exception as error:
            self._receipts.append(self._judge.fault(intent, repr(error)))
            raise
        finally:
            self._out -= 1
            self._budget.answered(time.monotonic())
            if not self._turning and self._low():
                self._books.set()

    def _learn_from(self, verdict: Verdict, chat_id: int) -> None:
        verdict.teach(self._brake, self._chats, chat_id, time.monotonic())
        self.stopped = self.stopped or verdict.stopped
        if verdict.alarm is not None:
            self._alarm(verdict.alarm)

    def _learn(self, trip: float) -> None:
        self._budget.learn(trip)
        self._reach.learn(trip)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for `event`, at most so long, and clear it."""
    alarm = asyncio.get_running_loop().call_later(seconds, event.set)
    try:
        await event.wait()
    finally:
        alarm.cancel()
        event.clear()

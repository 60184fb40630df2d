"""The loop that asks: who is due, fetch, read, keep. One transaction for an answer and all that follows from it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import structlog

from bot.errors import UnreadableError
from bot.polls.judging import after, before, due, fell_silent, first_wait
from bot.polls.takes import Taken
from bot.sources import kinds, nws
from bot.sources.fetch import Fetched, Request
from bot.sources.freshness import Validators
from bot.store import polls

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

    from bot.clock import Clock
    from bot.polls.takes import Still, Take
    from bot.polls.targets import Gives, Target
    from bot.sources.fetch import Fetcher, Outcome
    from bot.sources.pace import Pace
    from bot.sources.reading import Reading
    from bot.store.database import Database
    from bot.store.polls import Poll

log = structlog.get_logger(__name__)

TURN_SECONDS: Final = 1.0
GLANCE: Final = 0.05
MOST_AT_ONCE: Final = 32
MOST_OF_A_HOST: Final = 8
LONGEST_QUEUE: Final = 1.0  # a host whose next free place lies further ahead is left for a later turn
SAY_EVERY: Final = 50  # of failures in a row, each so many is logged again


class Poller:
    """Asks every target in its time. `heard` is told after an answer that changed something."""

    def __init__(
        self,
        *,
        targets: Sequence[Target],
        database: Database,
        fetcher: Fetcher,
        pace: Pace,
        clock: Clock,
        takes: Mapping[Gives, Take],
        stills: Mapping[Gives, Still],
        heard: Callable[[Target, Taken], None],
    ) -> None:
        self._targets = targets
        self._database = database
        self._fetcher = fetcher
        self._pace = pace
        self._clock = clock
        self._takes = takes
        self._stills = stills
        self._heard = heard
        self._polls: dict[str, Poll] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Ask until cancelled; what is on its way then is dropped and asked again next time."""
        await self._remember()
        try:
            while True:
                self.turn()
                await asyncio.sleep(TURN_SECONDS)
        finally:
            await self._end()

    async def once(self, seconds: float) -> None:
        """Ask everybody who is due, once, and wait for their answers for at most so long."""
        await self._remember()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._asking or due(self._targets, self._polls, self._clock.now()):
                    self.turn()
                    await asyncio.sleep(GLANCE)
        await self._end()

    async def _end(self) -> None:
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _remember(self) -> None:
        """What earlier runs asked: so that a restart neither asks too soon nor opens a new day at a service."""
        keys = [target.key for target in self._targets]
        await self._database.write(polls.forget_others, keys)
        self._polls = await self._database.read(polls.all_polls)
        now, clock = self._clock.now(), asyncio.get_running_loop().time()
        asked: dict[str, list[float]] = {}
        for target in self._targets:
            poll = self._polls.get(target.key)
            if poll and poll.asked_at and poll.asked_at <= now:
                asked.setdefault(target.host, []).append(clock - (now - poll.asked_at).total_seconds())
        for host, times in asked.items():
            self._pace.recall(host, times)

    def turn(self) -> None:
        """Begin to ask whoever is due, as far as each host's pace allows."""
        now, clock = self._clock.now(), asyncio.get_running_loop().time()
        free: dict[str, int] = {}  # how many more each host may be asked in this turn
        for target in due(self._targets, self._polls, now):
            if len(self._asking) >= MOST_AT_ONCE:
                return
            host = target.host
            if host not in free:
                free[host] = MOST_OF_A_HOST if self._pace.wait(host, clock) <= LONGEST_QUEUE else 0
            if free[host] and target.key not in self._asking:
                free[host] -= 1
                self._begin(target)

    def _begin(self, target: Target) -> None:
        task = asyncio.create_task(self.ask(target))
        self._asking[target.key] = task
        task.add_done_callback(lambda _done: self._asking.pop(target.key, None))

    async def ask(self, target: Target) -> None:
        """Ask one target and keep what follows. A fault of ours costs this one answer, never the loop."""
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await self._ask(target)
            except Exception as error:
                log.exception("a source could not be asked", source=target.key, reason=str(error))
                self._polls[target.key] = replace(
                    before(target, self._polls.get(target.key)), next_at=self._clock.now() + target.every
                )

    async def _ask(self, target: Target) -> None:
        known = before(target, self._polls.get(target.key))
        request = Request(
            target.address,
            trusted=target.trusted,
            validators=Validators(known.etag, known.last_modified),
            headers=target.headers,
            at_least=target.every,
            spread=target.spread,
            retry=first_wait(target),
        )
        outcome = await self._fetcher.fetch(request, now=self._clock.now())
        now = self._clock.now()
        reading, unreadable = read(target, outcome)
        poll = after(target, known, outcome, unreadable, now)
        if reading is not None and target.gives == "addresses" and isinstance(outcome, Fetched):
            poll = replace(poll, detail=addresses(outcome.data))
        taken = await self._database.write(self._keep, poll, target, reading, now)
        self._polls[target.key] = poll
        self._say(target, poll, known)
        if fell_silent(known, poll, now):
            taken = replace(taken, alarm=f"{target.key} has given no good answer for 6 hours: {poll.error}")
        if isinstance(outcome, Fetched) and outcome.deprecated:
            taken = replace(taken, alarm=f"{target.key} says it is about to go (203); look for its successor")
        if reading is not None or poll.error is None or taken.alarm:
            self._heard(target, taken)

    def _keep(
        self, connection: sa.Connection, poll: Poll, target: Target, reading: Reading | None, now: dt.datetime
    ) -> Taken:
        """Store how a question ended and, in the same transaction, what its answer changes."""
        polls.keep(connection, poll)
        if reading is not None and target.gives in self._takes:
            return self._takes[target.gives](connection, target, reading, now)
        if reading is None and poll.error is None and target.gives in self._stills:
            return self._stills[target.gives](connection, target, now)
        return Taken()

    def _say(self, target: Target, poll: Poll, known: Poll) -> None:
        """Log what an operator should know: a failure when it begins and when it lasts, its end."""
        if poll.error and (poll.failures == 1 or poll.failures % SAY_EVERY == 0):
            log.warning("a source failed", source=target.key, reason=poll.error, next=poll.next_at)
        elif known.error and not poll.error:
            log.info("a source answers again", source=target.key, failures=known.failures)


def read(target: Target, outcome: Outcome) -> tuple[Reading | None, str | None]:
    """What an answer says; None with the reason for one that cannot be read, None alone without a new answer."""
    if not isinstance(outcome, Fetched):
        return None, None
    zone = ZoneInfo(target.zone) if target.zone else None
    place = target.place.name if target.place else None
    try:
        reading = kinds.read(target.kind, outcome.data, zone=zone, place=place)
    except UnreadableError as error:
        return None, str(error)
    if target.credit:
        named = (alert.model_copy(update={"credit": alert.credit or target.credit}) for alert in reading.alerts)
        return reading.model_copy(update={"alerts": tuple(named)}), None
    return reading, None


def addresses(data: bytes) -> str:
    """Where a point's forecasts lie, as `judging.resolved` looks them up."""
    points = nws.read_points(data)
    return "\n".join(f"{part} {address}" for part, address in points.addresses().items())

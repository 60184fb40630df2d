"""What the bot looks after by itself once a minute: progress, a missing page, a clock that jumps, old rows.

Sends nothing; operators are told by `ring`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from bot.clock import SystemClock
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.progress import LONG, Progress, hours
from bot.store import outbox, places_asked, schedules, upkeep
from messages.state import no_issue

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from bot.clock import Clock
    from bot.delivery.gauges import Gauges
    from bot.store.briefings import Release
    from bot.store.database import Database
    from messages.message import House

log = structlog.get_logger(__name__)

ROUND_SECONDS = 60.0
WARNED_BEFORE = dt.timedelta(minutes=30)
HOUR = dt.timedelta(hours=1)
STEP_SECONDS = 60.0
PAGE_PAUSE = 0.1


def page_missing(connection: sa.Connection, now: dt.datetime, release: Release, house: House) -> dt.datetime | None:
    """When today's first digest is due, if that is soon and there is no page yet that it could be made of."""
    today = release.today(now)
    if no_issue(house, today) or outbox.reference(connection, f"digest-{today}") is not None:
        return None
    if schedules.has_page(connection, today):
        return None
    return schedules.first_digest(connection, now, now + WARNED_BEFORE)


class Rounds:
    """Goes round once a minute until cancelled."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        release: Release,
        house: Callable[[], House],
        gauges: Gauges,
        rate: float,
        keep: dt.timedelta,
        ring: Callable[[Alarm], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._release = release
        self._house = house
        self._gauges = gauges
        self._rate = rate
        self._keep = keep
        self._ring = ring
        self._sent = 0
        self._looked_at = time.monotonic()
        self._wall, self._wall_seen_at = clock.now(), time.monotonic()
        self._kept_at: dt.datetime | None = None
        self._warned: dt.date | None = None
        self._long = self._busy = False

    async def run(self, seconds: float = ROUND_SECONDS) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.go()
            except Exception as error:  # noqa: BLE001 - the next round may find the disk free again
                log.warning("a round was not finished", reason=str(error))

    async def go(self) -> None:
        """One round."""
        now = self._clock.now()
        self._watch_clock(now)
        await self._say_progress(now)
        await self._look_for_page(now)
        if self._kept_at is None or now - self._kept_at >= HOUR:
            self._kept_at = now
            await self._tidy(now)

    def _watch_clock(self, now: dt.datetime) -> None:
        """A clock that jumps repeats nothing, yet somebody should know."""
        monotonic = time.monotonic()
        step = (now - self._wall).total_seconds() - (monotonic - self._wall_seen_at)
        self._wall, self._wall_seen_at = now, monotonic
        if isinstance(self._clock, SystemClock) and abs(step) > STEP_SECONDS:
            self._ring(Alarm(Trouble.CLOCK, f"{step:+.0f} s"))

    async def _say_progress(self, now: dt.datetime) -> None:
        left = await self._database.read(outbox.left, now)
        seen, since, busy = time.monotonic(), self._looked_at, self._busy
        sent, self._sent = self._gauges.sent - self._sent, self._gauges.sent
        self._looked_at, self._busy = seen, left > 0
        if not left:
            self._long = False
            return
        progress = Progress(sent if busy else 0, left, seen - since)  # a pace is seen in a whole round of sending
        rest = progress.remaining(self._rate)
        log.info("sending", sent=self._gauges.sent, left=left, a_second=round(progress.a_second), takes=hours(rest))
        if rest >= LONG and not self._long:
            self._long = True
            self._ring(Alarm(Trouble.LONG, f"{left:,}, {hours(rest)}"))

    async def _look_for_page(self, now: dt.datetime) -> None:
        today = self._release.today(now)
        if self._warned == today:
            return
        due = await self._database.read(page_missing, now, self._release, self._house())
        if due is not None:
            self._warned = today
            self._ring(Alarm(Trouble.NO_PAGE, f"{due.astimezone(ZoneInfo(self._release.zone)):%H:%M}"))

    async def _tidy(self, now: dt.datetime) -> None:
        """Old rows become counts, page by page, so that nobody waits for it."""
        while await self._database.write(upkeep.tally_page, now - self._keep):  # noqa: ASYNC110 - a pause for others to write
            await asyncio.sleep(PAGE_PAUSE)
        await self._database.write(upkeep.drop_variants)
        await self._database.write(places_asked.forget, now)
        again = await self._database.write(upkeep.recheck, now)
        gone = await self._database.write(upkeep.erase_deactivated, now - self._keep)
        if again or gone:
            log.info("chats looked through", tried_again=again, erased=len(gone))

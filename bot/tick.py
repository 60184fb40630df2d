"""What the tick does: asks the store who is due, what was corrected, what has run out, and owes it. Sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot import corrections
from bot.errors import ChenbaoError
from bot.publish import owe_digests
from bot.relay import close_run_out
from bot.store import notes, schedules, warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.delivery.worker import Worker
    from bot.fan_out import FanOut
    from bot.publish import Publisher
    from bot.store.database import Database

log = structlog.get_logger(__name__)


class Tick:
    """One look at the clock. Says what goes wrong and never raises: the next one is a second away."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        publisher: Publisher,
        worker: Worker,
        fan_out: FanOut,
        failed: Callable[[ChenbaoError], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._publisher = publisher
        self._worker = worker
        self._fan_out = fan_out
        self._failed = failed

    async def __call__(self) -> None:
        try:
            await self._step()
            await self._owe()
            await self.heed_pause()
            await self._close()
        except ChenbaoError as error:  # a full or locked disk
            self._failed(error)
        except Exception as error:
            log.exception("the schedule cannot be read", reason=str(error))

    async def heed_pause(self) -> None:
        """Whether an operator has paused sending, here or in another process."""
        self._worker.paused = await self._database.read(notes.note, notes.PAUSED) is not None

    async def _step(self) -> None:
        """A clock that is moved by hand stops at each due instant."""
        step = getattr(self._clock, "step", None)
        if step is not None:
            step(await self._database.read(schedules.next_due))
            self._publisher.forget()

    async def _owe(self) -> None:
        """Digests that are due, and edits of what was sent and has changed since."""
        now, place = self._clock.now(), self._publisher.house.place
        owed = await self._database.write(owe_digests, now)
        if await self._database.read(corrections.changed, now, self._publisher.release):
            owed += await self._database.write(corrections.owe, now, self._publisher.release, place)
        if owed:
            self._fan_out.ask()

    async def _close(self) -> None:
        """Warnings whose time is over."""
        now = self._clock.now()
        if await self._database.read(warnings.is_run_out, now):
            await self._database.write(close_run_out, now, self._publisher.house.place)
            self._fan_out.ask()
            self._publisher.forget()

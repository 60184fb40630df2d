"""Writes the rows of open fan-outs, page by page, beside all else. What is owed to whom is the store's business."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import structlog

from bot.errors import ChenbaoError
from bot.store import outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.store.database import Database

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
PAUSE_SECONDS = 0.01  # between pages, so that small writes get their turn


class FanOut:
    """Open fan-outs of one database.

    `written` is called when a page of rows is there to be sent, `failed` when the books take none.
    """

    def __init__(
        self, database: Database, clock: Clock, written: Callable[[], None], failed: Callable[[ChenbaoError], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._written = written
        self._failed = failed
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Something was owed: look now."""
        self._asked.set()

    async def run(self) -> None:
        """Write while a fan-out is open; look again when asked to, and every second. Until cancelled."""
        while True:
            try:
                written = await self.page()
            except ChenbaoError as error:  # a full or locked disk: the next look is a second away
                self._failed(error)
                written = None
            except Exception as error:
                log.exception("rows cannot be written", reason=str(error))
                written = None
            if written is None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._asked.wait()
                self._asked.clear()
            else:
                await asyncio.sleep(PAUSE_SECONDS)

    async def page(self) -> int | None:
        """Write one page: how many rows; None when no fan-out is open."""
        written = await self._database.write(outbox.fan_out_page, self._clock.now())
        if written:
            self._written()
        return written

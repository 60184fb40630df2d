"""The tick: every second, asks the store who is due. One job, however many readers; APScheduler only runs it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

TICK_SECONDS = 1.0


@contextlib.asynccontextmanager
async def ticking(tick: Callable[[], Awaitable[None]], *, seconds: float = TICK_SECONDS) -> AsyncIterator[None]:
    """Run `tick` every second while the block lasts: never two at once, late ones as one, the last one to its end."""
    turn = asyncio.Lock()

    async def in_turn() -> None:
        async with turn:
            await tick()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(in_turn, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await asyncio.sleep(0)  # a tick handed out just now takes its turn before we ask for ours
        async with turn:
            scheduler.shutdown(wait=False)

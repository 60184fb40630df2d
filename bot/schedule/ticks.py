"""The tick: every second, asks the store who is due. One job, however many readers; APScheduler only runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TICK_SECONDS = 1.0


def ticking(tick: Callable[[], Awaitable[None]], *, seconds: float = TICK_SECONDS) -> AsyncIOScheduler:
    """A scheduler, started, that runs `tick` every second: never two at once, and late ones as one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(tick, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    return scheduler

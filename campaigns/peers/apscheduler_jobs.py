"""APScheduler with a cron job for each waiting reader, all due in the same second, as one would write it first."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys

from apscheduler.events import EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from campaigns.peers.job import Job, wait_for_go


async def wait_for_readers(job: Job) -> None:
    """Print how many of the jobs ran and how many were missed."""
    scheduler = AsyncIOScheduler(timezone=dt.UTC)
    ran: list[int] = []
    missed: list[int] = []
    scheduler.add_listener(lambda _event: missed.append(1), EVENT_JOB_MISSED)
    scheduler.start(paused=True)
    for _ in range(job.chats):
        scheduler.add_job(ran.append, "cron", (1,), second="*/20")
    wait_for_go()
    scheduler.resume()
    while len(ran) + len(missed) < job.chats:
        await asyncio.sleep(0.1)
    sys.stdout.write(json.dumps({"ran": len(ran), "missed": len(missed)}) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    asyncio.run(wait_for_readers(Job.given()))

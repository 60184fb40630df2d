"""APScheduler with a cron job for each waiting reader, all due in the same second, as one would write it first."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from campaigns.peers.job import Job, wait_for_go


async def wait_for_readers(job: Job) -> None:
    """Print how many of the jobs ran and how many were missed, the first time each was due."""
    scheduler = AsyncIOScheduler(timezone=dt.UTC)
    missed: dict[str, bool] = {}
    scheduler.add_listener(
        lambda event: missed.setdefault(event.job_id, event.code == EVENT_JOB_MISSED),
        EVENT_JOB_MISSED | EVENT_JOB_EXECUTED,
    )
    scheduler.start(paused=True)
    for _ in range(job.chats):
        scheduler.add_job(dict, "cron", second="*/20")
    wait_for_go()
    scheduler.resume()
    while len(missed) < job.chats:
        await asyncio.sleep(0.1)
    number = sum(missed.values())
    sys.stdout.write(json.dumps({"ran": job.chats - number, "missed": number}) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    asyncio.run(wait_for_readers(Job.given()))

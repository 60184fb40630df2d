"""Rows about readers who wait: starting, idling and remembering with a million of them stored."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import sqlite3
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.publish import owe_digests
from bot.store import outbox, schedules
from bot.store.database import Database
from campaigns.chenbao import Chenbao
from campaigns.figures import Contender, Goal, Reading, Row, Setting
from campaigns.measure import place, polling, reading, started
from campaigns.peers.job import TEXT, Job
from campaigns.process import running, until

if TYPE_CHECKING:
    from pathlib import Path

OURS = "Chenbao"
DUE = """
    SELECT slots.id, chat_id, thread_id, subscriptions.id, number, wishes_id, zone, quiet, silent
    FROM slots JOIN subscriptions ON subscriptions.id = subscription_id
    WHERE schedule_id = 1 AND slots.id > ? ORDER BY slots.id LIMIT 500
"""
FEW, MANY = (10_000, 100), (1_000_000, 2_000)


def _stored(setting: Setting, folder: Path, url: str, readers: int, rate: float = 30) -> Chenbao:
    """An installation with `readers` of them; imported once a bench, then copied."""
    store = setting.folder / f"readers-{readers}"
    if not store.exists():
        Chenbao(store, url, rate).import_readers(range(1, readers + 1))
    shutil.copytree(store, folder, dirs_exist_ok=True)
    return Chenbao(folder, url, rate)


def _start_of_ours(setting: Setting) -> Reading:
    with place(setting) as (folder, counting):
        ours = _stored(setting, folder, counting.url, setting.size(*MANY))
        since = time.monotonic()
        with ours.running() as process:
            return started(counting, process, since)


def _start_of(peer: str) -> Contender:
    def measured(setting: Setting) -> Reading:
        with place(setting) as (folder, counting):
            since = time.monotonic()
            with running(
                [f"campaigns.peers.{peer}", json.dumps(asdict(Job(counting.url)))], folder / "peer.log"
            ) as process:
                return started(counting, process, since)

    return lambda setting: reading(lambda: measured(setting))


def start() -> Row:
    """From nothing to the first poll, and what it takes."""
    return Row(
        "start",
        "Start to first poll, and memory",
        "peak resident memory a second after the first poll; Chenbao with 1,000,000 stored readers, peers with none",
        {
            OURS: lambda setting: reading(lambda: _start_of_ours(setting)),
            "PTB": _start_of("ptb_answer"),
            "aiogram": _start_of("aiogram_answer"),
        },
        (
            Goal("≤ 3 × PTB's start", "seconds", OURS, "PTB", at_most=3),
            Goal("≤ 3 × PTB's memory", "mib", OURS, "PTB", at_most=3),
        ),
    )


def _idle(readers: tuple[int, int]) -> Contender:
    def measured(setting: Setting) -> Reading:
        seconds = setting.size(8, 1)
        with place(setting) as (folder, counting):
            ours = _stored(setting, folder, counting.url, setting.size(*readers))
            with ours.running() as process:
                polling(counting, process)
                time.sleep(3)  # what a start leaves to do is not idling
                before = process.cpu_seconds()
                time.sleep(seconds)
                return Reading({"cpu_ms_a_second": (process.cpu_seconds() - before) / seconds * 1000})

    return lambda setting: reading(lambda: measured(setting))


def idle() -> Row:
    """What a second costs in which nobody is due."""
    return Row(
        "idle",
        "Idling with readers stored",
        "CPU of the whole process over 8 s in which nobody is due",
        {"1,000,000 readers": _idle(MANY), "10,000 readers": _idle(FEW)},
        (Goal("≤ 2 × that of 10,000", "cpu_ms_a_second", "1,000,000 readers", "10,000 readers", at_most=2),),
    )


def _claimed(setting: Setting) -> Reading:
    """All readers are due at once: µs a reader until every row is in the books, in pages with a commit each."""
    with place(setting) as (folder, counting):
        ours = _stored(setting, folder, counting.url, setting.size(*MANY))
        with contextlib.closing(Database(ours.environment["CHENBAO_DATABASE__URL"])) as database:
            due = database.reading(schedules.next_due)
            if due is None:
                return Reading(failed="nobody is due")
            now, written, since = due + dt.timedelta(seconds=1), 0, time.perf_counter()
            database.writing(owe_digests, now)
            while (page := database.writing(outbox.fan_out_page, now)) is not None:
                written += page
            seconds = time.perf_counter() - since
        wrong = "" if written == setting.size(*MANY) else f"{written:,} rows written"
        return Reading({"us": seconds / max(written, 1) * 1e6}, wrong)


def _selected(setting: Setting) -> Reading:
    """The same readers read in the same pages and nothing done with them."""
    with place(setting) as (folder, counting):
        ours = _stored(setting, folder, counting.url, setting.size(*MANY))
        with contextlib.closing(sqlite3.connect(ours.database)) as database:
            last, read, since = 0, 0, time.perf_counter()
            while page := database.execute(DUE, (last,)).fetchall():
                last, read = page[-1][0], read + len(page)
            return Reading({"us": (time.perf_counter() - since) / max(read, 1) * 1e6})


def claim() -> Row:
    """What it takes to owe a million readers their digest."""
    return Row(
        "claim",
        "A million due in one minute",
        "1,000,000 digests owed, in resumable pages of 500 with a commit each (synchronous=FULL), beside a plain "
        "select by the same index, in the same pages, of what a program without books would send by",
        {
            OURS: lambda setting: reading(lambda: _claimed(setting)),
            "plain select": lambda setting: reading(lambda: _selected(setting)),
        },
        (Goal("≤ 4 × a plain select", "us", OURS, "plain select", at_most=4),),
    )


def _job_each(setting: Setting) -> Reading:
    """A scheduler's job for each reader: memory, and how many ran when all fell due in one second."""
    chats = setting.size(100_000, 500)
    log = setting.folder / "jobs.log"
    with running(["campaigns.peers.apscheduler_jobs", json.dumps(asdict(Job("", chats=chats)))], log) as process:
        process.line(300)
        mib = process.memory_mib()
        process.tell("go")
        done = process.line(300)
        process.tell("thanks")
        return Reading({"mib": mib, "missed_share": done["missed"] / chats})


def jobs() -> Row:
    """What waiting costs who gives each reader a job."""
    return Row(
        "jobs",
        "A scheduler's job for each reader",
        "APScheduler 3, 100,000 cron jobs due in one second, its default grace of 1 s (Chenbao keeps no jobs)",
        {"APScheduler": lambda setting: reading(lambda: _job_each(setting))},
    )


def _overtakes(setting: Setting) -> Reading:
    """Everybody is owed a plain announcement at 1,000 a second; seconds until an urgent one reaches the first chat."""
    with place(setting) as (folder, counting):
        ours = _stored(setting, folder, counting.url, setting.size(*MANY), rate=1_000)
        with ours.running() as process:
            polling(counting, process)
            ours.announce(TEXT)
            until(lambda: counting.get("counts")["accepted"] > setting.size(1_000, 100), 60, "the fan-out begins")
            ours.announce(TEXT, urgent=True)
            since = time.monotonic()
            until(lambda: counting.get("counts?first=1&count=1")["doubled"] == 1, 60, "the alert arrives", pause=0.005)
            return Reading({"seconds": time.monotonic() - since})


def overtake() -> Row:
    """How long the urgent waits behind a million."""
    return Row(
        "alert",
        "An alert behind a running fan-out to a million",
        "1,000,000 readers, 1,000 a second; from the end of `announce --urgent` to the first reader who has it",
        {OURS: lambda setting: reading(lambda: _overtakes(setting))},
        (Goal("within 1 s", "seconds", OURS, at_most=1.0),),
    )

"""The kills of one real morning: every reader's digest is due at one minute, and lives end before, at and after it.

The announcements of the other trials are owed by a command; here the program itself must see that it is time.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import replace

from campaigns.faults import Plan
from campaigns.trials import LIVES, Outcome, Scale, finished, killed_during, world
from campaigns.verdict import verdict

AHEAD = dt.timedelta(seconds=15)  # at least so long before the minute the readers are there
MINUTE = dt.timedelta(minutes=1)


def morning(scale: Scale) -> Outcome:
    """Kill from two seconds before the minute on; judged as whatever is not urgent: nobody twice, misses declared."""
    dice = random.Random(scale.seed)
    with world(Plan(scale.seed), (), scale.rate) as empty:
        there = replace(empty, chats=tuple(range(1, scale.readers + 1)))
        due = next_minute(dt.datetime.now(dt.UTC) + AHEAD)
        there.ours.import_readers(there.chats, due)
        deaths = []
        for second in (-2.0, dice.uniform(-0.5, 0.5)):
            time.sleep(max(0.0, due.timestamp() + second - time.time()))
            with there.ours.running() as process:
                time.sleep(dice.uniform(1.5, 2.5))
                process.kill()
                deaths.append(time.monotonic())
        deaths += killed_during(there, dice, min(scale.kills, LIVES), scale.readers / 10)
        with there.ours.running():
            rows = finished(there, f"digest-{due:%Y-%m-%d}")
        found = verdict(there.living(), there.ledger(""), rows, deaths)
    return Outcome("kills, a morning's digests", found, tuple(found.faults(urgent=False)))


def next_minute(now: dt.datetime) -> dt.datetime:
    """The first full minute after `now`."""
    return now.replace(second=0, microsecond=0) + MINUTE

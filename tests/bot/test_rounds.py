"""What the bot looks after by itself, on a clock one sets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot import intake, rounds
from bot.clock import SettableClock, SystemClock
from bot.delivery.alarm import Trouble
from bot.delivery.gauges import Gauges
from bot.delivery.progress import Progress, hours
from bot.ledger import Priority
from bot.rounds import Rounds
from bot.store import outbox
from bot.store.briefings import Release
from bot.store.database import Database
from bot.store.upgrade import upgrade
from bot.subscription import Slot
from messages.message import House
from tests.bot.store.readers import NOW, owe, publish, rows, subscribe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.delivery.alarm import Alarm

BEFORE = dt.datetime(2023, 3, 8, 22, 35, tzinfo=dt.UTC)  # 06:35 in Beijing, 9 March
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'rounds.db'}")
    try:
        upgrade(opened)
        yield opened
    finally:
        opened.close()


class There:
    def __init__(self, database: Database, now: dt.datetime = BEFORE, house: House | None = None) -> None:
        self.alarms: list[Alarm] = []
        self.clock = SettableClock(now, speed=0)
        self.gauges = Gauges()
        self.rounds = Rounds(
            database=database,
            clock=self.clock,
            release=Release("Asia/Shanghai", dt.time(5)),
            house=lambda: house or House(),
            gauges=self.gauges,
            rate=30,
            keep=dt.timedelta(days=30),
            ring=self.alarms.append,
        )

    async def heard(self) -> list[Trouble]:
        await self.rounds.go()
        return [alarm.trouble for alarm in self.alarms]


def reader(database: Database) -> None:
    subscribe(database, 1, slots=(Slot(),))


async def test_operators_hear_half_an_hour_before_the_first_digest_that_there_is_no_page(database: Database) -> None:
    there = There(database, BEFORE - 10 * MINUTE)
    there.clock.jump(BEFORE - 10 * MINUTE)
    reader(database)
    database.writing(lambda c: c.exec_driver_sql("UPDATE schedules SET next_due = ?", (ms(BEFORE + 25 * MINUTE),)))
    assert await there.heard() == []
    there.clock.jump(BEFORE)
    assert await there.heard() == [Trouble.NO_PAGE]
    assert there.alarms[0].reason == "07:00"
    there.clock.jump(BEFORE + MINUTE)
    assert await there.heard() == [Trouble.NO_PAGE], "said once a day"


def ms(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


async def test_nobody_is_alarmed_when_there_is_a_page_or_none_is_expected_or_nobody_waits(database: Database) -> None:
    assert await There(database).heard() == [], "nobody waits"
    reader(database)
    database.writing(lambda c: c.exec_driver_sql("UPDATE schedules SET next_due = ?", (ms(BEFORE + 25 * MINUTE),)))
    assert await There(database, house=House(no_issue_days=("2023-03-09",))).heard() == []
    intake.ingest(database, intake.read_text("2023-03-09.txt", "新闻热线 3585000"), BEFORE)
    assert await There(database).heard() == []


async def test_a_fan_out_that_takes_hours_is_said_once_with_the_rows_still_to_be_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(database, *range(1, 12))
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 4)
    monkeypatch.setattr(rounds, "LONG", dt.timedelta(seconds=0.1))  # eleven readers are not a million
    there = There(database)
    assert await there.heard() == [Trouble.LONG]
    assert there.alarms[0].reason.startswith("11, "), "four rows are written, eleven are owed"
    assert await there.heard() == [Trouble.LONG]


async def test_a_fan_out_that_has_just_begun_is_not_judged_by_the_quiet_minute_before_it(database: Database) -> None:
    subscribe(database, *range(1, 12))
    there = There(database)
    await there.rounds.go()
    owe(database)
    there.gauges.sent = 1
    await there.rounds.go()
    assert there.alarms == []


class SteppedClock(SystemClock):
    """A machine's clock that somebody sets."""

    step = dt.timedelta()

    def now(self) -> dt.datetime:
        return super().now() + self.step


@pytest.mark.parametrize(
    ("hours", "said"), [(-1, "-3600 s"), (2, "+7200 s")], ids=["set back", "set forward, or asleep"]
)
async def test_operators_hear_when_the_machines_clock_jumps(database: Database, hours: int, said: str) -> None:
    there = There(database)
    clock = SteppedClock()
    there.rounds = Rounds(
        database=database,
        clock=clock,
        release=Release("Asia/Shanghai", dt.time(5)),
        house=House,
        gauges=there.gauges,
        rate=30,
        keep=dt.timedelta(days=30),
        ring=there.alarms.append,
    )
    assert await there.heard() == []
    clock.step = dt.timedelta(hours=hours)
    assert await there.heard() == [Trouble.CLOCK]
    assert there.alarms[0].reason == said
    assert await there.heard() == [Trouble.CLOCK], "once"


def test_how_long_the_rest_takes_is_told_by_the_pace_seen_or_by_the_rate() -> None:
    assert hours(Progress(sent=0, left=1_000_000, seconds=60).remaining(30)) == "9 h 16 min"
    assert hours(Progress(sent=600, left=600, seconds=60).remaining(30)) == "1 min"


async def test_old_rows_become_counts_by_themselves(database: Database) -> None:
    subscribe(database, 1)
    owe(database)
    there = There(database, dt.datetime(2023, 3, 9, tzinfo=dt.UTC) + dt.timedelta(days=31))
    await there.rounds.go()
    assert rows(database) == []

"""Every row of the table of clocks and calendars, by the digests that are owed: over a real store, ticked by hand."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SettableClock
from bot.errors import ConfigurationError
from bot.publish import owe_digests, reckon_anew
from bot.schedule.due import first_after, lateness, missed
from bot.schedule.ticks import ticking
from bot.store import claims, outbox, roster, schedules, slots
from bot.store.database import Database
from bot.store.enrolment import put_readers
from bot.store.upgrade import upgrade
from bot.subscription import Slot, Subscription
from tests.bot.store.readers import claim, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
CHAT = 42


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'times.db'}")
    try:
        upgrade(opened)
        yield opened
    finally:
        opened.close()


def at(zone: str, text: str) -> dt.datetime:
    """An instant by a zone's own clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def keep(database: Database, now: dt.datetime, wall: str, zone: str, **days: Any) -> None:
    slot = Slot(time=dt.time.fromisoformat(wall), **days)
    database.writing(roster.put_reader, Subscription(chat_id=CHAT, zone=zone, slots=(slot,)), now)


def tick(database: Database, now: dt.datetime) -> list[str]:
    """One look at the clock; the intended dates whose digests have rows after it."""
    database.writing(owe_digests, now)
    while database.writing(outbox.fan_out_page, now) is not None:
        pass
    return [row.occurrence.split()[1] for row in rows(database)]


def walked(database: Database, start: dt.datetime, end: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Tick every quarter of an hour; each date's digest with the tick that brought it."""
    found: list[tuple[str, dt.datetime]] = []
    now = start
    while now <= end:
        found += [(date, now) for date in tick(database, now)[len(found) :]]
        now += 15 * MINUTE
    return found


# A zone, a wall time, the date on which its clocks change, and when that date's digest is owed, in UTC.
CHANGES = {
    "New York, gap": ("America/New_York", "02:30", "2026-03-08", "2026-03-08 07:30"),
    "New York, overlap": ("America/New_York", "01:30", "2026-11-01", "2026-11-01 05:30"),
    "Berlin, overlap": ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25 00:30"),
    "Cairo, gap at midnight": ("Africa/Cairo", "00:00", "2026-04-24", "2026-04-23 22:00"),
    "Beirut, gap at midnight": ("Asia/Beirut", "00:00", "2026-03-29", "2026-03-28 22:00"),
    "Santiago, gap at midnight": ("America/Santiago", "00:00", "2026-09-06", "2026-09-06 04:00"),
    "Havana, gap at midnight": ("America/Havana", "00:30", "2026-03-08", "2026-03-08 05:30"),
    "Lord Howe, gap of half an hour": ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03 15:45"),
    "Lord Howe, overlap of half an hour": ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04 14:45"),
    "Casablanca, Ramadan": ("Africa/Casablanca", "02:30", "2026-02-15", "2026-02-15 01:30"),
    "Nuuk, gap that ends after midnight": ("America/Nuuk", "23:30", "2026-03-28", "2026-03-29 01:30"),
    "Kathmandu, 5 h 45 min": ("Asia/Kathmandu", "07:00", "2026-06-01", "2026-06-01 01:15"),
    "Chatham, 12 h 45 min, gap": ("Pacific/Chatham", "03:00", "2026-09-27", "2026-09-26 14:15"),
    "Chatham, 13 h 45 min, overlap": ("Pacific/Chatham", "03:00", "2026-04-05", "2026-04-04 13:15"),
}


@pytest.mark.parametrize(("zone", "wall", "date", "owed"), CHANGES.values(), ids=CHANGES)
def test_when_clocks_change_each_date_has_its_digest_once(
    database: Database, zone: str, wall: str, date: str, owed: str
) -> None:
    day, instant = dt.date.fromisoformat(date), dt.datetime.fromisoformat(owed).replace(tzinfo=dt.UTC)
    start = instant - 36 * HOUR
    keep(database, start, wall, zone)
    found = walked(database, start, instant + 36 * HOUR)
    assert [given for given, _ in found] == [str(day - DAY), date, str(day + DAY)]
    assert found[1][1] == instant


def test_apia_a_day_that_never_was_shares_its_digest_with_the_next(database: Database) -> None:
    start = at("Pacific/Apia", "2011-12-28 12:00")
    keep(database, start, "08:00", "Pacific/Apia")
    found = walked(database, start, at("Pacific/Apia", "2012-01-01 12:00"))
    assert [date for date, _ in found] == ["2011-12-29", "2011-12-31", "2012-01-01"]


@given(st.integers(0, 59), st.integers(0, 23), st.integers(0, 72 * 60))
def test_helsinki_in_the_hour_that_comes_twice_the_next_time_always_lies_ahead(
    minute: int, hour: int, later: int
) -> None:
    """A walk that stood still here once hung a scheduler for good."""
    zone, slot = ZoneInfo("Europe/Helsinki"), Slot(time=dt.time(hour, minute))
    now = dt.datetime(2017, 10, 28, tzinfo=dt.UTC) + later * MINUTE
    date, instant = first_after(slot, zone, now)
    assert now < instant <= now + DAY + HOUR
    assert [found for found, _ in missed(slot, zone, date, instant + 2 * DAY + HOUR)][:3] == [
        date,
        date + DAY,
        date + 2 * DAY,
    ]


def test_down_at_nine_and_up_at_twenty_past_it_is_sent_and_marked(database: Database) -> None:
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    assert tick(database, at("Asia/Shanghai", "2023-03-09 09:20")) == ["2023-03-09"]
    (row,) = rows(database)
    assert (row.state, row.marked) == ("pending", True)


def test_down_at_nine_and_up_at_three_in_the_afternoon_it_is_skipped_and_counted(database: Database) -> None:
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    tick(database, at("Asia/Shanghai", "2023-03-09 15:00"))
    (row,) = rows(database)
    assert (row.state, row.reason) == ("expired", "missed: more than 3 hours late")


def test_down_for_three_days_each_date_is_counted_and_only_the_last_still_sent(database: Database) -> None:
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    tick(database, at("Asia/Shanghai", "2023-03-12 09:20"))
    assert [(row.occurrence.split()[1], row.state) for row in rows(database)] == [
        ("2023-03-09", "expired"),
        ("2023-03-10", "expired"),
        ("2023-03-11", "expired"),
        ("2023-03-12", "pending"),
    ]


def test_lateness_is_judged_when_the_row_is_written_and_a_long_fan_out_ends_with_the_date(database: Database) -> None:
    assert lateness(at("UTC", "2023-03-09 09:00"), at("UTC", "2023-03-09 12:00")) == "late"
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    tick(database, at("Asia/Shanghai", "2023-03-09 09:00"))
    evening, midnight = at("Asia/Shanghai", "2023-03-09 23:59"), at("Asia/Shanghai", "2023-03-10 00:00")
    (intent,) = claim(database, 10, evening)
    assert not intent.marked, "fifteen hours in the queue are not late"
    database.writing(claims.close_dead, evening)
    database.writing(lambda c: c.exec_driver_sql("UPDATE deliveries SET state = 'pending'"))
    assert claim(database, 10, midnight) == []
    assert rows(database)[0].state == "expired"


async def test_a_clock_set_two_hours_forward_is_noticed_by_the_next_tick(database: Database) -> None:
    now = at("Asia/Shanghai", "2023-03-09 07:30")
    keep(database, now, "09:00", "Asia/Shanghai")
    clock, seen = SettableClock(now, speed=0), asyncio.Event()

    async def look() -> None:
        if tick(database, clock.now()):
            seen.set()

    async with ticking(look, seconds=0.01), asyncio.timeout(60):
        clock.jump(now + 2 * HOUR)
        await seen.wait()
    (row,) = rows(database)
    assert (row.state, row.marked) == ("pending", True)


def test_a_clock_set_back_an_hour_repeats_nothing(database: Database) -> None:
    nine = at("Asia/Shanghai", "2023-03-09 09:00")
    keep(database, nine - HOUR, "09:00", "Asia/Shanghai")
    assert len(tick(database, nine)) == 1
    for minutes in (-60, -1, 0, 1):
        database.writing(reckon_anew)  # and not after a start either
        assert len(tick(database, nine + minutes * MINUTE)) == 1


def test_new_rules_of_a_zone_move_what_is_still_to_come(database: Database) -> None:
    """The row was written when the zone still had its old offset; what is stored is a name, and the rules are today's."""
    now, right = at("Asia/Shanghai", "2023-03-09 06:00"), at("Asia/Shanghai", "2023-03-09 09:00")
    keep(database, now, "09:00", "Asia/Shanghai")
    (stored,) = database.reading(schedules.every)
    for wrong in (right - HOUR, right + HOUR):
        database.writing(schedules.advance, stored.schedule_id, stored.date, wrong)
        assert database.writing(reckon_anew) == 1
        assert database.reading(schedules.next_due) == right
    assert database.writing(reckon_anew) == 0
    assert stored.zone == "Asia/Shanghai"


def test_new_rules_read_while_a_digest_was_missed_do_not_lose_it(database: Database) -> None:
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    assert database.writing(reckon_anew) == 0
    assert tick(database, at("Asia/Shanghai", "2023-03-09 10:00")) == ["2023-03-09"]


def test_a_zone_that_has_left_the_tables_is_said_at_the_start(database: Database) -> None:
    keep(database, at("Asia/Shanghai", "2023-03-09 06:00"), "09:00", "Asia/Shanghai")
    database.writing(lambda connection: connection.exec_driver_sql("UPDATE schedules SET zone = 'Mars/Olympus'"))
    with pytest.raises(ConfigurationError, match=r"Mars/Olympus.*install the newest tzdata"):
        database.writing(reckon_anew)


@pytest.mark.parametrize("offset", ["+08:00", "UTC+8", "8"])
def test_an_offset_is_no_zone(offset: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        Subscription(chat_id=CHAT, zone=offset)


@pytest.mark.parametrize(
    ("zone", "date"),
    [("Pacific/Auckland", "2023-03-10"), ("Europe/London", "2023-03-09"), ("America/Los_Angeles", "2023-03-09")],
    ids=["east, where nine has been", "west, where it is still night", "west, where it is still yesterday"],
)
def test_a_zone_changed_a_minute_before_nine_brings_each_date_once(database: Database, zone: str, date: str) -> None:
    before = at("Asia/Shanghai", "2023-03-09 08:59")
    keep(database, before - HOUR, "09:00", "Asia/Shanghai")
    keep(database, before, "09:00", zone)
    promised = database.reading(slots.coming, CHAT, 0, before)[0].date
    found = [given for given, _ in walked(database, before, before + 3 * DAY)]
    assert found == [str(promised + DAY * number) for number in range(3)]
    assert str(promised) == date


def test_a_leap_day_is_a_day(database: Database) -> None:
    start = at("Asia/Shanghai", "2024-02-27 12:00")
    keep(database, start, "07:00", "Asia/Shanghai")
    found = [date for date, _ in walked(database, start, start + 4 * DAY)]
    assert found == ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"]


def test_a_weekly_digest_walks_over_every_end_of_a_month() -> None:
    """Days are those of the week: nothing of a date of the month, of which a 31st could be missing."""
    start = at("Asia/Shanghai", "2025-12-31 00:00")
    slot, zone = Slot(weekdays=(3,)), ZoneInfo("Asia/Shanghai")
    found = [date for date, _ in missed(slot, zone, dt.date(2025, 12, 31), start + 364 * DAY + 12 * HOUR)]
    assert found == [dt.date(2025, 12, 31) + 7 * DAY * week for week in range(53)]


@pytest.mark.parametrize(("number", "date"), [(1, "2023-03-13"), (3, "2023-03-15"), (7, "2023-03-12")])
def test_weekdays_count_from_monday_as_one(number: int, date: str) -> None:
    found, _ = first_after(Slot(weekdays=(number,)), ZoneInfo("Asia/Shanghai"), at("Asia/Shanghai", "2023-03-09 08:00"))
    assert str(found) == date


def test_a_crowd_at_eight_is_one_look_and_pages_of_rows(database: Database) -> None:
    eight = at("Asia/Shanghai", "2023-03-09 08:00")
    crowd = [Subscription(chat_id=chat, slots=(Slot(time=dt.time(8)),)) for chat in range(1, 1_201)]
    database.writing(put_readers, crowd, eight - HOUR)
    assert len(database.reading(schedules.due, eight)) == 1
    database.writing(owe_digests, eight)
    assert database.reading(outbox.left, eight) == 1_200, "what operators are told of, before a row is written"
    pages = [database.writing(outbox.fan_out_page, eight) for _ in range(4)]
    assert pages == [500, 500, 200, None]
    assert database.reading(outbox.left, eight) == 1_200

"""Whatever a reader changes and whenever: one digest a date at most, and what was promised comes."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import slots as times
from bot.config import DatabaseSection, Settings
from bot.opening import opened
from bot.publish import owe_digests
from bot.store import outbox, rejoining, roster, schedules, slots
from bot.store.schema import deliveries
from bot.subscription import Slot, Subscription

if TYPE_CHECKING:
    from bot.store.database import Database

CHAT = 42
START = dt.datetime(2024, 3, 8, 20, tzinfo=dt.UTC)  # New York leaves winter time two days later, Berlin three weeks
ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Auckland", "Pacific/Apia", "Asia/Kathmandu")
CLOCK = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 30]))
CHANGES = st.one_of(
    st.tuples(st.just("time"), CLOCK),
    st.tuples(st.just("rest"), st.none() | CLOCK),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.sampled_from(["leave", "undo", "again", "leave and undo"]), st.none()),
)
HOURS = st.integers(0, 40)


def current(database: Database) -> Subscription:
    found = database.reading(roster.reader_of, CHAT)
    return found.subscription if found else Subscription(chat_id=CHAT)


def change(database: Database, what: tuple[str, object], now: dt.datetime) -> None:
    """What a reader does."""
    known, (name, value) = current(database), what
    match name, value:
        case "time", dt.time() as time:
            known = times.with_morning(known, time)
        case "rest", None | dt.time() as rest:
            known = times.with_rest(known, rest)
        case "zone", str() as zone:
            known = known.model_copy(update={"zone": zone})
        case "leave", _:
            database.writing(roster.leave, CHAT, 0, now)
            return
        case "leave and undo", _:
            database.writing(roster.leave, CHAT, 0, now)
            pass_time(database, now + rejoining.UNDO)
            database.writing(rejoining.rejoin, CHAT, 0, now + rejoining.UNDO)
            return
        case "undo", _:
            database.writing(rejoining.rejoin, CHAT, 0, now)
            return
        case _:
            known = known if known.subscribed else known.with_slots(Slot())
    database.writing(roster.put_reader, known, now)


def pass_time(database: Database, until: dt.datetime) -> None:
    """Tick at every due instant on the way."""
    while (due := database.reading(schedules.next_due)) is not None and due <= until:
        database.writing(owe_digests, due)
        while database.writing(outbox.fan_out_page, due) is not None:
            pass


def owed(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.select(deliveries.c.occurrence)).scalars())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CHANGES, HOURS), min_size=1, max_size=8))
def test_one_digest_a_date_at_most_and_what_is_promised_comes(story: list[tuple[tuple[str, object], int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'laws.db'}"
        with opened(Settings(database=DatabaseSection(url=url))) as database:
            now = START
            for what, hours in story:
                change(database, what, now)
                promised = database.reading(slots.coming, CHAT, 0, now)
                now += dt.timedelta(hours=hours)
                pass_time(database, now)
                rows = database.reading(owed)
                for each in promised:
                    if each.at <= now:
                        assert f"digest1 {each.date}" in rows, (what, each)
            dates = [row.split()[1] for row in database.reading(owed)]
            assert len(dates) == len(set(dates))

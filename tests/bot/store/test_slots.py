"""The times a chat chose, stored: numbers that stay, dates that come once, leaving and coming back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.publish import owe_digests, reckon_anew
from bot.store import books, outbox, rejoining, roster, schedules, slots
from bot.store.schema import deliveries
from bot.subscription import Slot, Subscription
from tests.bot.store.readers import claim

if TYPE_CHECKING:
    from bot.store.database import Database

ZONE = "Asia/Shanghai"
CHAT = 42


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of March 2023 by the paper's clock; the 9th is a Thursday."""
    return dt.datetime(2023, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def slot(text: str, **more: object) -> Slot:
    return Slot.model_validate({"time": text, **more})


def keep(database: Database, now: dt.datetime, *wanted: Slot, zone: str = ZONE) -> None:
    database.writing(roster.put_reader, Subscription(chat_id=CHAT, zone=zone, slots=wanted), now)


def tick(database: Database, now: dt.datetime) -> None:
    """Owe what is due at `now`, and write its rows."""
    database.writing(owe_digests, now)
    while database.writing(outbox.fan_out_page, now) is not None:
        pass


def next_at(database: Database, now: dt.datetime) -> dt.datetime:
    return database.reading(slots.coming, CHAT, 0, now)[0].at


def rows(database: Database) -> list[str]:
    return [str(row["state"]) for _, row in database.reading(books.page, 0)]


def marks(connection: sa.Connection) -> list[bool]:
    """Which rows say that they come late."""
    return [
        bool(mark) for mark in connection.execute(sa.select(deliveries.c.marked).order_by(deliveries.c.id)).scalars()
    ]


def stored(database: Database) -> tuple[Slot, ...]:
    found = database.reading(roster.reader_of, CHAT)
    assert found is not None
    return found.subscription.slots


def test_a_time_moved_after_todays_digest_begins_tomorrow_and_says_so(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    tick(database, at(9, 7))
    keep(database, at(9, 8), slot("18:00"))
    assert next_at(database, at(9, 8)) == at(10, 18)
    tick(database, at(9, 18))
    assert len(rows(database)) == 1


def test_a_further_slot_of_the_same_day_comes_today(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    tick(database, at(9, 7))
    keep(database, at(9, 8), *stored(database), slot("18:00"))
    assert next_at(database, at(9, 8)) == at(9, 18)
    tick(database, at(9, 18))
    assert len(rows(database)) == 2


def test_taking_away_the_first_of_two_slots_leaves_the_second_its_digest(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"), slot("18:00"))
    tick(database, at(9, 7))
    keep(database, at(9, 8), slot("18:00"))
    assert next_at(database, at(9, 8)) == at(9, 18)


def test_a_rest_day_time_chosen_after_todays_digest_brings_no_second_one(database: Database) -> None:
    keep(database, at(11, 6), slot("07:00"))  # a Saturday
    tick(database, at(11, 7))
    keep(database, at(11, 7, 30), slot("07:00", days="workdays"), slot("08:00", days="restdays"))
    assert next_at(database, at(11, 7, 30)) == at(12, 8)
    tick(database, at(11, 8))
    assert len(rows(database)) == 1


def test_another_zone_brings_no_second_digest_of_the_same_date(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    tick(database, at(9, 7))
    keep(database, at(9, 8), slot("07:00"), zone="America/New_York")
    expected = dt.datetime(2023, 3, 10, 7, tzinfo=ZoneInfo("America/New_York"))
    assert next_at(database, at(9, 8)) == expected
    tick(database, at(9, 20))
    assert len(rows(database)) == 1


def test_leaving_is_undone_for_ten_minutes_with_every_slot_and_what_was_owed(database: Database) -> None:
    keep(
        database,
        at(9, 6),
        slot("07:00", days="workdays"),
        slot("08:00", days="restdays"),
        slot("19:00", kind="evening"),
    )
    before = stored(database)
    tick(database, at(9, 7))
    assert database.writing(roster.leave, CHAT, 0, at(9, 7, 1))
    assert not stored(database)
    assert rows(database) == ["expired"]
    assert database.writing(rejoining.rejoin, CHAT, 0, at(9, 7, 11))
    assert stored(database) == before
    assert rows(database) == ["pending"]
    assert not database.writing(rejoining.rejoin, CHAT, 0, at(9, 7, 11))


def test_a_digest_that_came_due_between_leaving_and_undoing_comes_once_and_when_late_says_so(
    database: Database,
) -> None:
    for leaves, undone, marked in ((at(9, 6, 59), at(9, 7, 1), False), (at(10, 6, 55), at(10, 7, 4), True)):
        keep(database, at(9, 6), slot("07:00"), slot("19:00", kind="evening"))
        before = len(rows(database))
        assert database.writing(roster.leave, CHAT, 0, leaves)
        tick(database, leaves.replace(hour=7, minute=0))
        assert len(rows(database)) == before
        assert database.writing(rejoining.rejoin, CHAT, 0, undone)
        assert rows(database)[before:] == ["pending"]
        assert database.reading(marks)[-1] == marked
        tick(database, undone)
        assert len(rows(database)) == before + 1


def test_the_evening_card_makes_no_sound_and_the_digest_does(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"), slot("20:00", kind="evening"))
    tick(database, at(9, 7))
    tick(database, at(9, 20))
    morning, evening = claim(database, 2, at(9, 20))
    assert (morning.occurrence, morning.silent) == ("digest1 2023-03-09", False)
    assert (evening.occurrence, evening.silent) == ("evening1 2023-03-09", True)


def test_undone_before_the_tick_that_was_due_it_comes_once(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    database.writing(roster.leave, CHAT, 0, at(9, 6, 59))
    database.writing(rejoining.rejoin, CHAT, 0, at(9, 7))
    tick(database, at(9, 7))
    assert rows(database) == ["pending"]


def test_after_ten_minutes_leaving_stays(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    database.writing(roster.leave, CHAT, 0, at(9, 6, 1))
    assert not database.writing(rejoining.rejoin, CHAT, 0, at(9, 6, 12))
    assert not stored(database)


def test_a_due_time_written_by_older_rules_of_its_zone_is_reckoned_anew(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"), slot("18:00"))
    first, _ = database.reading(schedules.every)
    database.writing(schedules.advance, first.schedule_id, first.date, first.at + dt.timedelta(hours=1))
    assert database.writing(reckon_anew) == 1
    assert database.reading(schedules.every)[0] == first
    assert database.writing(reckon_anew) == 0


def test_storing_the_same_wishes_again_changes_no_slot(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"), slot("18:00"))
    before = stored(database)
    keep(database, at(9, 6, 30), slot("18:00"), slot("07:00"))
    assert stored(database) == before


def test_what_a_slot_still_owes_is_not_sent_when_its_reader_does_away_with_it(database: Database) -> None:
    keep(database, at(9, 6), slot("19:30"), slot("20:00", kind="evening"))
    tick(database, at(9, 20))
    assert rows(database) == ["pending", "pending"]
    keep(database, at(9, 20), slot("19:30"))
    assert rows(database) == ["pending", "expired"], "the digest of the day still comes"
    keep(database, at(9, 20), slot("19:30"), slot("20:00", kind="evening"))
    tick(database, at(9, 20, 1))
    assert rows(database) == ["pending", "expired"], "and the evening card not again that day"


def test_a_digest_that_is_still_owed_comes_when_its_time_is_moved(database: Database) -> None:
    keep(database, at(9, 6), slot("07:00"))
    tick(database, at(9, 7))
    keep(database, at(9, 7), slot("08:00"))
    tick(database, at(9, 8))
    assert rows(database) == ["pending"]

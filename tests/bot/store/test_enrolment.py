"""A page of a roster is stored as its readers would be one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store import erasure, roster
from bot.store.enrolment import put_readers
from bot.store.schema import schedules, slots, subscriptions
from bot.subscription import Quiet, Slot, Subscription
from messages.message import Wishes
from tests.bot.store.readers import NOW

if TYPE_CHECKING:
    from bot.store.database import Database


def slot(text: str, **more: object) -> Slot:
    return Slot.model_validate({"time": text, **more})


WORK_AND_REST = (slot("06:30", days="workdays"), slot("08:00", days="restdays"))
PAGE = (
    Subscription(chat_id=1, slots=(Slot(),)),
    Subscription(chat_id=2, slots=WORK_AND_REST, wishes=Wishes(language="en")),
    Subscription(chat_id=-5, thread_id=7, kind="supergroup", zone="America/New_York", slots=(slot("21:15"),)),
    Subscription(chat_id=-5, thread_id=0, kind="supergroup", slots=(slot("07:00"), slot("19:00")), quiet=None),
    Subscription(chat_id=3, slots=(), quiet=Quiet()),
    Subscription(chat_id=1, slots=(slot("09:09"),)),
)


def rows(database: Database) -> list[list[tuple[str, ...]]]:
    """Everything stored of readers, without the ids."""
    readers = sa.select(*(column for column in subscriptions.c if column.name not in {"id", "wishes_id"}))
    times = (
        sa.select(
            *(subscriptions.c.chat_id, subscriptions.c.thread_id, slots.c.kind, slots.c.number, slots.c.open),
            *(slots.c.first_date, schedules.c.wall, schedules.c.days, schedules.c.zone),
        )
        .join(slots, slots.c.subscription_id == subscriptions.c.id)
        .join(schedules, schedules.c.id == slots.c.schedule_id)
    )
    return [database.reading(texts, query) for query in (readers, times)]


def texts(connection: sa.Connection, query: sa.Select[Any]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in connection.execute(query))


def test_a_page_is_stored_as_one_by_one(database: Database) -> None:
    database.writing(put_readers, PAGE, NOW)
    together = rows(database)
    for chat in (1, 2, 3, -5):
        database.writing(erasure.erase, chat)
    assert rows(database) == [[], []]
    for each in PAGE[1:]:  # the last of two lines of one chat counts
        database.writing(roster.put_reader, each, NOW)
    assert rows(database) == together


def test_a_page_over_known_readers_changes_them_and_adds_the_rest(database: Database) -> None:
    database.writing(roster.put_reader, Subscription(chat_id=2, slots=(slot("05:05"),)), NOW)
    database.writing(put_readers, PAGE, NOW)
    once = rows(database)
    database.writing(put_readers, PAGE, NOW)
    assert rows(database) == once
    found = database.reading(roster.reader_of, 2)
    assert found is not None
    assert [each.time for each in found.subscription.slots] == [each.time for each in WORK_AND_REST]

"""Places that move: groups that get a new id, topics that go, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import places, roster
from bot.subscription import Slot, Subscription
from tests.bot.store.readers import NOW, owe, rows, subscribe

if TYPE_CHECKING:
    from bot.store.database import Database

OLD, NEW = -500, -1000000000500


def subscribed(database: Database, chat_id: int, thread_id: int = 0) -> bool | None:
    """Whether a place is subscribed; None when nothing is kept of it."""
    found = database.reading(roster.reader_of, chat_id, thread_id)
    return found.subscription.subscribed if found else None


def test_a_group_with_a_new_id_keeps_its_subscription_and_what_is_owed_to_it(database: Database) -> None:
    subscribe(database, OLD)
    owe(database)
    database.writing(places.migrate, OLD, NEW, NOW)
    assert (subscribed(database, OLD), subscribed(database, NEW)) == (None, True)
    assert [(row.chat_id, row.state) for row in rows(database)] == [(NEW, "pending")]


@pytest.mark.parametrize("first", [OLD, NEW])
def test_of_two_subscriptions_that_meet_the_one_with_a_time_stays(database: Database, first: int) -> None:
    subscribe(database, first)
    subscribe(database, NEW if first == OLD else OLD, slots=())
    database.writing(places.migrate, OLD, NEW, NOW)
    assert (subscribed(database, OLD), subscribed(database, NEW)) == (None, True)


def test_two_subscribed_groups_that_become_one_are_sent_one_message(database: Database) -> None:
    subscribe(database, OLD, NEW)
    owe(database)
    database.writing(places.migrate, OLD, NEW, NOW)
    assert [(row.chat_id, row.state) for row in rows(database)] == [(NEW, "pending")]


def test_a_migration_told_twice_changes_nothing_more(database: Database) -> None:
    subscribe(database, OLD)
    for _ in range(2):
        database.writing(places.migrate, OLD, NEW, NOW)
    assert subscribed(database, NEW)


def test_a_topic_that_is_gone_falls_back_to_its_group(database: Database) -> None:
    subscribe(database, NEW, thread_id=7)
    owe(database)
    assert database.writing(places.leave_topic, NEW, 7, NOW)
    assert (subscribed(database, NEW, 7), subscribed(database, NEW)) == (None, True)
    assert [(row.thread_id, row.state) for row in rows(database)] == [(0, "pending")]
    assert not database.writing(places.leave_topic, NEW, 7, NOW)


def test_a_topic_that_is_gone_adds_nothing_to_a_group_with_its_own_subscription(database: Database) -> None:
    subscribe(database, NEW)
    subscribe(database, NEW, thread_id=7)
    owe(database)
    database.writing(places.leave_topic, NEW, 7, NOW)
    assert [(row.thread_id, row.state) for row in rows(database)] == [(0, "pending")]


def test_who_subscribed_a_place_is_known_while_it_can_be_reached_and_only_then(database: Database) -> None:
    place = Subscription(chat_id=NEW, kind="channel", slots=(Slot(),), owner=42)
    database.writing(roster.put_reader, place, NOW)
    assert [owner.user_id for owner in database.reading(places.owners, NEW)] == [42]
    assert database.reading(places.owned, 42) == [NEW]
    database.writing(roster.suspend, NEW, "gone", NOW)
    assert database.reading(places.owners, NEW) == []

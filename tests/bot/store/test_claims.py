"""Claims and receipts: one commit of the sending loop, on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from bot.ledger import Priority, State
from bot.store import claims, receipts
from bot.store.database import Database
from bot.store.receipts import Receipt
from bot.store.schema import subscriptions
from bot.store.upgrade import upgrade
from bot.subscription import Quiet
from tests.bot.store.conftest import new_database
from tests.bot.store.readers import NOW, OWNER, claim, owe, record, rows, subscribe

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa


MINUTE = dt.timedelta(minutes=1)


def test_a_claimed_row_is_sending_before_anybody_can_send_it(database: Database) -> None:
    subscribe(database, 1, 2)
    owe(database)
    (intent,) = claim(database, want=1)
    assert (intent.chat_id, intent.attempt) == (1, 1)
    assert [(row.state, row.attempts, row.owner) for row in rows(database)] == [
        ("sending", 1, OWNER),
        ("pending", 0, None),
    ]


def test_what_is_committed_is_on_the_disk(database: Database) -> None:
    """A commit that a power cut may take back would let a message be sent that no row speaks of."""
    found = {
        "sqlite": ("PRAGMA synchronous", 2, "PRAGMA journal_mode", "wal"),
        "postgresql": ("SHOW synchronous_commit", "on", "SHOW full_page_writes", "on"),
    }[database.engine.dialect.name]

    def ask(connection: sa.Connection) -> list[object]:
        return [connection.exec_driver_sql(str(question)).scalar() for question in found[::2]]

    assert database.writing(ask) == list(found[1::2])


def test_the_most_urgent_go_first_and_those_who_wait_longest(database: Database) -> None:
    subscribe(database, 1, 2)
    owe(database, "digest-1", Priority.DIGEST)
    owe(database, "announcement-1", Priority.ANNOUNCEMENT)
    owe(database, "urgent-1", Priority.ALERT)
    claimed = claim(database, want=5)
    assert [(one.priority, one.chat_id) for one in claimed] == [
        (Priority.ALERT, 1),
        (Priority.ALERT, 2),
        (Priority.ANNOUNCEMENT, 1),
        (Priority.ANNOUNCEMENT, 2),
        (Priority.DIGEST, 1),
    ]


def test_how_it_ended_stands_in_the_books(database: Database) -> None:
    subscribe(database, 1, 2, 3, 4)
    owe(database)
    one, two, three, four = claim(database)
    record(
        database,
        Receipt(one.id, 1, State.SENT, variant_id=7, message_id=70),
        Receipt(two.id, 1, State.REFUSED, reason="bot was blocked by the user"),
        Receipt(three.id, 1, State.PENDING, reason="429 says “wait”", not_before=NOW + MINUTE, uncounted=True),
        Receipt(four.id, 1, State.PENDING, marked=True),
    )
    assert [
        (row.state, row.attempts, row.message_id, row.variant_id, row.reason, bool(row.marked), row.owner)
        for row in rows(database)
    ] == [
        ("sent", 1, 70, 7, None, False, None),
        ("refused", 1, None, None, "bot was blocked by the user", False, None),
        ("pending", 0, None, None, "429 says “wait”", False, None),
        ("pending", 1, None, None, None, True, None),
    ]


def test_a_row_that_must_wait_is_claimed_when_its_time_has_come(database: Database) -> None:
    subscribe(database, 1)
    owe(database)
    (intent,) = claim(database)
    record(database, Receipt(intent.id, 1, State.PENDING, not_before=NOW + MINUTE))
    assert not claim(database)
    (again,) = claim(database, now=NOW + MINUTE)
    assert again.attempt == 2


@pytest.mark.parametrize(("owner", "attempt"), [("another", 1), (OWNER, 2)])
def test_a_late_writer_changes_nothing(database: Database, owner: str, attempt: int) -> None:
    subscribe(database, 1)
    owe(database)
    (intent,) = claim(database)
    record(database, Receipt(intent.id, attempt, State.SENT, message_id=5), owner=owner)
    assert rows(database)[0].state == "sending"


def test_expiry_is_judged_when_a_row_would_be_sent(database: Database) -> None:
    subscribe(database, 1)
    owe(database, expires=NOW + MINUTE)
    assert not claim(database, now=NOW + MINUTE)
    assert (rows(database)[0].state, rows(database)[0].reason) == ("expired", "its time had passed")


def test_a_row_whose_reader_was_erased_meanwhile_ends(database: Database) -> None:
    subscribe(database, 1)
    owe(database)
    database.writing(lambda connection: connection.execute(subscriptions.delete()))
    assert not claim(database)
    assert rows(database)[0].reason == claims.ERASED


@pytest.mark.parametrize(
    ("priority", "state", "marked"),
    [
        (Priority.ALERT, "pending", True),
        (Priority.EDIT, "pending", False),
        (Priority.ANNOUNCEMENT, "unknown", False),
        (Priority.DIGEST, "unknown", False),
    ],
)
def test_a_row_found_sending_at_start_is_repeated_only_when_that_is_better_than_never(
    database: Database, priority: Priority, state: str, *, marked: bool
) -> None:
    subscribe(database, 1)
    owe(database, priority=priority)
    claim(database)
    database.writing(claims.close_dead, NOW)
    (row,) = rows(database)
    assert (row.state, bool(row.marked)) == (state, marked)
    assert row.reason == "the program ended while it was being sent"


@pytest.mark.parametrize(
    ("priority", "hours", "silent"),
    [
        (Priority.DIGEST, Quiet(start=dt.time(7), end=dt.time(9)), True),
        (Priority.ALERT, Quiet(start=dt.time(7), end=dt.time(9)), False),
        (Priority.DIGEST, Quiet(start=dt.time(22), end=dt.time(6, 30)), False),
        (Priority.DIGEST, None, False),
    ],
)
def test_a_digest_makes_no_sound_in_quiet_hours_and_is_never_held(
    database: Database, priority: Priority, hours: Quiet | None, *, silent: bool
) -> None:
    subscribe(database, 1, quiet=hours)
    owe(database, priority=priority)
    (intent,) = claim(database)
    assert intent.silent is silent


async def test_what_another_program_disposes_of_between_the_look_and_the_taking_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In SQLite each statement is a transaction; a server locks what it has found."""
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    upgrade(database)
    subscribe(database, 1, 2, 3)
    owe(database)
    look = claims._find

    def and_then(*given: Any) -> claims.Found:
        found = look(*given)
        database.writing(
            lambda other: other.exec_driver_sql("UPDATE deliveries SET state = 'expired' WHERE chat_id = 2")
        )
        return found

    monkeypatch.setattr(claims, "_find", and_then)
    taken = claims.intents(await database.write_each(claims.turn, receipts.packed(()), 100, OWNER, NOW), NOW)
    assert [intent.chat_id for intent in taken] == [1, 3]
    assert [(row.chat_id, row.state) for row in rows(database)] == [(1, "sending"), (2, "expired"), (3, "sending")]
    database.close()


@pytest.mark.postgres
def test_what_one_sender_is_just_taking_another_neither_takes_nor_waits_for(postgres: str) -> None:
    database = Database(new_database(postgres))
    upgrade(database)
    subscribe(database, 1, 2, 3)
    owe(database)
    with database.engine.begin() as taking:
        first = claims.intents(claims.turn(taking, receipts.packed(()), 2, "sender-2", NOW), NOW)
        second = claim(database, 100)
    assert ([one.chat_id for one in first], [one.chat_id for one in second]) == ([1, 2], [3])
    assert [row.owner for row in rows(database)] == ["sender-2", "sender-2", OWNER]
    database.close()


def test_a_zone_that_has_left_the_tables_costs_a_reader_the_sound_and_not_the_message(database: Database) -> None:
    subscribe(database, 1, quiet=Quiet(start=dt.time(22), end=dt.time(6)))
    owe(database)
    database.writing(lambda connection: connection.execute(subscriptions.update().values(zone="Mars/Olympus")))
    (intent,) = claim(database)
    assert intent.silent


def test_a_silent_chat_stays_silent(database: Database) -> None:
    subscribe(database, 1, silent=True)
    owe(database)
    assert claim(database)[0].silent


def test_work_is_left_while_a_row_can_be_sent_or_is_still_to_be_written(database: Database) -> None:
    subscribe(database, 1)
    assert not database.reading(claims.sendable, NOW)
    owe(database)
    assert database.reading(claims.sendable, NOW)
    (intent,) = claim(database)
    assert database.reading(claims.sendable, NOW)
    record(database, Receipt(intent.id, 1, State.PENDING, not_before=NOW + MINUTE))
    assert not database.reading(claims.sendable, NOW)

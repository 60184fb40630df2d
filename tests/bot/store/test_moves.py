"""Settings fetched from another chat with a code: once, in time, and whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store import moves, roster, schema
from bot.subscription import Slot, Subscription
from tests.bot.store.readers import NOW, owe, rows, subscribe

if TYPE_CHECKING:
    from bot.store.database import Database

CODE = "ABCD2345"
HERE = Subscription(chat_id=42)
GROUP = Subscription(chat_id=-500, kind="group", owner=42)


def test_settings_come_whole_and_the_old_chat_is_left(database: Database) -> None:
    subscribe(database, 42, slots=(Slot(time=dt.time(6, 45)),), zone="America/New_York")
    database.writing(moves.offer, CODE, 42, 0, NOW)
    moved = database.writing(moves.take, CODE, GROUP, NOW)
    assert moved is not None
    there, here = database.reading(roster.reader_of, -500), database.reading(roster.reader_of, 42)
    assert there is not None
    assert here is not None
    assert (there.subscription.zone, there.subscription.slots[0].time) == ("America/New_York", dt.time(6, 45))
    assert (there.subscription.kind, there.subscription.owner) == ("group", 42)
    assert there.subscription.wishes.audience == "group"
    assert not here.subscription.subscribed


def test_a_code_serves_once_and_ten_minutes_and_never_its_own_chat(database: Database) -> None:
    subscribe(database, 42)
    database.writing(moves.offer, CODE, 42, 0, NOW)
    assert database.writing(moves.take, CODE, HERE, NOW) is None
    assert database.writing(moves.take, "WRONG234", GROUP, NOW) is None
    assert database.writing(moves.take, CODE, GROUP, NOW + moves.VALID) is None
    assert database.writing(moves.take, CODE, GROUP, NOW + moves.VALID / 2) is not None
    assert database.writing(moves.take, CODE, GROUP, NOW) is None


def test_a_new_code_makes_the_old_one_void(database: Database) -> None:
    subscribe(database, 42)
    for code in ("FIRST234", CODE):
        database.writing(moves.offer, code, 42, 0, NOW)
    assert database.writing(moves.take, "FIRST234", GROUP, NOW) is None


def test_the_code_itself_is_not_kept(database: Database) -> None:
    database.writing(moves.offer, CODE, 42, 0, NOW)
    kept = database.reading(lambda connection: connection.execute(sa.select(schema.moves)).all())
    assert CODE not in str(kept)


def test_what_is_still_owed_to_the_old_chat_is_not_sent_there(database: Database) -> None:
    subscribe(database, 42)
    owe(database)
    database.writing(moves.offer, CODE, 42, 0, NOW)
    database.writing(moves.take, CODE, GROUP, NOW)
    assert [row.state for row in rows(database)] == ["expired"]

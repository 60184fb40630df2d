"""Erasing leaves no byte: the files themselves are searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store import erasure, feedback, moves, roster
from bot.store.schema import metadata
from bot.subscription import Slot, Subscription
from messages.message import Wishes
from tests.bot.store.readers import NOW, owe, subscribe

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.database import Database

READER, GROUP = 5_123_456_789, -1_007_000_000_001
WORDS = "物业费为什么涨价"


def leave_traces(database: Database) -> None:
    """A reader who has used everything: subscribed, typed keywords, wrote, moved, set a group up."""
    wishes = Wishes(follow=(WORDS,))
    database.writing(roster.put_reader, Subscription(chat_id=READER, wishes=wishes, slots=(Slot(),)), NOW)
    group = Subscription(chat_id=GROUP, kind="supergroup", slots=(Slot(),), owner=READER)
    database.writing(roster.put_reader, group, NOW)
    database.writing(feedback.put, chat_id=READER, message_id=9, name="王小梅", text=WORDS, language="zh-CN", now=NOW)
    database.writing(moves.offer, "ABCD2345", READER, 0, NOW)
    owe(database)


def traces(content: bytes, number: int) -> int:
    """How often a number stands in bytes, as digits or as the database stores it."""
    stored = number.to_bytes(6, "big")
    return content.count(str(number).encode()) + content.count(stored)


def test_erasing_leaves_no_byte_in_the_files_of_the_database(tmp_path: Path) -> None:
    from bot.store.database import Database  # noqa: PLC0415
    from bot.store.upgrade import upgrade  # noqa: PLC0415

    path = tmp_path / "store.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    others = [READER + 1000 + number for number in range(300)]  # pages fill, split and are rebuilt around the reader
    subscribe(database, *others[:150])
    leave_traces(database)
    subscribe(database, *others[150:])

    def everything() -> bytes:
        return b"".join(found.read_bytes() for found in sorted(tmp_path.glob("store.db*")))

    assert traces(everything(), READER)
    assert WORDS.encode() in everything()
    assert database.writing(erasure.erase, READER)
    database.forget_now()
    assert traces(everything(), READER) == 0
    assert WORDS.encode() not in everything()
    for other in others:
        database.writing(erasure.erase, other)
    database.forget_now()
    assert [other for other in others if traces(everything(), other)] == []
    database.close()


def test_erasing_reaches_every_table_that_can_name_a_chat(database: Database) -> None:
    leave_traces(database)
    assert database.writing(erasure.erase, READER)
    assert not database.writing(erasure.erase, READER)

    def mentions(connection: sa.Connection) -> list[str]:
        return [
            f"{table.name}.{column.name}"
            for table in metadata.tables.values()
            for column in table.columns
            for value in connection.execute(sa.select(column)).scalars()
            if str(READER) in str(value) or WORDS in str(value)
        ]

    assert database.reading(mentions) == []
    assert database.reading(roster.reader_of, GROUP)


def test_a_set_of_wishes_others_share_is_kept(database: Database) -> None:
    subscribe(database, READER, READER + 1)
    database.writing(erasure.erase, READER)
    assert database.reading(roster.reader_of, READER + 1)


def test_an_export_holds_everything_kept_and_nothing_of_others(database: Database) -> None:
    leave_traces(database)
    subscribe(database, READER + 1)
    found: dict[str, Any] = database.reading(erasure.exported, READER)
    assert found["chat_id"] == READER
    assert found["subscriptions"][0]["wishes"]["follow"] == [WORDS]
    assert found["subscribed_for"] == [GROUP]
    assert [letter["text"] for letter in found["feedback"]] == [WORDS]
    assert [row["publication"] for row in found["deliveries"]] == ["announcement-1"]
    assert str(READER + 1) not in str(found)

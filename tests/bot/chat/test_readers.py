"""Who is asking: read once for all who ask together, kept a while, and never kept old."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from bot.chat import readers
from bot.chat.readers import Readers
from bot.config import DatabaseSection, Settings
from bot.opening import opened
from bot.store import roster
from bot.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Database

NOW = dt.datetime(2023, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(Settings(database=DatabaseSection(url=f"sqlite:///{tmp_path / 'readers.db'}"))) as database:
        yield database


class Counting:
    """The database, counting the looks at it; a look waits until `go`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path
        self.looks = 0
        self.go = asyncio.Event()
        self.go.set()

    async def read(self, work: Any, *args: Any) -> Any:
        self.looks += 1
        found = await self._database.read(work, *args)
        await self.go.wait()
        return found


def put(database: Database, chat_id: int, zone: str = "Asia/Shanghai", thread_id: int = 0) -> None:
    database.writing(roster.put_reader, Subscription(chat_id=chat_id, thread_id=thread_id, zone=zone), NOW)


async def test_who_asks_in_the_same_moment_is_read_in_one_look(database: Database) -> None:
    put(database, 1)
    put(database, -2, thread_id=7)
    counting: Any = Counting(database)
    kept = Readers(counting)
    found = await asyncio.gather(
        *(kept.get(chat, thread) for chat, thread in ((1, 0), (-2, 7), (-2, 0), (3, 0), (1, 0)))
    )
    assert [reader and reader.subscription.chat_id for reader in found] == [1, -2, None, None, 1]
    await kept.get(1, 0)
    assert counting.looks == 1


async def test_what_changed_is_read_anew_also_when_it_changed_during_a_look(database: Database) -> None:
    put(database, 1)
    counting: Any = Counting(database)
    counting.go.clear()
    kept = Readers(counting)
    early = asyncio.create_task(kept.get(1, 0))
    while not counting.looks:
        await asyncio.sleep(0)
    put(database, 1, "Europe/Paris")
    kept.forget(1)
    counting.go.set()
    await early
    late = await kept.get(1, 0)
    assert late is not None
    assert late.subscription.zone == "Europe/Paris"


async def test_a_look_that_fails_is_told_to_everybody_who_asked_and_to_nobody_later(database: Database) -> None:
    counting: Any = Counting(database)
    kept = Readers(counting)

    async def broken(*_args: Any) -> None:
        raise OSError("disk")

    whole, counting.read = counting.read, broken
    told = await asyncio.gather(kept.get(1, 0), kept.get(2, 0), return_exceptions=True)
    assert [type(each) for each in told] == [OSError, OSError]
    counting.read = whole
    assert await kept.get(1, 0) is None


async def test_no_more_readers_are_kept_than_said(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "KEPT", 3)
    counting: Any = Counting(database)
    kept = Readers(counting)
    for chat in range(5):
        await kept.get(chat, 0)
    await kept.get(4, 0)
    assert counting.looks == 5
    await kept.get(0, 0)
    assert counting.looks == 6

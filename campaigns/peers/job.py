"""What a peer is asked to do, its books, and how it says that it is ready. Knows no library."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

# About what a digest is: 15 lines of HTML, 1 kB of UTF-8.
TEXT = (
    "<b>晨报 3月9日 星期四</b>\n" + "晴转多云，南风三到四级，阵风六级，气温八到二十三度。\n" * 9 + "<i>详见今日版面</i>"
)
TOKEN = "4242:AAbenchbenchbenchbenchbenchbenchbench"  # noqa: S105 - our own server takes any token


@dataclass(frozen=True)
class Job:
    """Send TEXT to chats 1 … `chats`, or answer commands until stopped."""

    url: str
    chats: int = 0
    in_flight: int = 32
    books: str = ""  # path of a SQLite file: one commit a message; "" keeps none
    per_second: float = 0  # 0: as fast as it goes
    concurrent: bool = False  # answer commands side by side, where the library offers both

    @classmethod
    def given(cls) -> Self:
        return cls(**json.loads(sys.argv[1]))


class Books:
    """A ledger as one would write it first: a row and a commit for each message, as durable as ours."""

    def __init__(self, path: str) -> None:
        self._database = sqlite3.connect(path, isolation_level=None) if path else None
        if self._database:
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.execute("CREATE TABLE sent (chat INTEGER PRIMARY KEY, message_id INTEGER NOT NULL)")

    def sent(self, chat: int, message_id: int) -> None:
        if self._database:
            self._database.execute("INSERT INTO sent VALUES (?, ?)", (chat, message_id))


def wait_for_go() -> None:
    """Say that we are ready, and wait until the bench says go."""
    print(json.dumps({"ready": True}), flush=True)
    sys.stdin.readline()


async def to_each(chats: Iterable[int], in_flight: int, send: Callable[[int], Awaitable[None]]) -> None:
    """Send to each chat with `in_flight` workers on one iterator: no task per chat, which would flatter us."""
    rest = iter(chats)

    async def worker() -> None:
        for chat in rest:
            await send(chat)

    await asyncio.gather(*(worker() for _ in range(in_flight)))

"""Who is asking, as stored: a bounded cache, and one look at the database for all who ask in the same moment."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.store import roster

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.roster import Reader

    Key = tuple[int, int]

KEPT = 10_000
FRESH_SECONDS = 60.0  # a command line may write beside us
FRESH_IN_CLUSTER = 2.0  # and on PostgreSQL other processes answer the same people


class Readers:
    """Readers by chat and topic. None stands for one who never spoke."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._fresh = FRESH_SECONDS if database.path is not None else FRESH_IN_CLUSTER
        self._kept: OrderedDict[int, dict[int, tuple[float, Reader | None]]] = OrderedDict()
        self._wanted: dict[Key, asyncio.Future[Reader | None]] = {}
        self._changed: set[int] = set()  # chats whose rows changed while something was read
        self._reading: set[asyncio.Task[None]] = set()

    async def get(self, chat_id: int, thread_id: int) -> Reader | None:
        """The reader, from the cache or the database."""
        known = self._kept.get(chat_id, {}).get(thread_id)
        if known is not None and time.monotonic() - known[0] < self._fresh:
            return known[1]
        key = (chat_id, thread_id)
        if key not in self._wanted:
            if not self._wanted:
                asyncio.get_running_loop().call_soon(self._begin)
            self._wanted[key] = asyncio.get_running_loop().create_future()
        return await self._wanted[key]

    def forget(self, chat_id: int) -> None:
        """A chat's row has changed; what is being read just now may be the old one, and is not kept."""
        self._kept.pop(chat_id, None)
        if self._reading:
            self._changed.add(chat_id)

    def _begin(self) -> None:
        """Read everybody who has asked since the last turn of the loop."""
        wanted, self._wanted = self._wanted, {}
        task = asyncio.get_running_loop().create_task(self._load(wanted))
        self._reading.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._reading.discard(task)
        if not self._reading:
            self._changed.clear()

    async def _load(self, wanted: dict[Key, asyncio.Future[Reader | None]]) -> None:
        try:
            found = await self._database.read(roster.readers_of, list(wanted))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            for waiting in wanted.values():
                if not waiting.done():
                    waiting.set_exception(error)
            return
        for key, waiting in wanted.items():
            self._keep(key, found.get(key))
            if not waiting.done():
                waiting.set_result(found.get(key))

    def _keep(self, key: Key, reader: Reader | None) -> None:
        chat_id, thread_id = key
        if chat_id in self._changed:
            return
        self._kept.setdefault(chat_id, {})[thread_id] = time.monotonic(), reader
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

"""Reports of pages to the operators: noted with what they tell of, and owed until an operator's chat has taken them.

Knows no chat; whom to tell is handed in.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import time
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.store import notes
from messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.store.database import Database

    Tell = Callable[[Message, Callable[[], None]], None]

OWED = "page report "  # what their notes' names begin with
AGAIN_SECONDS = 120.0  # how long a report on its way is not sent again
KEPT = dt.timedelta(days=7)  # nobody wants to hear of a page that is older


class Reports:
    """What operators have not heard yet. `tell` sends it to them and calls back when one has it."""

    def __init__(self, database: Database, clock: Clock, tell: Tell) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell
        self._underway: dict[str, float] = {}
        self._looked_at = -AGAIN_SECONDS
        self._marks: set[asyncio.Task[None]] = set()

    def owe(self, connection: Connection, page: str, report: Message, *, news: bool = True) -> None:
        """Note a report, in the transaction that stores its page.

        One without news, or said already, gives way to one still owed of that page: it was read again after a kill.
        """
        about = f"{OWED}{hashlib.sha256(page.encode()).hexdigest()[:16]} "
        owed = notes.under(connection, about)
        if not owed or (news and owed[-1].value != report.text):
            now = self._clock.now()
            notes.put(connection, f"{about}{now.timestamp():017.6f}", report.text, now)
        self._looked_at = -AGAIN_SECONDS

    async def carry(self) -> None:
        """Tell what is owed: what was noted since, what an earlier process left, what did not get through."""
        now = time.monotonic()
        if now - self._looked_at < AGAIN_SECONDS:
            return
        self._looked_at = now
        self._underway = {name: at for name, at in self._underway.items() if now - at < AGAIN_SECONDS}
        for note in await self._database.read(notes.under, OWED):
            if note.at < self._clock.now() - KEPT:
                await self._database.write(notes.drop, note.name)
            elif note.name not in self._underway:
                self._underway[note.name] = now
                self._tell(Message(text=Markup(note.value)), partial(self._taken, note.name))  # noqa: S704 - it was a Message's

    async def settle(self) -> None:
        """Wait until what was taken is noted as told."""
        await asyncio.gather(*self._marks)

    def _taken(self, name: str) -> None:
        task = asyncio.create_task(self._database.write(notes.drop, name))
        self._marks.add(task)
        task.add_done_callback(self._marks.discard)

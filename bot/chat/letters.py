"""Brings readers' letters to the operators' private chats; one is untold until an operator's chat has taken it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from typing import TYPE_CHECKING

import structlog

from bot.chat.commands import feedback as screens
from bot.chat.replies import Replies, Say
from bot.ledger import Sent
from bot.store import feedback

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chat.newsroom import Newsroom
    from bot.delivery.sender import Sender
    from bot.ledger import Outcome
    from bot.store.feedback import Letter

log = structlog.get_logger(__name__)

LOOK_SECONDS = 30.0
AGAIN_SECONDS = 120.0  # how long a letter on its way is not sent again
SWEEP_SECONDS = 3600.0


class Letters:
    """The newsroom's postman. Letters older than the term are deleted on the way."""

    def __init__(self, room: Newsroom, sender: Sender, queue: Callable[[Replies], None]) -> None:
        self._room = room
        self._sender = sender
        self._queue = queue
        self._underway: dict[int, float] = {}
        self._swept = -SWEEP_SECONDS
        self._marks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Carry letters until cancelled: as they come, and those left over every half minute."""
        while True:
            try:
                await self._sweep()
                await self.carry()
            except Exception as error:  # the database may be away for a while
                log.exception("letters cannot be carried", reason=str(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._room.letters.wait()
            self._room.letters.clear()

    async def carry(self) -> None:
        """Queue every letter nobody was shown yet."""
        if not self._room.settings.operators.ids:
            return
        now = time.monotonic()
        self._underway = {key: at for key, at in self._underway.items() if now - at < AGAIN_SECONDS}
        for letter in await self._room.database.read(feedback.untold):
            if letter.id not in self._underway:
                self._underway[letter.id] = now
                self._bring(letter)

    def _bring(self, letter: Letter) -> None:
        shown = Say(screens.shown(letter, self._room.house.language))

        def ended(outcome: Outcome) -> None:
            if isinstance(outcome, Sent):
                task = asyncio.create_task(self._told(letter))
                self._marks.add(task)
                task.add_done_callback(self._marks.discard)

        for operator in self._room.settings.operators.ids:
            self._queue(Replies(operator, 0, [shown], self._sender, ended))

    async def _told(self, letter: Letter) -> None:
        await self._room.database.write(feedback.told, letter.id, self._room.now)

    async def _sweep(self) -> None:
        if time.monotonic() - self._swept >= SWEEP_SECONDS:
            self._swept = time.monotonic()
            term = dt.timedelta(days=self._room.settings.delivery.keep_days)
            await self._room.database.write(feedback.forget_old, self._room.now - term)

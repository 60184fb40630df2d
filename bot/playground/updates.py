"""A bot's updates: numbered, kept until confirmed, handed to the one who polls. Knows no HTTP and no webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.refusal import OTHER_POLLER, RefusedError

if TYPE_CHECKING:
    from bot.playground.wire import Json

KEPT = 100_000
LOG = 2_000
LONGEST_POLL = 50
# Kinds a bot gets only when it names them in allowed_updates.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class UpdateQueue:
    """Updates waiting for a bot; the oldest leave when it never asks."""

    next_id: int = 1
    waiting: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))
    log: deque[Json] = field(default_factory=lambda: deque(maxlen=LOG))
    allowed: frozenset[str] | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    poller: asyncio.Future[None] | None = None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def make(self, kind: str, payload: object) -> Json | None:
        """A numbered update, or None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        update = {"update_id": self.next_id, kind: payload}
        self.next_id += 1
        self.log.append(update)
        return update

    def put(self, update: Json) -> None:
        self.waiting.append(update)
        self.arrived.set()

    def confirm(self, offset: int) -> None:
        """Forget what stands before `offset`; a negative one counts from the end."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    def first(self, limit: int) -> list[Json]:
        return [self.waiting[index] for index in range(min(limit, len(self.waiting)))]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Updates from `offset` on, waiting up to `seconds` for one; 409 when another poll comes."""
        self.dismiss()
        mine = self.poller = asyncio.get_running_loop().create_future()
        try:
            self.confirm(offset)
            if not self.waiting and seconds > 0:
                await self._wait(mine, min(seconds, LONGEST_POLL))
            return self.first(limit)
        finally:
            if self.poller is mine:
                self.poller = None

    async def _wait(self, mine: asyncio.Future[None], seconds: float) -> None:
        self.arrived.clear()
        arrival = asyncio.ensure_future(self.arrived.wait())
        ends: set[asyncio.Future[Any]] = {arrival, mine}
        try:
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrival.cancel()
        if mine.done():
            raise RefusedError(409, OTHER_POLLER)

    def dismiss(self) -> None:
        """End the poll that waits, as Telegram does when another one comes."""
        if self.poller and not self.poller.done():
            self.poller.set_result(None)

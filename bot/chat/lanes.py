"""Updates of different chats side by side, those of one chat one after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Lanes:
    """Runs `work` on each update; a chat's next update waits for its last."""

    def __init__(self, work: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._work = work
        self._last: dict[int, asyncio.Task[None]] = {}

    def put(self, update: dict[str, Any]) -> asyncio.Task[None]:
        """Start on `update` when its chat's turn comes."""
        chat = chat_of(update)
        task = asyncio.create_task(self._after(self._last.get(chat), update))
        self._last[chat] = task
        task.add_done_callback(lambda done: self._leave(chat, done))
        return task

    async def drain(self) -> None:
        """Wait for everything begun."""
        while self._last:
            await asyncio.wait(list(self._last.values()))

    async def _after(self, before: asyncio.Task[None] | None, update: dict[str, Any]) -> None:
        if before is not None:
            await asyncio.wait([before])
        await self._work(update)

    def _leave(self, chat: int, done: asyncio.Task[None]) -> None:
        if self._last.get(chat) is done:
            del self._last[chat]


def chat_of(update: dict[str, Any]) -> int:
    """The chat an update belongs to, else the person; 0 for none."""
    for value in update.values():
        if not isinstance(value, dict):
            continue
        message = value.get("message")
        inner: dict[str, Any] = message if isinstance(message, dict) else value
        for key in ("chat", "from"):
            found = inner.get(key) or value.get(key)
            if isinstance(found, dict) and isinstance(found.get("id"), int):
                return int(found["id"])
    return 0

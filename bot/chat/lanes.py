"""Updates of different chats side by side, those of one chat one after another; what is turned away costs no task."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Work = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)

MOST_WAITING = 20_000


class Lanes:
    """Runs on each update what `admit` says is to be done with it; a chat's next update waits for its last."""

    def __init__(self, admit: Callable[[dict[str, Any]], Work | None]) -> None:
        self._admit = admit
        self._last: dict[int, asyncio.Task[None]] = {}
        self._waiting = 0

    def put(self, update: dict[str, Any]) -> asyncio.Task[None] | None:
        """Start on `update` when its chat's turn comes; None when it is turned away."""
        work = self._admit(update)
        if work is None:
            return None
        if self._waiting >= MOST_WAITING:
            log.warning("too many updates wait; one is left unanswered", update_id=update.get("update_id"))
            return None
        chat = chat_of(update)
        task = asyncio.create_task(self._after(self._last.get(chat), work, update))
        self._last[chat] = task
        self._waiting += 1
        task.add_done_callback(lambda done: self._leave(chat, done))
        return task

    async def drain(self) -> None:
        """Wait for everything begun."""
        while self._last:
            await asyncio.wait(list(self._last.values()))
            await asyncio.sleep(0)  # a finished task leaves its lane at the loop's next turn

    async def _after(self, before: asyncio.Task[None] | None, work: Work, update: dict[str, Any]) -> None:
        if before is not None:
            await asyncio.wait([before])
        await work(update)

    def _leave(self, chat: int, done: asyncio.Task[None]) -> None:
        self._waiting -= 1
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

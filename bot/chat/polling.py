"""Our own short polling loop: asks for updates and feeds them on, through errors that come and go.

The library's updater ends for good on one 401 in mid-run while it says it runs; this loop says so and stops the bot.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog

from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.answers import Answer, Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chat.lanes import Lanes
    from bot.chat.transport import Transport

log = structlog.get_logger(__name__)

ALLOWED = ["message", "callback_query", "my_chat_member", "inline_query"]
CONFLICT = 409
WEBHOOK = "webhook is active"
CONFLICT_SECONDS = 60.0
LONGEST_WAIT = 30.0
SAY_EVERY = 60.0
HANDLERS_SECONDS = 5.0  # how long the next poll waits for the last batch's handlers


@dataclass
class Polling:
    """Asks for updates until `stop`. `refused` says why when the API wants nothing more of this token."""

    transport: Transport
    lanes: Lanes
    poll_seconds: int
    refused: asyncio.Future[str] | None = None
    alarm: Callable[[Alarm], None] = lambda _alarm: None
    _offset: int = 0
    _said_at: float = field(default=-SAY_EVERY)
    _failures: int = 0

    async def run(self) -> None:
        while True:
            call = await self.transport.call(
                "getUpdates",
                read_seconds=self.poll_seconds + 10,
                offset=self._offset or None,
                timeout=self.poll_seconds,
                allowed_updates=ALLOWED,
            )
            updates = call.result if isinstance(call, Answer) and call.ok else None
            if isinstance(updates, list):
                self._failures = 0
                await self._feed(updates)
            else:
                await self._wait(call)

    async def _feed(self, updates: list[dict[str, Any]]) -> None:
        put = (self.lanes.put(update) for update in updates)
        tasks = [task for task in put if task is not None]
        if updates:
            self._offset = max(update["update_id"] for update in updates) + 1
        if tasks:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HANDLERS_SECONDS):
                    await asyncio.wait(tasks)

    async def _wait(self, call: Call) -> None:
        """Say what is wrong, at most once a minute, and wait as long as it asks for."""
        status = call.status if isinstance(call, Answer) else 0
        text = (call.body or {}).get("description", "") if isinstance(call, Answer) else call.reason
        if status in {401, 404}:
            self._refuse(f"the API refuses the token ({status} {text})")
        elif status == CONFLICT and WEBHOOK in text:
            self._refuse(f'a webhook is set for this token; delete it, or set telegram.mode = "webhook" ({text})')
        elif status == CONFLICT:
            self._say(f"another program polls with this token ({text}); sending goes on, polling waits a minute")
            self.alarm(Alarm(Trouble.CONFLICT, text))
            await asyncio.sleep(CONFLICT_SECONDS)
            return
        self._failures += 1
        self._say(f"the Bot API gives no updates ({status or 'no connection'} {text}); trying again")
        await asyncio.sleep(min(2.0 ** min(self._failures, 10) / 2, LONGEST_WAIT))

    def _refuse(self, reason: str) -> None:
        if self.refused is not None and not self.refused.done():
            self.refused.set_result(reason)

    def _say(self, text: str) -> None:
        if time.monotonic() - self._said_at >= SAY_EVERY:
            log.warning(text)
            self._said_at = time.monotonic()

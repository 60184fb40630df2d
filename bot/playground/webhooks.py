"""Delivers updates to bots' webhooks, in order, again until they are taken. Knows one HTTP client and no method."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import aiohttp

from bot.playground.dispatch import answer
from bot.playground.params import Parameters
from bot.playground.wire import Json, encode

if TYPE_CHECKING:
    from bot.playground.bots import Bot, Webhook
    from bot.playground.world import World

TIMEOUT = aiohttp.ClientTimeout(total=60)
LONGEST_PAUSE = 30.0
FIRST_PAUSE = 0.2
TAKEN = range(200, 300)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name
LARGEST_ANSWER = 64 * 1024


class Webhooks:
    """One task that looks after every bot with a webhook, while the block runs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(timeout=TIMEOUT)
        self.watch = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = [*self.tasks.values(), *([self.watch] if self.watch else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.session.close()

    async def _watch(self) -> None:
        """Start a carrier for each bot that sets a webhook."""
        while True:
            await self.world.hooked.wait()
            self.world.hooked.clear()
            for bot in list(self.world.bots.values()):
                if bot.webhook and bot.id not in self.tasks:
                    self.tasks[bot.id] = asyncio.create_task(self._carry(bot))

    async def _carry(self, bot: Bot) -> None:
        pause = FIRST_PAUSE
        while True:
            bot.updates.arrived.clear()
            hook = bot.webhook
            if hook is None or not bot.updates.waiting:
                await bot.updates.arrived.wait()
                continue
            update = bot.updates.waiting[0]
            if await self._deliver(bot, hook, update):
                bot.updates.confirm(update["update_id"] + 1)
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _deliver(self, bot: Bot, hook: Webhook, update: Json) -> bool:
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
        try:
            async with self.session.post(hook.url, data=encode(update), headers=headers, allow_redirects=False) as got:
                body = await got.content.read(LARGEST_ANSWER)
                status = got.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return self._failed(hook, f"Connection failed: {type(error).__name__}")
        if status not in TAKEN:
            return self._failed(hook, f"Wrong response from the webhook: {status}")
        await self._carry_out(bot, body)
        return True

    def _failed(self, hook: Webhook, why: str) -> bool:
        hook.last_error, hook.last_error_at = why, self.world.stamp()
        return False

    async def _carry_out(self, bot: Bot, body: bytes) -> None:
        """A bot may answer an update with one call in the answer itself."""
        with suppress(ValueError):
            call = json.loads(body) if body.strip() else None
            if isinstance(call, dict) and isinstance(call.get("method"), str):
                await answer(self.world, bot, call.pop("method"), Parameters(call))

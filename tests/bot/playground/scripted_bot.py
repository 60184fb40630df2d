"""A tiny bot over HTTP that does what a test tells it: answers each update with one function. Knows no Chenbao."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Json = dict[str, Any]
TOKEN = "7001:scripted"
POLL_SECONDS = 20


@dataclass(frozen=True, slots=True)
class ScriptedBot:
    """Calls of the Bot API at `api_url`."""

    session: aiohttp.ClientSession
    api_url: str

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call; RuntimeError with Telegram's words when it is refused."""
        answer = await self.answer(method, **parameters)
        if not answer["ok"]:
            raise RuntimeError(answer["description"])
        return answer["result"]

    async def answer(self, method: str, **parameters: Any) -> Json:
        """The whole answer, refused or not."""
        async with self.session.post(f"{self.api_url}/bot{TOKEN}/{method}", json=parameters) as response:
            answer: Json = json.loads(await response.read())
            return answer

    async def photo(self, chat_id: int, content: bytes, **parameters: str) -> Any:
        """Send a picture by multipart, as bots do."""
        form = aiohttp.FormData({"chat_id": str(chat_id), **parameters})
        form.add_field("photo", content, filename="card.png", content_type="image/png")
        async with self.session.post(f"{self.api_url}/bot{TOKEN}/sendPhoto", data=form) as response:
            answer = json.loads(await response.read())
        if not answer["ok"]:
            raise RuntimeError(answer["description"])
        return answer["result"]


Script = Callable[[ScriptedBot, Json], Awaitable[None]]


async def silent(_bot: ScriptedBot, _update: Json) -> None:
    """A script that answers nothing."""


@asynccontextmanager
async def running(api_url: str, script: Script = silent) -> AsyncIterator[ScriptedBot]:
    """The bot polls and follows `script` while the block runs; what the script raises ends the block's test too."""
    async with aiohttp.ClientSession() as session:
        bot = ScriptedBot(session, api_url)
        await bot.call("getMe")
        polling = asyncio.create_task(poll(bot, script))
        try:
            yield bot
        finally:
            failed = polling.done() and polling.exception()
            polling.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await polling
            if failed:
                raise failed


async def poll(bot: ScriptedBot, script: Script) -> None:
    offset = 0
    while True:
        answer = await bot.answer("getUpdates", offset=offset, timeout=POLL_SECONDS)
        for update in answer.get("result", []):
            offset = update["update_id"] + 1
            await script(bot, update)

"""A person at the playground, for tests: says, taps, and waits for what the bot answers. Knows only HTTP."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.playground.server import Playground

PATIENCE = 60.0
GLANCE = 0.02


@dataclass(frozen=True)
class Client:
    """One session with a playground; `api` is the bot's side, everything else is people's."""

    session: aiohttp.ClientSession
    url: str
    token: str

    async def api(self, method: str, **params: Any) -> dict[str, Any]:
        """Call the Bot API; the whole answer, refused or not."""
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=params) as got:
            body: dict[str, Any] = await got.json()
            return body

    async def do(self, call: str, **body: Any) -> dict[str, Any]:
        """A control call that must succeed."""
        async with self.session.post(f"{self.url}/control/{call}", json=body) as got:
            answer: dict[str, Any] = await got.json()
            assert got.status == 200, (call, answer)
            return answer

    async def look(self, call: str, **query: Any) -> dict[str, Any]:
        async with self.session.get(f"{self.url}/control/{call}", params=query) as got:
            answer: dict[str, Any] = await got.json()
            assert got.status == 200, (call, answer)
            return answer

    async def say(self, text: str, chat_id: int = 42, **more: Any) -> dict[str, Any]:
        return await self.do("say", chat_id=chat_id, text=text, **more)

    async def tap(self, chat_id: int = 42, **which: Any) -> dict[str, Any]:
        return await self.do("tap", chat_id=chat_id, **which)

    async def messages(self, chat_id: int = 42) -> list[dict[str, Any]]:
        """Messages that stand in a chat, oldest first."""
        world = await self.look("world")
        entries: list[dict[str, Any]] = world["messages"].get(str(chat_id), [])
        return [each["message"] for each in entries if not each["deleted"]]

    async def wait_for(self, holds: Callable[[dict[str, Any]], bool], chat_id: int = 42) -> dict[str, Any]:
        """The newest message of a bot in a chat for which `holds`, once there is one."""
        async with asyncio.timeout(PATIENCE):
            while True:
                messages = [each for each in await self.messages(chat_id) if of_a_bot(each) and holds(each)]
                if messages:
                    return messages[-1]
                await asyncio.sleep(GLANCE)

    async def wait_for_text(self, part: str, chat_id: int = 42) -> dict[str, Any]:
        """The newest bot message that says `part`, in text or caption."""
        return await self.wait_for(lambda each: part in (each.get("text") or each.get("caption") or ""), chat_id)


def of_a_bot(message: dict[str, Any]) -> bool:
    """Whether a bot wrote it; a channel's posts count as a bot's."""
    return bool(message.get("from", {}).get("is_bot", "sender_chat" in message))


@asynccontextmanager
async def client_of(playground: Playground) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session, playground.url, playground.token)

"""The command: one JSON line, a working server, and a clean end."""

from __future__ import annotations

import asyncio
import json
import signal
import sys

import aiohttp
import pytest

from bot.errors import TryLaterError
from bot.playground.server import serve

COMMAND = "from bot.playground.server import run_playground; run_playground(headless=True, seed=7)"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_command_says_where_it_is_and_ends_when_told(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", COMMAND, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(60):
        said = json.loads(await process.stdout.readline())
        assert 42 in said["chats"]
        assert said["seed"] == 7
        async with aiohttp.ClientSession() as session, session.get(f"{said['api_url']}/bot1:a/getMe") as got:
            assert (await got.json())["result"]["id"] == 1
        process.send_signal(number)
        assert await process.wait() == 0
        assert await process.stdout.read() == b""


async def test_a_taken_port_is_said() -> None:
    async with serve(page=False) as first:
        with pytest.raises(TryLaterError, match=f"Port {first.port}"):
            async with serve(port=first.port, page=False):
                pytest.fail("two servers on one port")


async def test_an_end_does_not_wait_for_pollers() -> None:
    async with serve(page=False) as playground, aiohttp.ClientSession() as session:
        url = f"{playground.api_url}/bot{playground.token}/getUpdates"
        poll = asyncio.create_task(session.get(url, params={"timeout": "50"}).__aenter__())
        while not playground.world.bots:
            await asyncio.sleep(0.01)
        stream = await session.get(f"{playground.url}/control/events")
    async with asyncio.timeout(20):
        await asyncio.gather(poll, return_exceptions=True)
    stream.close()

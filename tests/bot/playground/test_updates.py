"""How updates reach a bot: numbered, kept until confirmed, to one poller; or to a webhook with its secret."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.updates import KEPT, UpdateQueue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.playground_client import Client

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def texts(client: Client, **params: Any) -> list[str]:
    answer = await client.api("getUpdates", **params)
    return [each["message"]["text"] for each in answer["result"]]


async def test_updates_stay_until_a_later_offset_confirms_them(client: Client) -> None:
    for word in "abc":
        await client.say(word)
    first = (await client.api("getUpdates", limit=2))["result"]
    assert [each["message"]["text"] for each in first] == ["a", "b"]
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert await texts(client) == ["a", "b", "c"]
    assert await texts(client, offset=first[1]["update_id"]) == ["b", "c"]
    assert await texts(client, offset=-1) == ["c"]
    assert await texts(client) == ["c"]


async def test_a_long_poll_ends_when_something_is_said(client: Client) -> None:
    waiting = asyncio.create_task(texts(client, timeout=30))
    await polling(client)
    await client.say("now")
    assert await asyncio.wait_for(waiting, 20) == ["now"]


async def polling(client: Client) -> None:
    """Until a getUpdates has arrived."""
    async with asyncio.timeout(20):
        while (await client.look("world"))["bots"][0]["connection"] is None:
            await asyncio.sleep(0.01)


async def test_a_second_poller_ends_the_first(client: Client) -> None:
    first = asyncio.create_task(client.api("getUpdates", timeout=30))
    await polling(client)
    second = asyncio.create_task(texts(client, timeout=30))
    ended = await asyncio.wait_for(first, 20)
    assert ended == {"ok": False, "error_code": 409, "description": OTHER}
    await client.say("for the second")
    assert await asyncio.wait_for(second, 20) == ["for the second"]


async def test_only_the_kinds_asked_for_come(client: Client) -> None:
    await client.api("getUpdates", allowed_updates=["callback_query"])
    said = await client.say("unheard")
    assert said["update"] is None
    await client.api("getUpdates", allowed_updates=[])
    assert (await client.say("heard"))["update"]["message"]["text"] == "heard"


async def test_a_queue_forgets_the_oldest_when_nobody_asks() -> None:
    queue = UpdateQueue()
    for n in range(KEPT + 5):
        update = queue.make("message", {"n": n})
        assert update is not None
        queue.put(update)
    assert len(queue.waiting) == KEPT
    assert queue.first(1)[0]["message"] == {"n": 5}


@asynccontextmanager
async def hook(statuses: list[int], answer: dict[str, Any] | None = None) -> AsyncIterator[tuple[str, list[Any]]]:
    """A bot's webhook that answers with each of `statuses` in turn, then 200; and what it was sent."""
    got: list[Any] = []

    async def take(request: web.BaseRequest) -> web.Response:
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), json.loads(await request.read())))
        return web.Response(status=statuses.pop(0) if statuses else 200, body=json.dumps(answer).encode())

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", got
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_each_update_with_its_secret_until_it_takes_it(client: Client) -> None:
    async with hook([500]) as (url, got):
        assert (await client.api("setWebhook", url=url, secret_token="s3cret"))["ok"]
        await client.say("one")
        await client.say("two")
        async with asyncio.timeout(20):
            while len(got) < 3:
                await asyncio.sleep(0.01)
        assert [(secret, update["message"]["text"]) for secret, update in got] == [
            ("s3cret", "one"),
            ("s3cret", "one"),
            ("s3cret", "two"),
        ]
        info = (await client.api("getWebhookInfo"))["result"]
        assert info["last_error_message"] == "Wrong response from the webhook: 500"
        refused = await client.api("getUpdates")
        assert (refused["error_code"], refused["description"]) == (409, ACTIVE)
    await client.api("deleteWebhook")
    assert (await client.api("getUpdates"))["ok"]


async def test_a_webhook_may_answer_with_a_call(client: Client) -> None:
    call = {"method": "sendMessage", "chat_id": 42, "text": "from the hook"}
    async with hook([], call) as (url, _):
        await client.api("setWebhook", url=url)
        await client.say("hello")
        await client.wait_for_text("from the hook")

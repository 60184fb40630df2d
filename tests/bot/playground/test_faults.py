"""Faults on purpose: each kind does what it says, to whom it says, as often as it says."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.playground.faults import BEFORE, Fault, Faults

if TYPE_CHECKING:
    from tests.playground_client import Client


async def send(client: Client, chat_id: int = 42) -> dict[str, Any]:
    return await client.api("sendMessage", chat_id=chat_id, text="x")


async def count(client: Client) -> int:
    return int((await client.look("ledger"))["total"])


async def test_a_flood_says_how_long_to_wait(client: Client) -> None:
    await client.do("fault", kind="429", chat_id=42, retry_after=7, times=2)
    assert (await send(client, 43))["ok"]
    for _ in range(2):
        refused = await send(client)
        assert refused["parameters"] == {"retry_after": 7}
        assert refused["description"] == "Too Many Requests: retry after 7"
    assert (await send(client))["ok"]
    assert await count(client) == 2


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_server_errors_come_n_times_and_accept_nothing(client: Client, code: int) -> None:
    await client.do("fault", kind=str(code), times=1, method="sendMessage")
    url = f"{client.url}/bot{client.token}/sendMessage"
    async with client.session.post(url, json={"chat_id": 42, "text": "x"}) as got:
        assert got.status == code
        assert got.content_type == ("application/json" if code == 500 else "text/html")
    assert (await send(client))["ok"]
    assert await count(client) == 1


@pytest.mark.parametrize(("kind", "accepted"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_breaks_the_connection_before_or_after_the_work(client: Client, kind: str, accepted: int) -> None:
    await client.do("fault", kind=kind)
    with pytest.raises((ConnectionResetError, aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await send(client)
    assert await count(client) == accepted


async def test_a_truncated_answer_was_accepted(client: Client) -> None:
    await client.do("fault", kind="truncate")
    with pytest.raises(aiohttp.ClientPayloadError):
        await send(client)
    assert await count(client) == 1


async def test_a_slow_answer_comes_late_but_is_accepted(client: Client) -> None:
    await client.do("fault", kind="slow", seconds=0.3)
    began = time.monotonic()
    assert (await send(client))["ok"]
    assert time.monotonic() - began >= 0.3


async def test_a_refusal_of_any_kind_can_be_asked_for(client: Client) -> None:
    parameters = {"migrate_to_chat_id": -1007}
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    await client.do("fault", kind="refuse", code=400, description=words, parameters=parameters)
    assert await send(client) == {"ok": False, "error_code": 400, "description": words, "parameters": parameters}


async def test_a_conflict_meets_the_poller_alone(client: Client) -> None:
    await client.do("fault", kind="409")
    assert (await send(client))["ok"]
    assert (await client.api("getUpdates"))["error_code"] == 409
    assert (await client.api("getUpdates"))["ok"]


async def test_an_update_comes_twice(client: Client) -> None:
    await client.do("fault", kind="duplicate_update")
    await client.say("once")
    got = (await client.api("getUpdates"))["result"]
    assert [each["message"]["text"] for each in got] == ["once", "once"]
    assert got[0] == got[1]


async def test_an_update_comes_late(client: Client) -> None:
    await client.do("fault", kind="late_update", seconds=0.2)
    assert (await client.say("late"))["update"] is None
    await client.say("next")
    seen: list[str] = []
    offset = 0
    async with asyncio.timeout(20):
        while len(seen) < 2:
            for each in (await client.api("getUpdates", offset=offset, timeout=5))["result"]:
                seen.append(each["message"]["text"])
                offset = each["update_id"] + 1
    assert seen == ["next", "late"]


async def test_a_stale_tap_is_too_old_to_answer(client: Client) -> None:
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=keys)
    await client.do("fault", kind="stale_tap")
    tapped = await client.tap(data="1")
    refused = await client.api("answerCallbackQuery", callback_query_id=tapped["callback_query_id"])
    assert refused["description"].startswith("Bad Request: query is too old")


async def test_faults_can_be_skipped_to_and_cleared(client: Client) -> None:
    await client.do("fault", kind="error", skip=1, times=5)
    assert [(await send(client))["ok"] for _ in range(3)] == [True, False, False]
    await client.do("fault/clear")
    assert (await send(client))["ok"]
    assert (await client.look("fault"))["faults"] == []


def strikes(seed: int) -> list[bool]:
    faults = Faults(seed)
    faults.add(Fault(1, "error", left=1000, probability=0.3))
    return [faults.take(BEFORE, "sendmessage", 42, 0.0) is not None for _ in range(200)]


def test_chance_repeats_with_its_seed() -> None:
    assert strikes(7) == strikes(7) != strikes(8)
    assert 30 <= sum(strikes(7)) <= 90


def test_a_fault_for_a_while_ends_by_itself() -> None:
    faults = Faults()
    faults.add(Fault(1, "error", left=1000, until=10.0))
    assert faults.take(BEFORE, "sendmessage", 42, 9.0)
    assert faults.take(BEFORE, "sendmessage", 42, 10.5) is None


async def test_an_unknown_fault_is_named(client: Client) -> None:
    async with client.session.post(f"{client.url}/control/fault", json={"kind": "earthquake"}) as got:
        assert got.status == 400
        assert "earthquake" in (await got.json())["error"]


async def test_every_429_says_in_a_header_too_how_long_to_wait(client: Client) -> None:
    url = f"{client.url}/bot{client.token}/sendMessage"

    async def waits() -> str | None:
        async with client.session.post(url, json={"chat_id": 42, "text": "x"}) as got:
            return got.headers.get("Retry-After")

    await client.do("fault", kind="flood", retry_after=9)
    assert [await waits(), await waits()] == ["9", None]
    await client.do("limits", enabled=True, per_second=1)
    assert [await waits(), await waits()] == [None, "1"]

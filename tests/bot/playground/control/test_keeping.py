"""The ledger, transcripts, recordings, the event stream, the clock and the world begun anew."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.playground_client import Client

FORUM = -1001000000001


async def test_the_ledger_says_exactly_what_was_accepted(client: Client) -> None:
    await client.api("sendMessage", chat_id=42, text="<b>a</b>", parse_mode="HTML")
    await client.api("sendMessage", chat_id=FORUM, text="b", message_thread_id=2)
    await client.api("editMessageText", chat_id=42, message_id=1, text="c")
    await client.api("sendMessage", chat_id=99, text="d")
    ledger = await client.look("ledger")
    rows = [(each["method"], each["chat_id"], each["thread_id"], each["text"]) for each in ledger["accepted"]]
    assert rows == [("sendMessage", 42, None, "a"), ("sendMessage", FORUM, 2, "b"), ("editMessageText", 42, None, "c")]
    assert ledger["counts"]["by_chat"] == {"42": 2, str(FORUM): 1}
    assert ledger["counts"]["by_thread"] == {f"{FORUM}/2": 1}
    assert ledger["refusals"] == {"400 Bad Request: chat not found": 1}
    narrowed = await client.look("ledger", chat_id=42, method="sendMessage")
    assert [each["text"] for each in narrowed["accepted"]] == ["a"]
    assert (await client.do("ledger/clear"))["total"] == 0


async def test_calls_and_updates_can_be_looked_at(client: Client) -> None:
    await client.say("hello")
    await client.api("sendMessage", chat_id=42, text="")
    call = (await client.look("calls", ok="false"))["calls"][-1]
    assert (call["method"], call["error_code"], call["params"]) == ("sendMessage", 400, {"chat_id": 42, "text": ""})
    assert (await client.look("updates"))["updates"][0]["update"]["message"]["text"] == "hello"


async def test_transcripts_come_in_three_forms(client: Client) -> None:
    await client.say("<script>")
    keys = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]}
    await client.api("sendMessage", chat_id=42, text="<b>晴</b>", parse_mode="HTML", reply_markup=keys)
    forms = {}
    for form in ("text", "html", "json"):
        query = {"chat_id": "42", "format": form}
        async with client.session.get(f"{client.url}/control/transcript", params=query) as got:
            forms[form] = await got.text()
    assert "王小梅: <script>" in forms["text"]
    assert "Playground bot: 晴 〔好〕" in forms["text"]
    assert "&lt;script&gt;" in forms["html"]
    assert "<b>晴</b>" in forms["html"]
    assert len(json.loads(forms["json"])["chats"][0]["messages"]) == 2


async def echo(client: Client, stop: asyncio.Event, words: str) -> None:
    """A bot that answers everything with `words` and what it heard."""
    offset = 0
    while not stop.is_set():
        for update in (await client.api("getUpdates", offset=offset, timeout=1))["result"]:
            offset = update["update_id"] + 1
            await client.api("sendMessage", chat_id=42, text=f"{words} {update['message']['text']}")


async def recorded(client: Client) -> dict[str, Any]:
    await client.do("record", on=True)
    for word in ("a", "b"):
        await client.say(word)
        await client.wait_for_text(f"echo {word}")
    await client.do("record", on=False)
    return await client.look("recording")


async def test_a_recording_is_replayed_and_says_what_differs(client: Client) -> None:
    stop = asyncio.Event()
    bot = asyncio.create_task(echo(client, stop, "echo"))
    recording = await recorded(client)
    assert [each["bot"][0]["text"] for each in recording["steps"]] == ["echo a", "echo b"]
    assert (await client.do("replay", recording=recording, wait=20))["same"]
    recording["steps"][1]["bot"][0]["text"] = "echo c"
    replayed = await client.do("replay", recording=recording, wait=20)
    assert [each["step"] for each in replayed["differences"]] == [2]
    recording["steps"].append({"do": "tap", "body": {"chat_id": 42, "message_id": 999}, "bot": []})
    replayed = await client.do("replay", recording=recording, wait=20)
    assert [each.get("error") for each in replayed["differences"]] == [None, "There is no message 999 in chat 42."]
    stop.set()
    await bot


async def test_a_recording_begins_in_a_new_world_at_its_own_time(client: Client) -> None:
    await client.say("before")
    await client.do("clock", now="2023-03-09T06:50:00+08:00", freeze=True)
    assert await client.do("record", on=True, reset=True) == {"on": True, "steps": 0}
    assert await client.messages() == []
    await client.do("clock", jump=600)
    recording = await client.look("recording")
    assert recording["clock"] == "2023-03-08T22:50:00+00:00"
    await client.do("replay", recording=recording, wait=0.1)
    assert (await client.look("clock"))["now"] == "2023-03-08T23:00:00+00:00"


async def test_a_recording_keeps_the_buttons_too(client: Client) -> None:
    await client.do("record", on=True)
    await client.say("x")
    keys = {"inline_keyboard": [[{"text": "订阅", "callback_data": "s"}]]}
    await client.api("sendMessage", chat_id=42, text="y", reply_markup=keys)
    recording = await client.look("recording")
    assert recording["steps"][0]["bot"] == [{"method": "sendMessage", "chat_id": 42, "text": "y", "buttons": ["订阅"]}]


async def test_events_follow_the_snapshot_without_a_gap(client: Client) -> None:
    world = await client.look("world")
    await client.say("between")
    seen: list[tuple[str, Any]] = []
    async with client.session.get(f"{client.url}/control/events", params={"after": world["event"]}) as stream:
        assert stream.content_type == "text/event-stream"
        await client.api("sendChatAction", chat_id=42, action="typing")
        async with asyncio.timeout(20):
            kind = ""
            async for line in stream.content:
                if line.startswith(b"event: "):
                    kind = line[7:].decode().strip()
                if line.startswith(b"data: "):
                    seen.append((kind, json.loads(line[6:])))
                if kind == "action" and seen[-1][0] == "action":
                    break
    kinds = [kind for kind, _ in seen]
    assert kinds[:2] == ["message", "update"]
    assert seen[0][1]["entry"]["message"]["text"] == "between"


async def test_the_clock_jumps_runs_fast_and_freezes(client: Client) -> None:
    frozen = await client.do("clock", now="2023-03-09T06:59:00+08:00", freeze=True)
    assert (frozen["now"], frozen["frozen"]) == ("2023-03-08T22:59:00+00:00", True)
    jumped = await client.do("clock", jump=60)
    assert jumped["now"] == "2023-03-08T23:00:00+00:00"
    sent = (await client.api("sendMessage", chat_id=42, text="x"))["result"]
    assert sent["date"] == 1678316400
    assert (await client.do("clock", speed=60))["speed"] == 60
    assert (await client.look("clock"))["frozen"] is False


async def test_a_reset_makes_the_world_new_and_keeps_the_bot(client: Client) -> None:
    await client.say("x")
    await client.do("reset", seed=3, started=False)
    world = await client.look("world")
    assert (world["seed"], world["messages"]["42"], len(world["bots"])) == (3, [], 1)
    assert (await client.api("sendMessage", chat_id=42, text="x"))["error_code"] == 403
    await client.do("start", user_id=42)
    assert (await client.api("sendMessage", chat_id=42, text="x"))["ok"]

"""People and places: who hears what, and what changes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.playground_client import client_of

if TYPE_CHECKING:
    from bot.playground.server import Playground
    from tests.playground_client import Client

FORUM, CHANNEL, GROUP = -1001000000001, -1001000000002, -500
BOT = "playground_7000000001_bot"


async def heard(client: Client, text: str, chat_id: int = GROUP, **more: Any) -> bool:
    return (await client.say(text, chat_id, **more))["update"] is not None


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(client: Client) -> None:
    assert not await heard(client, "天气")
    assert await heard(client, "/today")
    assert await heard(client, f"/today@{BOT} x")
    assert not await heard(client, "/today@another_bot")
    sent = await client.api("sendMessage", chat_id=GROUP, text="x")
    assert await heard(client, "天气", reply_to_message_id=sent["result"]["message_id"])
    await client.do("promote", chat_id=GROUP)
    assert await heard(client, "天气")
    await client.do("demote", chat_id=GROUP)
    assert not await heard(client, "天气")
    await client.do("bot", privacy=False)
    assert await heard(client, "天气")


async def test_of_two_bots_the_one_that_spoke_last_hears_a_bare_command(client: Client) -> None:
    async with client.session.get(
        f"{client.url}/bot5:other/sendMessage", params={"chat_id": GROUP, "text": "x"}
    ) as got:
        assert got.status == 200
    said = await client.say("/today", GROUP)
    updates = (await client.look("updates"))["updates"]
    assert [each["bot_id"] for each in updates if each["update"] == said["update"]] == [5]


async def test_a_private_message_goes_to_the_newest_bot_or_the_one_named(client: Client) -> None:
    async with client.session.get(f"{client.url}/bot5:other/getMe") as got:
        assert got.status == 200
    await client.say("to five")
    await client.say("to the house", bot_id=7000000001)
    updates = (await client.look("updates"))["updates"]
    assert {each["bot_id"]: each["update"]["message"]["text"] for each in updates} == {
        5: "to five",
        7000000001: "to the house",
    }


async def test_what_was_said_before_any_bot_came_reaches_the_first(playground: Playground) -> None:
    async with client_of(playground) as client:
        assert (await client.say("early"))["update"] is None
        got = (await client.api("getUpdates"))["result"]
        assert [each["message"]["text"] for each in got] == ["early"]


async def test_topics_keep_their_messages_together(client: Client) -> None:
    await client.do("bot", privacy=False)
    said = await client.say("x", FORUM, message_thread_id=2)
    message = said["update"]["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (2, True)
    general = await client.say("x", FORUM)
    assert "message_thread_id" not in general["update"]["message"]
    made = await client.do("topic", chat_id=FORUM, name="新")
    sent = await client.api(
        "sendMessage", chat_id=FORUM, text="y", message_thread_id=made["topic"]["message_thread_id"]
    )
    assert sent["result"]["is_topic_message"]


async def test_an_anonymous_administrator_writes_as_the_group(client: Client) -> None:
    said = await client.say("/go", FORUM, anonymous=True)
    message = said["update"]["message"]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == FORUM


async def test_a_channel_post_has_no_author(client: Client) -> None:
    said = await client.say("post", CHANNEL)
    assert "from" not in said["update"]["channel_post"]
    sent = (await client.api("sendMessage", chat_id=CHANNEL, text="x"))["result"]
    assert sent["sender_chat"]["id"] == CHANNEL
    assert "from" not in sent


async def test_deep_links_carry_their_payload(client: Client) -> None:
    said = await client.do("link", url=f"https://t.me/{BOT}?start=a20230309-2", user_id=44)
    assert said["update"]["message"]["text"] == "/start a20230309-2"
    grouped = await client.do("link", url=f"https://t.me/{BOT}?startgroup=g", group_id=GROUP)
    assert grouped["updates"][-1]["message"]["text"] == f"/start@{BOT} g"


@pytest.mark.parametrize(
    ("call", "body", "before", "after"),
    [
        ("block", {"user_id": 42}, "member", "kicked"),
        ("kick", {"chat_id": GROUP}, "member", "kicked"),
        ("leave", {"chat_id": GROUP}, "member", "left"),
        ("promote", {"chat_id": FORUM}, "member", "administrator"),
        ("restrict", {"chat_id": FORUM}, "member", "restricted"),
    ],
)
async def test_a_change_of_the_bots_standing_is_told(
    client: Client, call: str, body: dict[str, Any], before: str, after: str
) -> None:
    change = (await client.do(call, **body))["update"]["my_chat_member"]
    statuses = change["old_chat_member"]["status"], change["new_chat_member"]["status"]
    assert statuses == (before, after)


async def test_start_unblocks(client: Client) -> None:
    await client.do("block", user_id=42)
    assert await heard(client, "unheard", 42) is False
    await client.do("start", user_id=42)
    kinds = [next(reversed(each)) for each in (await client.api("getUpdates"))["result"]]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_a_migration_is_told_in_both_chats(client: Client) -> None:
    moved = await client.do("migrate", chat_id=GROUP)
    messages = [each["message"] for each in moved["updates"]]
    assert messages[0]["migrate_to_chat_id"] == messages[1]["chat"]["id"]
    assert messages[1]["migrate_from_chat_id"] == messages[0]["chat"]["id"] == GROUP


async def test_ten_thousand_readers_are_one_call(client: Client) -> None:
    added = (await client.do("people", count=10_000))["people"]
    for chat_id in (added["first_id"], added["last_id"]):
        assert (await client.api("sendMessage", chat_id=chat_id, text="x"))["ok"]
    assert (await client.api("sendMessage", chat_id=added["last_id"] + 1, text="x"))["error_code"] == 400
    await client.do("open")
    assert (await client.api("sendMessage", chat_id=added["last_id"] + 1, text="x"))["ok"]


async def test_people_and_chats_can_be_made(client: Client) -> None:
    made = await client.do("people", people=[{"id": 7, "first_name": "Zhou", "language_code": "en", "started": False}])
    assert made["people"] == [7]
    assert (await client.api("sendMessage", chat_id=7, text="x"))["error_code"] == 403
    chat = (await client.do("chats", type="supergroup", title="新群", owner=7))["chat"]
    assert (await client.api("sendMessage", chat_id=chat["id"], text="x"))["ok"]


async def test_the_menu_is_the_narrowest_in_the_persons_language(client: Client) -> None:
    async def set_to(name: str, **where: Any) -> None:
        await client.api("setMyCommands", commands=[{"command": name, "description": "x"}], **where)

    await set_to("common")
    await set_to("chinese", language_code="zh", scope={"type": "all_private_chats"})
    await set_to("admins", scope={"type": "all_chat_administrators"})
    chats = {each["id"]: each["commands"] for each in (await client.look("world"))["chats"]}
    names = {
        (chat_id, user): [each["command"] for each in commands]
        for chat_id, menus in chats.items()
        for user, commands in menus.items()
    }
    assert names[42, "42"] == ["chinese"]
    assert names[43, "43"] == ["common"]
    assert names[FORUM, "43"] == ["admins"]
    assert names[FORUM, "44"] == ["common"]


@pytest.mark.parametrize(
    ("call", "body", "status", "part"),
    [
        ("say", {"chat_id": 99, "text": "x"}, 404, "There is no chat 99"),
        ("say", {"chat_id": 42, "user_id": 99, "text": "x"}, 404, "There is no person 99"),
        ("say", {"chat_id": 42}, 400, "text is missing"),
        ("say", {"text": "x"}, 400, "chat_id is missing"),
        ("say", {"chat_id": "42"}, 400, "text is missing"),
        ("say", {"chat_id": CHANNEL, "user_id": 44, "text": "x"}, 400, "not in chat"),
        ("say", {"chat_id": FORUM, "message_thread_id": 9, "text": "x"}, 404, "no topic 9"),
        ("tap", {"chat_id": 42, "data": "x"}, 404, "No message in chat 42 has such a button"),
        ("tap", {"chat_id": 42, "message_id": 5, "data": "x"}, 404, "There is no message 5"),
        ("clock", {"now": "tomorrow"}, 400, "no ISO 8601 instant"),
        ("clock", {}, 400, "Say now"),
        ("migrate", {"chat_id": FORUM}, 400, "not a basic group"),
        ("nonsense", {}, 404, "There is no control call 'nonsense'"),
        ("people", {"count": "many"}, 400, "count must be a whole number"),
    ],
)
async def test_what_is_wrong_with_a_call_is_said(
    client: Client, call: str, body: dict[str, Any], status: int, part: str
) -> None:
    async with client.session.post(f"{client.url}/control/{call}", json=body) as got:
        assert got.status == status
        assert part in (await got.json())["error"]


async def test_of_a_crowd_only_what_happened_is_remembered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.playground.crowd.KEPT", 10)
    first = (await client.do("people", count=1_000_000))["people"]["first_id"]
    await client.do("block", user_id=first)
    keyboard = {"keyboard": [["天气"]]}
    assert (await client.api("sendMessage", chat_id=first + 1, text="x", reply_markup=keyboard))["ok"]
    for number in range(2, 40):
        assert (await client.api("sendMessage", chat_id=first + number, text="x"))["ok"]
    assert (await client.api("sendMessage", chat_id=first, text="x"))["error_code"] == 403
    said = await client.tap(first + 1, button="天气")
    assert said["message"]["message"]["text"] == "天气"
    shown = [person["id"] for person in (await client.look("world"))["people"]]
    assert shown == [42, 43, 44, first, first + 1]

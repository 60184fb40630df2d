"""The bot among people: groups, topics and links, over HTTP, as members and administrators meet it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.opening import opened
from bot.store import roster
from tests.flow.running import BEIJING, morning

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import App
    from tests.playground_client import Client

GROUP, FORUM = -500, -1001000000001
OWNER, ADMINISTRATOR, MEMBER = 42, 43, 44
WEATHER_TOPIC = 2
DIGEST = "穿衣与出行"


def times(app: App, chat_id: int, thread_id: int = 0) -> list[str]:
    """The times a chat is subscribed at."""
    with opened(app.settings) as database:
        found = database.reading(roster.reader_of, chat_id, thread_id)
    return [f"{slot.time:%H:%M}" for slot in found.subscription.slots] if found and found.active else []


async def bot_texts(client: Client, chat_id: int) -> list[str]:
    found = await client.messages(chat_id)
    return [each.get("text") or each.get("caption") or "" for each in found if each.get("from", {}).get("is_bot")]


async def answered(client: Client, said: dict[str, Any], text: str, chat_id: int) -> dict[str, Any]:
    """A bot's message with `text` that came after what was said."""
    number: int = said["message"]["message"]["message_id"]

    def holds(each: dict[str, Any]) -> bool:
        return bool(each["message_id"] > number and text in each.get("text", ""))

    return await client.wait_for(holds, chat_id)


async def test_a_link_on_a_poster_opens_a_screen_and_subscribes_nobody_by_itself(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        for payload, said in (("sub", "每天早上7:00"), ("t0630", "每天早上6:30"), ("a20230309-2", "物业管理")):
            await client.do("start", user_id=42, payload=payload)
            await client.wait_for_text(said)
        assert times(app, 42) == []
        await client.do("start", user_id=42, payload="t0630")
        await client.wait_for_text("每天早上6:30")
        await client.tap(button="🔔 每天 06:30")
        await client.wait_for_text("06:30（北京时间）发到这里")
        assert times(app, 42) == ["06:30"]


async def test_a_group_link_tells_how_to_add_the_bot_and_the_group_is_asked_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.do("start", user_id=42, payload="g")
        how = await client.wait_for_text("把我加进群")
        assert how["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("?startgroup=g")
        made = await client.do("chats", type="supergroup", title="新群", bot="left")
        group = made["chat"]["id"]
        await client.do("start", user_id=42, group_id=group, payload="g")
        await client.wait_for_text("大家好", group)
        assert times(app, group) == []
        await client.tap(group, button="🔔 每天 07:00", user_id=42)
        await client.wait_for_text("北京时间", group)
        assert len(await bot_texts(client, group)) == 1
        assert times(app, group) == ["07:00"]


async def test_anyone_in_a_group_may_ask_for_the_weather_and_only_administrators_may_subscribe_it(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/today", GROUP, user_id=MEMBER)
        await client.wait_for_text("淄博今天", GROUP)
        for command in ("/sub 06:30", "/unsub", "/time 06:30"):
            said = await client.say(command, GROUP, user_id=MEMBER)
            await answered(client, said, "只有管理员", GROUP)
        assert times(app, GROUP) == []
        await client.say("/sub 06:30", GROUP, user_id=OWNER)
        await client.wait_for_text("06:30（北京时间）", GROUP)
        assert times(app, GROUP) == ["06:30"]
        tapped = await client.tap(GROUP, button="设置", user_id=MEMBER, wait=5)
        assert "只有管理员" in tapped["answer"]["text"]


async def test_an_anonymous_administrator_presses_a_button_and_the_time_is_kept(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/sub 06:45", GROUP, user_id=OWNER, anonymous=True)
        await client.wait_for_text("请点一下按钮", GROUP)
        refused = await client.tap(GROUP, button="订阅早报", user_id=MEMBER, wait=5)
        assert "只有管理员" in refused["answer"]["text"]
        assert times(app, GROUP) == []
        await client.tap(GROUP, button="订阅早报", user_id=OWNER)
        await client.wait_for_text("06:45（北京时间）", GROUP)
        assert times(app, GROUP) == ["06:45"]


async def test_plain_words_count_in_a_group_only_when_said_to_the_bot_and_nothing_is_ever_not_understood(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/help")
        await client.wait_for_text("发「退订」")
        await client.do("bot", privacy=False)
        name = app.room.username
        for text in ("天气", "这句谁也不懂", f"@{name} 这句谁也不懂", f"@{name}x 天气", "/nosuchcommand"):
            await client.say(text, GROUP, user_id=MEMBER)
        await client.say(f"@{name.upper()} 明天天气", GROUP, user_id=MEMBER)
        said = await client.wait_for_text("淄博明天", GROUP)
        assert len(await bot_texts(client, GROUP)) == 1
        await client.say("头条", GROUP, user_id=MEMBER, reply_to_message_id=said["message_id"])
        await client.wait_for_text("今年民政工作", GROUP)


async def test_a_time_is_typed_in_a_group_as_the_answer_to_the_bots_question(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/time", GROUP, user_id=OWNER)
        await client.wait_for_text("每天几点", GROUP)
        await client.tap(GROUP, button="自定义", user_id=OWNER)
        question = await client.wait_for_text("请直接发时间", GROUP)
        await client.say("七点半", GROUP, user_id=MEMBER, reply_to_message_id=question["message_id"])
        await client.wait_for_text("只有管理员", GROUP)
        await client.say("七点半", GROUP, user_id=OWNER, reply_to_message_id=question["message_id"])
        await client.wait_for_text("07:30（北京时间）", GROUP)
        assert times(app, GROUP) == ["07:30"]


async def test_a_topic_is_its_own_subscription_and_gets_its_digest_where_it_was_asked_for(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("/sub 07:00", FORUM, user_id=OWNER, message_thread_id=WEATHER_TOPIC)
        await client.wait_for_text("07:00（北京时间）", FORUM)
        assert (times(app, FORUM, WEATHER_TOPIC), times(app, FORUM)) == (["07:00"], [])
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        digest = await client.wait_for_text(DIGEST, FORUM)
        assert digest["message_thread_id"] == WEATHER_TOPIC


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("/sub 07:00", GROUP, user_id=OWNER)
        await client.wait_for_text("07:00（北京时间）", GROUP)
        moved = await client.do("migrate", chat_id=GROUP)
        new = moved["migrate_to_chat_id"]
        await client.say("/today", new, user_id=OWNER)
        await client.wait_for_text("淄博今天", new)
        assert (times(app, new), times(app, GROUP)) == (["07:00"], [])
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        await client.wait_for_text(DIGEST, new)


async def test_a_bot_that_may_write_no_more_tells_who_subscribed_once_and_goes_on_when_it_may_again(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/sub 07:00", GROUP, user_id=OWNER)
        await client.wait_for_text("07:00（北京时间）", GROUP)
        await client.do("kick", chat_id=GROUP, user_id="bot")
        await client.wait_for_text("不能再发消息")
        assert times(app, GROUP) == []
        await client.do("join", chat_id=GROUP, user_id="bot")
        await client.say("/settings", GROUP, user_id=OWNER)
        await client.wait_for_text("下次", GROUP)
        assert times(app, GROUP) == ["07:00"]


async def test_what_is_edited_is_no_command_again(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        said = await client.say("/help")
        await client.wait_for_text("发「退订」")
        await client.do("edit", chat_id=42, message_id=said["message"]["message"]["message_id"], text="/sub")
        await client.say("/hotline")
        await client.wait_for_text("0533")
        assert times(app, 42) == []


async def test_a_topic_that_is_gone_sends_its_digest_to_the_group_and_who_subscribed_is_told_once(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("/sub 07:00", FORUM, user_id=OWNER, message_thread_id=WEATHER_TOPIC)
        await client.wait_for_text("07:00（北京时间）", FORUM)
        await client.do("topic", chat_id=FORUM, message_thread_id=WEATHER_TOPIC, deleted=True)
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        digest = await client.wait_for_text(DIGEST, FORUM)
        assert "message_thread_id" not in digest
        await client.wait_for_text("原来的话题没有了")
        assert (times(app, FORUM), times(app, FORUM, WEATHER_TOPIC)) == (["07:00"], [])
        clock.jump(dt.datetime(2023, 3, 10, 7, 0, 5, tzinfo=BEIJING))
        await client.wait_for_text("3月10日", FORUM)
        told = [text for text in await bot_texts(client, OWNER) if "原来的话题没有了" in text]
        assert len(told) == 1


async def test_a_group_that_takes_no_message_is_paused_and_who_subscribed_it_is_told(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("/sub 07:00", GROUP, user_id=OWNER)
        await client.wait_for_text("07:00（北京时间）", GROUP)
        await client.do("chat", chat_id=GROUP, permissions={"can_send_messages": False})
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        await client.wait_for_text("不能再发消息")
        assert times(app, GROUP) == []

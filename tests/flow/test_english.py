"""The same conversation in English: a group, a topic and a channel that chose it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.flow.running import BEIJING, OPERATOR, staffed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.playground_client import Client

READER, GROUP, FORUM, CHANNEL, TOPIC = 42, -500, -1001000000001, -1001000000002, 2
MEMBER = 44


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


async def said(client: Client, text: str, part: str, chat_id: int, user_id: int = READER, **more: Any) -> str:
    """Say something and read the answer to it."""
    told = await client.say(text, chat_id, user_id=user_id, **more)
    number: int = told["message"]["message"]["message_id"]

    def holds(each: dict[str, Any]) -> bool:
        return bool(each["message_id"] > number and part in (each.get("text") or each.get("caption") or ""))

    found = await client.wait_for(holds, chat_id)
    return str(found.get("text") or found.get("caption"))


async def test_a_group_that_speaks_english_is_spoken_to_in_english(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, _app):
        await said(client, "/lang English", "English from now on", GROUP)
        for text, part in (
            ("/help", "Headlines"),
            ("/sub 06:30", "06:30 (Beijing time)"),
            ("/move", "The code is in your private chat"),
            ("/privacy", "Kept here"),
            ("/feedback", "private chat"),
        ):
            assert not chinese((await said(client, text, part, GROUP)).replace("中文", ""))


async def test_a_topic_and_a_channel_get_the_digest_in_english(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, clock, _app):
        await said(client, "/lang English", "English from now on", FORUM, message_thread_id=TOPIC)
        await said(client, "/sub 07:00", "07:00 (Beijing time)", FORUM, message_thread_id=TOPIC)
        await client.say("频道")
        await client.wait_for_text("还没有绑定频道")
        await client.tap(button="添加频道或群")
        await client.wait_for_text("请选择")
        await client.do("share", chat_id=READER, shared_chat_id=CHANNEL)
        await client.wait_for_text("晨报频道")
        await client.tap(button="每天 07:00 发到频道")
        await client.wait_for_text("语言　中文")
        await client.tap(button="中文/English")
        await client.wait_for_text("语言　English")
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        for chat_id in (FORUM, CHANNEL):
            await client.wait_for_text("Wear and ride", chat_id)


async def test_the_newsroom_and_its_readers_speak_english(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, _app):
        for person in (READER, OPERATOR):
            await said(client, "/lang English", "English from now on", person, person)
        await said(client, "/feedback The bus was late", "The newsroom will see this text and your name", READER)
        await client.tap(button="Send without my name")
        await client.wait_for_text("Received, thank you")
        await client.wait_for_text("The bus was late", OPERATOR)
        for text, part in (
            ("/status", "Readers"),
            ("/hold", "held"),
            ("/publish", "readers see it"),
            ("/retract", "Press a number"),
            ("/resend", "Nothing to send again"),
            ("/broadcast", "Write the text after the command"),
            ("/pause", "Sending as usual"),
            ("/feeds", "No sources"),
            ("/whoami", "an operator of the newsroom"),
        ):
            await said(client, text, part, OPERATOR, OPERATOR)

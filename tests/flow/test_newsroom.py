"""Readers and the newsroom: letters and answers, the hotline, and what a reader may have handed out, moved or erased."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from bot.opening import opened
from bot.store import roster
from tests.flow.running import OPERATOR, morning, staffed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import App
    from tests.playground_client import Client

READER = 42
GROUP = -500


def kept(app: App, chat_id: int) -> bool:
    with opened(app.settings) as database:
        found = database.reading(roster.reader_of, chat_id)
    return found is not None and found.subscription.subscribed


async def reactions(client: Client, chat_id: int, message_id: int) -> list[str]:
    world = await client.look("world")
    (entry,) = [each for each in world["messages"][str(chat_id)] if each["message"]["message_id"] == message_id]
    return list(entry["reactions"])


async def test_a_letter_is_asked_about_first_and_its_answer_comes_back_under_it(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, _app):
        said = await client.say("意见：物业报道写得真好，１２３（赞）")
        number = said["message"]["message"]["message_id"]
        question = await client.wait_for_text("编辑部会看到这段文字和您的昵称。")
        labels = [button["text"] for row in question["reply_markup"]["inline_keyboard"] for button in row]
        assert labels == ["匿名发送", "带昵称发送", "取消"]
        assert not [each for each in await client.messages(OPERATOR) if "留言" in each.get("text", "")]
        await client.tap(button="带昵称发送")
        await client.wait_for_text("收到，谢谢")
        letter = await client.wait_for_text("留言 #1", OPERATOR)
        assert "小梅" in letter["text"]
        assert "物业报道写得真好，１２３（赞）" in letter["text"]
        assert await reactions(client, READER, number) == ["👍"]
        await client.say("天气好的时候再去采访", OPERATOR, reply_to_message_id=letter["message_id"])
        answer = await client.wait_for_text("编辑部回复：")
        assert "天气好的时候再去采访" in answer["text"]
        assert answer["reply_to_message"]["message_id"] == number


async def test_a_letter_without_a_name_shows_none_and_a_dropped_one_is_kept_nowhere(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await client.say("/feedback")
        await client.wait_for_text("请写下想对编辑部说的话")
        await client.say("今天的天气图真难看")
        await client.wait_for_text("编辑部会看到这段文字")
        await client.tap(button="取消")
        await client.wait_for_text("没有发送，也没有保存")
        await client.say("反馈 头条太长")
        await client.wait_for_text("编辑部会看到这段文字")
        await client.tap(button="匿名发送")
        letter = await client.wait_for_text("头条太长", OPERATOR)
        assert "匿名" in letter["text"]
        assert "小梅" not in letter["text"]
        files = b"".join(found.read_bytes() for found in tmp_path.glob("flow.db*"))
        assert "真难看".encode() not in files
        await client.say("/feedback", GROUP, user_id=READER)
        await client.wait_for_text("到私聊里说", GROUP)
        assert app.gate.dropped >= 0


async def test_a_photo_and_a_newsroom_that_reads_no_letters_are_sent_to_the_hotline(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.do("say", chat_id=42, photo=True, caption="看这个坑")
        await client.wait_for_text("照片请拨热线")
        await client.say("意见 有个坑")
        await client.wait_for_text("还没有在这里收留言")
        card = await client.wait_for(lambda each: "contact" in each)
        assert card["contact"]["phone_number"] == "0533-3585000"


async def exported(client: Client) -> dict[str, Any]:
    sent = await client.wait_for(lambda each: "document" in each)
    world = await client.look("world")
    entries = [each for each in world["messages"]["42"] if each["message"]["message_id"] == sent["message_id"]]
    async with client.session.get(client.url + entries[0]["media"][0]["url"]) as got:
        found: dict[str, Any] = json.loads(await got.read())
        return found


async def test_everything_kept_is_handed_out_as_a_file_and_erased_for_good(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("订阅 七点半")
        await client.wait_for_text("07:30")
        await client.say("隐私")
        await client.wait_for_text("30 天")
        await client.tap(button="导出")
        found = await exported(client)
        assert found["subscriptions"][0]["slots"][0]["time"] == "07:30:00"
        await client.tap(button="删除我的数据")
        await client.wait_for_text("删除这个聊天的全部数据")
        assert kept(app, READER)
        await client.tap(button="确定删除")
        await client.wait_for_text("已全部删除")
        assert not kept(app, READER)


async def test_settings_move_to_a_group_by_a_code_that_serves_once(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("订阅 六点四十五")
        await client.wait_for_text("06:45")
        await client.say("搬家")
        shown = await client.wait_for_text("/move ")
        code = shown["text"].split("/move ")[1].split()[0]
        await client.say(f"/move {code}", GROUP, user_id=44)
        await client.wait_for_text("只有管理员", GROUP)
        await client.say(f"/move {code}", GROUP, user_id=42)
        await client.wait_for_text("设置已经搬到这里", GROUP)
        await client.wait_for_text("设置已经搬到另一个聊天")
        assert (kept(app, GROUP), kept(app, READER)) == (True, False)
        await client.say(f"/move {code}", 43)
        await client.wait_for_text("没有这个代码", 43)
        await client.say("/move", GROUP, user_id=42)
        await client.wait_for_text("已经发到您的私聊", GROUP)
        async with asyncio.timeout(20):
            while (await client.wait_for_text("/move "))["text"] == shown["text"]:
                await asyncio.sleep(0.02)


async def test_a_newsroom_that_takes_photos_gets_them_without_a_name_and_only_after_the_question(
    tmp_path: Path,
) -> None:
    async with staffed(tmp_path, photos=True) as (client, _clock, _app):
        await client.do("say", chat_id=READER, photo=True, caption="路口积水")
        await client.wait_for_text("编辑部会看到")
        assert not [each for each in await client.messages(OPERATOR) if "photo" in each]
        await client.tap(button="匿名发送")
        await client.wait_for_text("收到，谢谢")
        shown = await client.wait_for(lambda each: "photo" in each, OPERATOR)
        assert "forward_origin" not in shown
        letter = await client.wait_for_text("路口积水", OPERATOR)
        assert "小梅" not in str(letter.get("text", ""))

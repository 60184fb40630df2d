"""A private chat, read as a conversation: subscribing, changing everything, searching, leaving; over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.chat.ask import Ask
from bot.chat.replies import Say, Toast
from bot.store import roster
from tests.flow.running import BEIJING, morning

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import App
    from bot.subscription import Subscription
    from tests.playground_client import Client


def kept(app: App, chat_id: int = 42) -> Subscription:
    found = app.database.reading(roster.reader_of, chat_id)
    assert found is not None
    return found.subscription


async def tapped(client: Client, button: str, says: str) -> dict[str, Any]:
    """Tap a button, and read what then stands there."""
    await client.tap(button=button)
    return await client.wait_for_text(says)


async def messages_of_bot(client: Client) -> int:
    return sum(bool(each.get("from", {}).get("is_bot")) for each in await client.messages())


async def test_subscribing_takes_two_taps_and_edits_the_one_message(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/start")
        welcome = await client.wait_for_text("每天早上7:00发到这里，可以吗？")
        assert welcome["text"].startswith("🌤 淄博今天晴间多云，5～27℃")
        await client.tap(button="🔔 每天 07:00")
        done = await client.wait_for_text("好了，第一份今天07:00（北京时间）发到这里。改时间或退订都在「设置」。")
        assert done["message_id"] == welcome["message_id"]
        buttons = [each["text"] for row in done["reply_markup"]["inline_keyboard"] for each in row]
        assert buttons == ["设置", "今日头条"]
        assert [f"{slot.time:%H:%M}" for slot in kept(app).slots] == ["07:00"]
        await client.say("/start")
        await client.wait_for_text("早报　每天 07:00\n下次：今天07:00（北京时间）")
        assert await messages_of_bot(client) == 2


async def test_the_settings_are_one_message_edited(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("订阅")
        await client.wait_for_text("第一份今天07:00")
        shown = await tapped(client, "设置", "⚙️ 设置")
        await tapped(client, "晚间预告", "几点发？")
        await tapped(client, "20:00", "晚间预告　20:00")
        await tapped(client, "休息日时间", "休息日（含法定假日）几点发？")
        await tapped(client, "08:00", "早报　每天 07:00（休息日 08:00）")
        await tapped(client, "内容", "早报里要哪些内容？")
        await tapped(client, "8", "早报里要哪些内容？")
        await tapped(client, "✓ 出行提醒", "早报里要哪些内容？")
        await tapped(client, "‹ 返回", "头条 8 条 ✓　出行提醒 ✗")
        await tapped(client, "不打扰", "什么时候不打扰？")
        await tapped(client, "23:00–07:00", "23:00–07:00 不打扰")
        await tapped(client, "天气提醒", "官方预警从哪一级起通知")
        await tapped(client, "橙色及以上", "官方预警从哪一级起通知")
        await tapped(client, "‹ 返回", "雾霾；橙色及以上")
        await tapped(client, "更多", "更多设置")
        await tapped(client, "静音发送", "更多设置")
        await tapped(client, "‹ 返回", "⚙️ 设置")
        last = await tapped(client, "时区", "您的时间按 北京时间 算")
        assert last["message_id"] == shown["message_id"]
        assert await messages_of_bot(client) == 2
        now = kept(app)
        assert (now.silent, now.floor, now.wishes.headlines, now.wishes.safety) == (True, "orange", 8, False)


async def test_what_can_be_tapped_can_be_typed(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        for typed, says in (
            ("订阅七点半", "第一份今天07:30（北京时间）"),
            ("07:40", "改好了：早报 每天 07:40"),
            ("时间 工作日 7:00", "早报 工作日 07:00"),
            ("休息日 9点", "每天 07:00（休息日 09:00）"),
            ("晚间预告 20:30", "晚间预告　20:30"),
            ("晚间预告 关", "晚间预告　关"),
            ("不打扰 21:00-7:00", "21:00–07:00 不打扰"),
            ("不打扰 关", "不设安静时段"),
            ("加时间 周末 18:00", "您的早报时间"),
            ("关注 物业", "⭐ 关注的排在前面"),
            ("时区 纽约", "America/New_York UTC-5"),
            ("时间 北京", "（北京时间）"),
            ("/time 25:00", "可以发 07:30 或 七点半"),
            ("English", "English from now on"),
            ("/time 7:30am", "Beijing time"),
            ("/settings", "Next: today at"),
        ):
            await client.say(typed)
            assert await client.wait_for_text(says), typed
        assert kept(app).wishes.follow == ("物业",)


async def test_a_typed_answer_follows_its_prompt(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("时间")
        await client.wait_for_text("每天几点发给您？")
        await tapped(client, "自定义", "请直接发时间")
        await client.say("七点三刻")
        await client.wait_for_text("第一份今天07:45")
        await client.say("设置")
        await client.wait_for_text("⚙️ 设置")
        await tapped(client, "更多", "更多设置")
        await tapped(client, "关键词", "关键词：")
        await tapped(client, "＋ 屏蔽", "请发要屏蔽的词")
        await client.say("民政工作")
        await client.wait_for(lambda each: "🚫 民政工作" in str(each.get("reply_markup")))
        assert kept(app).wishes.mute == ("民政工作",)
        await client.say("头条")
        listed = await client.wait_for_text("今日头条")
        assert "今年民政工作" not in listed["text"]


async def test_leaving_can_be_undone_for_ten_minutes(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("订阅 工作日 7:30")
        await client.wait_for_text("第一份今天07:30")
        await client.say("不要了")
        await client.wait_for_text("已退订")
        assert not kept(app).slots
        await tapped(client, "撤销", "早报　工作日 07:30")
        await client.say("退订")
        await client.wait_for_text("已退订")
        await tapped(client, "只停提醒", "早报照旧：工作日 07:30")
        assert (kept(app).warnings, len(kept(app).slots)) == (False, 1)
        await client.say("停")
        await client.wait_for_text("已退订")
        clock.jump(clock.now() + dt.timedelta(minutes=11))
        while clock.pending is not None:  # the tick carries a jump out
            await asyncio.sleep(0.01)
        await tapped(client, "撤销", "⚙️ 设置")
        assert not kept(app).slots


async def test_the_preview_says_what_comes_next_and_when(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.say("订阅")
        await client.wait_for_text("第一份今天07:00")
        await client.say("设置")
        await client.wait_for_text("⚙️ 设置")
        await tapped(client, "预览", "接下来：\n今天07:00（北京时间）　早报")
        await client.wait_for_text("穿衣与出行")


FORGED = (
    "s0:t:0700",
    "s1:t:9999",
    "s1:sx:7",
    "q1:x",
    "b1:undo",
    "b1:undo:0700:99999999999",
    "s1:place:0123",
    "a1:1:2:3",
    "",
    "s1:kf:x" * 9,
)


async def test_a_stale_or_forged_button_says_so_and_gives_a_fresh_screen(tmp_path: Path) -> None:
    async with morning(tmp_path) as (_client, _clock, app):
        assert app.desk.dispatch is not None
        for data in FORGED:
            ask = Ask(42, "private", user_id=42, message_id=1, press_id="7", data=data)
            toast, fresh = await app.desk.dispatch.answer(ask)
            assert isinstance(toast, Toast)
            assert toast.text == "这个按钮过期了", data
            assert isinstance(fresh, Say)
            assert fresh.message.text.startswith("⚙️ <b>设置</b>")
        assert app.database.reading(roster.reader_of, 42) is None


async def test_what_is_not_understood_is_said_kindly_and_the_third_time_with_the_hotline(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.say("没有这句话")
        missed = await client.wait_for_text("没看懂“没有这句话”。可以发「天气」「头条」「订阅」，或点下面的按钮。")
        buttons = [each["text"] for row in missed["reply_markup"]["inline_keyboard"] for each in row]
        assert buttons == ["今天天气", "今日头条", "帮助"]
        await client.say("还是没有")
        await client.wait_for_text("没看懂“还是没有”")
        await client.say("真的没有")
        await client.wait_for_text("0533-3585000")
        before = await messages_of_bot(client)
        await client.say("谢谢！")
        await client.say("天气")
        await client.wait_for_text("淄博今天晴间多云")
        assert await messages_of_bot(client) == before + 1


async def test_in_the_evening_the_weather_leads_with_tomorrow(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, _app):
        clock.jump(dt.datetime(2023, 3, 9, 18, 5, tzinfo=BEIJING))
        await client.say("天气")
        await client.wait_for_text("明天（周五）晴转多云，15～29℃")


async def test_a_reader_in_another_zone_is_told_whose_date_it_is(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.say("时区 纽约")
        await client.wait_for_text("⚙️ 设置")
        await client.say("天气")
        await client.wait_for_text("（淄博当地日期）")


async def test_past_editions_are_searched_by_a_word_and_opened_by_date(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.say("找物业")
        hits = await client.wait_for_text("“物业”找到")
        assert "淄博市成立物业管理服务中心（3月9日）" in hits["text"]
        await tapped(client, "1", "打通物业服务群众")
        await client.say("找 没有的词")
        await client.wait_for_text("没找到“没有的词”")
        await client.say("找")
        await client.wait_for_text("要找什么？")
        await client.say("民政")
        await client.wait_for_text("“民政”找到")
        await client.say("/search")
        await client.wait_for(lambda each: "3月9日" in str(each.get("reply_markup")))
        await tapped(client, "3月9日", "今年民政工作 重在八项工程")


async def test_the_same_conversation_in_english(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/lang English")
        await client.wait_for_text("English from now on")
        await client.say("/start")
        await client.wait_for_text("Shall I send it here every morning at 7:00?")
        await tapped(client, "🔔 Every day 07:00", "Done. The first digest comes today at 07:00 (Beijing time)")
        await tapped(client, "Settings", "Digest: every day 07:00\nNext: today at 07:00 (Beijing time)")
        await tapped(client, "Evening card", "tomorrow in three lines")
        await tapped(client, "20:00", "Evening card: 20:00")
        await tapped(client, "Weather alerts", "from which official level on?")
        await tapped(client, "✓ fog", "from which official level on?")
        await tapped(client, "‹ Back", "wind, rain, cold, heat; blue and above; quiet 22:00–06:30")
        for typed, says in (
            ("/zone New York", "America/New_York UTC-5"),
            ("/quiet 11pm to 7am", "quiet 23:00–07:00"),
            ("/rest 9am", "every day 07:00 (rest days 09:00)"),
            ("/follow 物业", "⭐ come first"),
            ("/search 物业", "“物业”: 1 found"),
            ("tomorrow", "Zibo"),
            ("what", "I did not understand “what”"),
            ("/next", "Coming up:"),
            ("/unsub", "Undo"),
        ):
            await client.say(typed)
            await client.wait_for(lambda each, says=says: says in str(each))  # type: ignore[misc]
        await tapped(client, "Undo", "every day 07:00 (rest days 09:00)")
        assert kept(app).wishes.language == "en"

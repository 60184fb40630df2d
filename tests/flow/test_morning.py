"""The morning paper reaches a reader: the whole way over HTTP, as a reader meets it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from bot.app import App
from bot.clock import SettableClock
from bot.opening import opened
from bot.playground.server import serve
from bot.publish import owe_announcement
from bot.reaching import Telegram
from bot.store import books, roster
from bot.subscription import Slot, Subscription
from tests.bot.chat.test_webhook import free_port
from tests.flow.running import BEIJING, MORNING, bot_running, ingest_seed, morning, settings_for
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config import Settings

DIGEST = "穿衣与出行"


def rows(settings: Settings) -> list[dict[str, object]]:
    with opened(settings) as database:
        return [row for _, row in database.reading(books.page, 0)]


async def digests(client: Client) -> int:
    found = await client.messages(42)
    return sum(DIGEST in (message.get("text") or message.get("caption", "")) for message in found)


async def test_a_newcomer_sees_the_forecast_subscribes_with_one_tap_and_gets_the_digest_at_seven(
    tmp_path: Path,
) -> None:
    async with morning(tmp_path) as (client, clock, _app):
        await client.say("/start")
        welcome = await client.wait_for_text("每天早上7:00发到这里")
        assert "晴间多云，5～27℃" in welcome["text"]
        await client.tap(button="🔔 每天 07:00")
        await client.wait_for_text("第一份今天07:00（北京时间）发到这里")
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        digest = await client.wait_for_text(DIGEST)
        assert digest["photo"]  # the picture is the usual form in private
        assert digest["caption"].startswith("🌤 淄博今天晴间多云")
        assert "今年民政工作 重在八项工程" in digest["caption"]


async def test_a_jump_of_three_days_brings_each_morning_once(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, _app):
        await client.say("订阅")
        await client.wait_for_text("第一份今天07:00")
        clock.jump(MORNING + dt.timedelta(days=2, hours=1))
        async with asyncio.timeout(20):
            while len(rows(_app.settings)) < 3:
                await asyncio.sleep(0.05)
        assert {row["publication"] for row in rows(_app.settings)} == {
            f"digest-2023-03-{day:02}" for day in (9, 10, 11)
        }


async def test_a_digest_missed_while_the_bot_was_down_is_sent_late_and_marked_and_never_twice(tmp_path: Path) -> None:
    clock = SettableClock(MORNING)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path)
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock):
            await client.say("订阅")
            await client.wait_for_text("第一份今天07:00")
        clock.jump(MORNING + dt.timedelta(hours=1))
        async with bot_running(settings, clock):
            late = await client.wait_for_text(DIGEST)
            assert "补发" in late["caption"]
        async with bot_running(settings, clock):
            await client.say("头条")
            await client.wait_for_text("今日头条")
        assert await digests(client) == 1


async def test_a_digest_more_than_three_hours_late_is_skipped_and_counted(tmp_path: Path) -> None:
    clock = SettableClock(MORNING)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path)
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock):
            await client.say("订阅")
            await client.wait_for_text("第一份今天07:00")
        clock.jump(MORNING + dt.timedelta(hours=5))
        async with bot_running(settings, clock):
            async with asyncio.timeout(20):
                while not rows(settings):
                    await asyncio.sleep(0.05)
        (row,) = rows(settings)
        assert (row["state"], row["reason"]) == ("expired", "missed: more than 3 hours late")
        assert await digests(client) == 0


async def test_every_command_is_answered_in_both_languages(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        for typed, said in (
            ("天气", "淄博今天晴间多云"),
            ("明天天气", "淄博明天（周五）晴转多云"),
            ("三天", "三天天气"),
            ("头条", "今年民政工作"),
            ("头条2", "物业管理事关百姓安居乐业"),
            ("安全", "今日出行提醒"),
            ("热线", "0533-3585000"),
            ("帮助", "发「退订」"),
            ("隐私", "30 天"),
            ("没有这句话", "没看懂“没有这句话”"),
            ("English", "English from now on"),
            ("/today", "Zibo today"),
            ("/forecast", "Three days"),
            ("/help", "Headlines: /news"),
            ("/hotline", "0533-3585000"),
        ):
            await client.say(typed)
            await client.wait_for_text(said)


async def test_leaving_ends_it_and_can_be_undone(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("订阅 七点")
        await client.wait_for_text("第一份今天07:00")
        await client.say("退订")
        await client.wait_for_text("已退订")
        clock.jump(dt.datetime(2023, 3, 9, 7, 1, tzinfo=BEIJING))
        await client.say("热线")
        await client.wait_for_text("0533")
        assert not rows(app.settings)
        await client.tap(button="撤销")
        await client.wait_for_text("穿衣与出行")
        assert len(rows(app.settings)) == 1


async def test_a_blocked_bot_stops_writing_and_comes_back_with_start(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("订阅")
        await client.wait_for_text("第一份今天07:00")
        await client.do("block", user_id=42)
        async with asyncio.timeout(20):
            while not (await app.database.read(roster.counts))["suspended"]:
                await asyncio.sleep(0.02)
        clock.jump(MORNING + dt.timedelta(days=1))
        await client.do("unblock", user_id=42)
        await client.say("/start")
        await client.wait_for_text("下次：")
        assert all(row["state"] in {"refused", "expired"} for row in rows(app.settings))


async def test_run_once_waits_for_a_chat_that_is_owed_two_messages(tmp_path: Path) -> None:
    clock = SettableClock(MORNING)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path)
        with opened(settings) as database:
            database.writing(roster.put_reader, Subscription(chat_id=42, slots=(Slot(),)), clock.now())
            for text in ("第一条", "第二条"):
                database.writing(owe_announcement, text, urgent=False, expires=None, ref=text, now=clock.now())
            await App(settings, database, clock).run_once()
        assert {row["state"] for row in rows(settings)} == {"sent"}
        await client.wait_for_text("第二条")


async def test_a_conversation_by_webhook(tmp_path: Path) -> None:
    clock = SettableClock(MORNING)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path)
        ingest_seed(settings, clock.now())
        listen = f"127.0.0.1:{free_port()}"
        hook = {"mode": "webhook", "webhook_url": f"http://{listen}/updates", "webhook_listen": listen}
        telegram = Telegram.model_validate({**settings.telegram.model_dump(), **hook})
        async with bot_running(settings.model_copy(update={"telegram": telegram}), clock):
            await client.say("天气")
            await client.wait_for_text("淄博今天晴间多云")
        info = await client.api("getWebhookInfo")
        assert info["result"]["pending_update_count"] == 0


async def test_an_unknown_place_is_answered_with_those_there_are_to_tap(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, _app):
        await client.say("火星天气")
        await client.wait_for_text("只有这些地点")
        await client.tap(button="淄博")
        await client.wait_for_text("淄博今天晴间多云")

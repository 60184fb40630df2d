"""Operators in chat: what they see and set in motion, and that nobody else does."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.chat.commands import broadcast
from bot.opening import opened
from bot.store import books, editions, places_asked
from tests.flow.running import BEIJING, OPERATOR, staffed
from tests.playground_client import GLANCE, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from bot.app import App
    from bot.store.editions import StoredEdition
    from tests.playground_client import Client

READER, GROUP = 42, -500
DATE = dt.date(2023, 3, 9)


def edition(app: App) -> StoredEdition:
    with opened(app.settings) as database:
        found = database.reading(editions.edition_of, DATE)
    assert found is not None
    return found


def rows(app: App) -> list[dict[str, Any]]:
    with opened(app.settings) as database:
        return [row for _, row in database.reading(books.page, 0)]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(GLANCE)


async def menu(client: Client, person: int) -> list[str]:
    world = await client.look("world")
    (chat,) = [each for each in world["chats"] if each["id"] == person]
    return [each["command"] for each in chat["commands"][str(person)]]


async def test_an_operator_who_starts_gets_the_commands_of_the_desk_and_a_reader_does_not(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, _app):
        for person in (READER, OPERATOR):
            await client.do("start", user_id=person)
            await client.wait_for_text("发到这里", person)
        await client.say("/whoami", OPERATOR)
        await client.wait_for_text("43", OPERATOR)
        assert {"status", "broadcast", "retract"} <= set(await menu(client, OPERATOR))
        assert "status" not in await menu(client, READER)


async def test_a_reader_who_knows_the_commands_of_the_desk_gets_nothing_from_them(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await client.say("/hold 2023-03-09", READER)
        await client.wait_for_text("没看懂")
        await client.say("/hold 2023-03-09", GROUP, user_id=OPERATOR)
        await client.say("/today", GROUP, user_id=OPERATOR)
        await client.wait_for_text("淄博今天", GROUP)
        assert not edition(app).held


async def test_an_edition_is_seen_held_and_published_from_the_chat(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await client.say("/preview", OPERATOR)
        await client.wait_for_text("穿衣与出行", OPERATOR)
        await client.say("/hold", OPERATOR)
        await client.wait_for_text("已扣住", OPERATOR)
        assert edition(app).held
        await client.say("头条", READER)
        await client.wait_for(lambda each: "今年民政工作" not in each["text"])
        await client.tap(OPERATOR, button="发布")
        await until(lambda: not edition(app).held)
        await client.say("/publish 2023-02-30", OPERATOR)
        await client.wait_for_text("没看懂这个日期", OPERATOR)
        await client.say("/publish 2023-03-01", OPERATOR)
        await client.wait_for_text("没有收到版面", OPERATOR)


async def test_an_article_is_taken_down_after_a_question(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await client.say("/retract", OPERATOR)
        await client.wait_for_text("点序号撤下一篇", OPERATOR)
        await client.tap(OPERATOR, button="2")
        await client.wait_for_text("撤下第 2 篇", OPERATOR)
        assert edition(app).retracted == ()
        await client.tap(OPERATOR, button="撤下")
        await client.wait_for_text("（已撤下）", OPERATOR)
        assert edition(app).retracted == (1,)
        await client.say("头条 2", READER)
        await client.wait_for(lambda each: "物业管理事关" not in each["text"])


async def test_a_broadcast_shows_its_count_first_and_goes_out_once_however_often_it_is_pressed(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await client.say("订阅", READER)
        await client.wait_for_text("第一份今天07:00")
        await client.say("/broadcast 明天（周五）停刊，气温5～27℃", OPERATOR)
        question = await client.wait_for_text("发给 1 个订阅", OPERATOR)
        assert not rows(app)
        data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await client.tap(OPERATOR, data=data, message_id=question["message_id"])
        await client.wait_for_text("明天（周五）停刊，气温5～27℃")
        await client.wait_for_text("已安排发送", OPERATOR)
        await client.say("/broadcast 另一条", OPERATOR)
        other = await client.wait_for_text("发给 1 个订阅", OPERATOR)
        for _ in range(2):
            await client.tap(OPERATOR, data=data, message_id=other["message_id"])
        await client.wait_for_text("另一条")
        assert [row["chat_id"] for row in rows(app)] == [READER, READER]


async def test_a_broadcast_that_takes_hours_says_so_before_it_goes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "LONG", dt.timedelta(0))  # one reader is not a million
    async with staffed(tmp_path) as (client, _clock, _app):
        await client.say("订阅", READER)
        await client.wait_for_text("第一份今天07:00")
        await client.say("/broadcast 停刊", OPERATOR)
        await client.wait_for_text("按每秒 30 条要 0 min", OPERATOR)


async def test_sending_is_paused_and_goes_on_also_over_a_restart(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, clock, app):
        await client.say("订阅", READER)
        await client.wait_for_text("第一份今天07:00")
        await client.say("/pause", OPERATOR)
        await client.wait_for_text("正常发送", OPERATOR)
        await client.tap(OPERATOR, button="暂停发送")
        await client.wait_for_text("发送已暂停", OPERATOR)
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        await client.say("/status", OPERATOR)
        await client.wait_for_text("⏸ 发送已暂停", OPERATOR)
        await client.say("/feeds", OPERATOR)
        await client.wait_for_text("没有配置信息源", OPERATOR)
        assert not [each for each in await client.messages(READER) if "穿衣与出行" in each.get("text", "")]
        settings = app.settings
    async with staffed(tmp_path) as (client, clock, app):
        assert app.settings.database == settings.database
        await client.say("/pause", OPERATOR)
        await client.wait_for_text("发送已暂停", OPERATOR)
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        await client.tap(OPERATOR, button="恢复发送")
        await client.wait_for_text("穿衣与出行", READER)


async def test_operators_hear_of_places_several_chats_ask_for_and_never_who_asked(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        for chat in (READER, OPERATOR):
            await client.say("济南天气", chat)
            await client.wait_for_text("只有这些地点", chat)
        await client.say("/status", OPERATOR)
        before = await client.wait_for_text("未回复的留言", OPERATOR)
        assert "济南" not in before["text"]
        await client.say("/start", 44)
        await client.say("济南天气", 44)
        async with asyncio.timeout(60):
            while not await app.database.read(places_asked.often, app.clock.now()):
                await asyncio.sleep(0.05)
        await client.say("/status", OPERATOR)
        await client.wait_for_text("常有人问、这里没有的地点：济南（3 个聊天）", OPERATOR)


async def test_digests_of_unknown_outcome_are_sent_again_on_request(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, clock, app):
        await client.say("订阅", READER)
        await client.wait_for_text("第一份今天07:00")
        await client.say("/resend", OPERATOR)
        await client.wait_for_text("没有需要补发的", OPERATOR)
        await client.do("fault", kind="cut_before", method="sendMessage", chat_id=READER, times=1)
        await client.do("fault", kind="cut_before", method="sendPhoto", chat_id=READER, times=1)
        clock.jump(dt.datetime(2023, 3, 9, 7, 0, 5, tzinfo=BEIJING))
        await until(lambda: [row["state"] for row in rows(app)] == ["unknown"])
        await client.do("fault/clear")
        await client.say("/resend", OPERATOR)
        await client.wait_for_text("1 位读者可能没收到", OPERATOR)
        await client.tap(OPERATOR, button="重新发送")
        late = await client.wait_for_text("穿衣与出行", READER)
        assert "补发" in late.get("text", late.get("caption", ""))

"""Channels, bound and looked after from a private chat by somebody who may write in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.opening import opened
from bot.store import roster
from tests.flow.running import BEIJING, morning

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import App
    from bot.subscription import Subscription

CHANNEL = -1001000000002
OWNER, OTHER = 42, 43
DIGEST = "穿衣与出行"


def bound(app: App, chat_id: int = CHANNEL) -> Subscription | None:
    with opened(app.settings) as database:
        found = database.reading(roster.reader_of, chat_id)
    return found.subscription if found and found.subscription.subscribed and found.active else None


async def test_a_channel_is_chosen_checked_bound_given_its_time_and_gets_its_digest(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, clock, app):
        await client.say("频道")
        await client.wait_for_text("还没有绑定频道")
        await client.tap(button="添加频道或群")
        await client.wait_for_text("请选择一个您管理的频道")
        await client.do("share", chat_id=OWNER, shared_chat_id=CHANNEL)
        offered = await client.wait_for_text("晨报频道")
        assert bound(app) is None
        await client.tap(button="每天 07:00 发到频道")
        await client.wait_for_text("下次：今天07:00")
        found = bound(app)
        assert found is not None
        assert (found.kind, found.owner, found.wishes.audience) == ("channel", OWNER, "channel")
        await client.tap(button="07:30", message_id=offered["message_id"])
        await client.wait_for_text("下次：今天07:30")
        clock.jump(dt.datetime(2023, 3, 9, 7, 30, 5, tzinfo=BEIJING))
        digest = await client.wait_for_text(DIGEST, CHANNEL)
        labels = [button for row in digest["reply_markup"]["inline_keyboard"] for button in row]
        assert all("callback_data" not in button for button in labels)
        await client.say("频道")
        await client.wait_for_text("您绑定的频道")
        await client.tap(button="晨报频道")
        await client.tap(button="解除")
        await client.wait_for_text("不再发早报")
        assert bound(app) is None


async def test_only_who_may_write_in_a_channel_binds_it_and_a_forged_button_binds_nothing(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/channel", OTHER)
        await client.wait_for_text("还没有绑定频道", OTHER)
        await client.tap(OTHER, button="添加频道或群")
        await client.wait_for_text("请选择", OTHER)
        await client.do("share", chat_id=OTHER, shared_chat_id=CHANNEL)
        await client.wait_for_text("只有那里的管理员", OTHER)
        assert bound(app) is None
        await client.do("demote", chat_id=CHANNEL, user_id="bot")
        await client.say("/channel")
        await client.wait_for_text("还没有绑定频道")
        await client.tap(button="添加频道或群")
        await client.wait_for_text("请选择")
        await client.do("share", chat_id=OWNER, shared_chat_id=CHANNEL)
        await client.wait_for_text("我在那里还不能发消息")
        await client.say("取消")
        await client.wait_for_text("不改了")


async def test_a_bot_let_into_a_channel_asks_who_let_it_in_and_loses_it_kindly(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        await client.say("/help")
        await client.wait_for_text("发「退订」")
        made = await client.do("chats", type="channel", title="新频道", bot="left")
        channel = made["chat"]["id"]
        await client.do("promote", chat_id=channel, user_id="bot")
        await client.wait_for_text("我已经进了频道「新频道」")
        await client.tap(button="每天 07:00 发到频道")
        await client.wait_for_text("下次：今天07:00")
        assert bound(app, channel) is not None
        await client.do("demote", chat_id=channel, user_id="bot")
        await client.wait_for_text("「新频道」里不能再发消息")
        assert bound(app, channel) is None
        await client.do("promote", chat_id=channel, user_id="bot")
        await client.wait_for_text("我已经进了频道「新频道」")
        assert bound(app, channel) is not None

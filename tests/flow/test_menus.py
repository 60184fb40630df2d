"""What people see before they say anything: lists of commands by kind of chat and language, and the description."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.flow.running import morning
from tests.playground_client import GLANCE, PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.playground_client import Client

TEN = ["today", "forecast", "news", "safety", "sub", "unsub", "settings", "hotline", "help", "privacy"]
CHANGING = {"sub", "unsub", "settings"}


async def published(client: Client) -> dict[str, Any]:
    """The bot as the playground knows it, once everything is set."""
    async with asyncio.timeout(PATIENCE):
        while True:
            world = await client.look("world")
            for bot in world["bots"]:
                if len(bot["commands"]) >= 6 and bot["short_description"]:
                    return dict(bot)
            await asyncio.sleep(GLANCE)


async def test_each_kind_of_chat_has_its_list_in_both_languages_and_the_bot_says_what_it_is(tmp_path: Path) -> None:
    async with morning(tmp_path) as (client, _clock, app):
        bot = await published(client)
        lists = {
            (each["scope"]["type"], each["language_code"]): [one["command"] for one in each["commands"]]
            for each in bot["commands"]
        }
        for code in ("", "en"):
            assert sorted(lists["all_private_chats", code]) == sorted(TEN)
            assert set(lists["all_chat_administrators", code]) >= CHANGING
            assert not CHANGING & set(lists["all_group_chats", code])
        told = [await app.application.bot.get_my_description(code) for code in (None, "en")]
        assert "鲁中晨报" in told[0].description
        assert "随时退订" in told[0].description
        assert "Luzhong Morning Post" in told[1].description

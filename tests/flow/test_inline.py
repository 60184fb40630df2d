"""Inline mode: a forecast or a headline put into any chat; off unless it is switched on."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from bot.clock import SettableClock
from bot.playground.server import serve
from tests.flow.running import MORNING, bot_running, ingest_seed, settings_for
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@contextlib.asynccontextmanager
async def running(folder: Path, *, inline: bool) -> AsyncIterator[Client]:
    clock = SettableClock(MORNING)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, folder)
        settings = settings.model_copy(update={"telegram": settings.telegram.model_copy(update={"inline": inline})})
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock):
            await client.say("/help")
            await client.wait_for_text("发「退订」")
            yield client


async def ask(client: Client, query: str) -> dict[str, Any]:
    found = await client.do("inline", user_id=43, query=query, wait=10)
    assert found["answer"] is not None, query
    return found


async def titles(client: Client, query: str) -> list[str]:
    return [each["title"] for each in (await ask(client, query))["answer"]["results"]]


async def test_a_day_the_days_and_headlines_are_put_into_any_chat(tmp_path: Path) -> None:
    async with running(tmp_path, inline=True) as client:
        assert await titles(client, "周六") == ["3月11日天气"]
        assert await titles(client, "三天") == ["三天天气"]
        assert await titles(client, "头条 2") == ["淄博市成立物业管理服务中心"]
        assert len(await titles(client, "")) >= 4
        assert await titles(client, "今年几号过年") == []
        found = await ask(client, "头条")
        assert found["answer"]["cache_time"] == 300
        first = found["answer"]["results"][0]
        await client.do(
            "choose", inline_query_id=found["inline_query_id"], result_id=first["id"], chat_id=-500, user_id=43
        )
        sent = (await client.messages(-500))[-1]
        assert "今年民政工作" in sent["text"]
        assert sent["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("?start=a20230309-1")


async def test_inline_mode_that_is_not_switched_on_answers_with_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, inline=False) as client:
        assert await titles(client, "头条") == []

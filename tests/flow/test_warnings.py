"""An official warning from its publication at a server to a reader's chat, and to its end: the whole program, over HTTP."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from bot.clock import SettableClock
from bot.config import Settings
from bot.listening import Sources
from bot.playground.server import serve
from tests.flow.offices import cap
from tests.flow.running import MORNING, PAPER, bot_running, ingest_seed, settings_for
from tests.playground_client import client_of
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.playground_client import Client

NOON = MORNING.replace(hour=12)


class Morning:
    """The bot, a reader who has subscribed, and the office whose warnings the bot listens to."""

    def __init__(self, client: Client, clock: SettableClock, server: SourcesServer) -> None:
        self.client = client
        self.clock = clock
        self.server = server
        self.publish()

    def publish(self, *alerts: str) -> None:
        self.server.put("/cap", f"<alerts>{''.join(alerts)}</alerts>".encode())

    def pass_time(self, **span: float) -> dt.datetime:
        self.clock.jump(self.clock.now() + dt.timedelta(**span))
        return self.clock.now()

    async def asked(self) -> None:
        """Wait until the office has been asked once more."""
        before = len(self.server.asked)
        self.pass_time(seconds=40)
        await self.client.say("热线")
        await self.client.wait_for(lambda _message: len(self.server.asked) > before)

    async def texts(self) -> list[str]:
        return [message.get("text", "") for message in await self.client.messages(42)]


@contextlib.asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[Morning]:
    clock = SettableClock(NOON)
    async with (
        serve(clock=clock, page=False) as playground,
        client_of(playground) as client,
        SourcesServer(clock.now, needs_contact=False) as server,
    ):
        given = settings_for(playground, folder)
        settings = Settings(
            telegram=given.telegram,
            database=given.database,
            paper=PAPER.model_copy(update={"latitude": 36.81, "longitude": 118.05}),
            sources=Sources.model_validate(
                {"cap": [{"name": "气象台", "url": server.url("/cap"), "every": "30s"}], "default": ""}
            ),
        )
        morning = Morning(client, clock, server)
        morning.publish(cap("old", NOON - dt.timedelta(hours=1), says="早已发布"))
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock):
            await client.say("订阅")
            await client.wait_for_text("第一份")
            await client.wait_for(lambda _message: bool(server.asked))
            yield morning


async def test_a_warning_is_told_edited_raised_and_ended_and_never_twice(tmp_path: Path) -> None:
    async with listening(tmp_path) as morning:
        client = morning.client
        sent = morning.pass_time(minutes=5)
        morning.publish(cap("a1", sent, level="橙色", says="阵风9级"))
        morning.pass_time(seconds=40)
        told = await client.wait_for_text("官方预警：大风橙色预警")
        assert "淄博市气象台" in told["text"]
        assert "阵风9级" in told["text"]

        sent = morning.pass_time(minutes=5)
        morning.publish(cap("a2", sent, of="a1", kind="Update", level="橙色", says="阵风10级"))
        morning.pass_time(seconds=40)
        edited = await client.wait_for_text("阵风10级")
        assert edited["message_id"] == told["message_id"]

        await client.say("安全")
        assert "阵风10级" in (await client.wait_for_text("今日出行提醒"))["text"]
        await client.say("天气")
        assert "阵风10级" in (await client.wait_for_text("淄博今天晴间多云"))["text"]

        sent = morning.pass_time(minutes=5)
        morning.publish(cap("a3", sent, of="a2", kind="Cancel"))
        morning.pass_time(seconds=40)
        ended = await client.wait_for_text("官方预警解除：大风橙色预警")
        assert ended["reply_to_message"]["message_id"] == told["message_id"]
        await morning.asked()
        texts = [text for text in await morning.texts() if "来源" not in text]
        assert sum("官方预警" in text for text in texts) == 2
        assert not any("早已发布" in text for text in texts)

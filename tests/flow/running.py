"""The whole bot beside the playground's server, over HTTP, on a clock one advances."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot import intake
from bot.app import App
from bot.clock import SettableClock
from bot.config import DatabaseSection, Operators, Paper, Settings
from bot.opening import opened
from bot.playground.server import serve
from bot.reaching import Telegram
from tests.playground_client import client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.server import Playground
    from tests.playground_client import Client

SEED = "2023-03-09.txt"
BEIJING = ZoneInfo("Asia/Shanghai")
MORNING = dt.datetime(2023, 3, 9, 6, 58, tzinfo=BEIJING)
PAPER = Paper(name="鲁中晨报", name_en="Luzhong Morning Post", place="淄博", place_en="Zibo", area_code="0533")
OPERATOR = 43  # Alice, whose program is in English
TOKEN = "123456789:" + "t" * 35


def settings_for(playground: Playground, folder: Path) -> Settings:
    return Settings(
        telegram=Telegram(token=SecretStr(TOKEN), api_url=playground.api_url, poll_seconds=2),
        database=DatabaseSection(url=f"sqlite:///{folder / 'flow.db'}"),
        paper=PAPER,
    )


def ingest_seed(settings: Settings, now: dt.datetime) -> None:
    text = (files("seeds") / SEED).read_text(encoding="utf-8")
    with opened(settings) as database:
        intake.ingest(database, intake.read_text(SEED, text), now)


@contextlib.asynccontextmanager
async def bot_running(settings: Settings, clock: SettableClock) -> AsyncIterator[App]:
    """The bot, until the block ends; then it has finished what was in flight."""
    stop = asyncio.Event()
    with opened(settings) as database:
        app = App(settings, database, clock)
        task = asyncio.create_task(app.run(stop))
        try:
            yield app
        finally:
            stop.set()
            await asyncio.wait_for(task, 30)


@contextlib.asynccontextmanager
async def morning(folder: Path) -> AsyncIterator[tuple[Client, SettableClock, App]]:
    """The sample edition's morning: the bot runs, and a person's hands are on the client."""
    clock = SettableClock(MORNING, stepped=True)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, folder)
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock) as app:
            yield client, clock, app


@contextlib.asynccontextmanager
async def staffed(folder: Path, *, photos: bool = False) -> AsyncIterator[tuple[Client, SettableClock, App]]:
    """The sample edition's morning with Alice as the operator."""
    clock = SettableClock(MORNING, stepped=True)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, folder).model_copy(
            update={"operators": Operators(ids=(OPERATOR,), photos=photos)}
        )
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock) as app:
            yield client, clock, app

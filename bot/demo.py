"""The command `demo`: the playground and the bot in one process, on the sample edition, with one clock for both."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
import tempfile
import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer
from pydantic import SecretStr

from bot import intake, log
from bot.app import App
from bot.clock import SettableClock
from bot.config import DatabaseSection, Paper, Settings
from bot.opening import opened
from bot.playground.guide import Done, Guide, Sheet, Step
from bot.playground.server import Playground, serve
from bot.reaching import Telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SAMPLES = ("2023-03-09.txt", "2023-03-10.txt")  # the second one is made up, and says so
ZONE = "Asia/Shanghai"
MORNING = dt.datetime(2023, 3, 9, 6, 50, tzinfo=ZoneInfo(ZONE))
TOKEN = "123456789:demo-demo-demo-demo-demo-demo-demo-0"  # noqa: S105 - the playground takes any
PAPER = Paper(name="鲁中晨报", name_en="Luzhong Morning Post", place="淄博", place_en="Zibo", area_code="0533")
STEPS = (
    Step({"zh-CN": "开始", "en": "Start"}, Done.STARTED),
    Step({"zh-CN": "每天 07:00", "en": "Daily 07:00"}, Done.TAPPED),
    Step({"zh-CN": "快进到 07:00", "en": "On to 07:00"}, Done.ARRIVED),
)


def samples() -> list[tuple[str, str]]:
    """Names and texts of the sample pages."""
    return [(name, (files("seeds") / name).read_text(encoding="utf-8")) for name in SAMPLES]


def guide() -> Guide:
    """What the page tells a newcomer, with the printed pages beside the chat."""
    sheets = tuple(Sheet(dt.date.fromisoformat(Path(name).stem), PAPER.name, text) for name, text in samples())
    return Guide(STEPS, MORNING, ZONE, dt.time(7), sheets)


@contextlib.asynccontextmanager
async def demonstrated(port: int = 0) -> AsyncIterator[tuple[Playground, App]]:
    """The playground with its tour, and the bot that is to run in it; everything is kept in a folder that goes away."""
    clock = SettableClock(MORNING, stepped=True)
    async with serve(port=port, clock=clock, started=False, guide=guide()) as playground:
        playground.world.introduce(TOKEN, "晨报", "chenbao_demo_bot")
        with tempfile.TemporaryDirectory(prefix="chenbao-") as folder:
            settings = Settings(
                telegram=Telegram(token=SecretStr(TOKEN), api_url=playground.api_url),
                database=DatabaseSection(url=f"sqlite:///{Path(folder) / 'demo.db'}"),
                paper=PAPER,
            )
            with opened(settings) as database:
                for name, text in samples():
                    intake.ingest(database, intake.read_text(name, text), clock.now())
                yield playground, App(settings, database, clock)


async def demo(port: int, *, browser: bool) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.set_up("warning", "text")
    async with demonstrated(port) as (playground, app):
        typer.echo(f"Chenbao is at {playground.url} (clock: the sample edition's morning; Ctrl-C ends)")
        if browser:
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(playground.url)
        await app.run(stop)

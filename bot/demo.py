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
from zoneinfo import ZoneInfo

import typer
from pydantic import SecretStr

from bot import intake, log
from bot.app import App, opened
from bot.clock import SettableClock
from bot.config import DatabaseSection, Paper, Settings, Telegram
from bot.playground.server import serve

SAMPLES = ("2023-03-09.txt", "2023-03-10.txt")  # the second one is made up, and says so
MORNING = dt.datetime(2023, 3, 9, 6, 50, tzinfo=ZoneInfo("Asia/Shanghai"))
TOKEN = "123456789:demo-demo-demo-demo-demo-demo-demo-0"  # noqa: S105 - the playground takes any
PAPER = Paper(name="鲁中晨报", name_en="Luzhong Morning Post", place="淄博", place_en="Zibo", area_code="0533")


async def demo(port: int, *, browser: bool) -> None:
    """Run until SIGINT or SIGTERM; everything is kept in a folder that goes away."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.set_up("warning", "text")
    clock = SettableClock(MORNING, stepped=True)
    with tempfile.TemporaryDirectory(prefix="chenbao-") as folder:
        async with serve(port=port, clock=clock) as playground:
            settings = Settings(
                telegram=Telegram(token=SecretStr(TOKEN), api_url=playground.api_url),
                database=DatabaseSection(url=f"sqlite:///{Path(folder) / 'demo.db'}"),
                paper=PAPER,
            )
            typer.echo(f"Chenbao is at {playground.url} (clock: the sample edition's morning; Ctrl-C ends)")
            if browser:
                with contextlib.suppress(webbrowser.Error):
                    webbrowser.open(playground.url)
            await _run(settings, clock, stop)


async def _run(settings: Settings, clock: SettableClock, stop: asyncio.Event) -> None:
    with opened(settings) as database:
        for name in SAMPLES:
            text = (files("seeds") / name).read_text(encoding="utf-8")
            intake.ingest(database, intake.read_text(name, text), clock.now())
        await App(settings, database, clock).run(stop)

"""A week of the whole bot: playground and live services on one clock, readers whose transcripts can be read."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot import intake
from bot.config import Settings
from bot.opening import opened
from bot.playground.server import serve
from bot.polls import poller
from bot.polls.judging import due
from bot.sources.pace import Pace, Rule
from bot.store import polls, roster
from bot.subscription import Quiet, Slot, Subscription
from messages.message import Wishes
from tests.flow.running import BEIJING, bot_running, settings_for
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from bot.app import App
    from bot.clock import SettableClock
    from tests.sources_server import SourcesServer

MONDAY = dt.date(2026, 3, 9)
HOME, ABROAD = 42, 43  # a reader in 淄博, one who chose 纽约
PATIENCE = 30.0


class Week:
    """The running bot beside the services it asks. `read` gives what a reader got since it was last called."""

    def __init__(self, app: App, client: Client, sources: SourcesServer, clock: SettableClock) -> None:
        self.app, self.client, self.sources, self.clock = app, client, sources, clock
        self._seen: dict[int, dict[int, str]] = {}

    async def until(self, day: int, wall: str) -> None:
        """On to a wall time of a day (0 is Monday), through every due instant, and until all is asked and sent."""
        self.clock.jump(moment(day, wall))
        async with asyncio.timeout(PATIENCE):
            while not await self._settled():
                await asyncio.sleep(0.02)

    async def _settled(self) -> bool:
        if self.clock.pending is not None:
            return False
        known = await self.app.database.read(polls.all_polls)
        if due(self.app.listener.targets, known, self.clock.now()) or not await self.app.worker.idle():
            return False
        await asyncio.sleep(0.05)  # what was just heard is owed by now
        return await self.app.worker.idle()

    async def read(self, chat_id: int = HOME) -> list[str]:
        """What is new or changed in a chat, in order, as its reader sees it; an edit begins with 改：."""
        seen = self._seen.setdefault(chat_id, {})
        found = []
        for message in await self.client.messages(chat_id):
            key, text = message["message_id"], message.get("text") or message.get("caption") or ""
            if message.get("from", {}).get("is_bot") and seen.get(key) != text:
                found.append(("改：" if key in seen else "") + text)
            seen[key] = text
        return found

    def page(self, day: int, text: str) -> None:
        """The page of a day lands in the newsroom."""
        date = MONDAY + dt.timedelta(days=day)
        intake.ingest(self.app.database, intake.read_text(f"{date}.txt", text), self.clock.now())
        self.app.publisher.forget()


def moment(day: int, wall: str) -> dt.datetime:
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time.fromisoformat(wall), tzinfo=BEIJING)


@contextlib.asynccontextmanager
async def week(
    folder: Path, server: SourcesServer, clock: SettableClock, tables: dict[str, Any]
) -> AsyncIterator[Week]:
    """The bot with one reader at home and one abroad, both at seven by Beijing's clock."""
    with _quick_turns():
        async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
            settings = settings_of(settings_for(playground, folder), tables)
            with opened(settings) as database:
                for chat_id, place in ((HOME, ""), (ABROAD, "纽约")):
                    database.writing(roster.put_reader, _reader(chat_id, place), clock.now())
            async with bot_running(settings, clock) as app:
                app.listener.pace = Pace({}, (Rule(10_000, 1.0),))
                yield Week(app, client, server, clock)


def settings_of(plain: Settings, tables: dict[str, Any]) -> Settings:
    given = {name: getattr(plain, name) for name in ("telegram", "database", "paper")}
    return Settings.model_validate({**given, **tables})


@contextlib.contextmanager
def _quick_turns() -> Iterator[None]:
    """Nobody waits a second for each turn of the rounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(poller, "TURN_SECONDS", 0.05)
        yield


def _reader(chat_id: int, place: str) -> Subscription:
    quiet = Quiet(start=dt.time(22), end=dt.time(6, 30))
    return Subscription(chat_id=chat_id, wishes=Wishes(place=place), slots=(Slot(),), quiet=quiet)


def open_meteo(start: dt.date, days: Sequence[tuple[int, float, float]], hours: dict[int, int] | None = None) -> bytes:
    """An answer: (WMO code, low, high) a day, and the codes of some hours of the first day, the rest of it dry."""
    daily = {
        "time": [str(start + dt.timedelta(days=after)) for after in range(len(days))],
        "weather_code": [code for code, _, _ in days],
        "temperature_2m_min": [low for _, low, _ in days],
        "temperature_2m_max": [high for _, _, high in days],
    }
    hourly = {
        "time": [f"{start}T{hour:02}:00" for hour in range(24)],
        "weather_code": [(hours or {}).get(hour, 0) for hour in range(24)],
        "temperature_2m": [10.0] * 24,
        "precipitation_probability": [80 if hour in (hours or {}) else 0 for hour in range(24)],
    }
    return json.dumps({"timezone": "Asia/Shanghai", "daily": daily, "hourly": hourly}).encode()


def met_norway(start: dt.datetime, low: float, high: float, symbol: str = "clearsky_day") -> bytes:
    """An answer of six days by the hour: cold at night, warm at noon."""
    series = []
    for after in range(144):
        at = start + dt.timedelta(hours=after)
        span = {"summary": {"symbol_code": symbol}, "details": {"precipitation_amount": 0.0}}
        details = {"air_temperature": high if after % 24 == 18 else low, "wind_speed": 2.0, "wind_from_direction": 180}
        series.append({"time": at.isoformat(), "data": {"instant": {"details": details}, "next_1_hours": span}})
    return json.dumps({"properties": {"meta": {"updated_at": start.isoformat()}, "timeseries": series}}).encode()


def feed(*titles: str) -> bytes:
    item = "<item><title>{0}</title><link>https://news.example.org/{0}</link></item>"
    items = "".join(item.format(title) for title in titles)
    return f"<rss version='2.0'><channel><title>淄博新闻网</title>{items}</channel></rss>".encode()

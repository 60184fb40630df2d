"""A simulated week: page, forecasts, feeds and outages come and go, and what readers got is right."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import App
from bot.clock import SettableClock
from bot.opening import opened
from bot.playground.server import serve
from bot.sources.pace import Pace, Rule
from bot.store import roster
from bot.subscription import Slot, Subscription
from tests.flow.running import settings_for
from tests.flow.weeks import ABROAD, HOME, MONDAY, Week, feed, met_norway, moment, open_meteo, settings_of, week
from tests.playground_client import client_of
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ZIBO, YORK, FEED = "/zibo/v1/forecast", "/york/weatherapi/locationforecast/2.0/compact", "/feed"
CLEAR, RAIN = 0, 61
PLACES = (
    {"name": "淄博", "name_en": "Zibo", "latitude": 36.81, "longitude": 118.05},
    {"name": "纽约", "name_en": "New York", "latitude": 40.71, "longitude": -74.0, "zone": "America/New_York"},
)


def sources_of(server: SourcesServer) -> dict[str, Any]:
    return {
        "contact": "editor@example.org",
        "open_meteo": ({"url": server.url("/zibo"), "every": "10m", "places": ("淄博",), "air": False},),
        "met_norway": ({"url": server.url("/york"), "every": "10m", "places": ("纽约",)},),
        "rss": ({"url": server.url(FEED), "every": "10m", "ceiling": 3},),
    }


@pytest.fixture
async def days(tmp_path: Path) -> AsyncIterator[Week]:
    """Monday, five in the morning: dry weather everywhere, nothing new, no page ever."""
    clock = SettableClock(moment(0, "05:00"), stepped=True)
    async with SourcesServer(clock.now) as server:
        server.put(ZIBO, open_meteo(MONDAY, [(CLEAR, 3, 15)] * 8))
        server.put(YORK, met_norway(moment(-1, "12:00"), -4, 6))
        server.put(FEED, feed("旧闻"))
        async with week(tmp_path, server, clock, {"places": PLACES, "sources": sources_of(server)}) as running:
            yield running


def zibo(*days: tuple[int, float, float], rain_at: int | None = None, start: int = 0) -> bytes:
    """A forecast for 淄博 from a day of the week on; the days not given are dry."""
    rest = [(CLEAR, 3.0, 15.0)] * (8 - len(days))
    return open_meteo(MONDAY + dt.timedelta(days=start), [*days, *rest], {rain_at: RAIN} if rain_at else None)


def page(day: int, sky: str = "晴") -> str:
    """The page of a day: hotline, three days of weather and a story."""
    date = MONDAY + dt.timedelta(days=day)
    lines = [
        f"{(date + dt.timedelta(days=after)).day}日,{sky if not after else '晴'},南风2～3级,3℃～15℃"
        for after in range(3)
    ]
    story = "今年民政工作 重在八项工程\n淄博3月8日讯 全市民政工作会议召开，今年民政工作重在八项工程，在救助、养老等方面争先创优。"
    return f"新闻热线:3585000\n{'/'.join(lines)}\n{story}\n"


async def test_a_single_run_asks_the_sources_before_it_sends(tmp_path: Path) -> None:
    clock = SettableClock(moment(0, "06:59"))
    async with SourcesServer(clock.now) as server, serve(clock=clock, page=False) as playground:
        server.put(ZIBO, open_meteo(MONDAY, [(CLEAR, 3, 15)] * 8))
        server.put(FEED, feed("旧闻"))
        tables = {"places": PLACES, "sources": sources_of(server)}
        settings = settings_of(settings_for(playground, tmp_path), tables)
        with opened(settings) as database:
            database.writing(roster.put_reader, Subscription(chat_id=HOME, slots=(Slot(),)), clock.now())
            clock.jump(moment(0, "07:00") + dt.timedelta(seconds=5))
            app = App(settings, database, clock)
            app.listener.pace = Pace({}, (Rule(10_000, 1.0),))
            await app.run_once()
        async with client_of(playground) as client:
            (digest,) = await client.messages(HOME)
    assert "淄博今天晴，3～15℃" in digest["text"]


@pytest.mark.timeout(200)
async def test_a_week_of_live_sources_as_readers_meet_it(days: Week) -> None:
    await monday(days)
    await tuesday(days)
    await wednesday(days)
    await thursday(days)
    await friday(days)
    await saturday(days)
    await sunday(days)
    statuses = [asked.status for asked in days.sources.asked]
    assert 304 in statuses
    assert not {403, 429} & set(statuses)


async def monday(days: Week) -> None:
    """No page ever: the live forecast stands alone, says so and names its source; each place has its own."""
    await days.until(0, "06:40")
    await days.until(0, "07:01")
    (digest,) = await days.read()
    assert digest.startswith("还没有收到第一份报纸，先看实时预报：\n☀️ 淄博今天晴，3～15℃")
    assert digest.endswith("天气为实时预报，穿衣、出行提示由程序按规则生成。 Weather data by Open-Meteo.com")
    (abroad,) = await days.read(ABROAD)
    assert "纽约今天晴，-4～6℃" in abroad
    assert abroad.endswith("Data from MET Norway")
    days.sources.put(ZIBO, zibo((CLEAR, 3, 17)))
    await days.until(0, "08:30")
    (card,) = await days.read()
    assert card.startswith("改：还没有收到第一份报纸，先看实时预报：\n☀️ 淄博今天晴，3～17℃")
    assert card.endswith("更新于08:30")
    days.sources.put(ZIBO, zibo((RAIN, 3, 14)))
    days.sources.put(FEED, feed("公交调整", "旧闻"))
    await days.until(0, "10:00")
    assert await days.read() == ["淄博\n今天的预报有变：小雨\nWeather data by Open-Meteo.com"]
    assert await days.read(ABROAD) == []
    sent, notice = (await days.client.messages(HOME))[-2:]
    assert notice["reply_to_message"]["message_id"] == sent["message_id"]
    await days.until(0, "12:00")
    assert await days.read() == []


async def tuesday(days: Week) -> None:
    """The page comes: it is shown, the paper's headlines go before the feed's, the old item of the feed never comes."""
    days.sources.put(ZIBO, zibo(start=1))
    days.page(1, page(1))
    await days.until(1, "06:40")
    await days.until(1, "07:01")
    (digest,) = await days.read()
    assert digest.startswith("☀️ 淄博今天晴，3～15℃")
    assert digest.index("今年民政工作") < digest.index("公交调整")
    assert "旧闻" not in digest
    (abroad,) = await days.read(ABROAD)
    assert "纽约今天晴" in abroad
    assert "今年民政工作" in abroad
    # Late in the evening tomorrow turns wet, and by the morning dry again: held in quiet hours, then not worth a word.
    days.sources.put(ZIBO, zibo((CLEAR, 3, 15), (RAIN, 3, 14), start=1))
    await days.until(1, "23:00")
    days.sources.put(ZIBO, zibo(start=1))
    await days.until(2, "05:40")
    assert await days.read() == []


async def wednesday(days: Week) -> None:
    """Page and live forecast differ: the page is shown with the difference named, which is then no news any more."""
    days.page(2, page(2))
    days.sources.put(ZIBO, zibo((RAIN, 3, 8), start=2))
    await days.until(2, "06:40")
    await days.until(2, "07:01")
    (digest,) = await days.read()
    assert "另据实时预报，今天小雨，最高8℃（报上15℃）" in digest
    assert "Weather data by Open-Meteo.com" in digest
    await days.until(2, "11:00")
    assert await days.read() == []
    await days.read(ABROAD)
    days.sources.down = True


async def thursday(days: Week) -> None:
    """Everything is silent and no page comes: the last good forecast still serves, and its age is said."""
    await days.until(3, "07:01")
    (digest,) = await days.read()
    assert "先看3月11日报纸对今天的预报" in digest
    (abroad,) = await days.read(ABROAD)
    assert re.search("实时预报已(19|20)小时没有更新", abroad)
    days.sources.down = False


async def friday(days: Week) -> None:
    """The services are back; a feed floods, and no more than its ceiling is shown."""
    days.sources.put(ZIBO, zibo(start=4))
    days.sources.put(YORK, met_norway(moment(3, "12:00"), -4, 6))
    days.sources.put(FEED, feed(*(f"洪水{number}" for number in range(10_000))))
    days.page(4, page(4))
    await days.until(4, "06:40")
    await days.until(4, "07:01")
    (digest,) = await days.read()
    assert digest.count("洪水") == 3
    (abroad,) = await days.read(ABROAD)
    assert "没有更新" not in abroad


async def saturday(days: Week) -> None:
    """A dry day by its forecast, but rain is near: told once, with its hour."""
    days.sources.put(ZIBO, zibo(start=5))
    days.page(5, page(5))
    await days.until(5, "06:40")
    await days.until(5, "07:01")
    assert len(await days.read()) == 1
    days.sources.put(ZIBO, zibo(rain_at=15, start=5))
    await days.until(5, "11:30")
    assert await days.read() == []
    await days.until(5, "13:30")
    assert await days.read() == ["淄博\n约15:00起有小雨，出门带好雨具。\nWeather data by Open-Meteo.com"]
    await days.until(5, "14:10")
    assert await days.read() == []
    await days.read(ABROAD)


async def sunday(days: Week) -> None:
    """The weather turns three times, the reader hears of two."""
    days.page(6, page(6))
    days.sources.put(ZIBO, zibo(start=6))
    await days.until(6, "06:40")
    await days.until(6, "07:01")
    assert len(await days.read()) == 1
    told = []
    for hour, code in ((9, RAIN), (11, CLEAR), (13, RAIN)):
        days.sources.put(ZIBO, zibo((code, 3, 15), start=6))
        await days.until(6, f"{hour:02}:00")
        told += await days.read()
    assert [text.split("\n")[1] for text in told] == ["今天的预报有变：小雨", "今天的预报有变：晴"]
    assert await days.client.messages(HOME)

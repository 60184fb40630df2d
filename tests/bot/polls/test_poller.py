"""The rounds against a local server: politeness kept over restarts, the last good answer kept through everything."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import SettableClock
from bot.config import DatabaseSection, Settings
from bot.opening import opened
from bot.polls.asking import stills, takes, user_agent_of
from bot.polls.poller import Poller
from bot.polls.targets import Target, targets
from bot.sources.fetch import Fetcher, Limits
from bot.sources.pace import Pace, Rule
from bot.store import feed_items, live, polls
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.polls.takes import Taken
    from bot.store.database import Database

START = dt.datetime(2026, 3, 9, 0, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ZIBO = {"name": "淄博", "latitude": 36.81, "longitude": 118.05}


class Rounds:
    """One bot's rounds on a clock that a test moves."""

    def __init__(self, settings: Settings, server: SourcesServer, clock: SettableClock, database: Database) -> None:
        self.settings, self.server, self.clock, self.database = settings, server, clock, database
        self.pace = Pace({}, (Rule(10_000, 1.0),))
        self.fetcher = Fetcher(user_agent_of(settings), limits=Limits(attempts=1), pace=self.pace)
        self.heard: list[tuple[str, Taken]] = []
        self.targets = targets(settings)
        self.begin()

    def begin(self) -> None:
        """As after a start of the program."""
        self.poller = Poller(
            targets=self.targets,
            database=self.database,
            fetcher=self.fetcher,
            pace=self.pace,
            clock=self.clock,
            takes=takes(self.settings),
            stills=stills(self.settings),
            heard=self._hear,
        )

    def _hear(self, target: Target, taken: Taken) -> None:
        self.heard.append((target.key, taken))

    async def round(self, after: dt.timedelta = dt.timedelta(0)) -> None:
        """Whoever is due, now or `after` a while, is asked and has answered."""
        self.clock.jump(self.clock.now() + after)
        await self.poller._remember()
        for _ in range(len(self.targets)):
            self.poller.turn()
            await asyncio.gather(*self.poller._asking.values())

    def poll(self, key: str) -> polls.Poll:
        found = self.database.reading(polls.poll_of, key)
        assert found is not None
        return found


@pytest.fixture
async def server() -> AsyncIterator[SourcesServer]:
    async with SourcesServer(lambda: START) as running:
        yield running


def settings_of(folder: Path, **sources: Any) -> Settings:
    return Settings.model_validate(
        {
            "database": DatabaseSection(url=f"sqlite:///{folder / 'polls.db'}"),
            "places": (ZIBO,),
            "sources": {"contact": "editor@example.org", "default": "", **sources},
        }
    )


@pytest.fixture
async def rounds(request: pytest.FixtureRequest, server: SourcesServer, tmp_path: Path) -> AsyncIterator[Rounds]:
    """Rounds over the sources a test names, each at the local server."""
    wanted = {
        kind: tuple({**one, "url": server.url(one.get("url", ""))} for one in given)
        for kind, given in request.param.items()
    }
    settings = settings_of(tmp_path, **wanted)
    with opened(settings) as database:
        made = Rounds(settings, server, SettableClock(START, speed=0), database)
        async with made.fetcher:
            yield made


def days(low: int = 5) -> bytes:
    daily = {
        "time": ["2026-03-09", "2026-03-10"],
        "weather_code": [0, 61],
        "temperature_2m_min": [low, 6],
        "temperature_2m_max": [20, 21],
    }
    return json.dumps({"timezone": "Asia/Shanghai", "daily": daily}).encode()


def feed(*titles: str) -> bytes:
    item = "<item><title>{0}</title><link>https://news.example.org/{0}</link></item>"
    return f"<rss version='2.0'><channel>{''.join(item.format(t) for t in titles)}</channel></rss>".encode()


METEO = {"open_meteo": ({"air": False},)}
KEY = "open-meteo 淄博"


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_a_forecast_is_kept_and_asked_for_again_only_in_its_time(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days(), fresh_for=2 * 60 * MINUTE)
    await rounds.round()
    (kept,) = rounds.database.reading(live.of_place, "淄博")
    assert [period.low for period in kept.forecast.periods] == [5, 6]
    assert rounds.poll(KEY).next_at is not None
    assert rounds.poll(KEY).next_at >= START + 120 * MINUTE  # type: ignore[operator]
    await rounds.round(90 * MINUTE)
    rounds.begin()
    await rounds.round(MINUTE)
    assert len(rounds.server.asked) == 1


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_one_round_asks_who_is_due_and_ends(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days())
    await rounds.poller.once(5)
    await rounds.poller.once(5)
    assert len(rounds.server.asked) == 1
    assert len(rounds.database.reading(live.of_place, "淄博")) == 1


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_an_unchanged_answer_confirms_the_forecast_even_after_a_restart(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days())
    await rounds.round()
    rounds.begin()
    await rounds.round(70 * MINUTE)
    assert [asked.status for asked in rounds.server.asked] == [200, 304]
    (kept,) = rounds.database.reading(live.of_place, "淄博")
    assert (kept.read_at, kept.confirmed_at) == (START, START + 70 * MINUTE)


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_an_outage_a_broken_answer_and_a_limit_leave_the_last_good_forecast(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days())
    await rounds.round()
    rounds.server.down = True
    await rounds.round(70 * MINUTE)
    assert rounds.poll(KEY).error == "the server answers 503"
    assert rounds.poll(KEY).next_at == START + 72 * MINUTE  # as its Retry-After says
    rounds.server.down = False
    rounds.server.put("/v1/forecast", b'{"daily": ')
    await rounds.round(2 * MINUTE)
    assert "not JSON" in (rounds.poll(KEY).error or "")
    assert rounds.poll(KEY).failures == 2
    (kept,) = rounds.database.reading(live.of_place, "淄博")
    assert [period.low for period in kept.forecast.periods] == [5, 6]
    rounds.server.put("/v1/forecast", days(low=1))
    await rounds.round(70 * MINUTE)
    (kept,) = rounds.database.reading(live.of_place, "淄博")
    assert [period.low for period in kept.forecast.periods] == [1, 6]
    assert (rounds.poll(KEY).error, rounds.poll(KEY).failures) == (None, 0)


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_operators_hear_once_of_a_source_that_has_been_silent_for_six_hours(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days())
    await rounds.round()
    rounds.server.down = True
    for _ in range(20):
        await rounds.round(30 * MINUTE)
    alarms = [taken.alarm for _, taken in rounds.heard if taken.alarm]
    assert alarms == [f"{KEY} has given no good answer for 6 hours: the server answers 503"]


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_a_refusal_is_asked_again_ever_more_seldom(rounds: Rounds) -> None:
    waits = []
    for _ in range(9):
        await rounds.round()
        next_at = rounds.poll(KEY).next_at
        assert next_at is not None
        waits.append(round((next_at - rounds.clock.now()) / MINUTE))
        rounds.clock.jump(next_at)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize("rounds", [{"rss": ({"url": "/feed", "name": "甲报", "ceiling": 3},)}], indirect=True)
async def test_a_feed_is_remembered_first_and_then_shown_up_to_its_ceiling(rounds: Rounds) -> None:
    def shown() -> list[str | None]:
        return [one.headline for one in rounds.database.reading(feed_items.newest, START - MINUTE, 50)]

    rounds.server.put("/feed", feed("旧一", "旧二"))
    await rounds.round()
    assert shown() == []
    rounds.server.put("/feed", feed("新一", "旧一", "旧二"))
    await rounds.round(40 * MINUTE)
    assert shown() == ["新一"]
    rounds.server.put("/feed", feed(*(f"洪{number}" for number in range(10_000))))
    await rounds.round(40 * MINUTE)
    assert len(shown()) == 3
    assert "1998 new headlines over the ceiling of 3 a day" in rounds.heard[-1][1].alarm
    rounds.server.put("/feed", feed("明日"))
    await rounds.round(dt.timedelta(days=1))
    assert "明日" in shown()


NWS = {"nws": ({"alerts": False},)}


@pytest.mark.parametrize("rounds", [NWS], indirect=True)
async def test_the_weather_service_is_asked_where_the_forecast_lies_and_trusted_only_at_home(rounds: Rounds) -> None:
    rounds.server.put(
        "/points/36.8100,118.0500",
        json.dumps(
            {
                "properties": {
                    "forecast": rounds.server.url("/gridpoints/forecast"),
                    "forecastHourly": f"http://localhost:{rounds.server.port}/elsewhere",
                }
            }
        ).encode(),
    )
    period = {
        "startTime": "2026-03-09T06:00:00+08:00",
        "endTime": "2026-03-09T18:00:00+08:00",
        "isDaytime": True,
        "temperature": 20,
        "temperatureUnit": "C",
        "windSpeed": "5 km/h",
        "windDirection": "N",
        "shortForecast": "Sunny",
        "icon": "https://api.weather.gov/icons/land/day/skc?size=medium",
    }
    rounds.server.put("/gridpoints/forecast", json.dumps({"properties": {"periods": [period]}}).encode())
    await rounds.round()
    (kept,) = rounds.database.reading(live.of_place, "淄博")
    assert kept.forecast.periods[0].high == 20
    assert "must not be asked" in (rounds.poll("nws hourly 淄博").error or "")
    assert [asked.path for asked in rounds.server.asked] == ["/points/36.8100,118.0500", "/gridpoints/forecast"]


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_a_program_without_a_contact_is_refused_and_says_so(rounds: Rounds) -> None:
    rounds.server.put("/v1/forecast", days())
    rounds.fetcher._user_agent = "Chenbao"
    async with Fetcher("Chenbao", limits=Limits(attempts=1), pace=rounds.pace) as nameless:
        rounds.poller._fetcher = nameless
        await rounds.round()
    assert rounds.poll(KEY).error == "the server answers 403"


@pytest.mark.parametrize("rounds", [METEO], indirect=True)
async def test_a_fault_of_ours_costs_one_answer_and_never_the_loop(rounds: Rounds) -> None:
    def broken(*_: object) -> Taken:
        raise RuntimeError("a fault")

    rounds.server.put("/v1/forecast", days())
    rounds.poller._takes = {"forecast": broken}
    await rounds.round()
    assert rounds.database.reading(polls.all_polls) == {}  # nothing half done
    rounds.poller._takes = takes(rounds.settings)
    rounds.poller.turn()
    assert not rounds.poller._asking  # not at once again
    rounds.begin()
    await rounds.round(70 * MINUTE)
    assert rounds.poll(KEY).good_at == START + 70 * MINUTE

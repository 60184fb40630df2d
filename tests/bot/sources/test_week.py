"""A week of one warning source, one forecast and one feed, played over HTTP: fetched, read and decided as the bot will.

Nothing is stored but what a poll hands to the next one; the clock is a variable.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.sources import kinds
from bot.sources.feed_news import new_items
from bot.sources.fetch import Fetched, Fetcher, Limits, NotModified, Request, RetryLater, user_agent
from bot.sources.freshness import Validators
from bot.sources.pace import Pace, Rule
from messages.alert_kin import Heard
from messages.alert_life import Known, Poll, decide
from messages.place import Place, places_of
from tests.messages.known_after import known_after
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = dt.datetime(2026, 3, 9, 0, 0, tzinfo=dt.UTC)
ZIBO = Place(name="淄博", zone="Asia/Shanghai", latitude=36.81, longitude=118.05)
SQUARE = [[[117, 36], [119, 36], [119, 37], [117, 37], [117, 36]]]


class Poller:
    """What the bot's intake will keep for one address: validators, and the outcome's plain name in `log`."""

    def __init__(self, fetcher: Fetcher, address: str) -> None:
        self._fetcher = fetcher
        self._address = address
        self._validators = Validators()
        self.log: list[str] = []

    async def ask(self, now: dt.datetime) -> bytes | None:
        request = Request(self._address, trusted=True, validators=self._validators, spread=dt.timedelta(0))
        outcome = await self._fetcher.fetch(request, now=now)
        self.log.append(type(outcome).__name__)
        if isinstance(outcome, (Fetched, NotModified)):
            self._validators = outcome.validators
        return outcome.data if isinstance(outcome, Fetched) else None


class Week:
    """The clock, the server that tells it, and the client."""

    def __init__(self) -> None:
        self.now = START
        self.server = SourcesServer(lambda: self.now)
        self.fetcher = Fetcher(
            user_agent("0.1", "editor@example.org"), limits=Limits(attempts=1), pace=Pace({}, (Rule(1_000, 1.0),))
        )


@pytest.fixture
async def week() -> AsyncIterator[Week]:
    playing = Week()
    async with playing.server, playing.fetcher:
        yield playing


def alerts(now: dt.datetime, *given: dict[str, Any]) -> bytes:
    features = [
        {
            "id": one["id"],
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
            "properties": {
                "status": "Actual",
                "messageType": "Alert",
                "sent": now.isoformat(),
                "expires": (now + dt.timedelta(hours=24)).isoformat(),
                "event": "Wind Advisory",
                "severity": "Moderate",
                "areaDesc": "Zibo",
                **one,
            },
        }
        for one in given
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


async def test_a_week_of_warnings_reaches_readers_once_and_is_closed(week: Week) -> None:
    poller = Poller(week.fetcher, week.server.url("/alerts"))
    references = [{"identifier": "a"}, {"identifier": "b"}]
    story: list[tuple[int, list[dict[str, Any]] | None]] = [
        (0, []),
        (1, [{"id": "t", "status": "Test"}]),
        (2, [{"id": "a"}]),
        (3, None),  # nothing changed
        (4, [{"id": "b", "messageType": "Update", "references": references[:1], "headline": "in other words"}]),
        (5, [{"id": "c", "messageType": "Update", "references": references, "severity": "Extreme"}]),
        (6, []),
        (30, [{"id": "d", "event": "Flood Watch"}]),
        (40, [{"id": "e", "event": "Flood Watch", "messageType": "Cancel", "references": [{"identifier": "d"}]}]),
        (160, []),
    ]
    known: tuple[Known, ...] = ()
    transcript: list[tuple[int, str, str]] = []
    for hour, given in story:
        week.now = START + dt.timedelta(hours=hour)
        if given is not None:
            week.server.put("/alerts", alerts(week.now, *given))
        data = await poller.ask(week.now)
        reading = kinds.read("nws", data) if data is not None else None
        heard = [
            Heard(alert=alert, places=tuple(place.name for place in places_of(alert, [ZIBO])))
            for alert in (reading.alerts if reading else ())
        ]
        decisions = decide(Poll(week.now, known, complete=bool(reading and reading.complete)), heard)
        known = known_after(known, decisions)
        transcript += [(hour, decision.action, decision.reason) for decision in decisions]
    assert transcript == [
        (2, "tell", "new"),
        (4, "edit", "times changed"),
        (5, "tell", "the level rose"),
        (6, "close", "no longer listed"),
        (30, "tell", "new"),
        (40, "close", "cancelled"),
    ]
    assert poller.log[3] == "NotModified"
    assert known == ()


async def test_a_forecast_outlives_an_outage_and_is_not_asked_before_it_expires(week: Week) -> None:
    series = [
        {"time": f"2026-03-{day:02}T{hour:02}:00:00Z", "data": {"instant": {"details": {"air_temperature": hour}}}}
        for day in (9, 10)
        for hour in range(0, 24, 3)
    ]
    week.server.put(
        "/met", json.dumps({"properties": {"timeseries": series}}).encode(), fresh_for=dt.timedelta(minutes=31)
    )
    poller = Poller(week.fetcher, week.server.url("/met"))
    good = await poller.ask(week.now)
    assert good is not None
    for minutes, down in ((5, False), (40, True), (80, True), (120, False)):
        week.now, week.server.down = START + dt.timedelta(minutes=minutes), down
        assert await poller.ask(week.now) is None
    assert poller.log == ["Fetched", "RetryLater", "RetryLater", "RetryLater", "NotModified"]
    assert [asked.status for asked in week.server.asked] == [200, 503, 503, 304]
    reading = kinds.read("met-norway", good, zone=ZoneInfo(ZIBO.zone))
    assert [period.label for period in reading.forecasts[0].periods] == ["9日", "10日"]


async def test_a_feed_shows_what_is_new_after_its_first_sight(week: Week) -> None:
    def feed(*titles: str) -> bytes:
        item = "<item><title>{0}</title><link>https://news.example.org/{0}</link></item>"
        return f"<rss version='2.0'><channel>{''.join(item.format(t) for t in titles)}</channel></rss>".encode()

    poller = Poller(week.fetcher, week.server.url("/feed"))
    known: set[str] = set()
    shown: list[tuple[str, ...]] = []
    for hour, titles in enumerate([("旧闻",), ("旧闻", "新闻"), ("新闻",), ("要闻", "新闻")]):
        week.now = START + dt.timedelta(hours=hour)
        week.server.put("/feed", feed(*titles))
        data = await poller.ask(week.now)
        assert data is not None
        news = new_items(known, kinds.read("rss", data).items, first_sight=not known)
        known |= set(news.remember)
        shown.append(tuple(item.title for item in news.tell))
    assert shown == [(), ("新闻",), (), ("要闻",)]


async def test_a_limited_service_is_left_in_peace(week: Week) -> None:
    week.server.limited = True
    outcome = await week.fetcher.fetch(Request(week.server.url("/"), trusted=True), now=week.now)
    assert outcome == RetryLater(week.now + dt.timedelta(seconds=60), "the server answers 429")

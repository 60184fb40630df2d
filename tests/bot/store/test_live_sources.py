"""What live sources leave in the store: polls, forecasts, headlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.sources.reading import Item
from bot.store import feed_items, live, polls
from bot.store.polls import Poll
from messages.edition import Article, Forecast, Period

if TYPE_CHECKING:
    from bot.store.database import Database

NOW = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FORECAST = Forecast(printed="", place="淄博", periods=(Period(label="9日", date=NOW.date(), low=1),), source="nws")


def test_a_poll_is_kept_as_it_stood(database: Database) -> None:
    poll = Poll("nws 淄博", "https://a.example", etag='"x"', next_at=NOW, asked_at=NOW, good_at=NOW, detail="a b")
    database.writing(polls.keep, poll)
    failed = replace(poll, error="no whole answer", failures=2, failed_at=NOW + HOUR, next_at=None)
    assert database.reading(polls.poll_of, "nws 淄博") == poll
    database.writing(polls.keep, failed)
    assert database.reading(polls.all_polls) == {"nws 淄博": failed}


def test_what_sources_that_are_gone_have_said_is_forgotten_with_them(database: Database) -> None:
    database.writing(polls.keep, Poll("nws 淄博", "https://a.example"))
    database.writing(live.put, "nws 淄博", "淄博", FORECAST, rank=0, now=NOW)
    database.writing(feed_items.remember, "nws 淄博", [Item(identifier="a", title="题")], {}, NOW)
    database.writing(polls.forget_others, [])
    assert not database.reading(live.of_place, "淄博")
    assert not database.reading(feed_items.known, "nws 淄博")


def test_polls_of_sources_that_are_gone_are_forgotten(database: Database) -> None:
    for key in ("a", "b", "c"):
        database.writing(polls.keep, Poll(key, "https://a.example"))
    assert database.writing(polls.forget_others, ["b"]) == 2
    assert list(database.reading(polls.all_polls)) == ["b"]


def test_a_forecast_takes_the_place_of_the_last_one_and_is_confirmed_by_its_poll(database: Database) -> None:
    database.writing(live.put, "nws 淄博", "淄博", FORECAST, rank=0, now=NOW - HOUR)
    database.writing(live.put, "nws 淄博", "淄博", FORECAST, rank=0, now=NOW)
    (kept,) = database.reading(live.of_place, "淄博")
    assert (kept.forecast, kept.read_at, kept.confirmed_at) == (FORECAST, NOW, NOW)
    database.writing(polls.keep, Poll("nws 淄博", "https://a.example", good_at=NOW + HOUR))
    (kept,) = database.reading(live.of_place, "淄博")
    assert (kept.read_at, kept.confirmed_at) == (NOW, NOW + HOUR)
    assert not database.reading(live.of_place, "张店")


def test_headlines_are_known_once_and_the_newest_come_first(database: Database) -> None:
    items = [Item(identifier=str(number), title=f"题{number}", published=NOW - number * HOUR) for number in range(3)]
    shown = {item.identifier: Article(headline=item.title, source="甲报") for item in items[:2]}
    database.writing(feed_items.remember, "rss a", items, shown, NOW)
    database.writing(feed_items.remember, "rss a", items, {}, NOW + HOUR)
    assert database.reading(feed_items.known, "rss a") == {"0", "1", "2"}
    assert database.reading(feed_items.shown_since, "rss a", NOW - HOUR) == 2
    found = database.reading(feed_items.newest, NOW - HOUR, 5)
    assert [article.headline for article in found] == ["题0", "题1"]
    assert not database.reading(feed_items.newest, NOW, 5)


def test_a_headline_its_feed_has_long_not_listed_is_forgotten(database: Database) -> None:
    old, new = Item(identifier="old", title="旧"), Item(identifier="new", title="新")
    database.writing(feed_items.remember, "rss a", [old, new], {}, NOW)
    database.writing(feed_items.remember, "rss a", [new], {}, NOW + feed_items.KEPT + HOUR)
    assert database.reading(feed_items.known, "rss a") == {"new"}

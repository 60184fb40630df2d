"""Search in past editions, on both databases: Chinese words of any length, newest first, nothing readers may not see."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources.newspaper import read_page
from bot.store import editions, search
from bot.store.briefings import Release
from messages.edition import Article, Edition

if TYPE_CHECKING:
    from bot.store.database import Database

RELEASE = Release("Asia/Shanghai", dt.time(5))
NOON = dt.datetime(2023, 3, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
SEED = (files("seeds") / "2023-03-09.txt").read_text(encoding="utf-8")


def put(database: Database, date: dt.date, *articles: Article, name: str = "a.txt", hold: bool = False) -> None:
    edition = Edition(date=date, articles=articles)
    database.writing(editions.put_page, date=date, name=name, edition=edition, text="", now=NOON, hold=hold)


def story(title: str, *paragraphs: str) -> Article:
    return Article(headline=title, paragraphs=paragraphs)


def titles(database: Database, query: str, *, start: int = 0, now: dt.datetime = NOON) -> list[str]:
    return [hit.title for hit in database.reading(search.find, query, now, RELEASE, start=start).hits]


@pytest.fixture
def shelf(database: Database) -> Database:
    """The seed's page, and some made-up days."""
    page = read_page(SEED, date=TODAY)
    database.writing(editions.put_page, date=TODAY, name="a.txt", edition=page, text=SEED, now=NOON, hold=False)
    put(database, dt.date(2023, 3, 1), story("物业费怎么收", "小区物业公司公布了收费标准。"))
    put(database, dt.date(2022, 11, 2), story("地铁12号线开通", "WiFi 覆盖全线，业主们说方便。"))
    return database


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("物业", ["淄博市成立物业管理服务中心", "物业费怎么收"]),
        ("物业管理", ["淄博市成立物业管理服务中心"]),
        ("物业 收费", ["物业费怎么收"]),
        ("费", ["物业费怎么收"]),
        ("wifi", ["地铁12号线开通"]),
        ("ＷＩＦＩ", ["地铁12号线开通"]),
        ("12", ["地铁12号线开通"]),
        ("管物", []),
        ("没有这个词", []),
        ("", []),
        ("，。", []),
    ],
)
def test_words_of_one_two_and_more_characters_are_found(shelf: Database, query: str, found: list[str]) -> None:
    seen = titles(shelf, query)
    assert [title for title in seen if title in found] == found
    assert bool(seen) == bool(found)


def test_hits_come_newest_first_with_their_dates_and_lasting_numbers(shelf: Database) -> None:
    found = shelf.reading(search.find, "物业", NOON, RELEASE)
    assert [hit.date for hit in found.hits] == sorted((hit.date for hit in found.hits), reverse=True)
    stored = shelf.reading(editions.edition_of, TODAY)
    assert stored is not None
    first = found.hits[0]
    assert stored.edition.articles[first.number - 1].headline == first.title


def test_hits_are_paged_and_counted(database: Database) -> None:
    for day in range(1, 8):
        put(database, dt.date(2023, 2, day), story(f"学校新闻{day}"), story("别的"))
    first = database.reading(search.find, "学校", NOON, RELEASE)
    assert (len(first.hits), first.total) == (5, 7)
    assert titles(database, "学校", start=5) == ["学校新闻2", "学校新闻1"]
    assert titles(database, "学校", start=500) == []


def test_what_is_held_unreleased_or_retracted_is_never_found(database: Database) -> None:
    put(database, dt.date(2023, 3, 8), story("学校扣下"), hold=True)
    put(database, dt.date(2023, 3, 10), story("学校明天"))
    put(database, dt.date(2023, 3, 7), story("别的"), story("学校撤下"))
    database.writing(editions.retract, dt.date(2023, 3, 7), [1])
    assert titles(database, "学校") == []
    database.writing(editions.set_held, dt.date(2023, 3, 8), held=False)
    assert titles(database, "学校") == ["学校扣下"]
    assert titles(database, "学校", now=NOON + dt.timedelta(days=1)) == ["学校明天", "学校扣下"]


def test_a_page_read_anew_replaces_what_was_found_in_it(database: Database) -> None:
    put(database, TODAY, story("学校旧"))
    put(database, TODAY, story("医院新"))
    put(database, TODAY, story("第二版的学校"), name="b.txt")
    assert titles(database, "学校") == ["第二版的学校"]
    assert titles(database, "医院") == ["医院新"]


HOSTILE = (
    '"',
    "'",
    "' OR 1=1 --",
    "%",
    "_",
    "*",
    "物*",
    "NEAR(物 业)",
    "a AND",
    "\\",
    "物业\0",
    "(",
    ":",
    "&",
    "|",
    "!",
    "🚲",
)


def test_what_a_query_language_would_read_as_its_own_is_just_text(shelf: Database) -> None:
    for query in HOSTILE:
        assert len(titles(shelf, query)) <= 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_query_is_answered(shelf: Database, query: str) -> None:
    found = shelf.reading(search.find, query, NOON, RELEASE)
    for hit in found.hits:
        assert all(word in hit.text for word in search.words(query))


def test_a_query_is_bounded() -> None:
    assert len("".join(search.words("物" * 4096))) == search.LONGEST_QUERY
    assert len(search.words("a b c d e f g h")) == search.MOST_WORDS

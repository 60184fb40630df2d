"""Places asked for that there are not: shown once three chats have asked, never who, for thirty days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.store import places_asked
from bot.store.places_asked import mark, note, often
from tests.bot.store.readers import NOW

if TYPE_CHECKING:
    import pytest

    from bot.store.database import Database

TOKEN = "123456789:" + "t" * 35
DAY = dt.timedelta(days=1)


def ask(database: Database, place: str, *chats: int, now: dt.datetime = NOW) -> None:
    for chat in chats:
        database.writing(note, place, mark(TOKEN, chat, place), now)


def test_a_place_is_shown_once_three_chats_have_asked_for_it(database: Database) -> None:
    ask(database, "济南", 1, 1, 1, 2)
    assert database.reading(often, NOW) == []
    ask(database, "济南", 3)
    ask(database, "青岛", 1, 2, 3, 4)
    assert database.reading(often, NOW) == [("青岛", 4), ("济南", 3)]


def test_after_thirty_days_it_is_gone(database: Database) -> None:
    ask(database, "济南", 1, 2, 3)
    later = NOW + 31 * DAY
    assert database.reading(often, later) == []
    assert database.writing(places_asked.forget, later) == 3
    assert database.writing(places_asked.forget, later) == 0


def test_a_mark_names_nobody_and_is_another_at_every_place() -> None:
    assert mark(TOKEN, 42, "济南") == mark(TOKEN, 42, "济南")
    assert (
        len({mark(TOKEN, 42, "济南"), mark(TOKEN, 42, "青岛"), mark(TOKEN, 43, "济南"), mark("other", 42, "济南")}) == 4
    )


def test_a_flood_of_names_fills_no_disk(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_asked, "MOST", 3)
    ask(database, "济南", 1, 2, 3, 4, 5)
    assert database.reading(often, NOW) == [("济南", 3)]

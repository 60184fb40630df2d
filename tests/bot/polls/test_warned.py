"""An answer with warnings: matched to our places, bounded, and its alarm for an operator."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.errors import UnreadableError
from bot.polls.targets import Target
from bot.polls.warned import TakeAlerts
from bot.sources import kinds
from bot.store import warnings, watching
from bot.store.database import Database
from bot.store.upgrade import upgrade
from messages.place import Place
from tests.flow.offices import cap, listed, nws

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ZIBO = Place(name="淄博", zone="Asia/Shanghai", latitude=36.81, longitude=118.05)
YORK = Place(name="纽约", zone="America/New_York", latitude=40.71, longitude=-74.0)
OFFICE = Target("气象台", "cap", "alerts", "气象台", "https://example.org/cap", MINUTE)
POINT = Target("nws 纽约", "nws", "alerts", "nws", "https://example.org/alerts", MINUTE, place=YORK)
TAKE = TakeAlerts((YORK, ZIBO), ceiling=20)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'warned.db'}")
    upgrade(opened)
    opened.writing(watching.watch, [(OFFICE.key, ""), (POINT.key, YORK.name)], NOW - MINUTE)
    yield opened
    opened.close()


def test_ten_thousand_new_alerts_send_the_ceiling_and_ring_the_alarm(database: Database) -> None:
    flood = nws(NOW, *({"id": f"n{n}", "event": f"Event {n}", "severity": "Extreme"} for n in range(10_000)))
    taken = database.writing(TAKE, POINT, kinds.read("nws", flood), NOW)
    assert taken.owed
    assert "over the ceiling of 20 an hour" in taken.alarm
    assert database.reading(warnings.told_since, POINT.key, NOW - MINUTE) == 20
    again = database.writing(TAKE, POINT, kinds.read("nws", flood), NOW + MINUTE)
    assert not again.owed


def test_a_payload_of_ten_thousand_that_is_too_large_is_refused(database: Database) -> None:
    flood = listed(*(cap(f"n{n}", NOW, event=f"事件{n}", level="红色") for n in range(10_000)))
    with pytest.raises(UnreadableError):
        kinds.read("cap", flood)
    assert database.reading(warnings.in_force) == []


def test_a_warning_is_kept_for_the_places_its_outline_covers(database: Database) -> None:
    taken = database.writing(TAKE, OFFICE, kinds.read("cap", listed(cap("a1", NOW))), NOW)
    (event,) = database.reading(warnings.in_force)
    assert (taken.owed, taken.alarm, event.places) == (True, "", ("淄博",))


def test_what_was_issued_since_we_watch_is_told_though_the_first_good_answer_comes_late(database: Database) -> None:
    given = listed(cap("old", NOW - 9 * MINUTE, event="大雾"), cap("new", NOW - MINUTE / 2))
    database.writing(TAKE, OFFICE, kinds.read("cap", given), NOW)
    events = database.reading(warnings.in_force)
    assert {event.alert.identifier: event.told_at is not None for event in events} == {"old": False, "new": True}

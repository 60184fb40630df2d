"""The warnings of a briefing: those in force at the place, each subject once, and none of a source that fell silent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.store import briefings, polls, watching
from bot.store.polls import Poll
from tests.bot.store.readers import NOW
from tests.bot.store.warned_world import HOUR, World, alert

if TYPE_CHECKING:
    from bot.store.database import Database
    from messages.message import Briefing

RELEASE = briefings.Release("Asia/Shanghai", dt.time(5))


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def briefing(world: World, place: str = "淄博") -> Briefing:
    return world.database.reading(briefings.briefing, world.now, RELEASE, place=place)


def numbers(world: World, place: str = "淄博") -> list[str]:
    return [one.identifier for one in briefing(world, place).alerts]


def answered(world: World, key: str) -> None:
    world.database.writing(watching.watch, [(key, "")], NOW)
    world.database.writing(polls.keep, Poll(key, "https://example.org", good_at=world.now))


def test_what_is_in_force_at_the_place_stands_there_until_its_time_runs_out(world: World) -> None:
    world.hear(alert())
    assert numbers(world) == ["a1"]
    assert numbers(world, "潍坊") == []
    assert numbers(world.at(12)) == []


def test_of_one_subject_the_gravest_is_shown_and_the_gravest_subject_first(world: World) -> None:
    world.hear(
        alert("blue"),
        alert("county", sender="x", issuer="张店区气象台", level="orange"),
        alert("rain", kind="暴雨", level="red"),
        first_sight=NOW,
    )
    assert numbers(world) == ["rain", "county"]


def test_a_source_that_is_silent_for_six_hours_is_not_quoted_and_that_is_said(world: World) -> None:
    answered(world, "cap")
    world.hear(alert())
    assert briefing(world.at(6)).alerts_stale is None
    stale = briefing(world.at(7))
    assert (stale.alerts, stale.alerts_stale) == ((), 7 * HOUR)
    answered(world, "cap")
    assert numbers(world) == ["a1"]


def test_a_source_that_never_answered_is_silent_since_it_is_watched(world: World) -> None:
    world.database.writing(watching.watch, [("cap", "")], NOW)
    assert briefing(world.at(1)).alerts_stale is None
    assert briefing(world.at(7)).alerts_stale == 7 * HOUR
    world.database.writing(watching.watch, [], world.now)
    assert briefing(world).alerts_stale is None

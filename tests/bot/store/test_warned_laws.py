"""The life of a warning under every accident: messages in any order, doubled, lost, late; polls at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import warnings
from bot.store.database import Database
from bot.store.schema import metadata
from tests.bot.store.readers import NOW, subscribe
from tests.bot.store.warned_world import HOUR, World, alert, reworded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from messages.alert import Alert

LEVELS = ("blue", "yellow", "orange", "red")
LIFE = 12  # hours
SOUND = ("new", "upgrade")
SHOWS = ("new", "upgrade", "update")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("laws") / "laws.db"
    opened = Database(f"sqlite:///{path}")
    metadata.create_all(opened.engine)
    yield opened
    opened.close()


def fresh(database: Database) -> World:
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    subscribe(database, 1)
    return World(database)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Alert, ...]:
    """What an office says of one event, an hour apart: begun, changed, raised or lowered, perhaps ended."""
    style = draw(st.sampled_from(["first", "last", "all"]))
    said: list[Alert] = [alert("w0", level=draw(st.sampled_from(LEVELS)), expires=NOW + LIFE * HOUR)]
    for number in range(1, draw(st.integers(1, 5))):
        names = [one.identifier for one in said]
        refers = {"first": names[:1], "last": names[-1:], "all": names}[style]
        given: dict[str, Any] = {
            "message_type": "update",
            "references": tuple(refers),
            "sent": NOW + number * HOUR,
            "level": draw(st.sampled_from(LEVELS)),
            "texts": reworded(draw(st.sampled_from(["一", "二"]))),
            "expires": NOW + LIFE * HOUR,
        }
        said.append(alert(f"w{number}", **given))
    if draw(st.booleans()):
        end = {"message_type": "cancel", "references": tuple(one.identifier for one in said), "texts": ()}
        said.append(alert("end", sent=NOW + len(said) * HOUR, level=None, kind=None, areas=(), **end))
    return tuple(said)


@st.composite
def accidents(draw: st.DrawFn) -> list[tuple[float, list[Alert]]]:
    """Polls at growing times, each with some of what was said by then: out of order, again, or never."""
    story = draw(stories())
    polls = []
    for hours in sorted(draw(st.lists(st.integers(0, 2 * LIFE + 4), min_size=3, max_size=8, unique=True))):
        spoken = [one for one in story if one.sent <= NOW + hours / 2 * HOUR]
        polls.append((hours / 2, draw(st.lists(st.sampled_from(spoken), min_size=1, max_size=3))))
    return polls


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polls=accidents())
def test_one_event_sounds_once_and_once_for_each_rise_and_never_after_its_end(
    database: Database, polls: list[tuple[float, list[Alert]]]
) -> None:
    world = fresh(database)
    ended: dt.datetime | None = None
    shown: list[int] = []  # the ranks a reader has seen, one after the other
    for hours, heard in polls:
        world.at(hours).run_out()
        world.hear(*heard, places=("淄博",))
        got = world.send()
        if any(one.identifier == "end" for one in heard):
            ended = ended or world.now
        loud = [one for one in got if one.saying in SOUND and one.changed is None]
        assert len(loud) <= 1
        if loud:
            assert ended is None
            assert world.now < NOW + LIFE * HOUR
            rank = next(one.rank for one in heard if one.identifier == loud[0].number)
            assert not shown or rank > shown[-1], "told again without a rise"
        shown += [one.rank for said in got for one in heard if one.identifier == said.number and said.saying in SHOWS]
        assert all(one.silent for one in got if one.saying not in SOUND)
    assert sum(one.saying == "new" and one.changed is None for one in world.got) <= 1
    assert sum(one.saying == "clear" for one in world.got) <= 1
    if ended or world.now >= NOW + LIFE * HOUR:
        assert world.database.reading(warnings.in_force) == []
    if ended and shown:
        assert sum(one.saying in {"clear", "over"} for one in world.got) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=stories(), times=st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_heard_in_order_and_often_an_event_is_told_raised_and_closed(
    database: Database, story: tuple[Alert, ...], times: list[int]
) -> None:
    world = fresh(database)
    rank, rises = 0, 0
    for hours, (one, often) in enumerate(zip(story, times, strict=False)):
        for again in range(often):
            world.at(hours + again / 60).hear(one, places=("淄博",))
            world.send()
        if one.identifier != "end":
            rises += one.rank > rank
            rank = one.rank
    loud = [got for got in world.got if got.saying in SOUND and got.changed is None]
    below = sum(got.saying in SOUND for got in loud)
    assert below <= rises
    assert loud[0].number == "w0"
    assert sum(got.saying == "clear" for got in world.got) == (story[-1].identifier == "end")

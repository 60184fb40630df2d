"""Which sources are watched for warnings, since when, and whether an operator has stopped all new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.outbox import insert
from bot.store.schema import notes, polls, warning_sources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_STOPPED: Final = "warnings are stopped"


class Watched(NamedTuple):
    """Since when a source is watched, and whether this is its first good answer."""

    since: dt.datetime
    is_first: bool


def watch(connection: sa.Connection, sources: Iterable[tuple[str, str]], now: dt.datetime) -> None:
    """Watch these sources (by key and place, "" for all) from `now` on, unless they are watched already."""
    wanted = dict(sources)
    known = set(connection.execute(sa.select(warning_sources.c.key)).scalars())
    new = [{"key": key, "place": wanted[key], "since": millis(now)} for key in wanted if key not in known]
    if new:
        connection.execute(warning_sources.insert(), new)
    gone = sorted(known - set(wanted))
    for start in range(0, len(gone), 500):
        connection.execute(warning_sources.delete().where(warning_sources.c.key.in_(gone[start : start + 500])))


def seen(connection: sa.Connection, key: str, place: str, now: dt.datetime) -> Watched:
    """A source has given a good answer."""
    row = connection.execute(sa.select(warning_sources).where(warning_sources.c.key == key)).first()
    if row is None:
        values = {"key": key, "place": place, "since": millis(now), "seen_at": millis(now)}
        connection.execute(warning_sources.insert().values(**values))
        return Watched(now, is_first=True)
    if row.seen_at is None:
        connection.execute(warning_sources.update().where(warning_sources.c.key == key).values(seen_at=millis(now)))
    return Watched(instant(row.since), is_first=row.seen_at is None)


def fresh_at(connection: sa.Connection, place: str) -> dict[str, dt.datetime]:
    """When each source that speaks of a place last answered well, or began to be watched."""
    query = (
        sa.select(warning_sources.c.key, warning_sources.c.since, polls.c.good_at)
        .join(polls, polls.c.key == warning_sources.c.key, isouter=True)
        .where(warning_sources.c.place.in_(("", place)))
    )
    return {row.key: instant(row.good_at or row.since) for row in connection.execute(query)}


def stop(connection: sa.Connection, now: dt.datetime) -> None:
    """Tell readers of no new warning until `start`; what is heard is kept and shown to those who ask."""
    values = {"name": _STOPPED, "value": "", "at": millis(now)}
    connection.execute(insert(connection, notes).values(**values).on_conflict_do_nothing())


def start(connection: sa.Connection) -> bool:
    """Tell readers of new warnings again; False when they were not stopped."""
    return connection.execute(notes.delete().where(notes.c.name == _STOPPED)).rowcount > 0


def is_stopped(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(notes.c.name).where(notes.c.name == _STOPPED)).first() is not None

"""How each source was last asked: validators, when it may be asked again, the last good answer and the last failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.outbox import insert
from bot.store.schema import feed_items, live_forecasts, polls

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Poll:
    """One asked address. `good_at` is when it last answered well, also when nothing had changed."""

    key: str
    address: str
    etag: str | None = None
    last_modified: str | None = None
    next_at: dt.datetime | None = None
    asked_at: dt.datetime | None = None
    good_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    error: str | None = None
    failures: int = 0
    detail: str | None = None


_INSTANTS = ("next_at", "asked_at", "good_at", "failed_at")


def all_polls(connection: sa.Connection) -> dict[str, Poll]:
    """Every poll by its key."""
    return {row.key: _poll(row) for row in connection.execute(sa.select(polls))}


def poll_of(connection: sa.Connection, key: str) -> Poll | None:
    row = connection.execute(sa.select(polls).where(polls.c.key == key)).first()
    return _poll(row) if row else None


def keep(connection: sa.Connection, poll: Poll) -> None:
    """Store how a question ended."""
    values = {name: getattr(poll, name) for name in Poll.__slots__}
    values |= {name: millis(at) if (at := values[name]) else None for name in _INSTANTS}
    values["next_at"] = values["next_at"] or 0
    statement = insert(connection, polls).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))


def forget_others(connection: sa.Connection, keys: Sequence[str]) -> int:
    """Drop the polls that are no longer configured, and what they said; gives how many."""
    wanted = set(keys)
    stale = [key for key in connection.execute(sa.select(polls.c.key)).scalars() if key not in wanted]
    for start in range(0, len(stale), 500):
        some = stale[start : start + 500]
        connection.execute(polls.delete().where(polls.c.key.in_(some)))
        connection.execute(live_forecasts.delete().where(live_forecasts.c.key.in_(some)))
        connection.execute(feed_items.delete().where(feed_items.c.feed.in_(some)))
    return len(stale)


def _poll(row: sa.Row[Any]) -> Poll:
    values = {name: getattr(row, name) for name in Poll.__slots__}
    return Poll(**(values | {name: instant(at) if (at := values[name]) else None for name in _INSTANTS}))

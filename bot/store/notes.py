"""Small facts that outlive a run: that sending is paused, a counter, what was last told. One row a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.outbox import insert
from bot.store.schema import notes

if TYPE_CHECKING:
    import datetime as dt

PAUSED = "sending is paused"  # by an operator; outlives a restart


def note(connection: sa.Connection, name: str) -> str | None:
    """What is noted under a name; None when nothing is."""
    return connection.execute(sa.select(notes.c.value).where(notes.c.name == name)).scalar()


@dataclass(frozen=True, slots=True)
class Note:
    """One fact: its name, its value and since when it stands."""

    name: str
    value: str
    at: dt.datetime


def under(connection: sa.Connection, prefix: str) -> list[Note]:
    """The notes whose names begin with `prefix`, in the order of their names."""
    query = sa.select(notes).where(notes.c.name.startswith(prefix, autoescape=True)).order_by(notes.c.name)
    return [Note(row.name, row.value, instant(row.at)) for row in connection.execute(query)]


def put(connection: sa.Connection, name: str, value: str, now: dt.datetime) -> None:
    """Note `value` under a name, in place of what stood there."""
    values = {"value": value, "at": millis(now)}
    statement = insert(connection, notes).values(name=name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def drop(connection: sa.Connection, name: str) -> None:
    """Note nothing under a name any more."""
    connection.execute(notes.delete().where(notes.c.name == name))

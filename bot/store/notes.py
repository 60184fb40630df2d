"""Small facts that outlive a run, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.instants import millis
from bot.store.outbox import insert
from bot.store.schema import notes

if TYPE_CHECKING:
    import datetime as dt


def note_of(connection: sa.Connection, name: str) -> str | None:
    return connection.execute(sa.select(notes.c.value).where(notes.c.name == name)).scalar()


def put_note(connection: sa.Connection, name: str, value: str, now: dt.datetime) -> bool:
    """Remember a fact; False when it was known already, so that of two who ask one may act."""
    if note_of(connection, name) == value:
        return False
    values = {"name": name, "value": value, "at": millis(now)}
    statement = insert(connection, notes).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    return True

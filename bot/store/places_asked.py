"""Places readers asked for that there are not: what operators may hear of, once several chats have asked.

A chat leaves a mark that differs from place to place and is made with the bot's token, which the database does not
hold: it tells two chats apart, and nobody which chats they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.instants import millis
from bot.store.outbox import insert
from bot.store.schema import places_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = dt.timedelta(days=30)
FEWEST = 3  # chats, before a word somebody typed is shown to anybody
SHOWN = 10
MOST = 10_000  # rows: a flood of made-up names must not fill the disk


def mark(token: str, chat_id: int, place: str) -> str:
    """The mark a chat leaves at a place."""
    key = hashlib.sha256(token.encode()).digest()
    return hashlib.blake2b(f"{chat_id} {place}".encode(), key=key, digest_size=8).hexdigest()


def note(connection: sa.Connection, place: str, mark: str, now: dt.datetime) -> None:
    """Somebody asked for a place; the same chat counts once."""
    if connection.execute(sa.select(sa.func.count()).select_from(places_asked)).scalar_one() < MOST:
        row = insert(connection, places_asked).values(place=place, mark=mark, at=millis(now))
        connection.execute(row.on_conflict_do_nothing())


def often(connection: sa.Connection, now: dt.datetime) -> Sequence[tuple[str, int]]:
    """The places asked for by several chats of late, and by how many, the most wanted first."""
    number = sa.func.count()
    query = (
        sa.select(places_asked.c.place, number)
        .where(places_asked.c.at >= millis(now - KEPT))
        .group_by(places_asked.c.place)
        .having(number >= FEWEST)
        .order_by(number.desc(), places_asked.c.place)
        .limit(SHOWN)
    )
    return [(place, chats) for place, chats in connection.execute(query).all()]


def forget(connection: sa.Connection, now: dt.datetime) -> int:
    """Drop what was asked longer ago than it is kept; how many."""
    return connection.execute(places_asked.delete().where(places_asked.c.at < millis(now - KEPT))).rowcount

"""Settings on their way from one chat to another, under a code that serves once. Only the code's hash is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store import roster
from bot.store.instants import millis
from bot.store.schema import moves
from bot.subscription import audience

if TYPE_CHECKING:
    from bot.subscription import Subscription

VALID = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Moved:
    """Settings that have changed chats: where they were, and how they stand now."""

    chat_id: int
    thread_id: int
    subscription: Subscription


def offer(connection: sa.Connection, code: str, chat_id: int, thread_id: int, now: dt.datetime) -> None:
    """Let the settings of a chat be fetched with `code`; an earlier code of the chat is void."""
    mine = sa.and_(moves.c.chat_id == chat_id, moves.c.thread_id == thread_id)
    connection.execute(moves.delete().where(mine | (moves.c.expires_at <= millis(now))))
    values = {"chat_id": chat_id, "thread_id": thread_id, "expires_at": millis(now + VALID)}
    connection.execute(moves.insert().values(hash=hashed(code), **values))


def take(connection: sa.Connection, code: str, there: Subscription, now: dt.datetime) -> Moved | None:
    """Move the settings offered under `code` to the chat of `there`, in one transaction; None when there are none.

    What belongs to a place stays the place's: its kind, who subscribed it, how openly it is read.
    """
    row = connection.execute(
        sa.select(moves.c.chat_id, moves.c.thread_id).where(
            moves.c.hash == hashed(code), moves.c.expires_at > millis(now)
        )
    ).first()
    if row is None or (row.chat_id, row.thread_id) == (there.chat_id, there.thread_id):
        return None
    found = roster.reader_of(connection, row.chat_id, row.thread_id)
    if found is None:
        return None
    place = {"chat_id": there.chat_id, "thread_id": there.thread_id, "kind": there.kind, "owner": there.owner}
    settings = found.subscription.model_copy(update=place).with_wishes(audience=audience(there.kind))
    roster.put_reader(connection, settings, now)
    roster.leave(connection, row.chat_id, row.thread_id, now)
    connection.execute(moves.delete().where(moves.c.hash == hashed(code)))
    return Moved(row.chat_id, row.thread_id, settings)


def hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

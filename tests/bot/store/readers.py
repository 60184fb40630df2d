"""Readers and publications as the store tests need them, each made in one line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import Kind, Priority
from bot.store import claims, outbox, receipts, roster
from bot.store.schema import deliveries
from bot.subscription import Slot, Subscription

if TYPE_CHECKING:
    from bot.ledger import Intent
    from bot.store.database import Database
    from bot.store.receipts import Receipt

NOW = dt.datetime(2023, 3, 9, 0, 0, tzinfo=dt.UTC)  # 08:00 in Beijing
OWNER = "sender-1"


def subscribe(database: Database, *chats: int, **wishes: Any) -> None:
    given = {"slots": (Slot(),), "quiet": None, **wishes}
    for chat in chats:
        kind = "private" if chat > 0 else "supergroup"
        database.writing(roster.put_reader, Subscription(chat_id=chat, **{"kind": kind, **given}), NOW)


def publish(
    database: Database, ref: str = "announcement-1", *, kind: Kind = Kind.ANNOUNCEMENT, now: dt.datetime = NOW
) -> int:
    return database.writing(outbox.publish, ref=ref, kind=kind, now=now, content={"text": "早"})


def fan_out(database: Database, now: dt.datetime = NOW, size: int = 500) -> int:
    """Write every open fan-out's rows; how many there were."""
    total = 0
    while (written := database.writing(outbox.fan_out_page, now, size)) is not None:
        total += written
    return total


def owe(database: Database, ref: str = "announcement-1", priority: Priority = Priority.ANNOUNCEMENT, **how: Any) -> int:
    """Publish something and write its rows; the publication's id."""
    key = publish(database, ref)
    database.writing(outbox.open_fanout, key, **{"priority": priority, "due_at": NOW, **how})
    fan_out(database)
    return key


def rows(database: Database) -> list[Any]:
    """All deliveries, in the order they were written."""
    query = sa.select(*deliveries.c).order_by(deliveries.c.id)
    return database.reading(lambda connection: list(connection.execute(query)))


def claim(database: Database, want: int = 100, now: dt.datetime = NOW) -> list[Intent]:
    """What the sender takes next."""
    return claims.intents(database.writing(claims.turn, receipts.packed(()), want, OWNER, now), now)


def record(database: Database, *ended: Receipt, owner: str = OWNER, now: dt.datetime = NOW) -> None:
    """How deliveries ended."""
    database.writing(claims.turn, receipts.packed(ended), 0, owner, now)

"""Leaving undone: every slot as it was, with what was owed then and what came due meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.ledger import Kind, Priority, State
from bot.schedule import due
from bot.store import outbox
from bot.store.instants import instant, millis
from bot.store.schema import deliveries, schedules, slots, subscriptions
from bot.store.slots import occurrence, slot_of
from bot.subscription import SlotKind

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDO = dt.timedelta(minutes=10)


def rejoin(connection: sa.Connection, chat_id: int, thread_id: int, now: dt.datetime) -> bool:
    """Undo the last `leave`, whole; False when it is longer ago than `UNDO`, or undone already."""
    found = sa.select(*subscriptions.c).where(
        subscriptions.c.chat_id == chat_id, subscriptions.c.thread_id == thread_id
    )
    reader: sa.Row[Any] | None = connection.execute(found).first()
    if reader is None or reader.left_at is None or reader.left_at < millis(now - UNDO):
        return False
    shut = (slots.c.subscription_id == reader.id, slots.c.closed_at == reader.left_at)
    closed = connection.execute(_closed().where(*shut)).all()
    if not closed:
        return False
    connection.execute(slots.update().where(*shut).values(open=True, closed_at=None))
    connection.execute(subscriptions.update().where(subscriptions.c.id == reader.id).values(left_at=None))
    dropped = (deliveries.c.subscription_id == reader.id, deliveries.c.chat_id == chat_id)
    connection.execute(
        deliveries.update()
        .where(*dropped, deliveries.c.at == reader.left_at)
        .where(deliveries.c.state == str(State.EXPIRED), deliveries.c.reason == "unsubscribed")
        .values(state=str(State.PENDING), reason=None, at=millis(now))
    )
    _owe_missed(connection, reader, closed, now)
    return True


def _closed() -> sa.Select[Any]:
    return sa.select(
        slots.c.kind, slots.c.number, slots.c.first_date, occurrence.label("occurrence"),
        schedules.c.wall, schedules.c.days, schedules.c.zone,
    ).join(schedules, schedules.c.id == slots.c.schedule_id)  # fmt: skip


def _owe_missed(
    connection: sa.Connection, reader: sa.Row[Any], closed: Sequence[sa.Row[Any]], now: dt.datetime
) -> None:
    """What came due while the slots were closed is owed as if they had been open; what has a row already is not."""
    for row in closed:
        slot, zone = slot_of(row.kind, row.wall, row.days, row.number), ZoneInfo(row.zone)
        first, _ = due.first_after(slot, zone, instant(reader.left_at))
        for date, at in due.missed(slot, zone, first, now):
            if date.isoformat() < row.first_date:
                continue
            ref = f"{slot.kind}-{date.isoformat()}"
            owed = {
                "publication_id": outbox.publish(connection, ref=ref, kind=Kind.DIGEST, date=date, now=now),
                "chat_id": reader.chat_id,
                "thread_id": reader.thread_id,
                "subscription_id": reader.id,
                "occurrence": f"{row.occurrence} {date.isoformat()}",
                "state": str(State.PENDING),
                "priority": int(Priority.DIGEST),
                "marked": due.lateness(at, now) == "late",
                "silent": slot.kind is SlotKind.EVENING,
                "expires_at": millis(due.end_of_day(date, zone)),
                "at": millis(now),
            }
            connection.execute(outbox.insert(connection, deliveries).values(owed).on_conflict_do_nothing())

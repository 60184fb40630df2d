"""Digests sent once more to readers whose own may not have reached them: unknown outcomes and passing refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.ledger import State
from bot.store.instants import millis
from bot.store.schema import deliveries, publications, subscriptions

if TYPE_CHECKING:
    import datetime as dt


def doubtful(connection: sa.Connection, date: dt.date, now: dt.datetime) -> int:
    """How many readers of the digests of a date may have got nothing and can still be sent it today."""
    query = sa.select(sa.func.count()).select_from(deliveries).where(deliveries.c.id.in_(_rows(date, now)))
    return int(connection.execute(query).scalar_one())


def resend(connection: sa.Connection, date: dt.date, now: dt.datetime) -> int:
    """Owe them again, marked as late; how many."""
    again = deliveries.update().where(deliveries.c.id.in_(_rows(date, now)))
    values = {"state": str(State.PENDING), "marked": True, "reason": None, "not_before": 0, "at": millis(now)}
    return connection.execute(again.values(**values)).rowcount


def _rows(date: dt.date, now: dt.datetime) -> sa.Select[tuple[int]]:
    return (
        sa.select(deliveries.c.id)
        .join(publications, publications.c.id == deliveries.c.publication_id)
        .join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .where(
            publications.c.kind == "digest",
            publications.c.date == date.isoformat(),
            deliveries.c.state.in_([str(State.UNKNOWN), str(State.REFUSED)]),
            deliveries.c.expires_at.is_(None) | (deliveries.c.expires_at > millis(now)),
            subscriptions.c.state == "active",
        )
    )

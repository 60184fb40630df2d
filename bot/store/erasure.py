"""Everything kept of a chat, to hand out or to delete. The one place that must know every table that names a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.instants import instant
from bot.store.roster import readers, subscription_of_row
from bot.store.schema import deliveries, feedback, moves, publications, subscriptions, wishes

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_EXPORTED = 10_000


def erase(connection: sa.Connection, chat_id: int) -> bool:
    """Delete everything kept of a chat. False when nothing was.

    Places a person subscribed stay subscribed and forget by whom. `Database.forget` clears the pages behind it.
    """
    chosen = sa.select(subscriptions.c.wishes_id).where(subscriptions.c.chat_id == chat_id)
    wished = connection.execute(chosen).scalars().all()
    found = 0
    for table in (subscriptions, deliveries, feedback, moves):
        found += connection.execute(table.delete().where(table.c.chat_id == chat_id)).rowcount
    owned = subscriptions.update().where(subscriptions.c.owner == chat_id)
    found += connection.execute(owned.values(owner=None)).rowcount
    _forget_wishes(connection, wished)
    return found > 0


def _forget_wishes(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Blank sets of wishes nobody has any more: they may hold typed words. Their numbers are not used again."""
    used = sa.exists().where(subscriptions.c.wishes_id == wishes.c.id)
    for key in set(keys):
        connection.execute(wishes.update().where(wishes.c.id == key, ~used).values(content=f"erased {key}"))


def exported(connection: sa.Connection, chat_id: int) -> dict[str, Any]:
    """Everything kept of a chat, as one gives it to whom it belongs."""
    subscribed = connection.execute(readers().where(subscriptions.c.chat_id == chat_id)).all()
    places = connection.execute(sa.select(subscriptions.c.chat_id).where(subscriptions.c.owner == chat_id)).scalars()
    return {
        "chat_id": chat_id,
        "subscriptions": [_subscription(connection, row) for row in subscribed],
        "subscribed_for": sorted(set(places) - {chat_id}),
        "deliveries": _deliveries(connection, chat_id),
        "feedback": _feedback(connection, chat_id),
    }


def _subscription(connection: sa.Connection, row: sa.Row[Any]) -> dict[str, Any]:
    found = subscription_of_row(connection, row)
    joined = instant(row.joined_at).isoformat() if row.joined_at else None
    return {**found.model_dump(mode="json", exclude={"owner"}), "state": row.state, "joined_at": joined}


def _deliveries(connection: sa.Connection, chat_id: int) -> list[dict[str, Any]]:
    query = (
        sa.select(publications.c.ref, *(deliveries.c[name] for name in ("thread_id", "state", "message_id", "at")))
        .join(publications, publications.c.id == deliveries.c.publication_id)
        .where(deliveries.c.chat_id == chat_id)
        .order_by(deliveries.c.id.desc())
        .limit(MOST_EXPORTED)
    )
    return [
        {
            "publication": row.ref,
            "thread_id": row.thread_id or None,
            "state": row.state,
            "message_id": row.message_id,
            "at": instant(row.at).isoformat(),
        }
        for row in connection.execute(query)
    ]


def _feedback(connection: sa.Connection, chat_id: int) -> list[dict[str, Any]]:
    query = sa.select(feedback).where(feedback.c.chat_id == chat_id).order_by(feedback.c.id)
    return [
        {"text": row.text, "name": row.name, "at": instant(row.at).isoformat(), "answered": row.answered_at is not None}
        for row in connection.execute(query)
    ]

"""The ledger as operators read it: who got what, who did not and why."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.instants import instant
from bot.store.schema import deliveries, publications

PAGE = 1000
COLUMNS = ("chat_id", "thread_id", "state", "attempts", "message_id", "reason", "at")


def page(
    connection: sa.Connection, after: int, ref: str | None = None, state: str | None = None
) -> list[tuple[int, dict[str, Any]]]:
    """The next rows after a key, each with its key; empty at the end."""
    query = (
        sa.select(
            deliveries.c.id,
            publications.c.ref,
            publications.c.kind,
            *(
                deliveries.c[name]
                for name in ("chat_id", "thread_id", "state", "attempts", "message_id", "reason", "at")
            ),
        )
        .join(publications, publications.c.id == deliveries.c.publication_id)
        .where(deliveries.c.id > after)
        .order_by(deliveries.c.id)
        .limit(PAGE)
    )
    if ref is not None:
        query = query.where(publications.c.ref == ref)
    if state is not None:
        query = query.where(deliveries.c.state == state)
    return [(row.id, _shown(row)) for row in connection.execute(query)]


def _shown(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "publication": row.ref,
        "kind": row.kind,
        "chat_id": row.chat_id,
        "thread_id": row.thread_id or None,
        "state": row.state,
        "attempts": row.attempts,
        "message_id": row.message_id,
        "reason": row.reason,
        "at": instant(row.at).isoformat(),
    }

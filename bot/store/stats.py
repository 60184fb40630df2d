"""The books in numbers: by publication, outcome and hour; who left after a send; what waits and for how long."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import State
from bot.store import places_asked
from bot.store.claims import oldest_owed
from bot.store.instants import instant, millis
from bot.store.outbox import backlog
from bot.store.roster import counts
from bot.store.schema import deliveries, fanouts, publications, slots, subscriptions, tallies
from bot.store.upkeep import HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT_WITHIN = dt.timedelta(hours=24)
BLOCKED = "bot was blocked by the user"


def stats(connection: sa.Connection, since: dt.datetime, now: dt.datetime, ref: str | None = None) -> dict[str, Any]:
    """Everything an operator asks for, as one JSON object; publications made since an instant, the newest first."""
    query = sa.select(publications).where(publications.c.created_at >= millis(since))
    if ref is not None:
        query = sa.select(publications).where(publications.c.ref == ref)
    rows = connection.execute(query.order_by(publications.c.created_at.desc(), publications.c.id.desc())).all()
    oldest = oldest_owed(connection, now)
    return {
        "at": now.isoformat(),
        "readers": counts(connection),
        "backlog": {**backlog(connection), "oldest_seconds": round((now - oldest).total_seconds()) if oldest else 0},
        "publications": [_publication(connection, row) for row in rows],
        "places_asked": dict(places_asked.often(connection, now)),
    }


def _publication(connection: sa.Connection, row: sa.Row[Any]) -> dict[str, Any]:
    hours = by_hour(connection, row.id)
    outcomes: dict[str, int] = {}
    for states in hours.values():
        for state, number in states.items():
            outcomes[state] = outcomes.get(state, 0) + number
    return {
        "publication": row.ref,
        "kind": row.kind,
        "created_at": instant(row.created_at).isoformat(),
        "outcomes": outcomes,
        "hours": hours,
        "late_seconds": lateness(connection, row.id),
        "opted_out": opted_out(connection, row.id),
    }


def by_hour(connection: sa.Connection, publication_id: int) -> dict[str, dict[str, int]]:
    """How many ended how in each hour (UTC), from rows and from the counts that old rows became."""
    row = deliveries.c
    hour = (row.at - row.at % HOUR).label("hour")
    live = connection.execute(
        sa.select(hour, row.state, sa.func.count().label("number"))
        .where(row.publication_id == publication_id)
        .group_by(hour, row.state)
    ).all()
    kept = connection.execute(
        sa.select(tallies.c.hour, tallies.c.state, tallies.c.number).where(tallies.c.publication_id == publication_id)
    ).all()
    return _added(sorted([(each.hour, each.state, each.number) for each in (*live, *kept)]))


def _added(counted: Sequence[tuple[int, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for hour, state, number in counted:
        states = found.setdefault(instant(hour).isoformat(), {})
        states[state] = states.get(state, 0) + number
    return found


def lateness(connection: sa.Connection, publication_id: int) -> dict[str, int] | None:
    """Seconds from when a publication was first due to its first and its last message; None when nothing was sent."""
    due = connection.execute(
        sa.select(sa.func.min(fanouts.c.due_at)).where(fanouts.c.publication_id == publication_id)
    ).scalar()
    row = connection.execute(
        sa.select(sa.func.min(deliveries.c.at).label("first"), sa.func.max(deliveries.c.at).label("last")).where(
            deliveries.c.publication_id == publication_id, deliveries.c.state == str(State.SENT)
        )
    ).one()
    if due is None or row.first is None:
        return None
    return {"first": round((row.first - due) / 1000), "last": round((row.last - due) / 1000)}


def opted_out(connection: sa.Connection, publication_id: int) -> int:
    """Readers who unsubscribed or blocked the bot within a day of getting it."""
    left = sa.case((subscriptions.c.reason == BLOCKED, subscriptions.c.suspended_at), else_=subscriptions.c.left_at)
    return connection.execute(
        sa.select(sa.func.count())
        .select_from(deliveries.join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id))
        .where(
            deliveries.c.publication_id == publication_id,
            deliveries.c.state == str(State.SENT),
            left >= deliveries.c.at,
            left < deliveries.c.at + LEFT_WITHIN // dt.timedelta(milliseconds=1),
        )
    ).scalar_one()


def excluded(connection: sa.Connection, *, urgent: bool) -> dict[str, int]:
    """Readers an announcement leaves out by their own doing, by reason."""
    row = subscriptions.c
    subscribed = sa.exists().where(slots.c.subscription_id == row.id, slots.c.open)
    count = sa.func.count()
    active = row.state == "active"
    found = (
        connection.execute(
            sa.select(
                count.filter(sa.not_(subscribed)).label("unsubscribed"),
                count.filter(subscribed, sa.not_(active)).label("suspended"),
                count.filter(subscribed, active, sa.not_(row.warnings)).label("warnings off"),
            ).select_from(subscriptions)
        )
        .mappings()
        .one()
    )
    reasons = {str(name): int(number) for name, number in found.items() if number}
    return reasons if urgent else {name: number for name, number in reasons.items() if name != "warnings off"}

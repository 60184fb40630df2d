"""What is owed and how it ended: publications, fan-outs in pages, claims and receipts. Decides nothing about when."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger import Intent, Kind, Priority, State
from bot.store.instants import instant, millis
from bot.store.schema import deliveries, fanouts, publications, schedules, slots, subscriptions
from bot.store.slots import occurrence, slot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.subscription import Slot

FANOUT_PAGE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A schedule whose time has come."""

    schedule_id: int
    slot: Slot
    zone: str
    date: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a delivery is to stand in the books."""

    id: int
    attempt: int
    state: State
    variant_id: int | None = None
    message_id: int | None = None
    reason: str | None = None
    not_before: dt.datetime | None = None
    uncounted: bool = False  # a flood wait is not an attempt
    marked: bool | None = None


def due(connection: sa.Connection, now: dt.datetime, limit: int = 100) -> list[Due]:
    """Schedules due at `now`, the longest waiting first. One look at an index, however many readers there are."""
    rows = connection.execute(
        sa.select(schedules).where(schedules.c.next_due <= millis(now)).order_by(schedules.c.next_due).limit(limit)
    ).all()
    return [
        Due(
            row.id,
            slot_of(row.kind, row.wall, row.days),
            row.zone,
            dt.date.fromisoformat(row.next_date),
            instant(row.next_due),
        )
        for row in rows
    ]


def next_due(connection: sa.Connection) -> dt.datetime | None:
    """The instant at which the next schedule is due."""
    found = connection.execute(sa.select(sa.func.min(schedules.c.next_due))).scalar()
    return instant(found) if found is not None else None


def advance(connection: sa.Connection, schedule_id: int, date: dt.date, at: dt.datetime) -> None:
    """Set a schedule's next intended date and due instant."""
    connection.execute(
        schedules.update().where(schedules.c.id == schedule_id).values(next_date=date.isoformat(), next_due=millis(at))
    )


def publish(
    connection: sa.Connection,
    *,
    ref: str,
    kind: Kind,
    now: dt.datetime,
    date: dt.date | None = None,
    content: dict[str, object] | None = None,
    expires: dt.datetime | None = None,
) -> int:
    """The publication of this reference, made when it is new; gives its id."""
    found = connection.execute(sa.select(publications.c.id).where(publications.c.ref == ref)).scalar()
    if found is None:
        key = connection.execute(
            publications.insert().values(
                ref=ref,
                kind=str(kind),
                date=date.isoformat() if date else None,
                content=json.dumps(content or {}, ensure_ascii=False),
                created_at=millis(now),
                expires_at=millis(expires) if expires else None,
            )
        ).inserted_primary_key
        assert key is not None  # noqa: S101 - one row was inserted, so it has a key
        found = key[0]
    return int(found)


def publication(connection: sa.Connection, key: int) -> sa.Row[Any]:
    """The row of one publication."""
    return connection.execute(sa.select(*publications.c).where(publications.c.id == key)).one()


def open_fanout(
    connection: sa.Connection,
    publication_id: int,
    *,
    priority: Priority,
    due_at: dt.datetime,
    schedule_id: int = 0,
    date: dt.date | None = None,
    expires: dt.datetime | None = None,
    lateness: str = "on time",
) -> None:
    """Owe a publication to a schedule's slots (or, without one, to every subscriber) as they stand now."""
    table = slots if schedule_id else subscriptions
    high_water = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one()
    connection.execute(
        insert(connection, fanouts)
        .values(
            publication_id=publication_id,
            schedule_id=schedule_id,
            date=date.isoformat() if date else "",
            due_at=millis(due_at),
            expires_at=millis(expires) if expires else None,
            lateness=lateness,
            high_water=high_water,
            priority=int(priority),
        )
        .on_conflict_do_nothing()
    )


def insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def fan_out_page(connection: sa.Connection, now: dt.datetime, size: int = FANOUT_PAGE) -> int | None:
    """Write the next page of rows of the most urgent open fan-out, its cursor with it.

    Gives the number of rows written; None when no fan-out is open.
    """
    row = connection.execute(
        sa.select(*fanouts.c).where(sa.not_(fanouts.c.done)).order_by(fanouts.c.priority, fanouts.c.id).limit(1)
    ).first()
    if row is None:
        return None
    table = slots if row.schedule_id else subscriptions
    scope = (slots.c.schedule_id == row.schedule_id) if row.schedule_id else sa.true()
    upper = connection.execute(
        sa.select(table.c.id)
        .where(scope, table.c.id > row.cursor, table.c.id <= row.high_water)
        .order_by(table.c.id)
        .limit(1)
        .offset(size - 1)
    ).scalar()
    end = int(upper) if upper is not None else int(row.high_water)
    written = _write_rows(connection, row, end, now)
    connection.execute(fanouts.update().where(fanouts.c.id == row.id).values(cursor=end, done=upper is None))
    return written


def _write_rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> int:
    too_late = row.lateness == "too late"
    state, reason = (State.EXPIRED, "missed: more than 3 hours late") if too_late else (State.PENDING, None)
    fixed = {
        "publication_id": row.publication_id,
        "state": str(state),
        "reason": reason,
        "priority": row.priority,
        "marked": row.lateness == "late",
        "expires_at": row.expires_at,
        "at": millis(now),
    }
    source = _slot_rows(row, end) if row.schedule_id else _subscriber_rows(row, end)
    query = source.add_columns(
        *(sa.literal(value, deliveries.c[name].type).label(name) for name, value in fixed.items())
    )
    names = ["chat_id", "thread_id", "subscription_id", "occurrence", *fixed]
    return connection.execute(
        insert(connection, deliveries).from_select(names, query).on_conflict_do_nothing()
    ).rowcount


def _slot_rows(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    intended = occurrence.concat(f" {row.date}")
    return (
        sa.select(subscriptions.c.chat_id, subscriptions.c.thread_id, subscriptions.c.id, intended)
        .join(subscriptions, subscriptions.c.id == slots.c.subscription_id)
        .where(
            slots.c.schedule_id == row.schedule_id,
            slots.c.id > row.cursor,
            slots.c.id <= end,
            slots.c.open,
            slots.c.first_date <= row.date,
            subscriptions.c.state == "active",
        )
    )


def _subscriber_rows(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    return sa.select(
        subscriptions.c.chat_id, subscriptions.c.thread_id, subscriptions.c.id, sa.literal("", sa.Text)
    ).where(
        subscriptions.c.id > row.cursor,
        subscriptions.c.id <= end,
        subscriptions.c.state == "active",
        sa.exists().where(slots.c.subscription_id == subscriptions.c.id, slots.c.open),
        *([subscriptions.c.warnings] if row.priority == Priority.ALERT else []),
    )


_record = (
    deliveries.update()
    .where(deliveries.c.id == sa.bindparam("key"), deliveries.c.attempts == sa.bindparam("attempt"))
    .where(deliveries.c.state == str(State.SENDING))
    .values(
        state=sa.bindparam("new_state"),
        attempts=deliveries.c.attempts - sa.bindparam("less"),
        variant_id=sa.bindparam("variant"),
        message_id=sa.func.coalesce(sa.bindparam("message"), deliveries.c.message_id),
        reason=sa.bindparam("why"),
        not_before=sa.bindparam("hold"),
        marked=sa.func.coalesce(sa.bindparam("mark"), deliveries.c.marked),
        at=sa.bindparam("now"),
        owner=None,
    )
)
_intend = (
    deliveries.update()
    .where(deliveries.c.id == sa.bindparam("key"))
    .values(
        state=str(State.SENDING),
        attempts=deliveries.c.attempts + 1,
        owner=sa.bindparam("sender"),
        at=sa.bindparam("now"),
    )
)
_claimable = (
    sa.select(
        deliveries.c.id,
        deliveries.c.publication_id,
        publications.c.kind,
        deliveries.c.priority,
        deliveries.c.chat_id,
        deliveries.c.thread_id,
        deliveries.c.subscription_id,
        deliveries.c.occurrence,
        deliveries.c.attempts,
        deliveries.c.message_id,
        deliveries.c.marked,
        deliveries.c.expires_at,
        subscriptions.c.wishes_id,
        subscriptions.c.silent,
    )
    .join(publications, publications.c.id == deliveries.c.publication_id)
    .join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id, isouter=True)
    .where(
        deliveries.c.state == str(State.PENDING),
        deliveries.c.priority == sa.bindparam("urgency"),
        deliveries.c.not_before <= sa.bindparam("now"),
    )
    .order_by(deliveries.c.not_before, deliveries.c.id)
    .limit(sa.bindparam("want"))
)


def record(connection: sa.Connection, receipts: Sequence[Receipt], now: dt.datetime) -> None:
    """Write how deliveries ended; a row that somebody else has taken since is left alone."""
    if receipts:
        connection.execute(_record, [_receipt_values(receipt, now) for receipt in receipts])


def _receipt_values(receipt: Receipt, now: dt.datetime) -> dict[str, object]:
    return {
        "key": receipt.id,
        "attempt": receipt.attempt,
        "new_state": str(receipt.state),
        "less": int(receipt.uncounted),
        "variant": receipt.variant_id,
        "message": receipt.message_id,
        "why": receipt.reason,
        "hold": millis(receipt.not_before) if receipt.not_before else 0,
        "mark": receipt.marked,
        "now": millis(now),
    }


def turn(
    connection: sa.Connection, receipts: Sequence[Receipt], want: int, owner: str, now: dt.datetime
) -> list[Intent]:
    """One commit of the sending loop: the last batch's receipts, and the next batch's intents."""
    record(connection, receipts, now)
    return claim(connection, want, owner, now) if want else []


def claim(connection: sa.Connection, want: int, owner: str, now: dt.datetime) -> list[Intent]:
    """Take up to `want` rows that may be sent now, the most urgent first, and mark them `sending`."""
    rows: list[Any] = []
    for priority in Priority:
        if len(rows) >= want:
            break
        rows.extend(
            connection.execute(
                _claimable, {"urgency": int(priority), "now": millis(now), "want": want - len(rows)}
            ).all()
        )
    stale = [row.id for row in rows if row.expires_at is not None and row.expires_at <= millis(now)]
    if stale:
        connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(stale))
            .values(state=str(State.EXPIRED), reason="its time had passed", at=millis(now))
        )
    taken = [row for row in rows if row.id not in set(stale)]
    if taken:
        connection.execute(_intend, [{"key": row.id, "sender": owner, "now": millis(now)} for row in taken])
    return [_intent(row) for row in taken]


def _intent(row: sa.Row[Any]) -> Intent:
    return Intent(
        id=row.id,
        publication_id=row.publication_id,
        kind=Kind(row.kind),
        priority=Priority(row.priority),
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        subscription_id=row.subscription_id,
        wishes_id=row.wishes_id,
        attempt=row.attempts + 1,
        occurrence=row.occurrence,
        message_id=row.message_id,
        silent=bool(row.silent),
        marked=bool(row.marked),
    )


def close_dead(connection: sa.Connection, now: dt.datetime) -> tuple[int, int]:
    """Every `sending` row found at start is dead: an urgent one is owed again, marked; another is `unknown`.

    Gives how many were owed again and how many were closed.
    """
    reason = "the program ended while it was being sent"
    dead = deliveries.c.state == str(State.SENDING)
    urgent = deliveries.c.priority <= int(Priority.EDIT)
    again = connection.execute(
        deliveries.update()
        .where(dead, urgent)
        .values(
            state=str(State.PENDING), marked=deliveries.c.priority == int(Priority.ALERT), reason=reason, at=millis(now)
        )
    )
    closed = connection.execute(
        deliveries.update().where(dead).values(state=str(State.UNKNOWN), reason=reason, at=millis(now))
    )
    return again.rowcount, closed.rowcount


def backlog(connection: sa.Connection) -> dict[str, int]:
    """Rows pending and being sent, and fan-outs still open."""
    count = sa.select(sa.func.count()).select_from(deliveries)
    return {
        "pending": connection.execute(count.where(deliveries.c.state == str(State.PENDING))).scalar_one(),
        "sending": connection.execute(count.where(deliveries.c.state == str(State.SENDING))).scalar_one(),
        "fanouts": connection.execute(
            sa.select(sa.func.count()).select_from(fanouts).where(sa.not_(fanouts.c.done))
        ).scalar_one(),
    }


def sendable(connection: sa.Connection, now: dt.datetime) -> bool:
    """Whether a row could be sent now, is being sent, or is still to be written."""
    waiting = sa.exists().where(deliveries.c.state == str(State.PENDING), deliveries.c.not_before <= millis(now))
    return bool(
        connection.execute(
            sa.select(
                waiting
                | sa.exists().where(deliveries.c.state == str(State.SENDING))
                | sa.exists().where(sa.not_(fanouts.c.done))
            )
        ).scalar()
    )

"""What is owed: publications, and their fan-outs written in pages. Decides nothing about when, and sends nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger import Kind, Link, Priority, QuietHours, State
from bot.store import audience, noticed, own_clock
from bot.store.instants import millis
from bot.store.schema import deliveries, fanouts, publications, slots, subscriptions
from bot.store.slots import occurrence

if TYPE_CHECKING:
    import datetime as dt

FANOUT_PAGE = 500


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


def reference(connection: sa.Connection, ref: str) -> sa.Row[Any] | None:
    """The publication of a reference, None when there is none."""
    return connection.execute(sa.select(*publications.c).where(publications.c.ref == ref)).first()


def set_content(connection: sa.Connection, key: int, content: dict[str, object]) -> None:
    """Change what is kept with a publication."""
    values = {"content": json.dumps(content, ensure_ascii=False)}
    connection.execute(publications.update().where(publications.c.id == key).values(**values))


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
    quiet: QuietHours = QuietHours.SILENCE,
    silent: bool = False,
) -> None:
    """Owe a publication to a schedule's slots (or, without one, to every subscriber) as they stand now."""
    table = slots if schedule_id else subscriptions
    _open(
        connection,
        publication_id,
        table,
        schedule_id=schedule_id,
        date=date.isoformat() if date else "",
        due_at=millis(due_at),
        expires_at=millis(expires) if expires else None,
        lateness=lateness,
        priority=int(priority),
        quiet=str(quiet),
        silent=silent,
    )


def open_follow_up(
    connection: sa.Connection,
    publication_id: int,
    *,
    source_id: int,
    link: Link,
    due_at: dt.datetime,
    sent_from: dt.datetime | None = None,
    sent_to: dt.datetime | None = None,
    expires: dt.datetime | None = None,
    priority: Priority = Priority.EDIT,
    quiet: QuietHours = QuietHours.SILENCE,
    silent: bool = False,
) -> None:
    """Owe a publication to those who have another one: it edits or answers the very message each of them got.

    `sent_from` and `sent_to` leave out who got theirs before or after.
    """
    _open(
        connection,
        publication_id,
        deliveries,
        source_id=source_id,
        link=str(link),
        due_at=millis(due_at),
        sent_from=millis(sent_from) if sent_from else None,
        sent_to=millis(sent_to) if sent_to else None,
        expires_at=millis(expires) if expires else None,
        priority=int(priority),
        quiet=str(quiet),
        silent=silent,
    )


def _open(connection: sa.Connection, publication_id: int, table: sa.Table, **values: object) -> None:
    high_water = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one()
    row = {"publication_id": publication_id, "high_water": high_water, **values}
    connection.execute(insert(connection, fanouts).values(**row).on_conflict_do_nothing())


def supersede(connection: sa.Connection, publication_id: int, by: str, now: dt.datetime) -> int:
    """What is still owed of a publication is not sent any more, because `by` says it better; gives how many rows."""
    connection.execute(fanouts.update().where(fanouts.c.publication_id == publication_id).values(done=True))
    closed = connection.execute(
        deliveries.update()
        .where(deliveries.c.publication_id == publication_id, deliveries.c.state == str(State.PENDING))
        .values(state=str(State.EXPIRED), reason=f"superseded by {by}", at=millis(now))
    )
    return closed.rowcount


def insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def fan_out_page(connection: sa.Connection, now: dt.datetime, size: int = FANOUT_PAGE) -> int | None:
    """Write the next page of rows of the most urgent open fan-out, its cursor with it.

    Gives the number of rows written; None when no fan-out is open.
    """
    open_ones = connection.execute(
        sa.select(*fanouts.c).where(sa.not_(fanouts.c.done)).order_by(fanouts.c.priority, fanouts.c.id)
    )
    row = next((row for row in open_ones if _is_ready(connection, row)), None)
    if row is None:
        return None
    table, scope = _scope(row)
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


def _is_ready(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether a fan-out may be written; what follows a warning waits until none of it is on its way."""
    return row.audience is None or row.source_id is None or audience.is_ready(connection, row)


def _scope(row: sa.Row[Any]) -> tuple[sa.Table, sa.ColumnElement[bool]]:
    """The table a fan-out walks along, and which of its rows it is about."""
    if row.source_id is not None:
        return deliveries, deliveries.c.publication_id == row.source_id
    if row.schedule_id:
        return slots, slots.c.schedule_id == row.schedule_id
    return subscriptions, sa.true()


def _write_rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> int:
    too_late = row.lateness == "too late"
    state, reason = (State.EXPIRED, "missed: more than 3 hours late") if too_late else (State.PENDING, None)
    fixed = {
        "publication_id": row.publication_id,
        "state": str(state),
        "reason": reason,
        "priority": row.priority,
        "expires_at": row.expires_at,
        "silent": row.silent,
        "at": millis(now),
    }
    source = _rows(connection, row, end, now)
    names = [column.name for column in source.selected_columns]
    fixed = {name: value for name, value in fixed.items() if name not in names}
    query = source.add_columns(
        *(sa.literal(value, deliveries.c[name].type).label(name) for name, value in fixed.items())
    )
    statement = insert(connection, deliveries).from_select([*names, *fixed], query).on_conflict_do_nothing()
    # Asked for, because psycopg counts an INSERT only then.
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    if row.link == Link.NEWS:
        return noticed.rows(connection, row, end, now)
    if row.link == Link.NOTE:
        return noticed.cards(row, end)
    if row.source_id is not None:
        query = _follow_up_rows(row, end)
        return query if row.audience is None else query.add_columns(audience.waiting(row))
    if row.schedule_id:
        return _slot_rows(row, end)
    if row.audience is not None:
        return audience.rows(connection, row, end, now)
    chosen = _subscribers(row, end)
    held = (
        own_clock.held(own_clock.clocks(connection, chosen), now) if row.quiet == QuietHours.HOLD else own_clock.NEVER
    )
    return chosen.add_columns(held.label("not_before"))


def _slot_rows(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    intended = occurrence.concat(f" {row.date}")
    return (
        sa.select(
            subscriptions.c.chat_id,
            subscriptions.c.thread_id,
            subscriptions.c.id.label("subscription_id"),
            intended.label("occurrence"),
            sa.literal(row.lateness == "late", sa.Boolean).label("marked"),
        )
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


def _subscribers(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    return sa.select(
        subscriptions.c.chat_id, subscriptions.c.thread_id, subscriptions.c.id.label("subscription_id")
    ).where(
        subscriptions.c.id > row.cursor,
        subscriptions.c.id <= end,
        subscriptions.c.state == "active",
        sa.exists().where(slots.c.subscription_id == subscriptions.c.id, slots.c.open),
        *([subscriptions.c.warnings] if row.priority == Priority.ALERT else []),
    )


def _follow_up_rows(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    """Those who have the source's message and still may be written to."""
    had = deliveries.c
    span = [had.at >= row.sent_from] if row.sent_from is not None else []
    span += [had.at <= row.sent_to] if row.sent_to is not None else []
    linked = had.message_id.label("message_id" if row.link == Link.EDIT else "reply_to")
    return (
        sa.select(had.chat_id, had.thread_id, had.subscription_id, had.occurrence, had.variant_id, had.marked, linked)
        .join(subscriptions, subscriptions.c.id == had.subscription_id)
        .where(
            had.publication_id == row.source_id,
            had.id > row.cursor,
            had.id <= end,
            had.state == str(State.SENT),
            had.message_id.is_not(None),
            subscriptions.c.state == "active",
            *span,
            *(audience.newest_only(row) if row.audience is not None else []),
        )
    )


def left(connection: sa.Connection, now: dt.datetime) -> int:
    """Rows that could be sent now, and those that open fan-outs have still to write."""
    sendable = sa.and_(deliveries.c.state == str(State.PENDING), deliveries.c.not_before <= millis(now))
    total = connection.execute(sa.select(sa.func.count()).where(sendable)).scalar_one()
    for row in connection.execute(sa.select(*fanouts.c).where(sa.not_(fanouts.c.done))).all():
        table, scope = _scope(row)
        unwritten = sa.select(sa.func.count()).where(scope, table.c.id > row.cursor, table.c.id <= row.high_water)
        total += connection.execute(unwritten).scalar_one()
    return int(total)


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

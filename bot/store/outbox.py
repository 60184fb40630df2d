"""What is owed: publications, and their fan-outs written in pages. Decides nothing about when, and sends nothing."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import Kind, Link, Priority, QuietHours, State
from bot.store import audience, owed
from bot.store.instants import millis
from bot.store.schema import deliveries, fanouts, publications, slots, subscriptions

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
    values: dict[str, object] = {"content": json.dumps(content, ensure_ascii=False)}
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


def insert(connection: sa.Connection, table: sa.Table) -> owed.Insert:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return owed.insert(connection.dialect.name, table)


def fan_out_page(connection: sa.Connection, now: dt.datetime, size: int = FANOUT_PAGE) -> int | None:
    """Write the next page of rows of the most urgent open fan-out, its cursor with it.

    Gives the number of rows written; None when no fan-out is open.
    """
    row = next((row for row in connection.execute(_open_ones()) if _is_ready(connection, row)), None)
    if row is None:
        return None
    upper = connection.execute(_last_of_page(_walked(row)), {**_rest(row), "size": size}).scalar()
    end = int(upper) if upper is not None else int(row.high_water)
    written = _write_rows(connection, row, end, now)
    connection.execute(_turn_page(), {"fanout": row.id, "end": end, "last": upper is None})
    return written


@functools.cache
def _open_ones() -> sa.Select[Any]:
    return sa.select(*fanouts.c).where(sa.not_(fanouts.c.done)).order_by(fanouts.c.priority, fanouts.c.id)


@functools.cache
def _last_of_page(walked: sa.Table) -> sa.Select[Any]:
    """The key that ends a page of `size` rows, none when fewer are left."""
    key = walked.c.id
    return sa.select(key).where(_unwritten(walked)).order_by(key).limit(1).offset(sa.bindparam("size") - 1)


@functools.cache
def _turn_page() -> sa.Update:
    values: dict[str, object] = {"cursor": sa.bindparam("end"), "done": sa.bindparam("last")}
    return fanouts.update().where(fanouts.c.id == sa.bindparam("fanout")).values(values)


def _is_ready(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether a fan-out may be written; what follows a warning waits until none of it is on its way."""
    return row.audience is None or row.source_id is None or audience.is_ready(connection, row)


def _walked(row: sa.Row[Any]) -> sa.Table:
    """The table a fan-out walks along."""
    if row.source_id is not None:
        return deliveries
    return slots if row.schedule_id else subscriptions


def _unwritten(walked: sa.Table) -> sa.ColumnElement[bool]:
    """What a fan-out has still to walk along, as `_rest` says it."""
    belongs = {deliveries: deliveries.c.publication_id, slots: slots.c.schedule_id}.get(walked, sa.literal(0))
    span = walked.c.id.between(sa.bindparam("after") + 1, sa.bindparam("high_water"))
    return sa.and_(belongs == sa.bindparam("of"), span)


def _rest(row: sa.Row[Any]) -> dict[str, int]:
    of = row.source_id if row.source_id is not None else row.schedule_id
    return {"of": of, "after": row.cursor, "high_water": row.high_water}


def _write_rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> int:
    too_late = row.lateness == "too late"
    state, reason = (State.EXPIRED, "missed: more than 3 hours late") if too_late else (State.PENDING, None)
    same = (row.publication_id, str(state), reason, row.priority, row.expires_at, row.silent, millis(now))
    statement = owed.known_page(connection.dialect.name, row)
    if statement is None:
        statement = owed.page(connection.dialect.name, owed.rows(connection, row, end, now))
    values: dict[str, object] = {
        "after": row.cursor,
        "end": end,
        **{f"its_{name}": value for name, value in zip(owed.FIXED, same, strict=True)},
    }
    # Asked for, because psycopg counts an INSERT only then.
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount


def left(connection: sa.Connection, now: dt.datetime) -> int:
    """Rows that could be sent now, and those that open fan-outs have still to write."""
    sendable = sa.and_(deliveries.c.state == str(State.PENDING), deliveries.c.not_before <= millis(now))
    total = connection.execute(sa.select(sa.func.count()).where(sendable)).scalar_one()
    for row in connection.execute(sa.select(*fanouts.c).where(sa.not_(fanouts.c.done))).all():
        walked = _walked(row)
        unwritten = sa.select(sa.func.count()).select_from(walked).where(_unwritten(walked))
        total += connection.execute(unwritten, _rest(row)).scalar_one()
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

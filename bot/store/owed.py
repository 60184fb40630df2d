"""Whom a page of a fan-out owes: the statement that writes its rows. Knows nothing of pages before and after it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger import Link, Priority, QuietHours, State
from bot.store import audience, noticed, own_clock
from bot.store.schema import deliveries, slots, subscriptions
from bot.store.slots import occurrence

if TYPE_CHECKING:
    import datetime as dt

Insert = sqlite.Insert | postgresql.Insert
FIXED = ("publication_id", "state", "reason", "priority", "expires_at", "silent", "at")  # the same for a whole page


def insert(dialect: str, table: sa.Table) -> Insert:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def page(dialect: str, source: sa.Select[Any]) -> Insert:
    """Writes the rows of `source`; what it does not say of them is the same for all, bound as `its_…`."""
    names = [column.name for column in source.selected_columns]
    fixed = [name for name in FIXED if name not in names]
    query = source.add_columns(
        *(sa.bindparam(f"its_{name}", type_=deliveries.c[name].type).label(name) for name in fixed)
    )
    return insert(dialect, deliveries).from_select([*names, *fixed], query).on_conflict_do_nothing()


def known_page(dialect: str, row: sa.Row[Any]) -> Insert | None:
    """Digests and announcements go out by the million: their statements are built once, not for every page."""
    if row.source_id is not None or row.audience is not None or row.quiet == QuietHours.HOLD:
        return None
    if row.schedule_id:
        return _digest_page(dialect, row.schedule_id, row.date, late=row.lateness == "late")
    return _everybody_page(dialect, urgent=row.priority == Priority.ALERT)


@functools.lru_cache(maxsize=64)
def _digest_page(dialect: str, schedule_id: int, date: str, *, late: bool) -> Insert:
    return page(dialect, _slot_rows(schedule_id, date, late=late))


@functools.cache
def _everybody_page(dialect: str, *, urgent: bool) -> Insert:
    return page(dialect, _subscribers(urgent=urgent))


def rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    if row.link == Link.NEWS:
        return noticed.rows(connection, row, end, now)
    if row.link == Link.NOTE:
        return noticed.cards(row, end)
    if row.source_id is not None:
        query = _follow_up_rows(row, end)
        return query if row.audience is None else query.add_columns(audience.waiting(row))
    if row.audience is not None:
        return audience.rows(connection, row, end, now)
    chosen = _subscribers(urgent=row.priority == Priority.ALERT).params(after=row.cursor, end=end)
    return chosen.add_columns(own_clock.held(own_clock.clocks(connection, chosen), now).label("not_before"))


def _slot_rows(schedule_id: int, date: str, *, late: bool) -> sa.Select[Any]:
    """A schedule's open slots between the keys `after` and `end`."""
    return (
        sa.select(
            subscriptions.c.chat_id,
            subscriptions.c.thread_id,
            subscriptions.c.id.label("subscription_id"),
            occurrence.concat(f" {date}").label("occurrence"),
            sa.literal(late, sa.Boolean).label("marked"),
        )
        .join(subscriptions, subscriptions.c.id == slots.c.subscription_id)
        .where(
            slots.c.schedule_id == schedule_id,
            slots.c.id > sa.bindparam("after"),
            slots.c.id <= sa.bindparam("end"),
            slots.c.open,
            slots.c.first_date <= date,
            subscriptions.c.state == "active",
        )
    )


def _subscribers(*, urgent: bool) -> sa.Select[Any]:
    """Every subscriber between the keys `after` and `end`."""
    return sa.select(
        subscriptions.c.chat_id, subscriptions.c.thread_id, subscriptions.c.id.label("subscription_id")
    ).where(
        subscriptions.c.id > sa.bindparam("after"),
        subscriptions.c.id <= sa.bindparam("end"),
        subscriptions.c.state == "active",
        sa.exists().where(slots.c.subscription_id == subscriptions.c.id, slots.c.open),
        *([subscriptions.c.warnings] if urgent else []),
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

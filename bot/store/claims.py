"""One commit of the sending loop: how the last deliveries ended, and which are sent next.

`sending` is committed before a byte leaves; a row found so at start belonged to a program that is gone.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.ledger import Intent, Kind, Priority, State
from bot.store.instants import instant, millis
from bot.store.packed import bound, given, packed, unpacked
from bot.store.roster import quiet_of
from bot.store.schema import deliveries, fanouts, publications, subscriptions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

ERASED = "the chat's data were erased"


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


class Claimable(NamedTuple):
    """A row that may be sent, as `_claimable` reads it: the columns stand in this order."""

    priority: int
    not_before: int
    id: int
    publication_id: int
    kind: str
    chat_id: int
    thread_id: int
    subscription_id: int
    occurrence: str
    attempts: int
    message_id: int | None
    reply_to: int | None
    marked: bool
    row_silent: bool
    revision: int
    expires_at: int | None
    wishes_id: int | None
    chat_silent: bool | None
    quiet: str | None
    zone: str | None


@functools.cache
def _claimable(dialect: str) -> sa.Select[Any]:
    """The most urgent rows that may be sent now."""
    row, reader = deliveries.c, subscriptions.c
    next_ones = sa.union_all(*map(_next_of, Priority)).limit(sa.bindparam("want")).subquery("next_ones")
    query = (
        sa.select(
            row.priority,
            row.not_before,
            row.id,
            row.publication_id,
            publications.c.kind,
            row.chat_id,
            row.thread_id,
            row.subscription_id,
            row.occurrence,
            row.attempts,
            row.message_id,
            row.reply_to,
            row.marked,
            row.silent.label("row_silent"),
            publications.c.revision,
            row.expires_at,
            reader.wishes_id,
            reader.silent.label("chat_silent"),
            reader.quiet,
            reader.zone,
        )
        .join(next_ones, next_ones.c.id == row.id)
        .join(publications, publications.c.id == row.publication_id)
        .join(subscriptions, reader.id == row.subscription_id, isouter=True)
    )
    return packed(dialect, query)


def _next_of(priority: Priority) -> sa.Select[Any]:
    """Keys of one priority's rows: a range of the index, so that rows held until later are never read."""
    row = deliveries.c
    found = (
        sa.select(row.id)
        .where(
            row.state == sa.literal_column(f"'{State.PENDING}'"),  # as the partial index says it
            row.priority == sa.literal_column(f"{priority:d}"),
            row.not_before <= sa.bindparam("now"),
        )
        .order_by(row.not_before, row.id)
        .limit(sa.bindparam("want"))
    )
    return sa.select(found.subquery(f"of_{priority.name.lower()}"))


@functools.cache
def _record(dialect: str) -> sa.Update:
    number, text = sa.BigInteger(), sa.Text()
    receipt = given(
        dialect,
        {
            "key": number,
            "attempt": number,
            "state": text,
            "less": number,
            "variant": number,
            "message": number,
            "reason": text,
            "hold": number,
            "mark": sa.Boolean(),
        },
    ).c
    return (
        deliveries.update()
        .where(deliveries.c.id == receipt.key, deliveries.c.attempts == receipt.attempt)
        .where(deliveries.c.state == str(State.SENDING), deliveries.c.owner == sa.bindparam("sender"))
        .values(
            state=receipt.state,
            attempts=deliveries.c.attempts - receipt.less,
            variant_id=sa.func.coalesce(receipt.variant, deliveries.c.variant_id),
            message_id=sa.func.coalesce(receipt.message, deliveries.c.message_id),
            reason=receipt.reason,
            not_before=receipt.hold,
            marked=sa.func.coalesce(receipt.mark, deliveries.c.marked),
            at=sa.bindparam("now"),
            owner=None,
        )
    )


@functools.cache
def _intend(dialect: str) -> sa.Update:
    keys = given(dialect, {"key": sa.BigInteger()})
    return (
        deliveries.update()
        .where(deliveries.c.id.in_(sa.select(keys.c.key)))
        .values(
            state=str(State.SENDING),
            attempts=deliveries.c.attempts + 1,
            owner=sa.bindparam("sender"),
            at=sa.bindparam("now"),
        )
    )


@functools.cache
def _expire(dialect: str) -> sa.Update:
    keys = given(dialect, {"key": sa.BigInteger(), "why": sa.Text()}).c
    return (
        deliveries.update()
        .where(deliveries.c.id == keys.key)
        .values(state=str(State.EXPIRED), reason=keys.why, at=sa.bindparam("now"))
    )


def turn(
    connection: sa.Connection, receipts: Sequence[Receipt], want: int, owner: str, now: dt.datetime
) -> list[Intent]:
    """One commit of the sending loop: the last batch's receipts, and the next batch's intents."""
    record(connection, receipts, owner, now)
    return claim(connection, want, owner, now) if want else []


def record(connection: sa.Connection, receipts: Sequence[Receipt], owner: str, now: dt.datetime) -> None:
    """Write how deliveries ended; a row that somebody else has taken since is left alone."""
    if not receipts:
        return
    rows = bound(
        (
            receipt.id,
            receipt.attempt,
            receipt.state,
            int(receipt.uncounted),
            receipt.variant_id,
            receipt.message_id,
            receipt.reason,
            millis(receipt.not_before) if receipt.not_before else 0,
            receipt.marked,
        )
        for receipt in receipts
    )
    connection.execute(_record(connection.dialect.name), {"given": rows, "sender": owner, "now": millis(now)})


def claim(connection: sa.Connection, want: int, owner: str, now: dt.datetime) -> list[Intent]:
    """Take up to `want` rows that may be sent now, the most urgent first, and mark them `sending`."""
    rows = _candidates(connection, want, now)
    at, dialect = millis(now), connection.dialect.name
    dead = {row.id: why for row in rows if (why := _why_not(row, at))}
    if dead:
        connection.execute(_expire(dialect), {"given": bound(dead.items()), "now": at})
    taken = [row for row in rows if row.id not in dead]
    if taken:
        connection.execute(_intend(dialect), {"given": bound([row.id] for row in taken), "sender": owner, "now": at})
    minute = now.replace(second=0, microsecond=0)
    return [_intent(row, minute) for row in taken]


def _candidates(connection: sa.Connection, want: int, now: dt.datetime) -> list[Claimable]:
    found = connection.execute(_claimable(connection.dialect.name), {"now": millis(now), "want": want}).scalar()
    return sorted(Claimable(*row) for row in unpacked(found))


def _why_not(row: Claimable, at: int) -> str | None:
    """Why a row is not worth sending any more."""
    if row.wishes_id is None:
        return ERASED
    return "its time had passed" if row.expires_at is not None and row.expires_at <= at else None


def _intent(row: Claimable, minute: dt.datetime) -> Intent:
    assert row.wishes_id is not None  # noqa: S101 - such rows have expired
    priority = Priority(row.priority)
    hushed = priority is not Priority.ALERT and in_quiet_hours(row.quiet, row.zone, minute)
    return Intent(
        id=row.id,
        publication_id=row.publication_id,
        kind=Kind(row.kind),
        priority=priority,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        subscription_id=row.subscription_id,
        wishes_id=row.wishes_id,
        attempt=row.attempts + 1,
        occurrence=row.occurrence,
        message_id=row.message_id,
        reply_to=row.reply_to,
        silent=bool(row.chat_silent or row.row_silent or hushed),
        marked=bool(row.marked),
        revision=row.revision,
    )


@functools.lru_cache(maxsize=4096)
def in_quiet_hours(quiet: str | None, zone: str | None, minute: dt.datetime) -> bool:
    """Whether stored quiet hours of a zone hold at an instant."""
    hours = quiet_of(quiet)
    return hours is not None and zone is not None and hours.holds(minute.astimezone(ZoneInfo(zone)).time())


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
            state=str(State.PENDING),
            marked=deliveries.c.marked | (deliveries.c.priority == int(Priority.ALERT)),
            reason=reason,
            at=millis(now),
            owner=None,
        )
    )
    closed = connection.execute(
        deliveries.update().where(dead).values(state=str(State.UNKNOWN), reason=reason, at=millis(now), owner=None)
    )
    return again.rowcount, closed.rowcount


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


def oldest_owed(connection: sa.Connection, now: dt.datetime) -> dt.datetime | None:
    """Since when the longest waiting row that may be sent has been owed."""
    found = connection.execute(
        sa.select(sa.func.min(sa.func.coalesce(sa.func.nullif(deliveries.c.not_before, 0), deliveries.c.at))).where(
            deliveries.c.state == str(State.PENDING), deliveries.c.not_before <= millis(now)
        )
    ).scalar()
    return instant(found) if found is not None else None

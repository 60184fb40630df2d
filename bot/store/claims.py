"""What is sent next: rows taken from what is owed, each `sending` before its bytes leave.

A row found `sending` at start belonged to a program that is gone. The transactions run in the writer's thread and hand
Python's lock to and fro with the sending loop, so they hold little Python: what is packed into text and read from it
is the loop's own work.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from bot.ledger import Intent, Kind, Priority, State
from bot.store import receipts
from bot.store.instants import instant, millis
from bot.store.packed import bound, gathered, given, listed, unpacked
from bot.store.prepared import Prepared
from bot.store.roster import quiet_of
from bot.store.schema import deliveries, fanouts, publications, subscriptions

if TYPE_CHECKING:
    import datetime as dt

ERASED = "the chat's data were erased"
TOO_LATE = "its time had passed"
SWEEP = 500  # rows that are looked through at once for those that have come to nothing
NONE = "[]"  # no rows
NOT_YET = NONE
# Looked up for every row: to ask the enumeration takes longer than all else of it.
PRIORITIES = {int(priority): priority for priority in Priority}
KINDS = {str(kind): kind for kind in Kind}


def turn(
    connection: sa.Connection, ended: receipts.Ended, want: int, owner: str, now: dt.datetime, *, settle: bool = False
) -> str | None:
    """One commit of the sending loop: the last batch's receipts, and the next batch for `intents`.

    Up to `want` rows that may be sent now, the most urgent first, are marked `sending`. None when nothing is owed;
    NOT_YET when all that came first had come to nothing and the next look may find more. A receipt whose row somebody
    else has taken since changes nothing. `settle`: besides those that have ended, `owner` knows of no row it has taken.

    What belongs together is one statement, so that no more than the statement need be a transaction.
    """
    at = millis(now)
    found = _find(connection, want, at) if want else Found()
    if found.dead:  # seldom one alone: yesterday's digests, when a fan-out was too long for its day
        _expire(connection, given=_find(connection, max(want, SWEEP), at).dead, now=at)
    changes, taken = ended.number + found.number, found.rows
    if changes:
        keys = found.keys or NONE
        written = _write_down(connection, ended=ended.packed, keys=keys, sender=owner, now=at).rowcount
        if taken and written < changes:
            taken = _those_of(connection, owner, taken)
    if settle:
        _return_strays(connection, sender=owner, now=at)
    return taken or (NOT_YET if found.dead else None)


class Found(NamedTuple):
    """What is owed now: packed rows to send, their keys, their number; packed rows that have come to nothing."""

    rows: str | None = None
    keys: str | None = None
    number: int = 0
    dead: str | None = None


def _find(connection: sa.Connection, want: int, at: int) -> Found:
    return Found._make(_claimable(connection, now=at, want=want).one())


def _those_of(connection: sa.Connection, owner: str, rows: str) -> str:
    """Of the rows found, those that `owner` has: what became of the others in between is another program's doing."""
    query = sa.select(deliveries.c.id).where(deliveries.c.state == str(State.SENDING), deliveries.c.owner == owner)
    held = set(connection.execute(query).scalars())
    return bound(row for row in unpacked(rows) if Claimed._make(row).id in held)


def intents(found: str | None, now: dt.datetime) -> list[Intent]:
    """What `turn` took at `now`, in the order in which it is to leave."""
    minute = now.replace(second=0, microsecond=0)
    return [_intent(Claimed._make(row), minute) for row in sorted(unpacked(found))]


class Claimed(NamedTuple):
    """A row that was taken, as `_claimable` says it: the columns stand in this order."""

    priority: int
    not_before: int
    id: int
    publication_id: int
    kind: str
    chat_id: int
    thread_id: int
    subscription_id: int
    wishes_id: int
    attempt: int
    occurrence: str
    message_id: int | None
    reply_to: int | None
    silent: bool
    marked: bool
    revision: int
    quiet: str | None
    zone: str


def _intent(row: Claimed, minute: dt.datetime) -> Intent:
    hushed = row.priority != Priority.ALERT and in_quiet_hours(row.quiet, row.zone, minute)
    return Intent(
        row.id,
        row.publication_id,
        KINDS[row.kind],
        PRIORITIES[row.priority],
        row.chat_id,
        row.thread_id,
        row.subscription_id,
        row.wishes_id,
        row.attempt,
        row.occurrence,
        row.message_id,
        row.reply_to,
        silent=bool(row.silent or hushed),
        marked=bool(row.marked),
        revision=row.revision,
    )


@Prepared
def _claimable(dialect: str) -> sa.Select[Any]:
    """The most urgent rows that may be sent now, as `Found` has them."""
    row, reader = deliveries.c, subscriptions.c
    next_ones = sa.union_all(*map(_next_of, Priority)).limit(sa.bindparam("want")).subquery("next_ones")
    why_not = sa.case(
        (reader.wishes_id.is_(None), ERASED), (row.expires_at <= sa.bindparam("now"), TOO_LATE), else_=sa.null()
    )
    columns = (
        row.priority,
        row.not_before,
        row.id,
        row.publication_id,
        publications.c.kind,
        row.chat_id,
        row.thread_id,
        row.subscription_id,
        reader.wishes_id,
        (row.attempts + 1).label("attempt"),
        row.occurrence,
        row.message_id,
        row.reply_to,
        sa.or_(row.silent, reader.silent).label("silent"),
        row.marked,
        publications.c.revision,
        reader.quiet,
        reader.zone,
    )
    found = (
        sa.select(*columns, why_not.label("why_not"))
        .join(next_ones, next_ones.c.id == row.id)
        .join(publications, publications.c.id == row.publication_id)
        .join(subscriptions, reader.id == row.subscription_id, isouter=True)
    ).subquery("found")
    *said, why = found.c
    alive = why.is_(None)
    return sa.select(
        gathered(dialect, said, alive).label("rows"),
        gathered(dialect, [found.c.id], alive).label("keys"),
        sa.func.count().filter(alive).label("number"),
        gathered(dialect, [found.c.id, why], ~alive).label("dead"),
    )


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
        .with_for_update(skip_locked=True)  # PostgreSQL: whatever another sender is just taking is not taken twice
    )
    return sa.select(found.subquery(f"of_{priority.name.lower()}"))


@Prepared
def _write_down(dialect: str) -> sa.Update:
    """How deliveries ended, and which ones are sent next. One statement, for each waits for Python's lock."""
    row, sender = deliveries.c, sa.bindparam("sender", type_=sa.Text)
    sending: sa.ColumnElement[str] = sa.literal_column(f"'{State.SENDING}'")
    pending: sa.ColumnElement[str] = sa.literal_column(f"'{State.PENDING}'")
    receipt = given(dialect, receipts.COLUMNS, "ended").c
    key = listed(dialect, "keys").subquery("keys").c[0]
    intent = dict.fromkeys(receipts.COLUMNS, sa.null()) | {
        "key": key,
        "state": sending,
        "less": sa.literal_column("-1"),
    }
    ends = sa.select(*receipt, sending.label("was"), sa.null().label("taker"))
    change = sa.union_all(ends, sa.select(*intent.values(), pending, sender)).subquery("change").c
    own = sa.and_(row.owner == sender, row.attempts == change.attempt)
    return (
        deliveries.update()
        .where(row.id == change.key, row.state == change.was, sa.or_(change.taker.is_not(None), own))
        .values(
            state=change.state,
            attempts=row.attempts - change.less,
            owner=change.taker,
            variant_id=sa.func.coalesce(change.variant, row.variant_id),
            message_id=sa.func.coalesce(change.message, row.message_id),
            reason=change.reason,
            not_before=sa.func.coalesce(change.hold, row.not_before),
            marked=sa.func.coalesce(change.mark, row.marked),
            at=sa.bindparam("now"),
        )
    )


@Prepared
def _return_strays(_dialect: str) -> sa.Update:
    """A commit was broken off, and yet it was one: what it took has never left."""
    return (
        deliveries.update()
        .where(
            deliveries.c.state == sa.literal_column(f"'{State.SENDING}'"), deliveries.c.owner == sa.bindparam("sender")
        )
        .values(state=str(State.PENDING), attempts=deliveries.c.attempts - 1, owner=None, at=sa.bindparam("now"))
    )


@Prepared
def _expire(dialect: str) -> sa.Update:
    keys = given(dialect, {"key": sa.BigInteger(), "why": sa.Text()}).c
    return (
        deliveries.update()
        .where(deliveries.c.id == keys.key)
        .values(state=str(State.EXPIRED), reason=keys.why, at=sa.bindparam("now"))
    )


@functools.lru_cache(maxsize=4096)
def in_quiet_hours(quiet: str | None, zone: str | None, minute: dt.datetime) -> bool:
    """Whether stored quiet hours of a zone hold at an instant."""
    hours = quiet_of(quiet)
    if hours is None or zone is None:
        return False
    try:
        return hours.holds(minute.astimezone(ZoneInfo(zone)).time())
    except ZoneInfoNotFoundError:  # the zone has left the tables since: rather too quiet than too loud
        return True


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

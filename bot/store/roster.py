"""Subscriptions in the database: who wants what, when and where, and who cannot be reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.instants import millis
from bot.store.schema import deliveries, slots, subscriptions, wishes
from bot.store.slots import open_slots, put_slots
from bot.subscription import Quiet, Subscription
from messages.message import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscription as stored."""

    id: int
    subscription: Subscription
    active: bool
    reason: str | None


def reader_of(connection: sa.Connection, chat_id: int, thread_id: int = 0) -> Reader | None:
    """What is stored for one chat or topic, subscribed or not; None when it never spoke."""
    found = connection.execute(
        readers().where(subscriptions.c.chat_id == chat_id, subscriptions.c.thread_id == thread_id)
    ).first()
    return _reader(connection, found) if found else None


def readers_of(connection: sa.Connection, keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Reader]:
    """What is stored for some chats or topics; those that never spoke are missing."""
    chats = {chat_id for chat_id, _ in keys}
    rows = connection.execute(readers().where(subscriptions.c.chat_id.in_(chats))).all()
    wanted = set(keys)
    return {
        (row.chat_id, row.thread_id): _reader(connection, row) for row in rows if (row.chat_id, row.thread_id) in wanted
    }


def all_readers(connection: sa.Connection) -> Iterator[Reader]:
    """Every stored subscription, in the order they came; streams, so that a million need no memory."""
    last = 0
    while True:
        rows = connection.execute(
            readers().where(subscriptions.c.id > last).order_by(subscriptions.c.id).limit(500)
        ).all()
        if not rows:
            return
        yield from (_reader(connection, row) for row in rows)
        last = rows[-1].id


def readers() -> sa.Select[Any]:
    """Every subscription's row with its wishes."""
    return sa.select(*subscriptions.c, wishes.c.content).join(wishes, wishes.c.id == subscriptions.c.wishes_id)


def _reader(connection: sa.Connection, row: sa.Row[Any]) -> Reader:
    return Reader(row.id, subscription_of_row(connection, row), row.state == "active", row.reason)


def subscription_of_row(connection: sa.Connection, row: sa.Row[Any]) -> Subscription:
    """The subscription one row of `readers` stands for."""
    return Subscription(
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        kind=row.kind,
        zone=row.zone,
        wishes=Wishes.model_validate_json(row.content),
        slots=open_slots(connection, row.id),
        quiet=quiet_of(row.quiet),
        silent=row.silent,
        warnings=row.warnings,
        floor=row.floor,
        without_kinds=tuple(kind for kind in row.without_kinds.split("|") if kind),
        breaks_quiet=row.breaks_quiet,
        owner=row.owner,
    )


def quiet_of(stored: str | None) -> Quiet | None:
    """Quiet hours out of "22:00-06:30"."""
    if not stored:
        return None
    start, end = stored.split("-")
    return Quiet(start=dt.time.fromisoformat(start), end=dt.time.fromisoformat(end))


def quiet_text(quiet: Quiet | None) -> str | None:
    """The stored form of quiet hours."""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else None


def kinds_text(kinds: Sequence[str]) -> str:
    """The stored form of kinds of warnings, "|霾|大雾|", in which one is found by "|霾|"."""
    return f"|{'|'.join(kind.replace('|', '') for kind in kinds)}|" if kinds else ""


def put_reader(connection: sa.Connection, subscription: Subscription, now: dt.datetime) -> int:
    """Store a subscription, new or changed, with its slots; gives its id. Storing it again changes nothing."""
    where = (subscriptions.c.chat_id == subscription.chat_id, subscriptions.c.thread_id == subscription.thread_id)
    known = connection.execute(sa.select(subscriptions.c.id).where(*where)).scalar()
    values = columns(subscription, wishes_id(connection, subscription.wishes))
    if known is None:
        key = connection.execute(
            subscriptions.insert().values(
                chat_id=subscription.chat_id, thread_id=subscription.thread_id, joined_at=millis(now), **values
            )
        ).inserted_primary_key
        assert key is not None  # noqa: S101 - one row was inserted, so it has a key
        known = int(key[0])
    else:
        connection.execute(subscriptions.update().where(subscriptions.c.id == known).values(**values))
    put_slots(connection, known, subscription.slots, subscription.zone, now)
    return int(known)


def columns(subscription: Subscription, wishes_key: int) -> dict[str, object]:
    """A subscription's row but for its chat: an active one."""
    return {
        "kind": subscription.kind,
        "zone": subscription.zone,
        "wishes_id": wishes_key,
        "quiet": quiet_text(subscription.quiet),
        "silent": subscription.silent,
        "warnings": subscription.warnings,
        "floor": subscription.floor,
        "without_kinds": kinds_text(subscription.without_kinds),
        "place": subscription.wishes.place,
        "breaks_quiet": subscription.breaks_quiet,
        "owner": subscription.owner,
        "state": "active",
        "reason": None,
        "strikes": 0,
    }


def wishes_id(connection: sa.Connection, content: Wishes) -> int:
    """The row of one distinct set of wishes, made when it is new."""
    text = content.model_dump_json()
    found = connection.execute(sa.select(wishes.c.id).where(wishes.c.content == text)).scalar()
    if found is None:
        key = connection.execute(wishes.insert().values(content=text)).inserted_primary_key
        assert key is not None  # noqa: S101 - one row was inserted, so it has a key
        found = key[0]
    return int(found)


def wishes_of(connection: sa.Connection, key: int) -> Wishes:
    """The set of wishes of one row."""
    text = connection.execute(sa.select(wishes.c.content).where(wishes.c.id == key)).scalar_one()
    return Wishes.model_validate_json(text)


def suspend(
    connection: sa.Connection, chat_id: int, reason: str, now: dt.datetime, thread_id: int | None = None
) -> None:
    """Send nothing more to a chat (or one topic of it); what is owed to it is closed with the reason."""
    where = [subscriptions.c.chat_id == chat_id]
    owed = [deliveries.c.chat_id == chat_id, deliveries.c.state == "pending"]
    if thread_id is not None:
        where.append(subscriptions.c.thread_id == thread_id)
        owed.append(deliveries.c.thread_id == thread_id)
    connection.execute(
        subscriptions.update().where(*where).values(state="suspended", reason=reason, suspended_at=millis(now))
    )
    connection.execute(
        deliveries.update().where(*owed).values(state="refused", reason=f"suspended: {reason}", at=millis(now))
    )


def first_refusal(connection: sa.Connection, chat_id: int) -> bool:
    """Whether a chat has not refused us before: whoever subscribed it is told only once."""
    told = subscriptions.c.reason.is_not(None)
    return not connection.execute(sa.select(sa.exists().where(subscriptions.c.chat_id == chat_id, told))).scalar()


def resume(connection: sa.Connection, chat_id: int) -> None:
    """The chat can be reached again."""
    connection.execute(
        subscriptions.update()
        .where(subscriptions.c.chat_id == chat_id, subscriptions.c.state == "suspended")
        .values(state="active", reason=None, strikes=0)
    )


def leave(connection: sa.Connection, chat_id: int, thread_id: int, now: dt.datetime) -> bool:
    """Close every slot of a chat or topic, and close what is still owed to it. False when it had none open."""
    found = reader_of(connection, chat_id, thread_id)
    if found is None or not found.subscription.subscribed:
        return False
    shut = slots.update().where(slots.c.subscription_id == found.id, slots.c.open)
    connection.execute(shut.values(open=False, closed_at=millis(now)))
    connection.execute(subscriptions.update().where(subscriptions.c.id == found.id).values(left_at=millis(now)))
    close_owed(connection, found.id, "unsubscribed", now)
    return True


def close_owed(connection: sa.Connection, subscription_id: int, reason: str, now: dt.datetime) -> None:
    """What is still owed to a subscription is not worth sending any more."""
    chat = sa.select(subscriptions.c.chat_id).where(subscriptions.c.id == subscription_id).scalar_subquery()
    connection.execute(
        deliveries.update()
        .where(deliveries.c.chat_id == chat)  # which has an index
        .where(deliveries.c.subscription_id == subscription_id, deliveries.c.state == "pending")
        .values(state="expired", reason=reason, at=millis(now))
    )


def counts(connection: sa.Connection) -> dict[str, int]:
    """Chats known, subscribed and suspended."""
    subscribed = sa.exists().where(slots.c.subscription_id == subscriptions.c.id, slots.c.open)
    count = sa.func.count()
    row = connection.execute(
        sa.select(
            count.label("known"),
            count.filter(subscribed, subscriptions.c.state == "active").label("subscribed"),
            count.filter(subscriptions.c.state == "suspended").label("suspended"),
        ).select_from(subscriptions)
    ).one()
    return {"known": row.known, "subscribed": row.subscribed, "suspended": row.suspended}


STRIKES = 3
STRIKE_SPAN = dt.timedelta(hours=24)


def strike(connection: sa.Connection, chat_id: int, reason: str, now: dt.datetime) -> bool:
    """Count a chat that was not found; the third time in no less than a day suspends it. True when it did."""
    row = connection.execute(
        sa.select(subscriptions.c.strikes, subscriptions.c.struck_at).where(subscriptions.c.chat_id == chat_id).limit(1)
    ).first()
    if row is None:
        return False
    first = row.struck_at if row.strikes else millis(now)
    connection.execute(
        subscriptions.update()
        .where(subscriptions.c.chat_id == chat_id)
        .values(strikes=row.strikes + 1, struck_at=first)
    )
    over = row.strikes + 1 >= STRIKES and millis(now) - first >= STRIKE_SPAN // dt.timedelta(milliseconds=1)
    if over:
        suspend(connection, chat_id, reason, now)
    return over

"""The messages by which readers know of a warning: owed, renewed while they are owed, withdrawn. Decides nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import Kind, Priority, QuietHours, State
from bot.store import outbox
from bot.store.instants import instant, millis
from bot.store.schema import deliveries, fanouts, publications, subscriptions, warnings
from bot.store.warnings import IN_FORCE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def told(connection: sa.Connection, warning: int) -> list[sa.Row[Any]]:
    """The publications by which readers were told of an event, the oldest first."""
    return list(
        connection.execute(
            sa.select(publications.c.id, publications.c.ref, publications.c.content)
            .where(publications.c.warning_id == warning)
            .order_by(publications.c.id)
        )
    )


def peaks(connection: sa.Connection) -> dict[int, dict[str, int]]:
    """Of each event in force, by place, the highest rank readers were told of."""
    query = (
        sa.select(publications.c.warning_id, fanouts.c.audience)
        .join(fanouts, fanouts.c.publication_id == publications.c.id)
        .join(warnings, warnings.c.id == publications.c.warning_id)
        .where(warnings.c.state == IN_FORCE)
    )
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(query):
        audience, highest = json.loads(row.audience), found.setdefault(row.warning_id, {})
        for place in audience["places"]:
            highest[place] = max(audience["rank"], highest.get(place, -1))
    return found


def publish(
    connection: sa.Connection, ref: str, content: dict[str, object], *, warning: int, notice: bool, now: dt.datetime
) -> int:
    """A publication that tells of an event."""
    key = outbox.publish(connection, ref=ref, kind=Kind.ALERT, now=now, content=content)
    connection.execute(publications.update().where(publications.c.id == key).values(warning_id=warning, notice=notice))
    return key


def open_telling(
    connection: sa.Connection,
    publication_id: int,
    audience: dict[str, object],
    *,
    expires: dt.datetime,
    now: dt.datetime,
) -> None:
    """Owe a new message to whom it concerns, as they stand now."""
    outbox.open_fanout(
        connection,
        publication_id,
        priority=Priority.ALERT,
        due_at=now,
        expires=expires,
        quiet=QuietHours.HOLD,
    )
    set_audience(connection, publication_id, audience)


def set_audience(connection: sa.Connection, publication_id: int, audience: dict[str, object]) -> None:
    values = {"audience": json.dumps(audience, ensure_ascii=False)}
    connection.execute(fanouts.update().where(fanouts.c.publication_id == publication_id).values(**values))


def renew(connection: sa.Connection, publication_id: int, content: dict[str, object], expires: dt.datetime) -> None:
    """What is still owed of a publication says the newer words, as long as they hold."""
    outbox.set_content(connection, publication_id, content)
    connection.execute(
        publications.update().where(publications.c.id == publication_id).values(revision=publications.c.revision + 1)
    )
    for table, owed in ((deliveries, deliveries.c.state == str(State.PENDING)), (fanouts, sa.not_(fanouts.c.done))):
        connection.execute(
            table.update().where(table.c.publication_id == publication_id, owed).values(expires_at=millis(expires))
        )


def withdraw(
    connection: sa.Connection, publication_id: int, by: str, now: dt.datetime, places: Sequence[str] | None = None
) -> None:
    """What is still owed of a publication (at `places`) is not sent; what is on its way is not sent a second time."""
    there: sa.ColumnElement[bool] = sa.true()
    if places is None:
        outbox.supersede(connection, publication_id, by, now)
    else:
        there = deliveries.c.subscription_id.in_(sa.select(subscriptions.c.id).where(subscriptions.c.place.in_(places)))
    of = (deliveries.c.publication_id == publication_id, there)
    connection.execute(
        deliveries.update()
        .where(*of, deliveries.c.state == str(State.PENDING))
        .values(state=str(State.EXPIRED), reason=f"superseded by {by}", at=millis(now))
    )
    connection.execute(
        deliveries.update().where(*of, deliveries.c.state == str(State.SENDING)).values(expires_at=millis(now))
    )


def edit_after(connection: sa.Connection, warning: int, now: dt.datetime, apart: dt.timedelta) -> dt.datetime:
    """When the messages of an event may be changed again; changes that still wait are withdrawn."""
    edits = publications.c.ref.like(f"warning-{warning}-update-%")
    found = connection.execute(
        sa.select(publications.c.id, publications.c.created_at).where(edits, publications.c.created_at < millis(now))
    ).all()
    for edit in found:
        outbox.supersede(connection, edit.id, "newer words", now)
    last = max((edit.created_at for edit in found), default=None)
    return now if last is None else max(now, instant(last) + apart)


def withdraw_all(connection: sa.Connection, now: dt.datetime) -> int:
    """No new warning that is still owed is sent; gives how many messages that are."""
    tellings = sa.select(publications.c.id).where(publications.c.warning_id.is_not(None))
    connection.execute(fanouts.update().where(fanouts.c.publication_id.in_(tellings)).values(done=True))
    owed = (deliveries.c.publication_id.in_(tellings), deliveries.c.state == str(State.PENDING))
    values = {"state": str(State.EXPIRED), "reason": "an operator stopped new warnings", "at": millis(now)}
    return connection.execute(deliveries.update().where(*owed).values(**values)).rowcount

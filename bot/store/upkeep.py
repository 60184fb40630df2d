"""What the store does once an hour: old rows become counts, silenced chats get another chance, the gone are erased."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.ledger import State
from bot.store.erasure import erase
from bot.store.instants import millis
from bot.store.outbox import insert
from bot.store.schema import deliveries, publications, subscriptions, tallies, variants

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 5000
HOUR = 3_600_000
RECHECK = dt.timedelta(days=7)
DEACTIVATED = "user is deactivated"
# Reasons that may be mended without anybody telling us; a block and a deletion are told.
_MENDABLE = ("not enough rights%", "have no rights%", "need administrator rights%", "chat_%", "channel_%", "peer_%")


def tally_page(connection: sa.Connection, before: dt.datetime, size: int = PAGE) -> int:
    """Turn rows of a publication made before an instant into counts; how many, 0 when there is none left."""
    row = deliveries.c
    kept = sa.exists().where(row.publication_id == publications.c.id)
    oldest = connection.execute(
        sa.select(publications.c.id).where(publications.c.created_at < millis(before), kept).limit(1)
    ).scalar()
    if oldest is None:
        return 0
    page = list(connection.execute(sa.select(row.id).where(row.publication_id == oldest).limit(size)).scalars())
    hour = (row.at - row.at % HOUR).label("hour")
    ended = sa.case((row.state == str(State.PENDING), str(State.EXPIRED)), else_=row.state).label("state")
    counted = connection.execute(
        sa.select(hour, ended, sa.func.count().label("number")).where(row.id.in_(page)).group_by(hour, ended)
    ).all()
    for each in counted:
        _add(connection, oldest, each.hour, each.state, each.number)
    connection.execute(deliveries.delete().where(row.id.in_(page)))
    return len(page)


def _add(connection: sa.Connection, publication_id: int, hour: int, state: str, number: int) -> None:
    values = {"publication_id": publication_id, "hour": hour, "state": state, "number": number}
    statement = insert(connection, tallies).values(**values)
    keys = [tallies.c.publication_id, tallies.c.hour, tallies.c.state]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"number": tallies.c.number + number}))


def recheck(connection: sa.Connection, now: dt.datetime) -> int:
    """Places that refused us a week ago for want of rights are tried again; how many.

    The reason stays, so that whoever subscribed them is not told a second time when they refuse again.
    """
    mendable = sa.or_(*(subscriptions.c.reason.like(pattern) for pattern in _MENDABLE))
    due = subscriptions.c.suspended_at <= millis(now - RECHECK)
    return connection.execute(
        subscriptions.update().where(subscriptions.c.state == "suspended", mendable, due).values(state="active")
    ).rowcount


def erase_deactivated(connection: sa.Connection, before: dt.datetime) -> Sequence[int]:
    """Forget people who deleted their account before an instant; their chats."""
    gone = connection.execute(
        sa.select(subscriptions.c.chat_id)
        .where(subscriptions.c.state == "suspended", subscriptions.c.reason == DEACTIVATED)
        .where(subscriptions.c.suspended_at < millis(before))
        .limit(PAGE)
    )
    chats = list(gone.scalars())
    for chat in chats:
        erase(connection, chat)
    return chats


def drop_variants(connection: sa.Connection) -> int:
    """Forget rendered messages no delivery names and no picture was uploaded for."""
    named = sa.select(deliveries.c.variant_id).where(deliveries.c.variant_id.is_not(None))
    return connection.execute(
        variants.delete().where(variants.c.id.not_in(named), variants.c.file_id.is_(None))
    ).rowcount

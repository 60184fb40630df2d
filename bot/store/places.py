"""Groups, topics and channels as places: who subscribed them, and what happens when a place moves or a topic goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.roster import close_owed, readers
from bot.store.schema import deliveries, slots, subscriptions
from messages.message import Wishes

if TYPE_CHECKING:
    import datetime as dt

    from messages.message import Language

MOST_OWNED = 50


@dataclass(frozen=True, slots=True)
class Owner:
    """Who subscribed a place, and the place's language."""

    user_id: int
    language: Language


def owners(connection: sa.Connection, chat_id: int, thread_id: int | None = None) -> list[Owner]:
    """Who subscribed a group or channel (or one topic) that can still be reached."""
    rows = connection.execute(
        readers().where(
            subscriptions.c.chat_id == chat_id,
            sa.true() if thread_id is None else subscriptions.c.thread_id == thread_id,
            subscriptions.c.owner.is_not(None),
            subscriptions.c.owner != chat_id,
            subscriptions.c.state == "active",
            _open(),
        )
    )
    found = {row.owner: Owner(row.owner, Wishes.model_validate_json(row.content).language) for row in rows}
    return list(found.values())


def owned(connection: sa.Connection, user_id: int) -> list[int]:
    """The channels a person has bound and not let go, oldest first."""
    query = sa.select(subscriptions.c.chat_id).where(
        subscriptions.c.owner == user_id, subscriptions.c.kind == "channel", _open()
    )
    return list(connection.execute(query.order_by(subscriptions.c.id).limit(MOST_OWNED)).scalars())


def migrate(connection: sa.Connection, old: int, new: int, now: dt.datetime) -> None:
    """A group has become a supergroup: rename it everywhere; of two subscriptions one stays."""
    query = sa.select(subscriptions.c.id, subscriptions.c.thread_id, _open().label("subscribed"))
    there = {row.thread_id: row for row in connection.execute(query.where(subscriptions.c.chat_id == new))}
    for row in connection.execute(query.where(subscriptions.c.chat_id == old)).all():
        _join(connection, row, there.get(row.thread_id), now)
    connection.execute(
        subscriptions.update().where(subscriptions.c.chat_id == old).values(chat_id=new, kind="supergroup")
    )
    _rename(connection, {"chat_id": old}, {"chat_id": new})


def leave_topic(connection: sa.Connection, chat_id: int, thread_id: int, now: dt.datetime) -> bool:
    """A topic is gone: its subscription falls back to the group, unless that has its own. False when nothing did."""
    query = sa.select(subscriptions.c.id, subscriptions.c.thread_id, _open().label("subscribed"))
    rows = {
        row.thread_id: row
        for row in connection.execute(
            query.where(subscriptions.c.chat_id == chat_id, subscriptions.c.thread_id.in_((0, thread_id)))
        )
    }
    gone = rows.get(thread_id)
    if gone is None or not thread_id:
        return False
    _join(connection, gone, rows.get(0), now)
    here = {"chat_id": chat_id, "thread_id": thread_id}
    connection.execute(
        subscriptions.update()
        .where(*(subscriptions.c[name] == value for name, value in here.items()))
        .values(thread_id=0)
    )
    _rename(connection, here, {"thread_id": 0})
    return True


def _open() -> sa.ColumnElement[bool]:
    return sa.exists().where(slots.c.subscription_id == subscriptions.c.id, slots.c.open)


def _join(connection: sa.Connection, moving: sa.Row[Any], there: sa.Row[Any] | None, now: dt.datetime) -> None:
    """Make room for a subscription that moves to where another stands: who is subscribed stays, else who was first."""
    if there is None:
        return
    goes = moving.id if there.subscribed or not moving.subscribed else there.id
    close_owed(connection, goes, "the chat has moved", now)
    connection.execute(subscriptions.delete().where(subscriptions.c.id == goes))


def _rename(connection: sa.Connection, here: dict[str, int], there: dict[str, int]) -> None:
    """Move delivery rows along; one that is there already stays alone."""
    twin = deliveries.alias()
    both = sa.exists().where(
        *(
            twin.c[name] == (there[name] if name in there else deliveries.c[name])
            for name in ("chat_id", "thread_id", "publication_id", "occurrence")
        )
    )
    mine = [deliveries.c[name] == value for name, value in here.items()]
    connection.execute(deliveries.delete().where(*mine, both))
    connection.execute(deliveries.update().where(*mine).values(**there))

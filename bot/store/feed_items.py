"""Which headlines of each feed are known, and those readers may see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from bot.store.instants import millis
from bot.store.outbox import insert
from bot.store.schema import feed_items
from messages.edition import Article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Headline(Protocol):
    """What this store needs of a feed's item."""

    @property
    def identifier(self) -> str: ...

    @property
    def published(self) -> dt.datetime | None: ...


KEPT = dt.timedelta(days=60)  # a headline its feed has not listed for so long is forgotten
CHUNK = 500


def known(connection: sa.Connection, feed: str) -> set[str]:
    """The identifiers of everything a feed has shown us."""
    return set(connection.execute(sa.select(feed_items.c.identifier).where(feed_items.c.feed == feed)).scalars())


def shown_since(connection: sa.Connection, feed: str, since: dt.datetime) -> int:
    """How many of a feed's headlines were taken for readers since then."""
    query = sa.select(sa.func.count()).where(
        feed_items.c.feed == feed, feed_items.c.first_at > millis(since), feed_items.c.item.is_not(None)
    )
    return int(connection.execute(query).scalar_one())


def remember(
    connection: sa.Connection, feed: str, listed: Sequence[Headline], show: Mapping[str, Article], now: dt.datetime
) -> None:
    """Know everything a feed lists now; what stands in `show` is for readers. Forgets what it has long not listed."""
    at = millis(now)
    rows = [
        {
            "feed": feed,
            "identifier": one.identifier,
            "item": show[one.identifier].model_dump_json() if one.identifier in show else None,
            "published_at": min(at, millis(one.published)) if one.published else at,
            "first_at": at,
            "last_at": at,
        }
        for one in listed
    ]
    statement = insert(connection, feed_items)
    upsert = statement.on_conflict_do_update(index_elements=["feed", "identifier"], set_={"last_at": at})
    for start in range(0, len(rows), CHUNK):
        connection.execute(upsert, rows[start : start + CHUNK])
    connection.execute(feed_items.delete().where(feed_items.c.feed == feed, feed_items.c.last_at < millis(now - KEPT)))


def newest(connection: sa.Connection, since: dt.datetime, limit: int) -> tuple[Article, ...]:
    """Headlines for readers, newest first."""
    query = (
        sa.select(feed_items.c.item)
        .where(feed_items.c.first_at > millis(since), feed_items.c.item.is_not(None))
        .order_by(feed_items.c.published_at.desc(), feed_items.c.identifier)
        .limit(limit)
    )
    return tuple(Article.model_validate_json(item) for item in connection.execute(query).scalars())

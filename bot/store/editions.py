"""Editions in the database: pages by date and name, what is held, published, or taken down."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from bot.store import search
from bot.store.instants import instant, millis
from bot.store.schema import editions, pages
from messages.edition import Edition

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """All pages of one date as one edition, with what the editors said of it."""

    edition: Edition
    date: dt.date
    held: bool
    published: bool
    revision: int
    retracted: tuple[int, ...]
    pages: tuple[str, ...]
    read_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Head:
    """What the editors said of an edition, without its pages."""

    date: dt.date
    held: bool
    published: bool
    revision: int
    retracted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What storing a page did."""

    date: dt.date
    name: str
    replaced: Edition | None
    changed: bool

    @property
    def happened(self) -> Literal["stored", "replaced", "unchanged"]:
        return "unchanged" if not self.changed else "replaced" if self.replaced else "stored"


def put_page(
    connection: sa.Connection, *, date: dt.date, name: str, edition: Edition, text: str, now: dt.datetime, hold: bool
) -> Ingested:
    """Store one page of `date`; the same name replaces only that page."""
    found = connection.execute(
        sa.select(pages.c.edition).where(pages.c.date == date.isoformat(), pages.c.name == name)
    ).scalar()
    previous = Edition.model_validate_json(found) if found is not None else None
    _open_edition(connection, date, hold=hold)
    if previous == edition:
        return Ingested(date, name, previous, changed=False)
    values = {"edition": edition.model_dump_json(), "text": text, "read_at": millis(now)}
    if previous is None:
        connection.execute(pages.insert().values(date=date.isoformat(), name=name, **values))
    else:
        connection.execute(
            pages.update().where(pages.c.date == date.isoformat(), pages.c.name == name).values(**values)
        )
    connection.execute(
        editions.update().where(editions.c.date == date.isoformat()).values(revision=editions.c.revision + 1)
    )
    stored = edition_of(connection, date)
    search.index(connection, date, stored.edition.articles if stored else ())
    return Ingested(date, name, previous, changed=True)


def _open_edition(connection: sa.Connection, date: dt.date, *, hold: bool) -> None:
    known = connection.execute(sa.select(editions.c.date).where(editions.c.date == date.isoformat())).scalar()
    if known is None:
        connection.execute(editions.insert().values(date=date.isoformat(), held=hold))
    elif hold:
        set_held(connection, date, held=True)


def set_held(connection: sa.Connection, date: dt.date, *, held: bool) -> bool:
    """Hold an edition, or publish it now (also before its release time). False when there is none of that date."""
    values = {"held": True} if held else {"held": False, "published": True}
    changed = connection.execute(editions.update().where(editions.c.date == date.isoformat()).values(**values))
    return changed.rowcount > 0


def head_of(connection: sa.Connection, date: dt.date) -> Head | None:
    """The head of the edition of one date, or None."""
    row = connection.execute(sa.select(editions).where(editions.c.date == date.isoformat())).mappings().first()
    if row is None:
        return None
    retracted = tuple(json.loads(row["retracted"]))
    return Head(date, bool(row["held"]), bool(row["published"]), int(row["revision"]), retracted)


def retract(connection: sa.Connection, date: dt.date, articles: Sequence[int]) -> None:
    """Take articles, by index, down from an edition; those taken down before stay so."""
    head = head_of(connection, date)
    if head is None or set(articles) <= set(head.retracted):
        return
    connection.execute(
        editions.update()
        .where(editions.c.date == date.isoformat())
        .values(retracted=json.dumps(sorted({*head.retracted, *articles})), revision=editions.c.revision + 1)
    )


def edition_of(connection: sa.Connection, date: dt.date) -> StoredEdition | None:
    """The edition of one date with all its pages, or None."""
    head = connection.execute(sa.select(editions).where(editions.c.date == date.isoformat())).mappings().first()
    if head is None:
        return None
    rows = connection.execute(
        sa.select(pages.c.name, pages.c.edition, pages.c.read_at)
        .where(pages.c.date == date.isoformat())
        .order_by(pages.c.name)
    ).all()
    parts = [Edition.model_validate_json(row.edition) for row in rows]
    return StoredEdition(
        edition=joined(date, parts),
        date=date,
        held=bool(head["held"]),
        published=bool(head["published"]),
        revision=int(head["revision"]),
        retracted=tuple(json.loads(head["retracted"])),
        pages=tuple(row.name for row in rows),
        read_at=instant(max(row.read_at for row in rows)),
    )


def joined(date: dt.date, parts: Sequence[Edition]) -> Edition:
    """All pages of a date as one edition, page after page; lines and doubts stay with a single page."""
    if len(parts) == 1:
        return parts[0].model_copy(update={"date": date})
    lists = ("hotlines", "forecasts", "articles", "captions", "service_notes", "safety_notices", "imprint", "unread")
    merged = {name: tuple(dict.fromkeys(item for part in parts for item in getattr(part, name))) for name in lists}
    return Edition(date=date, date_from=parts[0].date_from if parts else None, **merged)


def dates(connection: sa.Connection, *, until: dt.date | None = None, limit: int = 30) -> list[dt.date]:
    """Dates with an edition, newest first."""
    query = sa.select(editions.c.date).order_by(editions.c.date.desc()).limit(limit)
    if until is not None:
        query = query.where(editions.c.date <= until.isoformat())
    return [dt.date.fromisoformat(date) for date in connection.execute(query).scalars()]

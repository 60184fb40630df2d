"""What readers of a place were told, span by span, and of whom a change has been told since. Decides nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import Kind, Link, Priority, QuietHours, State
from bot.store import outbox
from bot.store.instants import instant, millis
from bot.store.schema import deliveries, fanouts, notices, publications, told_forecasts
from messages.changes import Told

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Span:
    """While this held, what was sent said so. `to_at` is None for what holds now."""

    id: int
    days: Told
    from_at: dt.datetime
    to_at: dt.datetime | None


def spans(connection: sa.Connection, place: str, date: dt.date) -> list[Span]:
    """What was told of a place on a date, in order."""
    rows = connection.execute(
        sa.select(told_forecasts)
        .where(told_forecasts.c.place == place, told_forecasts.c.date == date.isoformat())
        .order_by(told_forecasts.c.id)
    )
    return [_span(row) for row in rows]


def _span(row: sa.Row[Any]) -> Span:
    to_at = instant(row.to_at) if row.to_at is not None else None
    return Span(row.id, Told.model_validate_json(row.days), instant(row.from_at), to_at)


def open_span(connection: sa.Connection, place: str, days: Told, now: dt.datetime) -> None:
    """From now on this is what readers are told; what held before ends. Days long past are forgotten."""
    of_place = (told_forecasts.c.place == place, told_forecasts.c.to_at.is_(None))
    connection.execute(told_forecasts.update().where(*of_place).values(to_at=millis(now)))
    connection.execute(
        told_forecasts.insert().values(
            place=place, date=days.date.isoformat(), days=days.model_dump_json(), from_at=millis(now)
        )
    )
    old = (told_forecasts.c.place == place, told_forecasts.c.date < days.date.isoformat())
    connection.execute(told_forecasts.delete().where(*old))
    connection.execute(notices.delete().where(notices.c.place == place, notices.c.date < days.date.isoformat()))


def digest_of(connection: sa.Connection, date: dt.date) -> int | None:
    """The publication that is a date's digest."""
    of_date = (publications.c.kind == str(Kind.DIGEST), publications.c.ref == f"digest-{date.isoformat()}")
    return connection.execute(sa.select(publications.c.id).where(*of_date)).scalar()


def sources(connection: sa.Connection, place: str, date: dt.date) -> list[int]:
    """The publications whose readers are kept posted: the date's digest, and every notice of the place since."""
    digest = digest_of(connection, date)
    since = connection.execute(
        sa.select(notices.c.publication_id)
        .where(notices.c.place == place, notices.c.date == date.isoformat())
        .order_by(notices.c.publication_id)
    ).scalars()
    return list(dict.fromkeys((*([digest] if digest else []), *since)))


def reached(connection: sa.Connection, source: int, span: Span) -> bool:
    """Whether anybody got the source's message within a span."""
    had = deliveries.c
    sent = [had.publication_id == source, had.state == str(State.SENT), had.at >= millis(span.from_at)]
    if span.to_at is not None:
        sent.append(had.at < millis(span.to_at))
    return connection.execute(sa.select(had.id).where(*sent).limit(1)).first() is not None


def followed(connection: sa.Connection, place: str, date: dt.date) -> set[tuple[int, int]]:
    """The (span, source) pairs that a change has been told of."""
    of_place = (notices.c.place == place, notices.c.date == date.isoformat())
    return {(row.told_id, row.source_id) for row in connection.execute(sa.select(notices).where(*of_place))}


def owe(
    connection: sa.Connection,
    ref: str,
    content: dict[str, object],
    *,
    source: int,
    span: Span | None,
    audience: dict[str, object],
    expires: dt.datetime,
    now: dt.datetime,
    link: Link = Link.NEWS,
) -> int:
    """Owe a notice to those who have the source's message, of one span or of the whole day; a note changes it."""
    kind = Kind.ALERT if link is Link.NEWS else Kind.EDIT
    key = outbox.publish(connection, ref=ref, kind=kind, now=now, content=content, expires=expires)
    connection.execute(publications.update().where(publications.c.id == key).values(notice=link is Link.NEWS))
    outbox.open_follow_up(
        connection,
        key,
        source_id=source,
        link=link,
        due_at=now,
        sent_from=span.from_at if span else None,
        sent_to=span.to_at if span else None,
        expires=expires,
        priority=Priority.ANNOUNCEMENT,
        quiet=QuietHours.HOLD,
    )
    connection.execute(
        fanouts.update()
        .where(fanouts.c.publication_id == key)
        .values(audience=json.dumps(audience, ensure_ascii=False))
    )
    return key


def mark(connection: sa.Connection, span: Span, source: int, publication: int, place: str, date: dt.date) -> None:
    """A change has been told of this span to the readers of this source."""
    connection.execute(
        notices.insert().values(
            told_id=span.id, source_id=source, publication_id=publication, place=place, date=date.isoformat()
        )
    )


def is_there(connection: sa.Connection, ref: str) -> bool:
    """Whether this has been owed already."""
    return outbox.reference(connection, ref) is not None

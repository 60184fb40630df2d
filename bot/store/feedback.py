"""What readers wrote to the newsroom, until it is answered and the term is over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.schema import feedback

if TYPE_CHECKING:
    from messages.message import Language

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """One text to the newsroom. `name` is None when its writer wants none to be shown."""

    id: int
    chat_id: int
    message_id: int
    name: str | None
    text: str
    language: Language
    at: dt.datetime


def put(
    connection: sa.Connection,
    *,
    chat_id: int,
    message_id: int,
    name: str | None,
    text: str,
    language: Language,
    now: dt.datetime,
) -> int | None:
    """Store a letter; the same message again changes nothing and gives None."""
    same = sa.select(feedback.c.id).where(feedback.c.chat_id == chat_id, feedback.c.message_id == message_id)
    if connection.execute(same).first() is not None:
        return None
    key = connection.execute(
        feedback.insert().values(
            chat_id=chat_id, message_id=message_id, name=name, text=text, language=language, at=millis(now)
        )
    ).inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted, so it has a key
    return int(key[0])


def written_today(connection: sa.Connection, chat_id: int, now: dt.datetime) -> int:
    """How many letters a chat has sent within a day."""
    recent = feedback.c.chat_id == chat_id, feedback.c.at > millis(now - DAY)
    return int(connection.execute(sa.select(sa.func.count()).select_from(feedback).where(*recent)).scalar_one())


def untold(connection: sa.Connection, limit: int = 20) -> list[Letter]:
    """Letters no operator was shown yet, the oldest first."""
    query = sa.select(feedback).where(feedback.c.told_at.is_(None)).order_by(feedback.c.id).limit(limit)
    return [_letter(row) for row in connection.execute(query)]


def letter(connection: sa.Connection, key: int) -> Letter | None:
    """One letter by its number."""
    row = connection.execute(sa.select(feedback).where(feedback.c.id == key)).first()
    return _letter(row) if row is not None else None


def told(connection: sa.Connection, key: int, now: dt.datetime) -> None:
    connection.execute(feedback.update().where(feedback.c.id == key).values(told_at=millis(now)))


def answered(connection: sa.Connection, key: int, now: dt.datetime) -> None:
    connection.execute(feedback.update().where(feedback.c.id == key).values(answered_at=millis(now)))


def unanswered(connection: sa.Connection) -> int:
    """How many letters nobody has answered."""
    query = sa.select(sa.func.count()).select_from(feedback).where(feedback.c.answered_at.is_(None))
    return int(connection.execute(query).scalar_one())


def forget_old(connection: sa.Connection, before: dt.datetime) -> int:
    """Delete letters older than the term; how many."""
    return connection.execute(feedback.delete().where(feedback.c.at < millis(before))).rowcount


def _letter(row: sa.Row[Any]) -> Letter:
    return Letter(row.id, row.chat_id, row.message_id, row.name, row.text, row.language, instant(row.at))

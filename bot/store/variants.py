"""Rendered messages, one row a distinct content, with the file the API keeps of a picture."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.schema import variants
from messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence


def keep(connection: sa.Connection, message: Message) -> tuple[int, str | None]:
    """The row of this content, made when it is new; gives its id and the file the API already holds."""
    text = message.model_dump_json()
    digest = hashlib.sha256(text.encode()).digest()
    row = connection.execute(sa.select(variants.c.id, variants.c.file_id).where(variants.c.hash == digest)).first()
    if row is not None:
        return int(row.id), row.file_id
    key = connection.execute(variants.insert().values(hash=digest, message=text)).inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted, so it has a key
    return int(key[0]), None


def set_file(connection: sa.Connection, key: int, file_id: str) -> None:
    """Remember the file the API keeps of a variant's picture."""
    connection.execute(variants.update().where(variants.c.id == key).values(file_id=file_id))


def messages_of(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Message]:
    """The messages of some rows."""
    rows = connection.execute(sa.select(variants.c.id, variants.c.message).where(variants.c.id.in_(list(keys))))
    return {row.id: Message.model_validate_json(row.message) for row in rows}

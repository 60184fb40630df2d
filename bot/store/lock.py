"""The lock that keeps two bots from sending out of one database, held as long as its process lives."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import TryLaterError
from bot.store.database import translated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Database

# One lock a schema, not a database: two papers may share a server's database.
_TAKE = sa.text("SELECT pg_try_advisory_lock(hashtext('chenbao run in ' || current_schema()))")


@contextlib.contextmanager
def sole_sender(database: Database) -> Iterator[None]:
    """Hold the database's lock; TryLaterError when another process holds it."""
    with _file_lock(database.path) if database.path is not None else _advisory_lock(database):
        yield


@contextlib.contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - not there on Windows, where one runs `demo` and `parse`

    lock = path.with_name(path.name + ".lock")
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _taken(str(path)) from None
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _advisory_lock(database: Database) -> Iterator[None]:
    """PostgreSQL's own, which ends with the connection that took it."""
    with translated(database.url):
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with translated(database.url):
            taken = connection.execute(_TAKE).scalar()
        if not taken:
            raise _taken(sa.make_url(database.url).render_as_string(hide_password=True))
        yield
    finally:
        connection.invalidate()  # closed, not given back to the pool: the lock ends with it
        connection.close()


def _taken(name: str) -> TryLaterError:
    return TryLaterError(f"another run already sends from {name}; stop it first")

"""The lock that keeps two bots from sending out of one database, held as long as its process lives."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING

import sqlalchemy as sa
import structlog

from bot.errors import ChenbaoError, TryLaterError
from bot.store.database import translated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.store.database import Database

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
_ALIVE = sa.text("SELECT 1")
# One lock a schema, not a database: two papers may share a server's database.
_TAKE = sa.text("SELECT pg_try_advisory_lock(hashtext('chenbao run in ' || current_schema()))")


class AnotherRunError(TryLaterError):
    """Another process sends from this database."""


class Hold:
    """That this process alone sends from its database: a file's lock ends with the process and cannot be lost."""

    def renew(self) -> None:
        """Look whether it still holds, and take it again where it was lost; AnotherRunError when somebody else has."""


@contextlib.contextmanager
def sole_sender(database: Database) -> Iterator[Hold]:
    """Hold the database's lock; AnotherRunError when another process holds it."""
    with _file_lock(database.path) if database.path is not None else _advisory_lock(database) as hold:
        yield hold


@contextlib.asynccontextmanager
async def kept(hold: Hold, *, lost: Callable[[], None]) -> AsyncIterator[None]:
    """Keep the lock beside all else; `lost` is called, and AnotherRunError raised in the end, when another has it."""
    over = asyncio.Event()

    async def keep() -> None:
        try:
            while not over.is_set():
                await asyncio.to_thread(hold.renew)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await over.wait()
        except Exception as error:
            log.warning("sending ends: nobody can say that this is the only sender", reason=str(error))
            lost()
            raise

    keeping = asyncio.create_task(keep())
    try:
        yield
    finally:
        over.set()  # and not cancelled: a thread that is asking would go on, and might take the lock after its end
        await asyncio.wait([keeping])
    keeping.result()


@contextlib.contextmanager
def _file_lock(path: Path) -> Iterator[Hold]:
    import fcntl  # noqa: PLC0415 - not there on Windows, where one runs `demo` and `parse`

    lock = path.with_name(path.name + ".lock")
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _taken(str(path)) from None
        yield Hold()
    finally:
        os.close(handle)


@contextlib.contextmanager
def _advisory_lock(database: Database) -> Iterator[Hold]:
    hold = AdvisoryHold(database)
    try:
        hold.take()
        yield hold
    finally:
        hold.give()


class AdvisoryHold(Hold):
    """PostgreSQL's own lock, which ends with the connection that took it, as when its server is restarted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: sa.Connection | None = None

    def take(self) -> None:
        """AnotherRunError when somebody holds it; TryLaterError when the server cannot be reached."""
        with translated(self._database.url):
            self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            taken = self._connection.execute(_TAKE).scalar()
        if not taken:
            self.give()
            raise _taken(sa.make_url(self._database.url).render_as_string(hide_password=True))

    def renew(self) -> None:
        try:
            if self._connection is not None:
                self._connection.execute(_ALIVE)
                return
        except sa.exc.DBAPIError:
            self.give()
        try:
            self.take()
        except AnotherRunError:
            raise
        except ChenbaoError as error:
            self.give()
            log.warning("the database is away; whether this is its only sender is asked again", reason=str(error))
        else:
            log.warning("the database was away; this is its only sender again")

    def give(self) -> None:
        """Closed, not given back to the pool: the lock ends with the connection."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _taken(name: str) -> AnotherRunError:
    return AnotherRunError(f"another run already sends from {name}; stop it first")

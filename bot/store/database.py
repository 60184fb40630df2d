"""Opens the database, and runs each transaction, a plain function of a connection, in the right thread.

One writer thread and a small pool of readers: synchronous SQLite and psycopg measured three times faster a row than
their asyncio dresses, and a single writer never meets a lock of our own making.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from bot.errors import ChenbaoError, ConfigurationError, TryLaterError

if TYPE_CHECKING:
    from collections.abc import Iterator

P = ParamSpec("P")
R = TypeVar("R")
Transaction = Callable[Concatenate[sa.Connection, P], R] if TYPE_CHECKING else None

BUSY_SECONDS = 5
SERVER_SECONDS = 10  # a server that is silent for so long is gone
READERS = 2


class Database:
    """A database opened for one process. `close` ends its threads and connections."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = url
        self.path = sqlite_path(url)
        if self.path is not None:
            prepare_file(self.path)
        self._write_engine = make_engine(url, begin="BEGIN IMMEDIATE", busy_seconds=busy_seconds)
        self._each_engine = make_engine(url, begin=None, busy_seconds=busy_seconds)
        self._read_engine = make_engine(url, begin="BEGIN", busy_seconds=busy_seconds)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._kept: dict[sa.Engine, sa.Connection] = {}  # the writer thread's
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    @property
    def engine(self) -> sa.Engine:
        """The engine that writes; for migrations."""
        return self._write_engine

    def writing(self, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` in one transaction, here and now: all of it is kept, or none."""
        with translated(self.url), self._write_engine.begin() as connection:
            return work(connection, *args, **kwargs)

    def reading(self, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` on one consistent view, here and now."""
        with translated(self.url), self._read_engine.connect() as connection:
            return work(connection, *args, **kwargs)

    async def write(self, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` in one transaction in the writer thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._writer, lambda: self._in_writer(self._write_engine, work, *args, **kwargs)
        )

    async def write_each(
        self, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `work` in the writer thread, each of its statements a transaction of its own.

        A transaction is begun and ended by statements too, and after each the writer waits for Python's lock; a server
        does the waiting elsewhere, and there all of it is one transaction.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._writer, lambda: self._in_writer(self._each_engine, work, *args, **kwargs)
        )

    def _in_writer(
        self, engine: sa.Engine, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """As `writing`, in the writer thread, which keeps its connections: to fetch one costs as much as a small write.

        Not to a server, which may have been restarted meanwhile.
        """
        if self.path is None:
            return self.writing(work, *args, **kwargs)
        with translated(self.url):
            kept = self._kept.get(engine) or self._kept.setdefault(engine, engine.connect())
            with kept.begin():
                return work(kept, *args, **kwargs)

    async def read(self, work: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` on one consistent view in a reader thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.reading(work, *args, **kwargs))

    async def forget(self) -> None:
        """Take what was deleted out of the files too: the log of changes is written back and cut to nothing."""
        if self.path is not None:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._writer, self.forget_now)

    def forget_now(self) -> None:
        """As `forget`, here and now. A reader in the middle of a view lets it wait for the next time."""
        if self.path is None:
            return
        with translated(self.url), self._write_engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # a checkpoint is no part of a transaction
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")

    def close(self) -> None:
        self._writer.shutdown()
        for connection in self._kept.values():
            connection.close()
        self._readers.shutdown()
        for engine in (self._write_engine, self._each_engine, self._read_engine):
            engine.dispose()


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; None for PostgreSQL. ConfigurationError for anything else."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ConfigurationError(
            f'database.url "{url}" is no database address; write "sqlite:///chenbao.db" or "postgresql://…"'
        ) from None
    if parsed.get_backend_name() == "postgresql":
        return None
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ConfigurationError(
            'database.url must be "sqlite:///FILE" or "postgresql://…"; an in-memory database would lose every reader'
        )
    return Path(parsed.database)


def prepare_file(path: Path) -> None:
    """Make the folder and an empty file only its owner can read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
        elif not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(13, "no right to write")
    except OSError as error:
        raise ChenbaoError(
            f"database.url: cannot write {path} ({error.strerror}); choose another file or mend its rights"
        ) from error


def make_engine(url: str, *, begin: str | None, busy_seconds: float) -> sa.Engine:
    """An engine whose transactions begin as the store wants them: a SQLite writer takes its lock at once.

    None: a SQLite transaction is never begun, and each statement is one.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        try:
            return sa.create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": SERVER_SECONDS, "tcp_user_timeout": SERVER_SECONDS * 1000},
            )
        except ModuleNotFoundError:
            raise ConfigurationError(
                "database.url names PostgreSQL, whose driver is not installed; install chenbao[postgres]"
            ) from None
    engine = sa.create_engine(
        parsed,
        hide_parameters=True,
        pool_size=READERS,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    if begin is not None:

        @event.listens_for(engine, "begin")
        def take_lock(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

    return engine


@contextlib.contextmanager
def translated(url: str) -> Iterator[None]:
    """Say a driver's error in the operator's words, with the cause chained."""
    try:
        yield
    except (OperationalError, DatabaseError, ProgrammingError) as error:
        if isinstance(error, sa.exc.IntegrityError):
            raise
        raise database_error(url, str(error.orig)) from error


def database_error(url: str, message: str) -> ChenbaoError:
    """The operator's sentence for a driver's `message`."""
    name = sa.make_url(url).render_as_string(hide_password=True)
    if "locked" in message or "busy" in message:
        return TryLaterError(f"the database {name} is locked by another program; end it or try again")
    if "not a database" in message or "malformed" in message:
        return ChenbaoError(f"{name} is not a Chenbao database ({message}); choose another file or restore a backup")
    if "readonly" in message or "unable to open" in message or "full" in message or "I/O" in message:
        return TryLaterError(f"the database {name} cannot be written ({message}); free the disk or mend its rights")
    if "connection" in message.lower() or "connect" in message.lower():
        return TryLaterError(f"the database {name} cannot be reached ({message.splitlines()[0]})")
    return ChenbaoError(f"the database {name} failed: {message.splitlines()[0] if message else 'no reason given'}")

"""A database to work on, once SQLite and once a real PostgreSQL (the server pgserver carries)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app import opened
from bot.config import DatabaseSection, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL server, ended with the tests."""
    pgserver = pytest.importorskip("pgserver", reason="pgserver is installed below Python 3.13 only")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with its tables, of both kinds."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        url = fresh(request.getfixturevalue("postgres"), tmp_path.name)
    with opened(Settings(database=DatabaseSection(url=url))) as database:
        yield database


def fresh(server: str, name: str) -> str:
    """A new database on a server: the address of it."""
    import sqlalchemy as sa  # noqa: PLC0415 - only where a server is

    address = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        wanted = "".join(letter if letter.isalnum() else "_" for letter in name)[-50:].lower()
        connection.execute(sa.text(f'CREATE DATABASE "{wanted}"'))
    engine.dispose()
    return address.set(drivername="postgresql", database=wanted).render_as_string(hide_password=False)

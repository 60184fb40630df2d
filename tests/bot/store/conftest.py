"""The same store tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.store.database import Database
from bot.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own.

    It runs as another user, so its folder does not lie in pytest's, which every session closes to others anew.
    """
    if sys.version_info >= (3, 13):
        pytest.skip("pgserver has no build for Python 3.13 and later")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # it warns where there is none
        from pgserver.postgres_server import get_server  # noqa: PLC0415 - not installed above

        folder = Path(tempfile.mkdtemp(prefix="chenbao-postgres-"))
        server = get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database at the newest revision."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        url = new_database(request.getfixturevalue("postgres"))
    opened = Database(url)
    try:
        upgrade(opened)
        yield opened
    finally:
        opened.close()


def new_database(server: str) -> str:
    """The address of a new, empty database on a server."""
    name = f"test_{uuid.uuid4().hex}"
    address = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)

"""The same store tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
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

    Its files lie in a folder of their own: another run of pytest shuts the folder all runs share to everybody but
    its owner, and the server, which never runs as root, would lose sight of them.
    """
    if sys.version_info >= (3, 13):
        pytest.skip("pgserver has no build for Python 3.13 and later")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # it warns where there is none
        from pgserver.postgres_server import get_server  # noqa: PLC0415 - not installed above

        folder = Path(tempfile.mkdtemp(prefix="chenbao-postgresql-"))
        server = get_server(folder, cleanup_mode=None)
        # Nothing here outlives the tests: no waiting for the disk, neither while they run nor at the end.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        try:
            yield server.get_uri()
        finally:
            pid = int((folder / "postmaster.pid").read_text(encoding="ascii").split()[0])
            os.kill(pid, signal.SIGQUIT)  # PostgreSQL's immediate shutdown
            while (folder / "postmaster.pid").exists():
                time.sleep(0.05)
            shutil.rmtree(folder, ignore_errors=True)  # its last helpers may still be closing their files


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
    """The address of an empty place on a server: a schema of its own, which is made in a tenth of a database's time."""
    name = f"test_{uuid.uuid4().hex}"
    address = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE SCHEMA "{name}"'))
    engine.dispose()
    here = sa.make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    return here.render_as_string(hide_password=False)

"""The migrations and the tables say the same, on a new database and on an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store.database import Database
from bot.store.schema import REVISION, metadata
from bot.store.upgrade import revision, upgrade

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(database)
    with database.engine.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        assert [one for one in differences if "procrastinate" not in str(one)] == []
        assert revision(connection) == REVISION
        assert sa.inspect(connection).has_table("warnings")
    database.close()

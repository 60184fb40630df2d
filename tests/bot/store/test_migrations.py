"""The migration tree leads to the tables of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store.schema import REVISION, metadata
from bot.store.upgrade import revision

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.store.database import Database


def differences(connection: sa.Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_migrations_end_in_the_tables_of_the_schema(database: Database) -> None:
    assert database.reading(revision) == REVISION
    assert not database.reading(differences)

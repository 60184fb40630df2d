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
    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, metadata))


def ours(_item: object, name: str | None, *_rest: object) -> bool:
    """Not the databases' own full-text tables, which differ from one to the other."""
    return not (name or "").startswith("article_grams")


def test_the_migrations_end_in_the_tables_of_the_schema(database: Database) -> None:
    assert database.reading(revision) == REVISION
    assert not database.reading(differences)

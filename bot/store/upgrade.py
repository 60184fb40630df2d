"""Creates the tables or brings an older database up to date; refuses one of a newer program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import ChenbaoError
from bot.store.database import translated
from bot.store.schema import REVISION

if TYPE_CHECKING:
    from bot.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def revision(connection: sa.Connection) -> str | None:
    """The revision the database stands at; None when it is new."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def upgrade(database: Database) -> str | None:
    """Bring the tables to this program's revision; gives the revision found. Loads Alembic only when it is needed."""
    with translated(database.url):
        with database.engine.begin() as connection:
            found = revision(connection)
        if found == REVISION:
            return found
        if found is not None and found > REVISION:
            raise ChenbaoError(
                f"the database is of a newer Chenbao (revision {found}, this program knows {REVISION}); "
                "upgrade the program, or restore a backup made before"
            )
        _run_migrations(database)
    return found


def _run_migrations(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second that an up-to-date start need not pay
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

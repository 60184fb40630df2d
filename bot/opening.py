"""The database as the settings name it, opened and up to date. All that a command needs which talks to nobody."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.store.database import Database
from bot.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, created or brought up to date."""
    database = Database(settings.database.url)
    try:
        upgrade(database)
        yield database
    finally:
        database.close()

"""The lock that keeps two bots from sending out of one SQLite file."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from bot.errors import TryLaterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def sole_sender(path: Path) -> Iterator[None]:
    """Hold the lock beside the database file at `path`; TryLaterError when another process holds it."""
    import fcntl  # noqa: PLC0415 - not there on Windows, where one runs `demo` and `parse`

    lock = path.with_name(path.name + ".lock")
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise TryLaterError(f"another run already sends from {path}; stop it first") from None
        yield
    finally:
        os.close(handle)

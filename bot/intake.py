"""The way in: a file becomes text, the text an edition, the edition a row. Decides nothing about when it is shown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ChenbaoError, UnreadableError
from bot.sources.decode import PAGE_BYTES, decode
from bot.sources.newspaper import date_from_name, read_page

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.database import Database
    from bot.store.editions import Ingested
    from messages.edition import Edition

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: its name, its text and what it says."""

    name: str
    text: str
    edition: Edition


def read_file(file: str, date: dt.date | None = None) -> Page:
    """Read one page; `date` (or the file's name) goes before what the page says.

    UnreadableError when the file is empty, binary, too large or no newspaper page.
    """
    data = _bytes(file)
    try:
        decoded = decode(data)
    except UnreadableError as error:
        raise UnreadableError(f"{file}: {error}") from error
    edition = read_page(decoded.text, date=date or (date_from_name(file) if file != STDIN else None))
    if not any((edition.forecasts, edition.articles, edition.hotlines, edition.safety_notices, edition.captions)):
        raise UnreadableError(f"{file}: nothing of a newspaper page was recognised in it")
    return Page(Path(file).name if file != STDIN else "stdin", decoded.text, edition)


def read_text(name: str, text: str) -> Page:
    """A page whose text is at hand; its name may say the date."""
    return Page(name, text, read_page(text, date=date_from_name(name)))


def _bytes(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read(PAGE_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(PAGE_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableError(f"{file} is a folder; name a file in it") from None
    except OSError as error:
        raise ChenbaoError(f"{file} cannot be read: {error.strerror}") from error


def ingest(database: Database, page: Page, now: dt.datetime, *, hold: bool = False) -> Ingested:
    """Store a page under its date; UnreadableError when no date is to be found."""
    from bot.store import editions  # noqa: PLC0415 - `parse` stores nothing and need not load the store

    date = page.edition.date
    if date is None:
        raise UnreadableError(f"{page.name}: no date is to be found on the page or in its name; say it with --date")
    return database.writing(
        editions.put_page, date=date, name=page.name, edition=page.edition, text=page.text, now=now, hold=hold
    )

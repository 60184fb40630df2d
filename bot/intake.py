"""The way in: a file becomes text, the text an edition, the edition a row. Decides nothing about when it is shown."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UnreadableError
from bot.sources.decode import PAGE_BYTES, decode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.store.database import Database
    from bot.store.editions import Ingested
    from messages.edition import Edition

STDIN = "-"
_MARKUP = re.compile(r"\s{0,64}<(?:!doctype|html|\?xml)", re.IGNORECASE)
_HAN = re.compile("[一-龥]")
_HAN_SHARE = 0.2  # of a page's letters at least


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
    name = Path(file).name if file != STDIN else "stdin"
    page = read_text(name, decoded.text, date)
    edition = page.edition
    if _MARKUP.match(decoded.text):
        raise UnreadableError(f"{file}: the file is HTML or XML, not plain text; save the page as plain text first")
    read = (edition.forecasts, edition.articles, edition.hotlines, edition.safety_notices, edition.captions)
    if not _is_chinese(decoded.text) or not any(read):
        raise UnreadableError(f"{file}: nothing of a newspaper page was recognised in it")
    return page


def _is_chinese(text: str) -> bool:
    return len(_HAN.findall(text)) >= sum(map(str.isalpha, text)) * _HAN_SHARE


def read_text(name: str, text: str, date: dt.date | None = None) -> Page:
    """A page whose text is at hand; without `date` its name may say the date."""
    from bot.sources.newspaper import date_from_name, read_page  # noqa: PLC0415 - a tenth of a second of a start

    named = None if date else date_from_name(name)
    edition = read_page(text, date=date or named)
    return Page(name, text, edition.model_copy(update={"date_from": f"file name {name}"}) if named else edition)


def _bytes(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read(PAGE_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(PAGE_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableError(f"{file} is a folder; name a file in it") from None
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {error.strerror}") from error


def ingest(database: Database, page: Page, now: dt.datetime, *, hold: bool = False) -> Ingested:
    """Store a page under its date; UnreadableError when no date is to be found."""
    return database.writing(storing(page, now, hold=hold))


def storing(page: Page, now: dt.datetime, *, hold: bool = False) -> Callable[[Connection], Ingested]:
    """Give the transaction that stores a page; UnreadableError when no date is to be found."""
    from bot.store import editions  # noqa: PLC0415 - `parse` stores nothing and need not load the store

    date = page.edition.date
    if date is None:
        why = page.edition.date_from or "neither the page nor its name says one"
        raise UnreadableError(
            f"{page.name}: no date is to be found ({why}); say it with --date, or name the file like 2023-03-09.txt"
        )
    return partial(
        editions.put_page, date=date, name=page.name, edition=page.edition, text=page.text, now=now, hold=hold
    )

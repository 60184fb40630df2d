"""What editors do with pages from the command line: see how they are read, and store them. Gives exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from bot.errors import UnreadableError
from bot.intake import ingest as stored
from bot.intake import read_file
from bot.sources.newspaper import nothing_left, read_forecast, report, told

if TYPE_CHECKING:
    import datetime as dt

    from bot.config import Settings
    from bot.intake import Page
    from bot.store.editions import Ingested

WARNINGS, NOTHING = 3, 4


def parse_line(text: str, date: dt.date | None, *, as_json: bool) -> int:
    """Show how one forecast line is read; 4 when it is none."""
    found = read_forecast(text, date=date)
    if as_json:
        _show(found.model_dump(mode="json") if found else None)
    if found is None:
        typer.echo("this is not a forecast", err=True)
        return NOTHING
    if not as_json:
        _print(told(found))
    return WARNINGS if any(period.unread or period.odd for period in found.periods) else 0


def parse_files(files: list[str], date: dt.date | None, *, as_json: bool) -> int:
    """Show how files are read; the highest exit code of them all."""
    pages = [_read(file, date) for file in files]
    read = [page for page in pages if page]
    if not as_json:
        for page in read:
            _print(report(page.text, page.edition))
    elif len(files) > 1:
        _show([_as_json(page) for page in read])
    else:
        _show(_as_json(read[0]) if read else None)
    return max(map(_code, pages))


def ingest(settings: Settings, files: list[str], date: dt.date | None, *, hold: bool) -> int:
    """Read files and store them; the highest exit code of them all. A page that cannot be used loses no other."""
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.opening import opened  # noqa: PLC0415 - `parse` loads neither the store nor the chat

    pages = [_read(file, date) for file in files]
    codes = [_code(page) for page in pages]
    with opened(settings) as database:
        for page in filter(None, pages):
            try:
                _tell(page, stored(database, page, SystemClock().now(), hold=hold))
            except UnreadableError as error:
                typer.echo(f"chenbao: {error}", err=True)
                codes.append(NOTHING)
    return max(codes)


def _tell(page: Page, done: Ingested) -> None:
    """Say what storing a page did, and what it says otherwise than before."""
    from messages import page_report  # noqa: PLC0415 - `parse` need not load the calendar

    typer.echo(f"{done.date} {done.name}: {done.happened}, {len(page.edition.articles)} articles")
    for change in page_report.changes(done.replaced, page.edition) if done.replaced else ():
        typer.echo(f"  {change.happened} {change.what} {change.words}".rstrip())


def _read(file: str, date: dt.date | None) -> Page | None:
    try:
        return read_file(file, date)
    except UnreadableError as error:
        typer.echo(f"chenbao: {error}", err=True)
        return None


def _code(page: Page | None) -> int:
    return NOTHING if page is None else 0 if nothing_left(page.edition) else WARNINGS


def _as_json(page: Page) -> dict[str, Any]:
    return {"file": page.name, **page.edition.model_dump(mode="json")}


def _show(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print(shown: Any) -> None:
    from rich.console import Console  # noqa: PLC0415 - JSON needs no colours

    Console(soft_wrap=True).print(shown)

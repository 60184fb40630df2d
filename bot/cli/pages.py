"""The commands about pages and editions: how they are read, stored, published, held and taken down."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import Annotated

import typer

from bot.cli.arguments import AsJson, ConfigFile, Date, Files, date_of, settings_of
from bot.errors import ChenbaoError, ConfigurationError


def parse(
    files: Annotated[list[str] | None, typer.Argument(help="Pages as text files; - is standard input.")] = None,
    date: Date = None,
    line: Annotated[str | None, typer.Option("--line", help="Read one printed forecast line instead of files.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a page or a forecast line is read. Stores nothing."""
    from bot import pages  # noqa: PLC0415

    if line is not None:
        if files:
            raise ConfigurationError("--line TEXT stands in place of files; give one or the other")
        raise typer.Exit(pages.parse_line(line, date_of(date), as_json=as_json))
    if not files:
        raise ConfigurationError("name a file to read, - for standard input, or --line TEXT")
    raise typer.Exit(pages.parse_files(files, date_of(date), as_json=as_json))


def ingest(
    files: Files,
    date: Date = None,
    hold: Annotated[bool, typer.Option("--hold", help="Keep it from readers until `publish`.")] = False,
    config_file: ConfigFile = None,
) -> None:
    """Read pages and store them under their date."""
    from bot import pages  # noqa: PLC0415

    raise typer.Exit(pages.ingest(settings_of(config_file), files, date_of(date), hold=hold))


def publish(date: str, config_file: ConfigFile = None) -> None:
    """Let readers see an edition now."""
    _set_held(date, config_file, held=False)


def hold(date: str, config_file: ConfigFile = None) -> None:
    """Keep an edition from readers until `publish`."""
    _set_held(date, config_file, held=True)


def retract(
    date: str,
    item: Annotated[int | None, typer.Argument(help="The article's number, from 1; all of them without one.")] = None,
    config_file: ConfigFile = None,
) -> None:
    """Take an article, or all of an edition, down: from what is shown, and out of what was sent."""
    from bot import operating  # noqa: PLC0415

    day = date_of(date)
    assert day is not None  # noqa: S101 - an argument is never None
    typer.echo(operating.retract(settings_of(config_file), day, item))


def _set_held(text: str, config_file: Path | None, *, held: bool) -> None:
    from bot.opening import opened  # noqa: PLC0415
    from bot.store import editions  # noqa: PLC0415

    date = date_of(text)
    assert date is not None  # noqa: S101 - an argument is never None
    with opened(settings_of(config_file)) as database:
        if not database.writing(editions.set_held, date, held=held):
            raise ChenbaoError(f"there is no edition of {date}; `chenbao ingest` stores one")
    typer.echo(f"{date}: {'held' if held else 'published'}")

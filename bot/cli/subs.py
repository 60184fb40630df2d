"""`chenbao subs`: readers as JSON lines."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.arguments import ConfigFile, settings_of
from bot.errors import ChenbaoError

app = typer.Typer(help="Readers as JSON lines: list, import, export, remove.", no_args_is_help=True)


@app.command("list")
@app.command("export")
def subs_list(config_file: ConfigFile = None) -> None:
    """Every subscribed chat as one JSON line."""
    from bot import operating  # noqa: PLC0415

    for row in operating.roster_lines(settings_of(config_file)):
        typer.echo(json.dumps(row, ensure_ascii=False))


@app.command("import")
def subs_import(
    file: Annotated[str, typer.Argument(help="JSON lines; - is standard input.")],
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing when a line is wrong.")] = False,
    config_file: ConfigFile = None,
) -> None:
    """Add or change subscriptions from JSON lines; a wrong line is named and stops nothing else."""
    from bot import operating  # noqa: PLC0415

    stored, problems = operating.import_roster(settings_of(config_file), file, strict=strict)
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{stored} stored, {len(problems)} refused", err=True)
    raise typer.Exit(1 if problems else 0)


@app.command("remove")
def subs_remove(chat_id: int, config_file: ConfigFile = None) -> None:
    """Erase everything kept of a chat."""
    from bot import operating  # noqa: PLC0415

    if not operating.remove(settings_of(config_file), chat_id):
        raise ChenbaoError(f"nothing is kept of chat {chat_id}")
    typer.echo(f"{chat_id}: erased")

"""The commands about what is owed: an announcement, the ledger, the books in numbers."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.arguments import AsJson, ConfigFile, settings_of, show


def announce(
    text: Annotated[str, typer.Argument(help="What to say; - is standard input.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Before digests; repeated when in doubt.")] = False,
    expires: Annotated[str | None, typer.Option(help="Not worth sending after this time: ISO, or minutes.")] = None,
    config_file: ConfigFile = None,
) -> None:
    """Owe a message to every subscriber; `run` delivers it. Prints the reference."""
    from bot import operating  # noqa: PLC0415

    ref, notes = operating.announce(settings_of(config_file), text, urgent=urgent, expires=expires)
    for note in notes:
        typer.echo(note, err=True)
    typer.echo(ref)


def deliveries(
    publication: Annotated[str | None, typer.Option(help="Only this reference.")] = None,
    state: Annotated[str | None, typer.Option(help="Only this state.")] = None,
    as_json: AsJson = False,
    config_file: ConfigFile = None,
) -> None:
    """The ledger: who got what, who did not and why."""
    from bot import operating  # noqa: PLC0415

    for row in operating.deliveries(settings_of(config_file), publication, state):
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo("  ".join(str(value) for value in row.values() if value is not None))


def stats(
    publication: Annotated[str | None, typer.Option(help="Only this reference.")] = None,
    days: Annotated[float, typer.Option(help="How far back.", min=0)] = 7,
    as_json: AsJson = False,
    config_file: ConfigFile = None,
) -> None:
    """The books in numbers: outcomes by hour, who left after a send, what waits and for how long."""
    from bot import operating  # noqa: PLC0415

    found = operating.stats(settings_of(config_file), publication, days)
    if as_json:
        show(found)
    else:
        for line in operating.stats_lines(found):
            typer.echo(line)

"""`chenbao sources`: live sources."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.arguments import AsJson, ConfigFile, settings_of, show

app = typer.Typer(help="Live sources: how they stand, what they answer.", no_args_is_help=True)


@app.command("list")
def sources_list(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Every source with its last success, its age, its next question and why it failed."""
    from bot import sourcing  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    rows = sourcing.standing(settings_of(config_file), SystemClock().now())
    if not rows and not as_json:
        typer.echo("no source: give a place latitude and longitude, or add [[sources.…]] (see config.example.toml)")
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else sourcing.standing_line(row))


@app.command("test")
def sources_test(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Ask every source once and say what came. Stores nothing; 1 when one of them gave nothing usable."""
    from bot import sourcing  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    rows = sourcing.test(settings_of(config_file), SystemClock().now())
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else sourcing.came_line(row))
    raise typer.Exit(1 if any(row["outcome"] in {"failed", "reject"} for row in rows) else 0)


@app.command("read")
def sources_read(
    kind: Annotated[str, typer.Argument(help="open-meteo, met-norway, qweather, nws, meteoalarm, eccc, cap, …")],
    file: Annotated[str, typer.Argument(help="The payload; - is standard input.")],
    as_json: AsJson = False,
    config_file: ConfigFile = None,
) -> None:
    """Print what one payload says: 0 read, 3 in part, 4 refused with the reason."""
    from bot import sourcing  # noqa: PLC0415

    code, read = sourcing.read(kind, file, settings_of(config_file).paper.timezone)
    if as_json:
        show(read)
    else:
        for line in sourcing.summary(read):
            typer.echo(line)
    raise typer.Exit(code)

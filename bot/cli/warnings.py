"""`chenbao warnings`: official warnings."""

from __future__ import annotations

import json

import typer

from bot.cli.arguments import AsJson, ConfigFile, settings_of

app = typer.Typer(help="Official warnings: those in force; stop new ones, let them go on.", no_args_is_help=True)


@app.command("list")
def warnings_list(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Every warning in force: who issued it, for which places, and when readers were told."""
    from bot import official  # noqa: PLC0415

    rows = official.listed(settings_of(config_file))
    if not rows and not as_json:
        typer.echo("no warning is in force")
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else official.line(row))


@app.command("stop")
def warnings_stop(config_file: ConfigFile = None) -> None:
    """Tell readers of no new warning until `start`: for a source that is at fault or forged."""
    from bot import official  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    withdrawn = official.stop(settings_of(config_file), SystemClock().now())
    typer.echo(f"new warnings are stopped, {withdrawn} messages withdrawn; `chenbao warnings start` lets them go on")


@app.command("start")
def warnings_start(config_file: ConfigFile = None) -> None:
    """Tell readers of new warnings again."""
    from bot import official  # noqa: PLC0415

    was_stopped = official.start(settings_of(config_file))
    typer.echo("new warnings go on" if was_stopped else "new warnings were not stopped")

"""`chenbao config`: the settings in force."""

from __future__ import annotations

import typer

from bot.cli.arguments import ConfigFile, settings_of

app = typer.Typer(help="The settings in force.", no_args_is_help=True)


@app.command("show")
def config_show(config_file: ConfigFile = None) -> None:
    """Every setting with its value in force, secrets hidden."""
    from bot.shown import shown  # noqa: PLC0415

    typer.echo(shown(settings_of(config_file)))

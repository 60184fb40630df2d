"""The commands that show what readers get: the digest, the forecast, the headlines."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import Annotated

import typer

from bot.cli.arguments import AsJson, ConfigFile, Date, date_of, settings_of, show


def preview(
    date: Date = None,
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "",
    form: Annotated[str, typer.Option(help="text or photo.")] = "text",
    theme: Annotated[str, typer.Option(help="light or dark, for the weather card.")] = "light",
    png: Annotated[Path | None, typer.Option(help="Write the weather card to this file.")] = None,
    evening: Annotated[bool, typer.Option("--evening", help="The evening card instead of the digest.")] = False,
    as_json: AsJson = False,
    config_file: ConfigFile = None,
) -> None:
    """Show the digest as it will be sent."""
    from bot import looking  # noqa: PLC0415

    settings = settings_of(config_file)
    wanted = looking.wishes(language or settings.paper.language, form, theme)
    found = looking.preview(settings, date_of(date), wanted)
    message = found.evening if evening else found.digest
    if png is not None:
        found.write_card(png)
    if as_json:
        buttons = [[button.model_dump(exclude_none=True) for button in row] for row in message.buttons]
        show({"text": message.text, "form": message.form, "buttons": buttons})
    else:
        typer.echo(looking.plain(message))


def forecast(language: Annotated[str, typer.Option()] = "", config_file: ConfigFile = None) -> None:
    """The three days, as readers get them."""
    from bot import looking  # noqa: PLC0415

    typer.echo(looking.plain(looking.forecast(settings_of(config_file), language)))


def news(language: Annotated[str, typer.Option()] = "", config_file: ConfigFile = None) -> None:
    """The headlines, as readers get them."""
    from bot import looking  # noqa: PLC0415

    typer.echo(looking.plain(looking.news(settings_of(config_file), language)))

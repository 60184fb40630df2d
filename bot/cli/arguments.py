"""What several commands take, and what they do with it first."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.config import Settings

ConfigFile = Annotated[Path | None, typer.Option("--config", help="Configuration file; chenbao.toml here by default.")]
Date = Annotated[str | None, typer.Option("--date", help="The paper's date, such as 2023-03-09.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Files = Annotated[list[str], typer.Argument(help="Pages as text files; - is standard input.")]


def settings_of(file: Path | None) -> Settings:
    """The settings, with logs set up by them."""
    from bot import log  # noqa: PLC0415
    from bot.config import load  # noqa: PLC0415

    settings = load(file)
    log.set_up(settings.log.level, settings.log.format)
    return settings


def date_of(text: str | None) -> dt.date | None:
    """A date argument; ConfigurationError when it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f'"{text}" is not a date; write it like 2023-03-09') from None


def show(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))

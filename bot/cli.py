"""The command line: each command calls one function. Loads what a command needs only when it runs.

Exit codes: 0 fine, 1 failed, 2 configuration or usage, 3 read with warnings, 4 nothing usable, 75 try later.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import ChenbaoError, ConfigurationError

if TYPE_CHECKING:
    from bot.config import Settings

app = typer.Typer(
    help="Chenbao (晨报): reads a newspaper page and brings each reader one good message at the minute they chose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
subs = typer.Typer(help="Readers as JSON lines: list, import, export, remove.", no_args_is_help=True)
config = typer.Typer(help="The settings in force.", no_args_is_help=True)
app.add_typer(subs, name="subs")
app.add_typer(config, name="config")
sources = typer.Typer(help="Live sources: how they stand, what they answer.", no_args_is_help=True)
app.add_typer(sources, name="sources")
warnings = typer.Typer(help="Official warnings: those in force; stop new ones, let them go on.", no_args_is_help=True)
app.add_typer(warnings, name="warnings")

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


# Reading


@app.command()
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


@app.command()
def ingest(
    files: Files,
    date: Date = None,
    hold: Annotated[bool, typer.Option("--hold", help="Keep it from readers until `publish`.")] = False,
    config_file: ConfigFile = None,
) -> None:
    """Read pages and store them under their date."""
    from bot import pages  # noqa: PLC0415

    raise typer.Exit(pages.ingest(settings_of(config_file), files, date_of(date), hold=hold))


@app.command()
def publish(date: str, config_file: ConfigFile = None) -> None:
    """Let readers see an edition now."""
    _set_held(date, config_file, held=False)


@app.command()
def hold(date: str, config_file: ConfigFile = None) -> None:
    """Keep an edition from readers until `publish`."""
    _set_held(date, config_file, held=True)


@app.command()
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
    from bot.app import opened  # noqa: PLC0415
    from bot.store import editions  # noqa: PLC0415

    date = date_of(text)
    assert date is not None  # noqa: S101 - an argument is never None
    with opened(settings_of(config_file)) as database:
        if not database.writing(editions.set_held, date, held=held):
            raise ChenbaoError(f"there is no edition of {date}; `chenbao ingest` stores one")
    typer.echo(f"{date}: {'held' if held else 'published'}")


# Looking


@app.command()
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


@app.command()
def forecast(language: Annotated[str, typer.Option()] = "", config_file: ConfigFile = None) -> None:
    """The three days, as readers get them."""
    from bot import looking  # noqa: PLC0415

    typer.echo(looking.plain(looking.forecast(settings_of(config_file), language)))


@app.command()
def news(language: Annotated[str, typer.Option()] = "", config_file: ConfigFile = None) -> None:
    """The headlines, as readers get them."""
    from bot import looking  # noqa: PLC0415

    typer.echo(looking.plain(looking.news(settings_of(config_file), language)))


# Running


@app.command()
def run(
    config_file: ConfigFile = None,
    once: Annotated[bool, typer.Option("--once", help="Send what is due and leave.")] = False,
) -> None:
    """Run the bot. SIGTERM finishes what is in flight."""
    import asyncio  # noqa: PLC0415

    from bot.app import run as run_app  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    asyncio.run(run_app(settings_of(config_file), SystemClock(), once=once))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the chat page; a free one by default.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Start the bot on the sample edition with a chat page on this machine; no token, no network."""
    import asyncio  # noqa: PLC0415

    from bot.demo import demo as run_demo  # noqa: PLC0415

    asyncio.run(run_demo(port, browser=not no_browser))


@app.command()
def playground(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for page and Bot API; a free one by default.")] = 0,
    headless: Annotated[bool, typer.Option("--headless", help="Bot API and control only, no page.")] = False,
    seed: Annotated[int, typer.Option(help="The world and its faults repeat with the seed.")] = 0,
) -> None:
    """A stand-in for Telegram on this machine, for any bot."""
    from bot.playground.server import run_playground  # noqa: PLC0415

    run_playground(port=port, headless=headless, seed=seed)


@app.command()
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


@app.command()
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


@app.command()
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


# Readers


@subs.command("list")
@subs.command("export")
def subs_list(config_file: ConfigFile = None) -> None:
    """Every subscribed chat as one JSON line."""
    from bot import operating  # noqa: PLC0415

    for row in operating.roster_lines(settings_of(config_file)):
        typer.echo(json.dumps(row, ensure_ascii=False))


@subs.command("import")
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


@subs.command("remove")
def subs_remove(chat_id: int, config_file: ConfigFile = None) -> None:
    """Erase everything kept of a chat."""
    from bot import operating  # noqa: PLC0415

    if not operating.remove(settings_of(config_file), chat_id):
        raise ChenbaoError(f"nothing is kept of chat {chat_id}")
    typer.echo(f"{chat_id}: erased")


@config.command("show")
def config_show(config_file: ConfigFile = None) -> None:
    """Every setting with its value in force, secrets hidden."""
    from bot.config import shown  # noqa: PLC0415

    typer.echo(shown(settings_of(config_file)))


# Official warnings


@warnings.command("list")
def warnings_list(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Every warning in force: who issued it, for which places, and when readers were told."""
    from bot import official  # noqa: PLC0415

    rows = official.listed(settings_of(config_file))
    if not rows and not as_json:
        typer.echo("no warning is in force")
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else official.line(row))


@warnings.command("stop")
def warnings_stop(config_file: ConfigFile = None) -> None:
    """Tell readers of no new warning until `start`: for a source that is at fault or forged."""
    from bot import official  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    withdrawn = official.stop(settings_of(config_file), SystemClock().now())
    typer.echo(f"new warnings are stopped, {withdrawn} messages withdrawn; `chenbao warnings start` lets them go on")


@warnings.command("start")
def warnings_start(config_file: ConfigFile = None) -> None:
    """Tell readers of new warnings again."""
    from bot import official  # noqa: PLC0415

    was_stopped = official.start(settings_of(config_file))
    typer.echo("new warnings go on" if was_stopped else "new warnings were not stopped")


# Live sources


@sources.command("list")
def sources_list(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Every source with its last success, its age, its next question and why it failed."""
    from bot import sourcing  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    rows = sourcing.standing(settings_of(config_file), SystemClock().now())
    if not rows and not as_json:
        typer.echo("no source: give a place latitude and longitude, or add [[sources.…]] (see config.example.toml)")
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else sourcing.standing_line(row))


@sources.command("test")
def sources_test(as_json: AsJson = False, config_file: ConfigFile = None) -> None:
    """Ask every source once and say what came. Stores nothing; 1 when one of them gave nothing usable."""
    from bot import sourcing  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    rows = sourcing.test(settings_of(config_file), SystemClock().now())
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else sourcing.came_line(row))
    raise typer.Exit(1 if any(row["outcome"] in {"failed", "reject"} for row in rows) else 0)


@sources.command("read")
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

"""The command line: each command calls one function. Loads what a command needs only when it runs.

Exit codes: 0 fine, 1 failed, 2 configuration or usage, 3 read with warnings, 4 nothing usable, 75 try later.
"""

from __future__ import annotations

import typer

from bot.cli import config, looking, pages, running, sending, sources, subs, warnings

app = typer.Typer(
    help="Chenbao (晨报): reads a newspaper page and brings each reader one good message at the minute they chose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    pages.parse,
    pages.ingest,
    pages.publish,
    pages.hold,
    pages.retract,
    looking.preview,
    looking.forecast,
    looking.news,
    running.run,
    running.demo,
    running.playground,
    sending.announce,
    sending.deliveries,
    sending.stats,
):
    app.command()(command)
app.add_typer(subs.app, name="subs")
app.add_typer(config.app, name="config")
app.add_typer(sources.app, name="sources")
app.add_typer(warnings.app, name="warnings")

"""The commands that go on until they are stopped: the bot, the demo, the playground."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.arguments import ConfigFile, settings_of


def run(
    config_file: ConfigFile = None,
    once: Annotated[bool, typer.Option("--once", help="Send what is due and leave.")] = False,
) -> None:
    """Run the bot. SIGTERM finishes what is in flight."""
    import asyncio  # noqa: PLC0415
    import gc  # noqa: PLC0415

    gc.disable()  # until `bot.app.run` has all it needs: nothing of it is garbage, and looking was a tenth of the start

    from bot.app import run as run_app  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    asyncio.run(run_app(settings_of(config_file), SystemClock(), once=once))


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the chat page; a free one by default.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Start the bot on the sample edition with a chat page on this machine; no token, no network."""
    import asyncio  # noqa: PLC0415

    from bot.demo import demo as run_demo  # noqa: PLC0415

    asyncio.run(run_demo(port, browser=not no_browser))


def playground(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for page and Bot API; a free one by default.")] = 0,
    headless: Annotated[bool, typer.Option("--headless", help="Bot API and control only, no page.")] = False,
    seed: Annotated[int, typer.Option(help="The world and its faults repeat with the seed.")] = 0,
) -> None:
    """A stand-in for Telegram on this machine, for any bot."""
    from bot.playground.server import run_playground  # noqa: PLC0415

    run_playground(port=port, headless=headless, seed=seed)

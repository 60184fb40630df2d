"""Puts the rounds together: the client, its pace, and what each kind of answer changes."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.polls.poller import Poller
from bot.polls.takes import take_feed, take_forecast
from bot.sources.fetch import Fetcher, user_agent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.clock import Clock
    from bot.config import Settings
    from bot.polls.takes import Take, Taken
    from bot.polls.targets import Gives, Target
    from bot.sources.pace import Pace
    from bot.store.database import Database


def takes() -> Mapping[Gives, Take]:
    """What an answer changes, by what its target gives."""
    return {"forecast": take_forecast, "air": take_forecast, "feed": take_feed}


async def listen(
    settings: Settings,
    targets: Sequence[Target],
    database: Database,
    clock: Clock,
    heard: Callable[[Target, Taken], None],
    pace: Pace,
) -> None:
    """Ask every target in its time until cancelled."""
    async with Fetcher(user_agent_of(settings), proxy=settings.sources.proxy, pace=pace) as fetcher:
        await Poller(
            targets=targets,
            database=database,
            fetcher=fetcher,
            pace=pace,
            clock=clock,
            takes=takes(),
            heard=heard,
        ).run()


def user_agent_of(settings: Settings) -> str:
    """How we name ourselves to services: the program, its version and the operator's contact."""
    return user_agent(version("chenbao"), settings.sources.contact or "no contact set")

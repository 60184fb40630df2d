"""Puts the rounds together: the client, its pace, and what each kind of answer changes."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.polls.poller import Poller
from bot.polls.takes import Forecasts, take_feed
from bot.polls.warned import TakeAlerts
from bot.sources.fetch import Fetcher, user_agent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.clock import Clock
    from bot.config import Settings
    from bot.polls.takes import Still, Take, Taken
    from bot.polls.targets import Gives, Target
    from bot.sources.pace import Pace
    from bot.store.database import Database


def takes(settings: Settings) -> Mapping[Gives, Take]:
    """What a new answer changes, by what its target gives."""
    forecasts = Forecasts(settings)
    alerts = TakeAlerts(settings.all_places, settings.warnings.ceiling)
    return {"forecast": forecasts.take, "air": forecasts.take, "feed": take_feed, "alerts": alerts}


def stills(settings: Settings) -> Mapping[Gives, Still]:
    """What follows when an answer says that nothing has changed."""
    return {"forecast": Forecasts(settings).still}


async def ask(
    settings: Settings,
    targets: Sequence[Target],
    database: Database,
    clock: Clock,
    heard: Callable[[Target, Taken], None],
    pace: Pace,
    once: float | None = None,
) -> None:
    """Ask every target in its time until cancelled; or who is due now, for at most `once` seconds."""
    async with Fetcher(user_agent_of(settings), proxy=settings.sources.proxy, pace=pace) as fetcher:
        poller = Poller(
            targets=targets,
            database=database,
            fetcher=fetcher,
            pace=pace,
            clock=clock,
            takes=takes(settings),
            stills=stills(settings),
            heard=heard,
        )
        await (poller.run() if once is None else poller.once(once))


def user_agent_of(settings: Settings) -> str:
    """How we name ourselves to services: the program, its version and the operator's contact."""
    return user_agent(version("chenbao"), settings.sources.contact or "no contact set")

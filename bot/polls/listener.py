"""Listens to the live sources for a bot's whole life. Light: the readers of all formats load when there is a source."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.polls.targets import targets
from bot.sources.pace import Pace
from bot.store import watching
from bot.store.polls import forget_others

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.config import Settings
    from bot.polls.takes import Taken
    from bot.polls.targets import Target
    from bot.store.database import Database

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 60.0


class Listener:
    """Asks what the settings name; `heard` is called with every answer that says something new."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, heard: Callable[[Target, Taken], None]
    ) -> None:
        self.targets = targets(settings)
        self.pace = Pace()
        self._settings = settings
        self._database = database
        self._clock = clock
        self._heard = heard

    async def watch(self) -> None:
        """Note since when each source of warnings is listened to: what was issued before wakes nobody."""
        watched = [(t.key, t.place.name if t.place else "") for t in self.targets if t.gives == "alerts"]
        await self._database.write(watching.watch, watched, self._clock.now())

    async def run(self) -> None:
        """Ask each source in its time, until cancelled; should that ever break, begin anew."""
        while True:
            try:
                await self.ask()
            except Exception as error:
                log.exception("live sources cannot be asked; once more in a minute", reason=str(error))
            await asyncio.sleep(AGAIN_SECONDS)

    async def ask(self, once: float | None = None) -> None:
        """Ask until cancelled; with `once`, those whose time it is, for at most that many seconds."""
        if not self.targets:
            await self._database.write(forget_others, [])
            return
        from bot.polls.asking import ask  # noqa: PLC0415 - the readers of all formats, which few bots need

        await ask(self._settings, self.targets, self._database, self._clock, self._heard, self.pace, once)

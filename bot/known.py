"""What is known now at each place: read from the store at most once a second, the same value while nothing changed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import briefings
from messages.placed import placed

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.config import Settings
    from bot.store.briefings import Release
    from bot.store.database import Database
    from messages.message import Briefing, House
    from messages.place import Place

SECONDS = 1.0  # how long a briefing read from the store serves again
KEPT_PLACES = 2_000


@dataclass(frozen=True, slots=True)
class At:
    """What is known at a place, and the house as its readers meet it."""

    briefing: Briefing
    house: House


class Known:
    """Briefings by place. `house` gains the bot's name once the API has said it."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, release: Release) -> None:
        self.house = settings.house
        self.places: dict[str, Place] = {place.name: place for place in settings.all_places}
        self.release = release
        self._database = database
        self._clock = clock
        self._kept: dict[str, tuple[float, At]] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def at(self, place: str = "") -> At:
        """What is known at a configured place; of any other name, at the paper's own."""
        name = place if place in self.places else self.house.place
        if (kept := self._fresh(name)) is not None:
            return kept
        async with self._reading.setdefault(name, asyncio.Lock()):  # one reads for all who wait
            return self._fresh(name) or await self._read(name)

    def _fresh(self, name: str) -> At | None:
        since, kept = self._kept.get(name, (0.0, None))
        return kept if time.monotonic() - since <= SECONDS else None

    async def _read(self, name: str) -> At:
        _, kept = self._kept.get(name, (0.0, None))
        found = await self._database.read(briefings.briefing, self._clock.now(), self.release, place=name)
        briefing, house = placed(found, self.house, self.places[name]) if name in self.places else (found, self.house)
        fresh = At(briefing, house)
        if kept is None or fresh != kept:
            kept = fresh
        if len(self._kept) >= KEPT_PLACES:
            self._kept.clear()
        self._kept[name] = (time.monotonic(), kept)
        return kept

    def forget(self) -> None:
        """Something has changed: read anew at the next question."""
        self._kept = {name: (0.0, kept) for name, (_, kept) in self._kept.items()}

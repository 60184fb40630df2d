"""What is known now at each place: read from the store at most once a second, the same value while nothing changed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import briefings
from messages.placed import placed

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings
    from bot.store.briefings import Release
    from bot.store.database import Database
    from messages.message import Briefing, House
    from messages.place import Place

    Key = tuple[str, dt.date | None]

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
        self._kept: dict[Key, tuple[float, At]] = {}
        self._reading: dict[Key, asyncio.Lock] = {}

    async def at(self, place: str = "", date: dt.date | None = None) -> At:
        """What is known at a configured place; of any other name, at the paper's own. As of today, or of a `date`."""
        key = (place if place in self.places else self.house.place, date)
        if (kept := self._fresh(key)) is not None:
            return kept
        async with self._reading.setdefault(key, asyncio.Lock()):  # one reads for all who wait
            return self._fresh(key) or await self._read(*key)

    def _fresh(self, key: Key) -> At | None:
        since, kept = self._kept.get(key, (0.0, None))
        return kept if time.monotonic() - since <= SECONDS else None

    async def _read(self, name: str, date: dt.date | None) -> At:
        _, kept = self._kept.get((name, date), (0.0, None))
        now = self._clock.now()
        found = await self._database.read(briefings.briefing, now, self.release, place=name, date=date)
        briefing, house = placed(found, self.house, self.places[name]) if name in self.places else (found, self.house)
        fresh = At(briefing, house)
        if kept is None or fresh != kept:
            kept = fresh
        if len(self._kept) >= KEPT_PLACES:
            self._kept.clear()
            self._reading.clear()
        self._kept[name, date] = (time.monotonic(), kept)
        return kept

    def forget(self) -> None:
        """Something has changed: read anew at the next question."""
        self._kept = {key: (0.0, kept) for key, (_, kept) in self._kept.items()}

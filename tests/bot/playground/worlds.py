"""Worlds for tests that need no server."""

from __future__ import annotations

import datetime as dt

from bot.clock import SettableClock
from bot.playground.world import World

MORNING = dt.datetime(2023, 3, 9, 6, 59, tzinfo=dt.UTC)


def frozen() -> SettableClock:
    return SettableClock(MORNING, speed=0)


def new_world(seed: int = 0) -> World:
    return World(frozen(), seed)

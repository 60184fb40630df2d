"""The time readers see, as a value one can hand around. Pacing and time-outs do not use it: they run in real time."""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    """What the program asks for the time."""

    def now(self) -> dt.datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


class SettableClock:
    """A clock one can set, freeze and run fast; `demo` hands one to the bot and to the playground.

    With `stepped`, a jump forward waits in `pending` until whoever keeps the schedule has walked through every due
    instant on the way (`step`); else a day's jump would find every digest too late.
    """

    def __init__(self, start: dt.datetime, *, speed: float = 1.0, stepped: bool = False) -> None:
        self._anchor = start.astimezone(dt.UTC)
        self._since = time.monotonic()
        self._stepped = stepped
        self.speed = speed
        self.pending: dt.datetime | None = None

    def now(self) -> dt.datetime:
        return self._anchor + dt.timedelta(seconds=(time.monotonic() - self._since) * self.speed)

    def run(self, speed: float) -> None:
        """Run at `speed` times real time; 0 freezes."""
        self._set(self.now())
        self.speed = speed

    def jump(self, to: dt.datetime) -> None:
        """Move to `to`; forward through every due instant when stepped, else at once."""
        to = to.astimezone(dt.UTC)
        if self._stepped and to > self.now():
            self.pending = to
        else:
            self._set(to)
            self.pending = None

    def step(self, next_due: dt.datetime | None) -> None:
        """Go on with a pending jump: to `next_due` when that lies on the way, else to its end."""
        if self.pending is None:
            return
        if next_due is not None and self.now() < next_due < self.pending:
            self._set(next_due)
        else:
            self._set(self.pending)
            self.pending = None

    def _set(self, instant: dt.datetime) -> None:
        self._anchor = instant
        self._since = time.monotonic()


def known_zone(name: str) -> str:
    """`name` when it is a time zone of the database; ValueError with the remedy when it is not."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is not a time zone; write one such as "Asia/Shanghai"') from None
    return name

"""How far sending has come, and how long the rest takes. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONG = dt.timedelta(hours=1)  # a fan-out that takes longer is said to operators


@dataclass(frozen=True, slots=True)
class Progress:
    """How far sending has come between two looks."""

    sent: int
    left: int
    seconds: float

    @property
    def a_second(self) -> float:
        return self.sent / self.seconds if self.seconds > 0 else 0.0

    def remaining(self, rate: float) -> dt.timedelta:
        """How long the rest takes at the pace seen, or at `rate` while nothing was."""
        return dt.timedelta(seconds=self.left / (self.a_second or rate))


def hours(span: dt.timedelta) -> str:
    """`9 h 15 min`."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"  # noqa: PLR2004 - an hour

"""What a reader makes of one payload, as a value, and the bounds every payload is held to. Knows no format."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

from messages.alert import Alert
from messages.edition import Forecast, Value

MAX_BYTES: Final = 5 * 1024 * 1024  # after decompression
MAX_DEPTH: Final = 50
MAX_ENTRIES: Final = 2_000
MAX_PROBLEMS: Final = 50

Outcome = Literal["ok", "ok-empty", "partial", "reject"]


class Dropped(Value):
    """An alert that was read well and must not reach anybody: a test, a green "no warnings"."""

    identifier: str
    reason: str


class Item(Value):
    """One headline of a feed, in plain text. `identifier` is the feed's own, else the link."""

    identifier: str
    title: str
    link: str | None = None
    published: dt.datetime | None = None
    source: str | None = None  # the feed's title


class Reading(Value):
    """What one payload says. `problems` tell in words what could not be read and why.

    `complete` is True when the payload lists everything in force at its source, so that an alert missing from it is
    over. `version` is the format's own ("1.2" for CAP).
    """

    kind: str
    forecasts: tuple[Forecast, ...] = ()
    alerts: tuple[Alert, ...] = ()
    items: tuple[Item, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[str, ...] = ()
    complete: bool = False
    version: str | None = None

    @property
    def outcome(self) -> Outcome:
        """`reject` never stands here: a payload that is refused raises UnreadableError."""
        if self.problems:
            return "partial"
        return "ok" if self.forecasts or self.alerts or self.items or self.dropped else "ok-empty"

    def as_json(self) -> dict[str, Any]:
        """What `chenbao sources read --json` prints."""
        return {"kind": self.kind, "outcome": self.outcome, **self.model_dump(mode="json", exclude={"kind"})}


def refusal_as_json(kind: str, reason: str) -> dict[str, Any]:
    """What `chenbao sources read --json` prints for a payload that was refused."""
    return {**Reading(kind=kind, problems=(reason,)).as_json(), "outcome": "reject"}


class Problems:
    """Collects what could not be read, each said once, while one payload is read; later ones are only counted."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._more = 0

    def add(self, problem: str) -> None:
        problem = problem.encode("utf-8", "backslashreplace").decode()  # quoted values may hold lone surrogates
        if problem in self._said:
            return
        if len(self._said) < MAX_PROBLEMS:
            self._said[problem] = None
        else:
            self._more += 1

    def listed(self) -> tuple[str, ...]:
        more = (f"and {self._more} further problems",) if self._more else ()
        return (*self._said, *more)

"""What a bench finds, as values: readings, the goals they are held to, and rows of the table. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Reading:
    """One measurement of one contender. `failed` says why it does not count."""

    figures: Mapping[str, float] = field(default_factory=dict)
    failed: str = ""


@dataclass(frozen=True)
class Setting:
    """Where and how large a bench is run."""

    folder: Path
    quick: bool = False

    def size(self, whole: int, quick: int) -> int:
        return quick if self.quick else whole


@dataclass(frozen=True)
class Goal:
    """`figure` of contender `of`, divided by that of `against` where one is named, stays within its bound."""

    text: str
    figure: str
    of: str
    against: str = ""
    at_least: float = -math.inf
    at_most: float = math.inf

    def found(self, readings: Mapping[str, Sequence[Reading]]) -> float:
        """The median over the repetitions, each divided by the one measured beside it; NaN when one failed."""
        ours = readings[self.of]
        theirs = readings[self.against] if self.against else [Reading({self.figure: 1.0})] * len(ours)
        if any(one.failed for one in (*ours, *theirs)):
            return math.nan
        pairs = zip(ours, theirs, strict=True)
        return median(one.figures[self.figure] / other.figures[self.figure] for one, other in pairs)

    def verdict(self, readings: Mapping[str, Sequence[Reading]]) -> str:
        found = self.found(readings)
        if math.isnan(found):
            return "FAILED"
        return "reached" if self.at_least <= found <= self.at_most else "missed"


Contender = Callable[[Setting], Reading]


@dataclass(frozen=True)
class Row:
    """One row of the table: who is measured, by what, and what must come out."""

    name: str
    title: str
    how: str  # sizes, concurrency and settings, in words
    contenders: Mapping[str, Contender]
    goals: tuple[Goal, ...] = ()
    once: bool = False  # one reading is long and steady enough, and nobody is measured beside it


@dataclass(frozen=True)
class Result:
    """A row with its readings, one per contender and repetition."""

    row: Row
    readings: Mapping[str, Sequence[Reading]]

    def typical(self, contender: str) -> Mapping[str, float]:
        """The median of each figure over the repetitions that count."""
        good = [one.figures for one in self.readings[contender] if not one.failed]
        return {name: median(one[name] for one in good) for name in (good[0] if good else {})}

    def failure(self, contender: str) -> str:
        return next((one.failed for one in self.readings[contender] if one.failed), "")

"""How fast and how evenly, from instants in seconds. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def fullest_second(instants: Sequence[float]) -> int:
    """The most events in any second, wherever it starts. `instants` ascend; the second is open at its end."""
    most = start = 0
    for stop, instant in enumerate(instants):
        while instant - instants[start] >= 1.0:
            start += 1
        most = max(most, stop - start + 1)
    return most


def rate(instants: Sequence[float]) -> float:
    """Events a second between the first and the last; 0 for fewer than two."""
    if len(instants) < 2 or instants[-1] <= instants[0]:
        return 0.0
    return (len(instants) - 1) / (instants[-1] - instants[0])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed; NaN for none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]

"""Wind speeds and bearings in the page's words: Beaufort numbers and compass points. Knows no service."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

# Lowest speed of each force from 1 on, in m/s. Cut on the unrounded speed: 5.4999 is force 3, 5.5 is force 4.
_LOWEST: Final = (0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1)
_MS_PER: Final = {
    "ms": 1.0,
    "m/s": 1.0,
    "km/h": 1 / 3.6,
    "kmh": 1 / 3.6,
    "mp/h": 0.44704,
    "mph": 0.44704,
    "kn": 0.514444,
    "kt": 0.514444,
}
_POINTS: Final = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
_LETTERS: Final = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_FULL_TURN: Final = 360


def force(speed_ms: float) -> int:
    """The Beaufort number, 0 to 17, of a speed in m/s."""
    return bisect_right(_LOWEST, speed_ms)


def metres_per_second(speed: float, unit: str) -> float | None:
    """A speed in m/s; None when the unit is not one we know."""
    factor = _MS_PER.get(unit.strip().lower())
    return None if factor is None else speed * factor


def compass(degrees: float) -> str:
    """Where the wind comes from, in one of eight points: 225 is 西南."""
    return _POINTS[round(degrees % _FULL_TURN / 45) % 8]


def from_letters(letters: str) -> str | None:
    """A compass point given in letters ("SSW") in the page's eight words; None for anything else ("VRB")."""
    letters = letters.strip().upper()
    return compass(_LETTERS.index(letters) * 22.5) if letters in _LETTERS else None

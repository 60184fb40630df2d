"""The areas of CAP infos: words, codes, polygons and circles. What cannot be a place on earth is left out and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.sources.payload import as_list, number, objects, text
from messages.alert import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.reading import Problems

MAX_AREAS: Final = 500
MAX_POINTS: Final = 10_000
_RING: Final = 4  # a closed ring of three corners


def areas_of(infos: Sequence[dict[str, Any]], name: str, problems: Problems) -> tuple[Area, ...]:
    """Every area once, though each language repeats them. `name` is the alert's, for what is said of it."""
    found: dict[tuple[Any, ...], Area] = {}
    for given in (area for info in infos for area in objects(info.get("area"))):
        area = _area(given, name, problems)
        found.setdefault(
            (area.codes, area.polygons, area.circles) if area.codes or area.polygons else (area.name,), area
        )
    if len(found) > MAX_AREAS:
        problems.add(f"alert {name}: only the first {MAX_AREAS} of {len(found)} areas were read")
    return tuple(found.values())[:MAX_AREAS]


def _area(given: dict[str, Any], name: str, problems: Problems) -> Area:
    codes = ((text(pair.get("valueName"), 100), text(pair.get("value"), 100)) for pair in objects(given.get("geocode")))
    shapes = [_polygon(shape) for shape in _listed(given.get("polygon"))]
    rounds = [_circle(shape) for shape in _listed(given.get("circle"))]
    if None in shapes or None in rounds:
        problems.add(f"alert {name}: a polygon or circle that cannot be read was left out")
    return Area(
        name=text(given.get("areaDesc"), 2_000) or "",
        codes=tuple((scheme, value) for scheme, value in codes if scheme and value)[:MAX_AREAS],
        polygons=tuple(shape for shape in shapes if shape),
        circles=tuple(shape for shape in rounds if shape),
    )


def point(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """A place on earth, or None."""
    north, east = number(latitude, -90, 90), number(longitude, -180, 180)
    return None if north is None or east is None else (north, east)


def ring(points: Sequence[tuple[float, float] | None]) -> tuple[tuple[float, float], ...] | None:
    """A polygon's ring, or None when a corner is no place or it is no ring in bounds."""
    corners = tuple(corner for corner in points if corner)
    return corners if len(corners) == len(points) and _RING <= len(corners) <= MAX_POINTS else None


def _listed(value: Any) -> list[str]:
    return [shape for shape in (value, *as_list(value)) if isinstance(shape, str) and shape.strip()]


def _polygon(shape: str) -> tuple[tuple[float, float], ...] | None:
    """A ring written as blank-separated lat,lon pairs."""
    return ring([_pair(pair) for pair in shape.split(maxsplit=MAX_POINTS + 1)])


def _pair(pair: str) -> tuple[float, float] | None:
    latitude, _, longitude = pair.partition(",")
    return point(latitude, longitude)


def _circle(shape: str) -> tuple[float, float, float] | None:
    """A circle written as lat,lon and, after a blank, its radius in km."""
    centre, _, radius = shape.strip().partition(" ")
    where, km = _pair(centre), number(radius, 0, 20_040)
    return None if where is None or km is None else (*where, km)

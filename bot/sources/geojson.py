"""The outlines in a GeoJSON geometry, as (latitude, longitude). Knows no service; holes are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sources.cap_areas import point, ring
from bot.sources.payload import as_list, as_object, objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sources.reading import Problems

Ring = tuple[tuple[float, float], ...]


def polygons(geometry: Any, name: str, problems: Problems) -> tuple[Ring, ...]:
    """The outer rings of a Polygon, a MultiPolygon or a collection of them; `name` is whose they are."""
    found = [ring([_point(pair) for pair in outline]) for outline in _outlines(as_object(geometry))]
    if None in found:
        problems.add(f"alert {name}: an outline that cannot be read was left out")
    return tuple(outline for outline in found if outline)


def _outlines(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    for part in (geometry, *objects(geometry.get("geometries"))):
        coordinates = as_list(part.get("coordinates"))
        if part.get("type") == "Polygon":
            yield from (as_list(outline) for outline in coordinates[:1])
        elif part.get("type") == "MultiPolygon":
            yield from (as_list(outline) for shape in coordinates for outline in as_list(shape)[:1])


def _point(pair: Any) -> tuple[float, float] | None:
    longitude, latitude, *_ = [*as_list(pair), None, None]
    return point(latitude, longitude)

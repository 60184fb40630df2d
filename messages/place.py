"""A place readers can choose, and which places an alert concerns: by code, then geometry, then name. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from messages.edition import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from messages.alert import Alert, Area

_EARTH_KM: Final = 6371.0
_PLAIN_DIGITS: Final = 6
_HALF_TURN: Final = 180.0
_DIVISIONS: Final = "市区县镇"
_SHORT_NAME: Final = 2  # 沙市 keeps its 市


class Place(Value):
    """A configured place. `codes` are (scheme, value) as in Area: ("adcode", "370300"), ("UGC", "ORZ006")."""

    name: str
    zone: str
    name_en: str = ""
    latitude: float | None = None
    longitude: float | None = None
    codes: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()  # further names by which alerts may call it


def named(places: Iterable[Place], said: str) -> Place | None:
    """The place somebody means: by its name, with or without 市 and the like, by its English name or another one."""
    wanted = _bare(said)
    return (
        next(
            (
                place
                for place in places
                if wanted in {_bare(name) for name in (place.name, place.name_en, *place.aliases)}
            ),
            None,
        )
        if wanted
        else None
    )


def _bare(name: str) -> str:
    name = name.strip().casefold()
    return name[:-1] if len(name) > _SHORT_NAME and name[-1] in _DIVISIONS else name


def places_of(alert: Alert, places: Iterable[Place]) -> tuple[Place, ...]:
    """The places an alert holds for, in their given order."""
    return tuple(place for place in places if any(covers(area, place) for area in alert.areas))


def covers(area: Area, place: Place) -> bool:
    """Whether an area holds for a place. An equal code settles it, then shapes; names decide only without either."""
    if any(_code_covers(code, own) for code in area.codes for own in place.codes):
        return True
    if (area.polygons or area.circles) and place.latitude is not None and place.longitude is not None:
        return _shape_covers(area, place.latitude, place.longitude)
    if {scheme for scheme, _ in area.codes} & {scheme for scheme, _ in place.codes}:
        return False
    return any(name and name.casefold() in area.name.casefold() for name in (place.name, *place.aliases))


def _code_covers(code: tuple[str, str], own: tuple[str, str]) -> bool:
    """Equal codes; a Chinese division's code also covers what lies below it (370300 covers 370303, not the reverse)."""
    if code == own:
        return True
    if code[0] != "adcode" or own[0] != "adcode" or len(code[1]) != _PLAIN_DIGITS:
        return False
    prefix = code[1][:2] if code[1].endswith("0000") else code[1][:4] if code[1].endswith("00") else code[1]
    return own[1].startswith(prefix)


def _shape_covers(area: Area, latitude: float, longitude: float) -> bool:
    return any(_inside(ring, latitude, longitude) for ring in area.polygons) or any(
        _distance_km(latitude, longitude, north, east) <= radius for north, east, radius in area.circles
    )


def _inside(ring: Sequence[tuple[float, float]], latitude: float, longitude: float) -> bool:
    """Ray casting on latitude and longitude, good for areas the size of a warning, also across the 180th meridian."""
    easts = [east for _, east in ring]
    if max(easts) - min(easts) > _HALF_TURN:
        easts = [east % 360 for east in easts]
        longitude %= 360
    if not min(easts) <= longitude <= max(easts):
        return False
    norths = [north for north, _ in ring]
    inside = False
    for at in range(len(ring)):
        (north, east), (north_before, east_before) = (norths[at], easts[at]), (norths[at - 1], easts[at - 1])
        if (north > latitude) != (north_before > latitude):
            crossing = east + (latitude - north) / (north_before - north) * (east_before - east)
            inside ^= longitude < crossing
    return inside


def _distance_km(north: float, east: float, other_north: float, other_east: float) -> float:
    """Great-circle distance (haversine)."""
    north, east, other_north, other_east = map(math.radians, (north, east, other_north, other_east))
    half = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))

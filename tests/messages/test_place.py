"""Which places an alert concerns: by code, then by shape, then by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from messages.alert import Alert, Area
from messages.place import Place, places_of

SQUARE = ((36.0, 117.0), (36.0, 119.0), (37.0, 119.0), (37.0, 117.0), (36.0, 117.0))
FIJI = ((-19.0, 178.0), (-16.0, 178.0), (-16.0, -178.0), (-19.0, -178.0), (-19.0, 178.0))


def place(**changes: Any) -> Place:
    given: dict[str, Any] = {
        "name": "张店",
        "zone": "Asia/Shanghai",
        "latitude": 36.81,
        "longitude": 118.05,
        "codes": (("adcode", "370303"),),
    }
    return Place(**(given | changes))


def area(name: str = "", **changes: Any) -> Area:
    return Area(name=name, **changes)


COVERED = [
    ("the same code", area(codes=(("adcode", "370303"),)), place(), True),
    ("its city", area(codes=(("adcode", "370300"),)), place(), True),
    ("its province", area(codes=(("adcode", "370000"),)), place(), True),
    ("a county inside a city", area(codes=(("adcode", "370303"),)), place(codes=(("adcode", "370300"),)), False),
    ("a neighbour", area(codes=(("adcode", "370304"),)), place(), False),
    ("a neighbour that names it", area("张店以外", codes=(("adcode", "370304"),)), place(), False),
    ("a foreign code", area("张店区", codes=(("UGC", "ORZ006"),)), place(), True),
    ("inside the outline", area(polygons=(SQUARE,)), place(codes=()), True),
    ("outside the outline", area("张店", polygons=(SQUARE,)), place(latitude=38.0), False),
    (
        "another code of ours, but inside",
        area(codes=(("UGC", "a"),), polygons=(SQUARE,)),
        place(codes=(("UGC", "b"),)),
        True,
    ),
    ("within the circle", area(circles=((36.8, 118.0, 10.0),)), place(), True),
    ("beyond the circle", area(circles=((36.8, 118.0, 4.0),)), place(), False),
    ("across the 180th meridian", area(polygons=(FIJI,)), place(latitude=-17.0, longitude=-179.5), True),
    ("beside the 180th meridian", area(polygons=(FIJI,)), place(latitude=-17.0, longitude=170.0), False),
    ("by its name", area("淄博市张店区、临淄区"), place(codes=()), True),
    ("by another name", area("Zhangdian District"), place(codes=(), aliases=("zhangdian",)), True),
    ("an outline but no coordinates", area("张店", polygons=(SQUARE,)), place(latitude=None, codes=()), True),
    ("nothing in common", area("潍坊市"), place(), False),
    ("no name at all", area(""), place(name="", codes=()), False),
]


@pytest.mark.parametrize(
    ("where", "expected"), [((a, p), yes) for _, a, p, yes in COVERED], ids=[row[0] for row in COVERED]
)
def test_an_area_holds_for_a_place(where: tuple[Area, Place], expected: bool) -> None:  # noqa: FBT001 - a table's column
    covering, own = where
    alert = Alert(
        identifier="a",
        sender="s",
        sent=dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
        source="cap",
        areas=(area("far"), covering),
    )
    assert bool(places_of(alert, [own])) == expected

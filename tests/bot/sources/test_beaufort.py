"""Speeds and bearings in the page's words, at the edges of the table."""

from __future__ import annotations

import pytest

from bot.sources.beaufort import compass, force, from_letters, metres_per_second


@pytest.mark.parametrize(
    ("speed", "number"),
    [
        *(
            (0.0, 0),
            (0.2, 0),
            (0.3, 1),
            (1.5, 1),
            (1.59, 1),
            (1.6, 2),
            (3.3, 2),
            (3.4, 3),
            (5.4, 3),
            (5.4999, 3),
            (5.5, 4),
        ),
        *(
            (7.9, 4),
            (8.0, 5),
            (10.79, 5),
            (10.8, 6),
            (13.9, 7),
            (17.2, 8),
            (20.8, 9),
            (24.5, 10),
            (28.5, 11),
            (32.7, 12),
        ),
        *((37.0, 13), (41.5, 14), (46.2, 15), (51.0, 16), (56.1, 17), (120.0, 17)),
    ],
)
def test_a_speed_is_cut_unrounded(speed: float, number: int) -> None:
    assert force(speed) == number


@pytest.mark.parametrize(
    ("speed", "unit", "number"),
    [(19, "km/h", 3), (20, "km/h", 4), (10, "mph", 3), (10, "mp/h", 3), (10, "kn", 3), (10, "m/s", 5)],
)
def test_units_are_turned_before_the_cut(speed: float, unit: str, number: int) -> None:
    metres = metres_per_second(speed, unit)
    assert metres is not None
    assert force(metres) == number


def test_an_unknown_unit_is_not_guessed() -> None:
    assert metres_per_second(10, "furlongs") is None


@pytest.mark.parametrize(
    ("degrees", "word"),
    [(0, "北"), (22, "北"), (23, "东北"), (90, "东"), (225, "西南"), (337, "西北"), (338, "北"), (360, "北")],
)
def test_a_bearing_is_one_of_eight_words(degrees: float, word: str) -> None:
    assert compass(degrees) == word


@pytest.mark.parametrize(
    ("letters", "word"), [("S", "南"), ("ssw", "南"), ("WSW", "西"), ("NW", "西北"), ("VRB", None), ("", None)]
)
def test_letters_become_words(letters: str, word: str | None) -> None:
    assert from_letters(letters) == word

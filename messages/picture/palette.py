"""The colours of the card, light and dark, and the colour of a temperature. Knows nothing of shapes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from messages.message import Theme

Colour = tuple[int, int, int]


def rgb(code: str) -> Colour:
    """`code` is six hexadecimal digits, "F5F0E6"."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


@dataclass(frozen=True, slots=True)
class Palette:
    """What each colour is for. Every text colour stands at 4.5:1 or more on the ground it is used on."""

    ground: Colour  # the page
    sheet: Colour  # the ground of one day
    ink: Colour  # titles, highs, sky
    faint: Colour  # dates, lows, wind, source
    rule: Colour  # hairlines
    slot: Colour  # the empty part of the temperature slot
    pill: Colour
    pill_ink: Colour
    alarm: Colour  # warning band, and the pill from force 7
    alarm_ink: Colour
    sun: Colour
    moon: Colour
    cloud: Colour
    storm: Colour  # the darker cloud
    water: Colour
    snow: Colour
    bolt: Colour
    dust: Colour
    mist: Colour


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        ground=rgb("F3EDE1"),
        sheet=rgb("FCF9F2"),
        ink=rgb("211D18"),
        faint=rgb("5E564B"),
        rule=rgb("CFC5B3"),
        slot=rgb("E9E2D4"),
        pill=rgb("E4DCCC"),
        pill_ink=rgb("3E382F"),
        alarm=rgb("A82A22"),
        alarm_ink=rgb("FFFFFF"),
        sun=rgb("E29B26"),
        moon=rgb("8A7BB0"),
        cloud=rgb("C3C9CF"),
        storm=rgb("87919C"),
        water=rgb("2F78B7"),
        snow=rgb("6FA3CC"),
        bolt=rgb("D9861A"),
        dust=rgb("B08A52"),
        mist=rgb("A3AAB1"),
    ),
    "dark": Palette(
        ground=rgb("14171B"),
        sheet=rgb("1D2126"),
        ink=rgb("F2EDE3"),
        faint=rgb("B3ADA2"),
        rule=rgb("3A4048"),
        slot=rgb("2C3138"),
        pill=rgb("343A42"),
        pill_ink=rgb("E6E0D5"),
        alarm=rgb("B5352C"),
        alarm_ink=rgb("FFFFFF"),
        sun=rgb("F2B544"),
        moon=rgb("D9CFA6"),
        cloud=rgb("8F99A5"),
        storm=rgb("66707C"),
        water=rgb("5FA8E0"),
        snow=rgb("BFDDF2"),
        bolt=rgb("F5C04E"),
        dust=rgb("C9A468"),
        mist=rgb("7E8893"),
    ),
}

# From deep cold to heat; between two stops the colour is mixed.
STOPS: tuple[tuple[float, Colour], ...] = (
    (-25, rgb("4B4A8F")),
    (-10, rgb("3F6FB0")),
    (0, rgb("4FA0C4")),
    (10, rgb("62B39A")),
    (18, rgb("B9B85A")),
    (25, rgb("E5A63C")),
    (32, rgb("DB6B33")),
    (40, rgb("B3302B")),
)


def warmth(celsius: float) -> Colour:
    """Give the colour of a temperature; past either end of the stops it is the last one."""
    if celsius <= STOPS[0][0]:
        return STOPS[0][1]
    for (cold, cold_colour), (warm, warm_colour) in pairwise(STOPS):
        if celsius <= warm:
            return mix(cold_colour, warm_colour, (celsius - cold) / (warm - cold))
    return STOPS[-1][1]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Give `first` at share 0, `second` at share 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue

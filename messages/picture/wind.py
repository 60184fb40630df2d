"""The wind of a day: an arrow and a line of words for each leg, and the gust in its pill. Knows nothing of sky or heat."""

from __future__ import annotations

import re
from dataclasses import replace
from math import atan2, degrees
from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.face import width
from messages.picture.fit import Style, fitted, shifted
from messages.picture.scene import SMALLEST, Arrow, Box, Panel, Words
from messages.wind import gust as strongest_gust

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.edition import Period
    from messages.message import Language
    from messages.picture.layout import Cell
    from messages.picture.palette import Palette
    from messages.picture.scene import Mark

GALE = 7  # Beaufort; from here the pill is red
PILL_INSET = 16  # pixels left and right of its words
GAP = 10  # pixels between a line and the pill beside it
POINTS = {"北": (0, 1), "东": (1, 0), "南": (0, -1), "西": (-1, 0)}


def going(direction: str | None) -> float | None:
    """Give where a wind goes, in degrees clockwise from north; None when nobody says where it comes from.

    A range ("东北到北") goes by its first direction.
    """
    first = re.split("[到至或、转~～-]", direction or "")[0]
    points = [POINTS[sign] for sign in first if sign in POINTS]
    east, north = sum(x for x, _ in points), sum(y for _, y in points)
    if (east, north) == (0, 0):
        return None
    return (degrees(atan2(east, north)) + 180) % 360


def wind(period: Period, cell: Cell, language: Language, palette: Palette) -> Iterator[Mark]:
    """Draw the legs, each with its arrow before its first line."""
    legs = words.legs(period, language)
    if not legs:
        return
    room, indent = cell.wind, cell.sizes.wind + 8
    style = Style(cell.sizes.wind, palette.faint, palette.sheet, pitch=1.12 if cell.gust is None else 1.24)
    text = fitted([leg.text for leg in legs], Box(room.x + indent, room.y, room.w - indent, room.h), style)
    if cell.centred:
        text = shifted(text, (room.right - max(line.box.right for line in text.lines)) // 2)
    yield text
    for number, leg in enumerate(legs):
        first = next((line.box for line in text.lines if line.paragraph == number), None)
        if first:
            box = Box(first.x - text.size - 8, first.y, text.size, text.size)
            yield Arrow(box, going(leg.direction), palette.faint, palette.sheet)


def gust(period: Period, cell: Cell, language: Language, palette: Palette, texts: Sequence[Mark]) -> Iterator[Mark]:
    """Draw the pill in its box or, where the cell has none, right of the first line of `texts` that leaves room."""
    strongest = strongest_gust(period)
    if strongest is None:
        return
    fill, ink = (palette.alarm, palette.alarm_ink) if strongest[1] >= GALE else (palette.pill, palette.pill_ink)
    text = words.gust(strongest, language)
    room = cell.gust or free(texts, cell, width(text, SMALLEST) + 2 * PILL_INSET)
    align = "centre" if cell.centred else "left" if cell.gust else "right"
    style = Style(min(cell.sizes.wind, room.h - 8), ink, fill, align)
    said = fitted(text, room.inset(PILL_INSET), style)
    line = said.lines[0].box
    yield Panel(Box(line.x - PILL_INSET, room.y, line.w + 2 * PILL_INSET, room.h), fill, palette.sheet, room.h // 2)
    yield said


def free(texts: Sequence[Mark], cell: Cell, wide: float) -> Box:
    """Give the room right of the first line that leaves `wide` pixels; the first line's when none does."""
    lines = [line.box for text in texts if isinstance(text, Words) for line in text.lines]
    right = cell.wind.right
    roomy = (line for line in lines if line.right + GAP + wide <= right)
    line = next(roomy, lines[0] if lines else Box(cell.sky.x, cell.sky.y, 0, SMALLEST))
    left = right - int(wide) - 2
    return Box(left, line.y - 3, right - left, line.h + 6)

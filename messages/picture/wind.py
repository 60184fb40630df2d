"""The wind of a day: an arrow and words for each leg, and the gust in its pill. Knows nothing of sky or heat."""

from __future__ import annotations

import re
from math import atan2, degrees
from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.fit import Style, fitted, shifted
from messages.picture.scene import Align, Arrow, Box, Panel
from messages.wind import gust as strongest_gust

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.edition import Period
    from messages.picture.layout import Cell
    from messages.picture.look import Look
    from messages.picture.scene import Mark, Words
    from messages.picture.words import Leg

GALE = 7  # Beaufort; from here the pill is red
PILL_INSET = 14  # pixels left and right of its words
TIGHT_LEGS = 2
INDENT = 8  # pixels between an arrow and its words
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


def legs_and_words(period: Period, room: Box, cell: Cell, look: Look) -> tuple[Sequence[Leg], Words]:
    """Give the legs in full if they fit, else in brief, and their words set in the room."""
    full, brief = words.legs(period, look.language), words.brief_legs(period, look.language)
    legs = merged(full) if cell.tight else full
    text = leg_words(legs, room, cell, look)
    if not text.cut:
        return legs, text
    legs = merged(brief) if cell.tight else brief
    return legs, leg_words(legs, room, cell, look)


def leg_words(legs: Sequence[Leg], room: Box, cell: Cell, look: Look) -> Words:
    """Set the legs, each from a new line, right of the room their arrows take."""
    size = cell.sizes.wind
    arrows = max((len(leg.directions) for leg in legs), default=1)
    indent = arrows * size + INDENT
    style = Style(size, look.palette.faint, look.palette.sheet, top=not cell.places, pitch=1.24 if cell.places else 1.1)
    text = fitted([leg.text for leg in legs], Box(room.x + indent, room.y, room.w - indent, room.h), style)
    spare = room.right - max((line.box.right for line in text.lines), default=room.right)
    return shifted(text, across=spare // 2) if cell.align == "centre" else text


def merged(legs: Sequence[Leg]) -> Sequence[Leg]:
    """Join legs that share a force into one line when there are more legs than lines."""
    if len(legs) <= TIGHT_LEGS:
        return legs
    joined: list[Leg] = []
    for leg in legs:
        unsaid = joined.pop() if joined and not any(map(str.isdigit, joined[-1].text)) else words.Leg("", ())
        space = " " if unsaid.text and leg.text.isascii() else ""
        joined.append(words.Leg(unsaid.text + space + leg.text, unsaid.directions + leg.directions))
    return joined


def leg_arrows(legs: Sequence[Leg], text: Words, look: Look) -> Iterator[Arrow]:
    """Draw the arrows of each leg before its first line; the words say where the wind comes from."""
    for number, leg in enumerate(legs):
        first = next((line.box for line in text.lines if line.paragraph == number), None)
        for back, direction in enumerate(reversed(leg.directions), start=1):
            if first:
                box = Box(first.x - INDENT - back * text.size, first.y, text.size, text.size)
                yield Arrow(box, going(direction), look.palette.faint, look.palette.sheet)


def gust_text(period: Period, look: Look) -> str:
    """Say the day's strongest gust; empty when the page names none."""
    forces = strongest_gust(period)
    return words.gust(forces, look.language) if forces else ""


def pill(period: Period, room: Box, size: int, align: Align, look: Look) -> Iterator[Mark]:
    """Draw the gust on grey, from force 7 on red."""
    forces = strongest_gust(period)
    if forces is None:
        return
    palette = look.palette
    fill, ink = (palette.alarm, palette.alarm_ink) if forces[1] >= GALE else (palette.pill, palette.pill_ink)
    said = fitted(gust_text(period, look), room.inset(PILL_INSET), Style(size, ink, fill, align))
    line = said.lines[0].box
    yield Panel(Box(line.x - PILL_INSET, room.y, line.w + 2 * PILL_INSET, room.h), fill, palette.sheet, room.h // 2)
    yield said

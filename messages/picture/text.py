"""The words of one day in its cell: sky, wind, gust, in fixed places or flowing around the middle. Knows no pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.face import width
from messages.picture.fit import Style, bottom, fitted, shifted
from messages.picture.scene import SMALLEST, Box
from messages.picture.wind import PILL_INSET, gust_text, leg_arrows, leg_words, pill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.edition import Period
    from messages.picture.layout import Cell, Places
    from messages.picture.look import Look
    from messages.picture.scene import Mark, Words
    from messages.picture.words import Leg

GAP = 8  # pixels between a line and the pill beside it
PILL = 48  # pixels high on a line of its own
TIGHT_PILL = 42
TIGHT_LEGS = 2


def text(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Say sky, wind and gust."""
    if cell.places:
        return placed(period, cell, cell.places, look)
    return tight(period, cell, look) if cell.tight else flowing(period, cell, look)


def placed(period: Period, cell: Cell, places: Places, look: Look) -> Iterator[Mark]:
    """Give each kind its own box, so that days side by side stand level."""
    yield sky(period, places.sky, cell, look)
    legs = words.legs(period, look.language)
    wind = leg_words(legs, places.wind, cell, look)
    yield wind
    yield from leg_arrows(legs, wind, look)
    yield from pill(period, places.gust, cell.sizes.wind, "centre" if cell.centred else "left", look)


def flowing(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Set sky, wind and gust one under the other around the middle of the cell."""
    room, forces = cell.text, gust_text(period, look)
    said = sky(period, Box(room.x, room.y, room.w, 50), cell, look)
    under = bottom(said, room.y) + 10
    foot = PILL + 10 if forces else 0
    legs = words.legs(period, look.language)
    wind = leg_words(legs, Box(room.x, under, room.w, room.bottom - foot - under), cell, look)
    end = bottom(wind, under) + 10
    down = (room.bottom - (end + PILL if forces else end - 10)) // 2
    moved = shifted(wind, down=down)
    yield from (shifted(said, down=down), moved, *leg_arrows(legs, moved, look))
    yield from pill(period, Box(room.x, end + down, room.w, PILL), cell.sizes.wind, "left", look)


def tight(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Set three lines, and the gust where one of them leaves room; else the sky is said in less room."""
    room, legs = cell.text, merged(words.legs(period, look.language))
    pill_wide = int(width(gust_text(period, look), SMALLEST)) + 2 * PILL_INSET + GAP if gust_text(period, look) else 0
    wind = leg_words(legs, Box(room.x, room.y + 44, room.w, room.h - 44), cell, look)
    line = Box(room.x, room.y, room.w, 42)
    said = sky(period, line, cell, look)
    beside_wind = all(box.box.right + pill_wide <= room.right for box in wind.lines) and wind.lines
    if said.lines and said.lines[0].box.right + pill_wide > room.right and not beside_wind:
        said = sky(period, Box(line.x, line.y, line.w - pill_wide, line.h), cell, look)
    end = bottom(wind, bottom(said, room.y) + 0)
    down = (room.bottom - end) // 2
    said, wind = shifted(said, down=down), shifted(wind, down=down)
    yield from (said, wind, *leg_arrows(legs, wind, look))
    beside = wind if beside_wind else said
    middle = (beside.lines[0].box.y + beside.lines[-1].box.bottom) // 2 if beside.lines else room.middle
    yield from pill(period, Box(room.x, middle - TIGHT_PILL // 2, room.w, TIGHT_PILL), SMALLEST, "right", look)


def merged(legs: Sequence[Leg]) -> Sequence[Leg]:
    """Join legs that share a force into one line when there are more legs than lines."""
    if len(legs) <= TIGHT_LEGS:
        return legs
    joined: list[Leg] = []
    for leg in legs:
        if joined and not any(character.isdigit() for character in joined[-1].text):
            before = joined.pop()
            leg = words.Leg(before.text + " " * leg.text.isascii() + leg.text, before.directions + leg.directions)
        joined.append(leg)
    return joined


def sky(period: Period, room: Box, cell: Cell, look: Look) -> Words:
    """Say the sky in full if it fits, else in short."""
    style = Style(
        cell.sizes.sky, look.palette.ink, look.palette.sheet, "centre" if cell.centred else "left", top=True
    )
    said = [fitted(candidate, room, style) for candidate in words.skies(period, look.language)]
    return next((candidate for candidate in said if not candidate.cut), said[-1])

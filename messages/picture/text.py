"""The words of one day in its cell: sky, wind, gust, in fixed places or flowing around the middle. Knows no pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.face import width
from messages.picture.fit import Style, extent, fitted, shifted
from messages.picture.scene import SMALLEST, Box
from messages.picture.wind import PILL_INSET, gust_text, leg_arrows, legs_and_words, pill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.edition import Period
    from messages.picture.layout import Cell, Places
    from messages.picture.look import Look
    from messages.picture.scene import Mark, Words

BESIDE = 6  # pixels left and right of a pill beside a line
LEAST_GAP, MOST_GAP = 6, 16  # pixels between parts one under the other
PILL = 46  # pixels high on a line of its own
TIGHT_PILL = 40


def text(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Say sky, wind and gust."""
    if cell.places:
        return placed(period, cell, cell.places, look)
    return tight(period, cell, look) if cell.tight else flowing(period, cell, look)


def placed(period: Period, cell: Cell, places: Places, look: Look) -> Iterator[Mark]:
    """Give each kind its own box, so that days side by side stand level."""
    yield sky(period, places.sky, cell, look)
    legs, wind = legs_and_words(period, places.wind, cell, look)
    yield wind
    yield from leg_arrows(legs, wind, look)
    yield from pill(period, places.gust, cell.sizes.wind, cell.align, look)


def flowing(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Set sky, wind and gust one under the other around the middle of the cell."""
    room, foot = cell.text, PILL if gust_text(period, look) else 0
    said = sky(period, Box(room.x, room.y, room.w, cell.sizes.sky), cell, look)
    left = room.h - cell.sizes.sky - foot - 2 * LEAST_GAP
    legs, wind = legs_and_words(period, replace(room, h=left), cell, look)
    tops = stacked((extent(said), extent(wind), foot), room)
    said, wind = shifted(said, down=tops[0] - room.y), shifted(wind, down=tops[1] - room.y)
    yield said
    yield wind
    yield from leg_arrows(legs, wind, look)
    yield from pill(period, Box(room.x, tops[2], room.w, PILL), cell.sizes.wind, "left", look)


def tight(period: Period, cell: Cell, look: Look) -> Iterator[Mark]:
    """Set three lines, and the gust where they leave room; else the sky is said in less room."""
    room, forces = cell.text, gust_text(period, look)
    wide = int(width(forces, SMALLEST)) + 2 * PILL_INSET + 2 * BESIDE if forces else 0
    legs, wind = legs_and_words(period, replace(room, h=room.h - SMALLEST - 2), cell, look)
    line = Box(room.x, room.y, room.w, max(SMALLEST, min(cell.sizes.sky, room.h - extent(wind) - LEAST_GAP)))
    said = sky(period, line, cell, look)
    low = bool(wind.lines) and not leaves(said, room, wide) and leaves(wind, room, wide)
    if not low:
        said = sky(period, replace(line, w=room.w - wide), cell, look)
    first = max(extent(said), TIGHT_PILL if forces and not low else 0)
    tops = stacked((first, extent(wind)), room)
    said = shifted(said, down=tops[0] + (first - extent(said)) // 2 - room.y)
    wind = shifted(wind, down=tops[1] - room.y)
    yield said
    yield wind
    yield from leg_arrows(legs, wind, look)
    middle = tops[1] + extent(wind) // 2 if low else tops[0] + first // 2
    place = Box(room.x, middle - TIGHT_PILL // 2, room.w - BESIDE, TIGHT_PILL)
    yield from pill(period, place, SMALLEST, "right", look)


def leaves(text: Words, room: Box, wide: int) -> bool:
    """Tell whether every line leaves `wide` pixels free at its right."""
    return all(line.box.right + wide <= room.right for line in text.lines)


def stacked(heights: Sequence[int], room: Box) -> list[int]:
    """Give the top of each part, one under the other around the middle of the room; a part of no height takes none."""
    count = sum(1 for high in heights if high)
    spare = room.h - sum(heights)
    gap = min(MOST_GAP, max(0, spare // (count + 1)))
    y = room.y + (spare - gap * max(0, count - 1)) // 2
    tops = []
    for high in heights:
        tops.append(y)
        y += high + gap if high else 0
    return tops


def sky(period: Period, room: Box, cell: Cell, look: Look) -> Words:
    """Say the sky in full if it fits, else in short."""
    style = Style(cell.sizes.sky, look.palette.ink, look.palette.sheet, cell.align, top=True)
    said = [fitted(candidate, room, style) for candidate in words.skies(period, look.language)]
    return next((candidate for candidate in said if not candidate.cut), said[-1])

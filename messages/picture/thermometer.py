"""The temperatures of a day on a scale all days share: slot, high, low, change. Knows nothing of sky or wind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from messages.picture.fit import Style, fitted
from messages.picture.palette import warmth
from messages.picture.scene import Box, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.edition import Number, Period
    from messages.picture.layout import Cell
    from messages.picture.look import Look
    from messages.picture.palette import Colour, Palette
    from messages.picture.scene import Mark

COLDEST, HOTTEST = -60, 60  # °C; beyond lies a slip of the press, shown as printed but never on the scale
SHORTEST = 10  # °C on the scale at least, so that one mild day does not look like a heat wave
NOTABLE = 5  # °C of change in the low from one day to the next
CHANGE_SIZE = 36


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the scale in °C."""

    bottom: float
    top: float

    def y(self, celsius: float, box: Box) -> int:
        """Give the height of a temperature in a slot, whose round ends do not count."""
        share = (self.top - celsius) / (self.top - self.bottom)
        return box.y + box.w // 2 + round(share * (box.h - box.w))

    def celsius(self, y: int, box: Box) -> float:
        return self.top - (y - box.y - box.w // 2) * (self.top - self.bottom) / (box.h - box.w)


def plausible(value: Number | None) -> Number | None:
    """Give the temperature if it can be true, else None."""
    return value if value is not None and COLDEST <= value <= HOTTEST else None


def scale(periods: Sequence[Period]) -> Scale:
    """Give the scale for all days, from the temperatures that can be true."""
    bounds = (plausible(bound) for period in periods for bound in (period.low, period.high))
    values = [bound for bound in bounds if bound is not None] or [0, SHORTEST]
    spare = max(0.0, SHORTEST - (max(values) - min(values))) / 2
    return Scale(min(values) - spare, max(values) + spare)


def changes(periods: Sequence[Period]) -> tuple[Number | None, ...]:
    """Give for each day the notable change of its low against the day before, None where there is none."""
    return (None, *(change(before, after) for before, after in pairwise(periods)))


def change(before: Period, after: Period) -> Number | None:
    earlier, later = plausible(before.low), plausible(after.low)
    if before.part != after.part or earlier is None or later is None:
        return None
    return later - earlier if abs(later - earlier) >= NOTABLE else None


def thermometer(period: Period, delta: Number | None, cell: Cell, look: Look) -> Iterator[Mark]:
    """Draw the slot, the high right of the band's top, the low left of its bottom, the change beside the low."""
    if period.low is None and period.high is None:
        return
    gap = cell.slot_width // 2 - 3
    room, wide, palette, shared = cell.thermometer, cell.slot_width, look.palette, look.scale
    box = Box(room.x + (room.w - wide) // 2, room.y + cell.slot_inset, wide, room.h - 2 * cell.slot_inset)
    band = ends(period, box, shared)
    yield Slot(box, band[0] if band else box.y, shades(band, box, shared), palette.slot, palette.sheet)
    top, bottom = (band[0] + wide // 2, band[1] - wide // 2) if band else (box.middle, box.middle)
    if period.high is not None:
        right = Box(box.right + gap, room.y, room.right - box.right - gap, room.h)
        style = Style(cell.sizes.high, palette.ink, palette.sheet, bold=True)
        yield fitted(shown(period.high), beside(top, right, style.size), style)
    if period.low is not None:
        left = Box(room.x, room.y, box.x - gap - room.x, room.h)
        yield from low_marks(period.low, delta, beside(bottom, left, cell.sizes.low), left, palette)


def low_marks(low: Number, delta: Number | None, box: Box, room: Box, palette: Palette) -> Iterator[Mark]:
    """Draw the low and, under it or where there is no room above it, its change."""
    yield fitted(shown(low), box, Style(box.h, palette.faint, palette.sheet, "right"))
    if delta is None:
        return
    below = box.bottom + CHANGE_SIZE + 4 <= room.bottom
    y = box.bottom + 4 if below else box.y - CHANGE_SIZE - 2
    mark = "▲" if delta > 0 else "▼"
    style = Style(CHANGE_SIZE, palette.faint, palette.sheet, "right")
    yield fitted(f"{mark}{abs(delta):.0f}°", Box(room.x, y, room.w, CHANGE_SIZE), style)


def beside(y: int, room: Box, size: int) -> Box:
    """Give a box of one line around `y`, kept inside the room."""
    top = min(max(y - size // 2, room.y), room.bottom - size)
    return Box(room.x, top, room.w, size)


def shown(value: Number) -> str:
    """Give whole degrees; a value that cannot be true is marked, not corrected."""
    sign = "−" if round(value) < 0 else ""
    return f"{sign}{abs(value):.0f}{'?' if plausible(value) is None else '°'}"


def ends(period: Period, box: Box, shared: Scale) -> tuple[int, int] | None:
    """Give the top and bottom of the coloured band; a day with one bound gets a dot."""
    known = [shared.y(bound, box) for bound in map(plausible, (period.low, period.high)) if bound is not None]
    return (min(known) - box.w // 2, max(known) + box.w // 2) if known else None


def shades(band: tuple[int, int] | None, box: Box, shared: Scale) -> tuple[Colour, ...]:
    return tuple(warmth(shared.celsius(y, box)) for y in range(*band)) if band else ()

"""Where each part of the card goes, by the number of days: one large, two or three side by side, more as rows.

Only boxes and sizes in pixels; knows nothing of weather, words or colours.
"""

from __future__ import annotations

from dataclasses import dataclass

from messages.picture.scene import HEIGHT, WIDTH, Box

MARGIN = 48
GUTTER = 16
INSIDE = WIDTH - 2 * MARGIN
MASTHEAD = Box(MARGIN, 40, INSIDE, 48)
MASTHEAD_RULES = (Box(MARGIN, 100, INSIDE, 5), Box(MARGIN, 109, INSIDE, 1))
TITLE = Box(MARGIN, 130, INSIDE, 104)
SOURCE = Box(MARGIN, HEIGHT - 96, INSIDE, 84)
SOURCE_RULE = Box(MARGIN, HEIGHT - 100, INSIDE, 1)
DAYS_TOP = 256
MOST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Sizes:
    """Largest size of each text, in pixels; a text that does not fit goes down from here."""

    day: int = 54
    date: int = 36
    sky: int = 46
    low: int = 56
    high: int = 64
    wind: int = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """The room of one day."""

    frame: Box
    day: Box
    date: Box
    icon: Box
    sky: Box
    thermometer: Box
    wind: Box
    gust: Box
    sizes: Sizes
    centred: bool


def days_box(warning: Box | None) -> Box:
    top = warning.bottom + GUTTER if warning else DAYS_TOP
    return Box(MARGIN, top, INSIDE, SOURCE_RULE.y - GUTTER - top)


def warning_box(rows: int) -> Box:
    return Box(MARGIN, DAYS_TOP - 8, INSIDE, 84 if rows == 1 else 124)


def cells(count: int, room: Box) -> tuple[Cell, ...]:
    """Give a cell to each of 1 to 7 days inside `room`."""
    if count == 1:
        return (single(room),)
    if count <= 3:  # noqa: PLR2004  (a fourth column is too narrow for a wind at 36 px)
        return tuple(column(frame) for frame in split(room, count, across=True))
    return tuple(row(frame) for frame in split(room, count, across=False))


def split(room: Box, count: int, *, across: bool) -> list[Box]:
    gap = GUTTER if across or count < 6 else 8  # noqa: PLR2004  (six rows and more need every pixel)
    if across:
        wide = (room.w - gap * (count - 1)) // count
        return [Box(room.x + number * (wide + gap), room.y, wide, room.h) for number in range(count)]
    high = (room.h - gap * (count - 1)) // count
    return [Box(room.x, room.y + number * (high + gap), room.w, high) for number in range(count)]


def single(frame: Box) -> Cell:
    left = Box(frame.x + 44, frame.y + 36, 520, frame.h - 72)
    foot = left.bottom - 236
    icon_top = left.y + 150
    sky = Box(left.x, foot - 150, left.w, 130)
    return Cell(
        frame=frame,
        day=Box(left.x, left.y, left.w, 76),
        date=Box(left.x, left.y + 88, left.w, 44),
        icon=Box(left.x, icon_top, left.w, sky.y - 12 - icon_top),
        sky=sky,
        wind=Box(left.x, foot, left.w, 140),
        gust=Box(left.x, foot + 160, left.w, 72),
        thermometer=Box(left.right + 20, frame.y + 90, frame.right - left.right - 50, frame.h - 180),
        sizes=Sizes(day=72, date=40, sky=64, low=92, high=104, wind=48),
        centred=False,
    )


def column(frame: Box) -> Cell:
    inner = frame.inset(20, 26)
    gust = Box(inner.x - 10, inner.bottom - 56, inner.w + 20, 56)
    wind = Box(inner.x, gust.y - 14 - 146, inner.w, 146)
    icon = Box(inner.x, inner.y + 122, inner.w, 150)
    sky = Box(inner.x, icon.bottom + 8, inner.w, 106)
    top = sky.bottom + 44
    return Cell(
        frame=frame,
        day=Box(inner.x, inner.y, inner.w, 56),
        date=Box(inner.x, inner.y + 66, inner.w, 40),
        icon=icon,
        sky=sky,
        thermometer=Box(inner.x, top, inner.w, wind.y - 44 - top),
        wind=wind,
        gust=gust,
        sizes=Sizes(),
        centred=True,
    )


def row(frame: Box) -> Cell:
    inner = frame.inset(18, 6)
    day_high = 48 if frame.h < 170 else 56  # noqa: PLR2004  (below this a date of 36 px has no room under 54)
    pair_top = inner.middle - (day_high + 46) // 2
    sky_x, wind_x, slot_x = inner.x + 300, inner.x + 520, inner.x + 764
    sky_high = 52
    return Cell(
        frame=frame,
        day=Box(inner.x, pair_top, 158, day_high),
        date=Box(inner.x, pair_top + day_high + 6, 158, 40),
        icon=Box(inner.x + 162, inner.y, 130, inner.h),
        sky=Box(sky_x, inner.middle - sky_high - 4, 210, sky_high),
        gust=Box(sky_x, inner.middle + 4, 214, 50),
        wind=Box(wind_x, inner.y, 246, inner.h),
        thermometer=Box(slot_x, inner.y + 14, inner.right - slot_x, inner.h - 28),
        sizes=Sizes(low=44 if frame.h < 170 else 56, high=48 if frame.h < 170 else 64, wind=38),  # noqa: PLR2004
        centred=False,
    )

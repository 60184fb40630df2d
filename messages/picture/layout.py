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
TITLE_TOP = 126
SOURCE_RULE = Box(MARGIN, HEIGHT - 92, INSIDE, 1)
SOURCE = Box(MARGIN, HEIGHT - 88, INSIDE, 84)
MOST_DAYS = 7
MOST_COLUMNS = 3  # a fourth would be too narrow for one leg of wind at 36 px
TIGHT = 196  # pixels; in a lower row the gust stands beside a line of text, in a higher one on its own


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
    """The room of one day. Without a `gust` box the gust stands beside the first text line that leaves it room."""

    frame: Box
    day: Box
    date: Box
    icon: Box
    sky: Box
    thermometer: Box
    wind: Box
    gust: Box | None
    sizes: Sizes
    centred: bool = False
    slot_inset: int = 8  # between the thermometer's box and the ends of the slot

    @property
    def story(self) -> Box:
        """The room a day takes that has nothing but words."""
        top = min(self.icon.y, self.sky.y)
        return Box(self.sky.x, top, self.frame.right - (self.sky.x - self.frame.x) - self.sky.x, self.wind.bottom - top)


def title_box(days: int) -> Box:
    """Give the title's room; from six days on it is lower, because the rows need the pixels."""
    return Box(MARGIN, TITLE_TOP, INSIDE, 108 if days <= 5 else 84)  # noqa: PLR2004


def warning_box(days: int, rows: int) -> Box:
    return Box(MARGIN, title_box(days).bottom + 4, INSIDE, 76 if rows == 1 else 118)


def days_box(days: int, warning: Box | None) -> Box:
    top = warning.bottom + GUTTER if warning else title_box(days).bottom + 12
    return Box(MARGIN, top, INSIDE, SOURCE_RULE.y - GUTTER - top)


def cells(days: int, room: Box) -> tuple[Cell, ...]:
    """Give a cell to each of 1 to 7 days inside `room`."""
    if days == 1:
        return (single(room),)
    if days <= MOST_COLUMNS:
        return tuple(column(frame) for frame in columns(room, days))
    return tuple((tight_row if frame.h < TIGHT else row)(frame) for frame in rows(room, days))


def columns(room: Box, count: int) -> list[Box]:
    wide = (room.w - GUTTER * (count - 1)) // count
    return [Box(room.x + number * (wide + GUTTER), room.y, wide, room.h) for number in range(count)]


def rows(room: Box, count: int) -> list[Box]:
    gap = 6 if room.h // count < TIGHT else 12
    high = (room.h - gap * (count - 1)) // count
    return [Box(room.x, room.y + number * (high + gap), room.w, high) for number in range(count)]


def single(frame: Box) -> Cell:
    left = Box(frame.x + 44, frame.y + 40, 560, frame.h - 80)
    gust = Box(left.x, left.bottom - 68, left.w, 68)
    wind = Box(left.x, gust.y - 20 - 170, left.w, 170)
    sky = Box(left.x, wind.y - 20 - 150, left.w, 150)
    icon_top = left.y + 156
    return Cell(
        frame=frame,
        day=Box(left.x, left.y, left.w, 80),
        date=Box(left.x, left.y + 94, left.w, 44),
        icon=Box(left.x, icon_top, left.w - 120, sky.y - 16 - icon_top),
        sky=sky,
        wind=wind,
        gust=gust,
        thermometer=Box(left.right, frame.y + 30, frame.right - left.right - 20, frame.h - 60),
        sizes=Sizes(day=76, date=42, sky=68, low=96, high=110, wind=50),
        slot_inset=50,
    )


def column(frame: Box) -> Cell:
    inner = frame.inset(20, 26)
    gust = Box(frame.x + 8, inner.bottom - 54, frame.w - 16, 54)
    wind = Box(frame.x + 8, gust.y - 12 - 134, frame.w - 16, 134)
    icon = Box(inner.x, inner.y + 124, inner.w, 150)
    sky = Box(inner.x - 8, icon.bottom + 12, inner.w + 16, 106)
    return Cell(
        frame=frame,
        day=Box(inner.x, inner.y, inner.w, 56),
        date=Box(inner.x, inner.y + 68, inner.w, 40),
        icon=icon,
        sky=sky,
        thermometer=Box(inner.x, sky.bottom + 8, inner.w, wind.y - 16 - sky.bottom - 8),
        wind=wind,
        gust=gust,
        sizes=Sizes(),
        centred=True,
        slot_inset=34,
    )


def row(frame: Box) -> Cell:
    inner = frame.inset(12, 12)
    heading = Box(inner.x + 4, inner.middle - 54, 158, 108)
    text = Box(inner.x + 304, inner.y, 440, inner.h)
    sky = Box(text.x, text.y, text.w, 48)
    gust = Box(text.x, text.bottom - 48, text.w, 48)
    wind = Box(text.x, sky.bottom + 4, text.w, gust.y - 4 - sky.bottom - 4)
    return Cell(
        frame=frame,
        day=Box(heading.x, heading.y, heading.w, 56),
        date=Box(heading.x, heading.y + 66, heading.w, 40),
        icon=Box(inner.x + 160, inner.y, 134, inner.h),
        sky=sky,
        wind=wind,
        gust=gust,
        thermometer=Box(text.right, inner.y, inner.right - text.right, inner.h),
        sizes=Sizes(wind=38),
    )


def tight_row(frame: Box) -> Cell:
    """Give the narrowest cell: three lines of text, heading and icon to their left, temperatures to their right."""
    inner = frame.inset(10, 4)
    heading = Box(inner.x + 2, inner.middle - 46, 156, 94)
    text = Box(inner.x + 286, inner.y, 478, inner.h)
    sky_high = (inner.h - 8) // 3 + 4
    return Cell(
        frame=frame,
        day=Box(heading.x, heading.y, heading.w, 50),
        date=Box(heading.x, heading.bottom - 38, heading.w, 38),
        icon=Box(inner.x + 158, inner.y + 2, 118, inner.h - 4),
        sky=Box(text.x, text.y, text.w, sky_high),
        wind=Box(text.x, text.y + sky_high, text.w, inner.h - sky_high),
        gust=None,
        thermometer=Box(text.right, inner.y, inner.right - text.right, inner.h),
        sizes=Sizes(day=48, sky=42, low=44, high=48, wind=36),
        slot_inset=2,
    )

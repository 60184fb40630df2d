"""Where each part of the card goes, by the number of days: one large, two or three side by side, more as rows.

Only boxes and sizes in pixels; knows nothing of weather, words or colours.
"""

from __future__ import annotations

from dataclasses import dataclass

from messages.picture.scene import HEIGHT, WIDTH, Align, Box

MARGIN = 48
GUTTER = 16
INSIDE = WIDTH - 2 * MARGIN
MASTHEAD = Box(MARGIN, 34, INSIDE, 48)
MASTHEAD_RULES = (Box(MARGIN, 92, INSIDE, 5), Box(MARGIN, 101, INSIDE, 1))
TITLE_TOP = 118
SOURCE_RULE = Box(MARGIN, HEIGHT - 92, INSIDE, 1)
SOURCE = Box(MARGIN, HEIGHT - 88, INSIDE, 84)
MOST_DAYS = 7
MANY = 6
MOST_COLUMNS = 3  # a fourth would be too narrow for one leg of wind at 36 px
NARROW = 400  # pixels; in a narrower column a leg of wind fits only at 36 px
TIGHT = 206  # pixels; in a lower row the gust stands beside a line of text, in a higher one on its own

ROOMY = 160  # pixels; from here even a row with the gust beside a line may use larger type


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
class Places:
    """Where the words of a day stand when each kind has its own box."""

    sky: Box
    wind: Box
    gust: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """The room of one day.

    `text` holds sky, wind and gust: at their `places`, or without these one under the other around its middle.
    """

    frame: Box
    day: Box
    date: Box
    icon: Box
    text: Box
    thermometer: Box
    sizes: Sizes
    places: Places | None = None
    tight: bool = False  # the gust stands beside another line
    align: Align = "left"
    slot_inset: int = 8  # between the thermometer's box and the ends of the slot
    slot_width: int = 30

    @property
    def story(self) -> Box:
        """The room of a day that has nothing but words."""
        if self.places:
            return Box(self.text.x, self.icon.y, self.text.w, self.text.bottom - self.icon.y)
        return Box(self.text.x, self.text.y, self.thermometer.right - self.text.x, self.text.h)


def title_box(days: int) -> Box:
    """Give the title's room; with many days it is lower, because the rows need the pixels."""
    return Box(MARGIN, TITLE_TOP, INSIDE, 108 if days < MANY else 78)


def warning_box(days: int, rows: int) -> Box:
    return Box(MARGIN, title_box(days).bottom + 8, INSIDE, 76 if rows == 1 else 116)


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
    gap = 5 if room.h // count < TIGHT else 12
    high = (room.h - gap * (count - 1)) // count
    return [Box(room.x, room.y + number * (high + gap), room.w, high) for number in range(count)]


def single(frame: Box) -> Cell:
    left = Box(frame.x + 44, frame.y + 44, 560, frame.h - 88)
    gust = Box(left.x, left.bottom - 68, left.w, 68)
    wind = Box(left.x, gust.y - 22 - 170, left.w, 170)
    sky = Box(left.x, wind.y - 20 - 150, left.w, 150)
    icon_top = left.y + 156
    return Cell(
        frame=frame,
        day=Box(left.x, left.y, left.w, 80),
        date=Box(left.x, left.y + 94, left.w, 44),
        icon=Box(left.x, icon_top, left.w - 120, sky.y - 16 - icon_top),
        text=Box(left.x, sky.y, left.w, left.bottom - sky.y),
        places=Places(sky, wind, gust),
        thermometer=Box(left.right, frame.y + 30, frame.right - left.right - 20, frame.h - 60),
        sizes=Sizes(day=76, date=42, sky=68, low=96, high=110, wind=50),
        slot_inset=50,
        slot_width=36,
    )


def column(frame: Box) -> Cell:
    inner, wide = frame.inset(20, 26), frame.inset(8, 26)
    gust = Box(wide.x, wide.bottom - 54, wide.w, 54)
    wind = Box(wide.x, gust.y - 14 - 132, wide.w, 132)
    icon = Box(inner.x, inner.y + 124, inner.w, 150)
    sky = Box(wide.x, icon.bottom + 12, wide.w, 106)
    return Cell(
        frame=frame,
        day=Box(inner.x, inner.y, inner.w, 56),
        date=Box(inner.x, inner.y + 68, inner.w, 40),
        icon=icon,
        text=Box(wide.x, sky.y, wide.w, gust.bottom - sky.y),
        places=Places(sky, wind, gust),
        thermometer=Box(inner.x, sky.bottom + 8, inner.w, wind.y - 20 - sky.bottom - 8),
        sizes=Sizes(wind=36 if frame.w < NARROW else 42),
        align="centre",
        slot_inset=34,
    )


def row(frame: Box) -> Cell:
    inner = frame.inset(12, 12)
    heading = Box(inner.x, inner.middle - 54, 164, 108)
    text = Box(inner.x + 316, inner.y, 420, inner.h)
    return Cell(
        frame=frame,
        day=Box(heading.x, heading.y, heading.w, 56),
        date=Box(heading.x, heading.y + 68, heading.w, 40),
        icon=Box(inner.x + 168, inner.y, 138, inner.h),
        text=text,
        thermometer=Box(text.right, inner.y, inner.right - text.right, inner.h),
        sizes=Sizes(wind=38),
        slot_width=24,
    )


def tight_row(frame: Box) -> Cell:
    """Give the narrowest cell: three lines of text, heading and icon to their left, temperatures to their right."""
    inner = frame.inset(8, 4)
    high = min(inner.h, 100)
    heading = Box(inner.x + 2, inner.middle - high // 2, 164, high)
    text = Box(inner.x + 296, inner.y, 454, inner.h)
    roomy = frame.h >= ROOMY
    return Cell(
        frame=frame,
        day=Box(heading.x, heading.y, heading.w, 54 if roomy else 50),
        date=Box(heading.x, heading.bottom - 38, heading.w, 38),
        icon=Box(inner.x + 168, inner.y + 2, 120, inner.h - 4),
        text=text,
        thermometer=Box(text.right, inner.y, inner.right - text.right, inner.h),
        sizes=Sizes(day=50, sky=44, low=48, high=54, wind=36)
        if roomy
        else Sizes(day=48, sky=42, low=44, high=48, wind=36),
        tight=True,
        slot_inset=2,
        slot_width=22,
    )

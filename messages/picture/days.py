"""One day into its cell: heading, sky, thermometer, wind, gust. Knows boxes and the period, not pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import atan2
from math import degrees as in_degrees
from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.fit import Style, fitted
from messages.picture.palette import warmth
from messages.picture.scene import Arrow, Box, Panel, Sign, Slot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from messages.edition import Number, Period, Wind
    from messages.message import Language
    from messages.picture.layout import Cell
    from messages.picture.palette import Palette
    from messages.picture.scene import Mark

COLDEST, HOTTEST = -60, 60  # °C; beyond lies a slip of the press, shown as printed but never on the scale
SHORTEST_SCALE = 10  # °C, so that one mild day does not fill the slot
NOTABLE = 5  # °C of change in the low from one day to the next
GALE = 7  # Beaufort
SLOT = 30  # pixels wide in a column


@dataclass(frozen=True, slots=True)
class Setting:
    """What all days of a card have in common. `bottom` and `top` are the ends of the scale in °C."""

    today: dt.date
    language: Language
    palette: Palette
    bottom: float
    top: float


def plausible(value: Number | None) -> bool:
    return value is not None and COLDEST <= value <= HOTTEST


def scale(periods: Sequence[Period]) -> tuple[float, float]:
    """Give the ends of the scale shared by all days, from the temperatures that can be true."""
    values = [float(v) for period in periods for v in (period.low, period.high) if v is not None and plausible(v)]
    if not values:
        return 0, SHORTEST_SCALE
    bottom, top = min(values), max(values)
    spare = max(0, SHORTEST_SCALE - (top - bottom)) / 2
    return bottom - spare, top + spare


def changes(periods: Sequence[Period]) -> tuple[Number | None, ...]:
    """Give for each day the notable change of its low against the day before, None where there is none."""
    return (None, *(change(before, after) for before, after in pairwise(periods)))


def change(before: Period, after: Period) -> Number | None:
    if before.part != after.part or not (plausible(before.low) and plausible(after.low)):
        return None
    difference = (after.low or 0) - (before.low or 0)
    return difference if abs(difference) >= NOTABLE else None


def day_marks(period: Period, delta: Number | None, cell: Cell, setting: Setting) -> Iterator[Mark]:
    palette = setting.palette
    yield Panel(cell.frame, palette.sheet, palette.ground)
    align = "centre" if cell.centred else "left"
    ink = Style(cell.sizes.day, palette.ink, palette.sheet, align, bold=True)
    faint = Style(cell.sizes.date, palette.faint, palette.sheet, align)
    yield fitted(words.day(period, setting.today, setting.language), cell.day, ink)
    yield fitted(words.date(period, setting.language), cell.date, faint)
    yield Sign(cell.icon, signs(period), period.part in ("night", "night-day"), palette.sheet, palette.faint)
    yield fitted(sky_text(period), cell.sky, Style(cell.sizes.sky, palette.ink, palette.sheet, align))
    yield from thermometer_marks(period, delta, cell, setting)
    yield from wind_marks(period, cell, setting)
    yield from gust_marks(period, cell, setting)


KINDS = {"晴": "clear", "多云": "cloudy", "阴": "overcast", "小雨": "light rain"}


def signs(period: Period) -> tuple[tuple[str, ...], ...]:
    rain = {p.phase: p.type for p in period.precipitation}
    chain = [(rain.get(n, s)).split("间") for n, s in enumerate(period.sky)]
    return tuple(tuple(KINDS.get(w, "unknown") for w in phase) for phase in chain[:3]) or (("unknown",),)


def sky_text(period: Period) -> str:
    return "转".join(period.sky)


def thermometer_marks(period: Period, delta: Number | None, cell: Cell, setting: Setting) -> Iterator[Mark]:
    """Draw the slot, the high right of its top, the low left of its bottom, the change beside the low."""
    palette, room = setting.palette, cell.thermometer
    wide = min(SLOT, room.h // 5)
    box = Box(room.x + (room.w - wide) // 2, room.y, wide, room.h)
    low, high = height_of(period.low, box, setting), height_of(period.high, box, setting)
    yield slot(period, box, setting)
    side = (room.w - wide) // 2 - 12
    ends = (high if high is not None else box.y, low if low is not None else box.bottom)
    if period.high is not None:
        style = Style(cell.sizes.high, palette.ink, palette.sheet, "left", bold=True)
        yield fitted(temperature(period.high), around(ends[0], box.right + 12, side, cell.sizes.high), style)
    if period.low is not None:
        style = Style(cell.sizes.low, palette.faint, palette.sheet, "right")
        yield fitted(temperature(period.low), around(ends[1], room.x, side, cell.sizes.low), style)
    if delta is not None:
        clear = max(ends[1], ends[0] + (cell.sizes.high + 44) // 2)
        text = f"{'▲' if delta > 0 else '▼'}{abs(delta):g}°"
        yield fitted(text, around(clear, box.right + 12, side, 44), Style(36, palette.faint, palette.sheet))


def around(middle: int, x: int, wide: int, high: int) -> Box:
    return Box(x, middle - high // 2, wide, high)


def temperature(value: Number) -> str:
    return words.degrees(value) + ("" if plausible(value) else "?")


def height_of(value: Number | None, box: Box, setting: Setting) -> int | None:
    if value is None or not plausible(value):
        return None
    share = (setting.top - value) / (setting.top - setting.bottom)
    return box.y + box.w // 2 + round(share * (box.h - box.w))


def slot(period: Period, box: Box, setting: Setting) -> Slot:
    low, high = height_of(period.low, box, setting), height_of(period.high, box, setting)
    known = [end for end in (low, high) if end is not None]
    if not known:
        return Slot(box, box.y, (), setting.palette.slot, setting.palette.sheet)
    top, bottom = min(known) - box.w // 2, max(known) + box.w // 2
    return Slot(box, top, steps(top, bottom, box, setting), setting.palette.slot, setting.palette.sheet)


def steps(top: int, bottom: int, box: Box, setting: Setting) -> tuple[tuple[int, int, int], ...]:
    inner, half = box.h - box.w, box.w // 2
    degree = (setting.top - setting.bottom) / inner
    return tuple(warmth(setting.top - (y - box.y - half) * degree) for y in range(top, bottom))


HEADINGS = {"北": (0, 1), "东": (1, 0), "南": (0, -1), "西": (-1, 0)}


def heading(wind: Wind) -> float | None:
    """Give where the wind goes, in degrees clockwise from north; None when the page does not say where it comes from."""
    first = re.split("[到至或、转]", wind.direction or "")[0]
    points = [HEADINGS[sign] for sign in first if sign in HEADINGS]
    east, north = sum(x for x, _ in points), sum(y for _, y in points)
    if not points or (east, north) == (0, 0):
        return None
    return (in_degrees(atan2(east, north)) + 180) % 360


def wind_marks(period: Period, cell: Cell, setting: Setting) -> Iterator[Mark]:
    """Draw an arrow before each leg; the words say where it comes from."""
    lines = words.legs(period, setting.language)
    if not lines:
        return
    palette, side = setting.palette, cell.sizes.wind
    room = Box(cell.wind.x + side + 8, cell.wind.y, cell.wind.w - side - 8, cell.wind.h)
    text = fitted(lines, room, Style(side, palette.faint, palette.sheet))
    shift = max(0, (room.right - max(line.box.right for line in text.lines)) // 2) if cell.centred else 0
    text = moved(text, shift)
    yield text
    seen = set()
    for line in text.lines:
        if line.paragraph in seen:
            continue
        seen.add(line.paragraph)
        box = Box(cell.wind.x + shift, line.box.y, text.size, text.size)
        yield Arrow(box, heading(period.wind[line.paragraph]), palette.faint, palette.sheet)


def moved(text, shift):
    from dataclasses import replace

    return replace(text, lines=tuple(replace(l, box=Box(l.box.x + shift, l.box.y, l.box.w, l.box.h)) for l in text.lines))


def gust_marks(period: Period, cell: Cell, setting: Setting) -> Iterator[Mark]:
    text = words.gust(period, setting.language)
    strongest = words.strongest_gust(period)
    if strongest is None:
        return
    palette, room = setting.palette, cell.gust
    fill, ink = (palette.alarm, palette.alarm_ink) if strongest >= GALE else (palette.pill, palette.pill_ink)
    words_ = fitted(text, room.inset(18), Style(cell.sizes.wind, ink, fill, "centre" if cell.centred else "left"))
    line = words_.lines[0].box
    pill = Box(line.x - 18, room.y, line.w + 36, room.h)
    yield Panel(pill, fill, palette.sheet, room.h // 2)
    yield words_

"""One day into its cell: heading, sky, and what the thermometer and the wind draw. Knows no pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.fit import Style, fitted
from messages.picture.scene import Align, Box, Panel, Sign
from messages.picture.thermometer import thermometer
from messages.picture.wind import gust, wind
from messages.sky import SkyKind, kinds, sky_kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from messages.edition import Number, Period
    from messages.message import Language
    from messages.picture.layout import Cell
    from messages.picture.palette import Palette
    from messages.picture.scene import Mark, Words
    from messages.picture.thermometer import Scale

MOST_PHASES = 3


def day(
    period: Period, delta: Number | None, cell: Cell, scale: Scale, today: dt.date, language: Language, palette: Palette
) -> Iterator[Mark]:
    """Draw one day: all its parts, or the page's own words when nothing of it could be read."""
    yield Panel(cell.frame, palette.sheet, palette.ground)
    yield from heading(period, cell, today, language, palette)
    if not readable(period):
        yield fitted(words.as_printed(period, language), cell.story, Style(40, palette.faint, palette.sheet))
        return
    sky = sky_words(period, cell, language, palette)
    yield sky
    if phases := signs(period):
        yield Sign(cell.icon, phases, period.part in ("night", "night-day"), palette.sheet, palette.faint)
    yield from thermometer(period, delta, cell, scale, palette)
    blowing = [*wind(period, cell, language, palette)]
    yield from blowing
    yield from gust(period, cell, language, palette, [sky, *blowing])


def readable(period: Period) -> bool:
    return bool(period.sky or period.precipitation or period.wind) or (period.low, period.high) != (None, None)


def heading(period: Period, cell: Cell, today: dt.date, language: Language, palette: Palette) -> Iterator[Words]:
    """Name the day, with its date under it; a label without a date takes the room of both."""
    ink = Style(cell.sizes.day, palette.ink, palette.sheet, aligned(cell), bold=True)
    name, date = words.day(period, today, language), words.date(period, language)
    both = Box(cell.day.x, cell.day.y, cell.day.w, cell.date.bottom - cell.day.y)
    yield fitted(name, cell.day if date else both, ink)
    yield fitted(date, cell.date, Style(cell.sizes.date, palette.faint, palette.sheet, aligned(cell)))


def aligned(cell: Cell) -> Align:
    return "centre" if cell.centred else "left"


def sky_words(period: Period, cell: Cell, language: Language, palette: Palette) -> Words:
    """Say the sky in full if it fits, else in short."""
    style = Style(cell.sizes.sky, palette.ink, palette.sheet, aligned(cell), top=cell.centred)
    said = [fitted(text, cell.sky, style) for text in words.skies(period, language)]
    return next((text for text in said if not text.cut), said[-1])


def signs(period: Period) -> tuple[tuple[SkyKind, ...], ...]:
    """Give the kinds to draw: a tuple for each phase, two kinds in one where the page says 间 or adds a passing rain."""
    drawn = kinds(period)
    chain = [overlapping(word, kind) for word, kind in zip(period.sky, drawn, strict=False)]
    passing = drawn[len(chain) :]
    if chain and passing:
        chain[-1] = (chain[-1][0], passing[-1])
    return tuple(chain[: MOST_PHASES - 1] + chain[-1:] if len(chain) > MOST_PHASES else chain) or tuple(
        (kind,) for kind in passing[:MOST_PHASES]
    )


def overlapping(word: str, kind: SkyKind) -> tuple[SkyKind, ...]:
    """Split a phase at 间, unless rain in the phase matters more than either half."""
    halves = tuple(sky_kind(half) for half in word.split("间")[:2])
    return halves if len(halves) == 2 and kind.value <= SkyKind.OVERCAST.value else (kind,)  # noqa: PLR2004

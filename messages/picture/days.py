"""One day into its cell: heading, drawing, words and thermometer. Knows no pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.picture import words
from messages.picture.fit import Style, fitted
from messages.picture.scene import Box, Panel, Sign
from messages.picture.text import text
from messages.picture.thermometer import thermometer
from messages.sky import SkyKind, kinds, sky_kind, worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from messages.edition import Number, Period
    from messages.picture.layout import Cell
    from messages.picture.look import Look
    from messages.picture.scene import Mark, Words

Phases = tuple[tuple[SkyKind, ...], ...]


def day(period: Period, delta: Number | None, cell: Cell, look: Look) -> Iterator[Mark]:
    """Draw one day: all its parts, or the page's own words when nothing of it could be read."""
    palette = look.palette
    yield Panel(cell.frame, palette.sheet, palette.ground)
    yield from heading(period, cell, look)
    if not readable(period):
        yield fitted(words.as_printed(period, look.language), cell.story, Style(40, palette.faint, palette.sheet))
        return
    if phases := telling(signs(period), 3 if cell.places else 2):
        night = period.part in ("night", "night-day")
        yield Sign(
            cell.icon, phases, night, palette.sheet, palette.faint, centred=not cell.places or cell.align == "centre"
        )
    yield from text(period, cell, look)
    yield from thermometer(period, delta, cell, look)


def readable(period: Period) -> bool:
    return bool(period.sky or period.precipitation or period.wind) or (period.low, period.high) != (None, None)


def heading(period: Period, cell: Cell, look: Look) -> Iterator[Words]:
    """Name the day, with its date under it; a label without a date takes the room of both."""
    palette, align = look.palette, cell.align
    name, date = words.day(period, look.today, look.language), words.date(period, look.language)
    both = Box(cell.day.x, cell.day.y, cell.day.w, cell.date.bottom - cell.day.y)
    yield fitted(name, cell.day if date else both, Style(cell.sizes.day, palette.ink, palette.sheet, align, bold=True))
    yield fitted(date, cell.date, Style(cell.sizes.date, palette.faint, palette.sheet, align))


def signs(period: Period) -> Phases:
    """Give the kinds to draw: a tuple for each phase, two kinds where the page says 间 or adds passing rain."""
    drawn = kinds(period)
    chain = [overlapping(word, kind) for word, kind in zip(period.sky, drawn, strict=False)]
    passing = drawn[len(chain) :]
    if not chain:
        return tuple((kind,) for kind in passing)
    if passing:
        chain[-1] = (chain[-1][0], passing[-1])
    return tuple(chain)


def telling(phases: Phases, most: int) -> Phases:
    """Keep the `most` phases that matter most to someone going out, in the order of the day."""
    ranked = sorted(range(len(phases)), key=lambda number: worst(phases[number]).value, reverse=True)
    return tuple(phases[number] for number in sorted(ranked[:most]))


def overlapping(word: str, kind: SkyKind) -> tuple[SkyKind, ...]:
    """Split a phase at 间, unless rain in the phase matters more than either half."""
    match word.split("间"):
        case [first, second] if kind <= SkyKind.OVERCAST:
            return sky_kind(first), sky_kind(second)
    return (kind,)

"""A card into marks: masthead, title, warning, days, source. Knows nothing of pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from messages.picture import layout, words
from messages.picture.days import day
from messages.picture.face import CannotDrawError
from messages.picture.fit import Style, fitted
from messages.picture.look import Look
from messages.picture.palette import PALETTES
from messages.picture.scene import Panel
from messages.picture.thermometer import changes, scale

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from messages.edition import Period
    from messages.message import Card
    from messages.picture.palette import Palette
    from messages.picture.scene import Box, Mark


def compose(card: Card) -> tuple[Mark, ...]:
    """Give every mark of the card in the order of painting."""
    periods = [period for period in card.forecast.periods if current(period, card.today)][: layout.MOST_DAYS]
    if not periods:
        raise CannotDrawError("the forecast has no day to draw")
    palette, days = PALETTES[card.theme], len(periods)
    warning = [*warning_marks(card.warning, days, palette)] if card.warning else []
    band = next((mark.box for mark in warning if isinstance(mark, Panel)), None)
    marks = [*head_marks(card, days, palette), *warning]
    look = Look(card.today, card.language, palette, scale(periods))
    for period, delta, cell in zip(
        periods, changes(periods), layout.cells(days, layout.days_box(days, band)), strict=True
    ):
        marks += day(period, delta, cell, look)
    return (*marks, *foot_marks(card, palette))


def current(period: Period, today: dt.date) -> bool:
    """Tell whether a period is not over; one without a date counts as current."""
    last = period.date_end or period.date
    return last is None or last >= today


def head_marks(card: Card, days: int, palette: Palette) -> Iterator[Mark]:
    """Draw the masthead: paper and date over a double rule, then the title."""
    paper, date = halves(layout.MASTHEAD)
    yield fitted(card.paper, paper, Style(40, palette.ink, palette.ground, bold=True))
    today = words.masthead_date(card.today, card.language)
    yield fitted(today, date, Style(38, palette.faint, palette.ground, "right"))
    for box in layout.MASTHEAD_RULES:
        yield Panel(box, palette.ink, palette.ground)
    yield fitted(words.title(card), layout.title_box(days), Style(88, palette.ink, palette.ground, bold=True))


def halves(box: Box) -> tuple[Box, Box]:
    wide = box.w // 2 - 8
    return replace(box, w=wide), replace(box, x=box.right - wide, w=wide)


def warning_marks(text: str, days: int, palette: Palette) -> Iterator[Mark]:
    """Draw the red band, as high as its one or two lines need."""
    style = Style(44, palette.alarm_ink, palette.alarm, bold=True)
    one, two = (layout.warning_box(days, rows) for rows in (1, 2))
    rows = len(fitted(text, two.inset(26, 10), style).lines)
    box = one if rows == 1 else two
    yield Panel(box, palette.alarm, palette.ground)
    yield fitted(text, box.inset(26, 10), style)


def foot_marks(card: Card, palette: Palette) -> Iterator[Mark]:
    yield Panel(layout.SOURCE_RULE, palette.rule, palette.ground)
    yield fitted(words.source(card), layout.SOURCE, Style(36, palette.faint, palette.ground))

"""A card into marks: masthead, title, warning, days, source. Knows nothing of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.picture import layout, words
from messages.picture.days import Setting, changes, day_marks, scale
from messages.picture.face import CannotDrawError
from messages.picture.fit import Style, fitted
from messages.picture.palette import PALETTES
from messages.picture.scene import Box, Panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from messages.message import Card
    from messages.picture.palette import Palette
    from messages.picture.scene import Mark


def compose(card: Card) -> tuple[Mark, ...]:
    """Give every mark of the card in the order of painting."""
    periods = card.forecast.periods[: layout.MOST_DAYS]
    if not periods:
        raise CannotDrawError("the forecast has no day to draw")
    palette = PALETTES[card.theme]
    bottom, top = scale(periods)
    setting = Setting(card.today, card.language, palette, bottom, top)
    marks = [*head_marks(card, palette)]
    warning = [*warning_marks(card.warning, palette)] if card.warning else []
    band = warning[0].box if warning else None
    rooms = layout.cells(len(periods), layout.days_box(band))
    for period, delta, cell in zip(periods, changes(periods), rooms, strict=True):
        marks += day_marks(period, delta, cell, setting)
    return (*marks, *warning, *foot_marks(card, palette))


def head_marks(card: Card, palette: Palette) -> Iterator[Mark]:
    yield fitted(card.paper, half(layout.MASTHEAD, 0), Style(40, palette.ink, palette.ground, bold=True))
    date = words.date_text(card.today, "full", card.language)
    yield fitted(date, half(layout.MASTHEAD, 1), Style(38, palette.faint, palette.ground, "right"))
    for box in layout.MASTHEAD_RULES:
        yield Panel(box, palette.ink, palette.ground)
    yield fitted(words.title(card), layout.TITLE, Style(88, palette.ink, palette.ground, bold=True))


def half(box: Box, number: int) -> Box:
    wide = box.w // 2 - 8
    return Box(box.x if number == 0 else box.right - wide, box.y, wide, box.h)


def warning_marks(text: str, palette: Palette) -> Iterator[Panel | Mark]:
    style = Style(44, palette.alarm_ink, palette.alarm, bold=True)
    two = layout.warning_box(2)
    words_ = fitted(text, two.inset(28, 12), style)
    box = layout.warning_box(min(2, len(words_.lines)))
    yield Panel(box, palette.alarm, palette.ground)
    yield fitted(text, box.inset(28, 12), style)


def foot_marks(card: Card, palette: Palette) -> Iterator[Mark]:
    yield Panel(layout.SOURCE_RULE, palette.rule, palette.ground)
    yield fitted(words.source(card), layout.SOURCE, Style(36, palette.faint, palette.ground))

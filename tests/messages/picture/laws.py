"""What holds for every card, whatever it says: the laws the tests of the picture share."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from messages.picture.face import covers
from messages.picture.palette import PALETTES
from messages.picture.scene import PAGE, SMALLEST, Box, Mark, Panel, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from messages.message import Theme
    from messages.picture.palette import Colour

LEAST_CONTRAST = 4.5


def contrast(first: Colour, second: Colour) -> float:
    """Give the contrast ratio of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def overlap(first: Box, second: Box) -> bool:
    return first.x < second.right and second.x < first.right and first.y < second.bottom and second.y < first.bottom


def texts(marks: Sequence[Mark]) -> list[Words]:
    return [mark for mark in marks if isinstance(mark, Words)]


def ground_under(line: Box, before: Sequence[Mark], theme: Theme) -> Colour:
    """Give the colour that was last painted under the whole of a line."""
    fills = [mark.fill for mark in before if isinstance(mark, Panel) and mark.box.holds(line)]
    return fills[-1] if fills else PALETTES[theme].ground


def assert_lawful(marks: Sequence[Mark], theme: Theme) -> None:
    """Assert what must hold for every card: readable, on the page, in glyphs the font has, nothing on another."""
    for index, words in enumerate(marks):
        if not isinstance(words, Words):
            continue
        assert words.size >= SMALLEST
        assert contrast(words.fill, words.ground) >= LEAST_CONTRAST
        for line in words.lines:
            assert PAGE.holds(line.box), line
            assert ground_under(line.box, marks[:index], theme) == words.ground, line
            assert all(covers(character) for character in line.text), line
    lines = [line for words in texts(marks) for line in words.lines]
    for first, second in combinations(lines, 2):
        assert not overlap(first.box, second.box), (first, second)
    assert_pills_cover_only_their_words(marks)


def assert_pills_cover_only_their_words(marks: Sequence[Mark]) -> None:
    lines = [line for words in texts(marks) for line in words.lines]
    for pill in (mark for mark in marks if isinstance(mark, Panel) and mark.radius):
        under = [line for line in lines if overlap(line.box, pill.box)]
        assert len(under) == 1, under

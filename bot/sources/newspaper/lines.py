"""The page as printed lines with their numbers. Knows nothing of what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.sources.newspaper.glyphs import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS = re.compile(r"\r\n|[\n\r\f\v\u2028\u2029\x85]")
_INDENT = re.compile(r"[\u3000 \t\u00a0]{2,8}(?=\S)")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD, 0])


class Line(NamedTuple):
    """A line that is not blank. `plain` has the length of `text`; `number` and `column` count from 1."""

    number: int
    column: int
    text: str
    plain: str
    gap: int  # blank lines before it
    indented: bool


def printed_lines(page: str) -> list[str]:
    """Cut a page at its line ends, whatever they are; this is how lines are numbered."""
    return _ENDS.split(page)


def lines_of(page: str) -> list[Line]:
    """Cut a page into its lines; blanks at both ends, marks of direction and characters without width are left out."""
    found: list[Line] = []
    gap = 0
    for number, raw in enumerate(printed_lines(page), start=1):
        visible = raw.translate(_INVISIBLE) if not raw.isascii() or "\0" in raw else raw
        text = visible.strip()
        if not text:
            gap += 1
            continue
        column = len(visible) - len(visible.lstrip()) + 1
        indented = column > 1 and _INDENT.match(visible) is not None
        found.append(Line(number, column, text, plain(text), gap, indented))
        gap = 0
    return found


def joined(lines: Sequence[Line]) -> str:
    """Give the lines as they stand, one under the other."""
    return "\n".join(line.text for line in lines)

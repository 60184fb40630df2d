"""Text into a box: shrink to the smallest size, then wrap, then cut with an ellipsis. Knows nothing of what it says.

Our own words must never be cut (the tests say so); what others wrote may be, at the end, and `Words.cut` tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from messages.picture.face import printable, width
from messages.picture.scene import PITCH, SMALLEST, Align, Box, Line, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from messages.picture.palette import Colour

# A number with its range and unit stays together, as does a Latin word; every other character may end a line, but an
# opening bracket or quote goes with what it opens.
TOKEN = re.compile(
    r"[(（《“]*(?:[\d.～–-]+[级℃°]?[，、。,]?|[A-Za-z'’&()/-]+[,.:;]?|.[，、。：；！？）》”]*)", re.DOTALL
)
ELLIPSIS = "…"

Rows = tuple[tuple[int, str], ...]  # (paragraph, text)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text may be set: from `size` down to the smallest, aligned, in `fill` on `ground`."""

    size: int
    fill: Colour
    ground: Colour
    align: Align = "left"
    bold: bool = False
    top: bool = False  # at the top of the box, else in its middle
    pitch: float = PITCH  # from one line to the next, in ems


def fitted(paragraphs: Sequence[str] | str, box: Box, style: Style) -> Words:
    """Set each paragraph from a new line. No line leaves the box; no text is smaller than SMALLEST."""
    texts = tuple(filter(None, map(printable, [paragraphs] if isinstance(paragraphs, str) else paragraphs)))
    size, rows, cut = arranged(texts, box, style)
    return Words(tuple(placed(rows, size, box, style)), size, style.fill, style.ground, style.bold, cut)


def arranged(texts: tuple[str, ...], box: Box, style: Style) -> tuple[int, Rows, bool]:
    """Choose the size, the rows, and whether something had to be cut."""
    plain = tuple(enumerate(texts))
    sizes = range(max(style.size, SMALLEST), SMALLEST - 1, -2)
    for size in sizes:
        if height(len(plain), size, style.pitch) <= box.h and all(width(text, size) <= box.w for text in texts):
            return size, plain, False
    for size in sizes:
        if height(fewest(texts, box.w, size), size, style.pitch) > box.h:
            continue
        rows = wrapped(texts, box.w, size)
        if rows is not None and height(len(rows), size, style.pitch) <= box.h:
            return size, rows, False
    return SMALLEST, shortened(texts, box, style.pitch), True


def height(rows: int, size: int, pitch: float) -> float:
    return (rows - 1) * pitch * size + size


def fewest(texts: tuple[str, ...], room: int, size: int) -> int:
    """Give the rows the texts would take if words could break anywhere: cheap, and never more than they do take."""
    return sum(max(1, ceil(width(text, size) / room)) for text in texts)


def wrapped(texts: tuple[str, ...], room: int, size: int) -> Rows | None:
    """Break at the end of tokens; None when one token alone is too wide."""
    rows: list[tuple[int, str]] = []
    for paragraph, text in enumerate(texts):
        lines = broken(TOKEN.findall(text), room, size)
        if any(width(line, size) > room for line in lines):
            return None
        rows += [(paragraph, line) for line in lines]
    return tuple(rows)


def broken(tokens: Sequence[str], room: int, size: int) -> list[str]:
    lines = [""]
    for token in tokens:
        if lines[-1] and width((lines[-1] + token).rstrip(), size) > room:
            lines.append("")
        lines[-1] = (lines[-1] + token).lstrip()
    return [line.rstrip() for line in lines]


def shortened(texts: tuple[str, ...], box: Box, pitch: float) -> Rows:
    """Break even words too wide for a line, keep the rows there is room for, end the last with an ellipsis."""
    rows = [
        (number, line) for number, text in enumerate(texts) for line in broken(pieces(text, box.w), box.w, SMALLEST)
    ]
    room = max(1, int((box.h / SMALLEST - 1) / pitch) + 1)
    if len(rows) <= room:
        return tuple(rows)
    paragraph, last = rows[room - 1]
    return (*rows[: room - 1], (paragraph, ended(last, box.w)))


def pieces(text: str, room: int) -> list[str]:
    """Give the tokens, those wider than a line as single characters."""
    tokens = TOKEN.findall(text)
    return [part for token in tokens for part in ([token] if width(token, SMALLEST) <= room else token)]


def ended(text: str, room: int) -> str:
    while text and width(text + ELLIPSIS, SMALLEST) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def placed(rows: Rows, size: int, box: Box, style: Style) -> Iterator[Line]:
    spare = box.h - height(len(rows), size, style.pitch)
    top = box.y + (0 if style.top else spare / 2)
    for number, (paragraph, text) in enumerate(rows):
        wide = int(width(text, size) + 0.999)
        left = {"left": box.x, "centre": box.x + (box.w - wide) // 2, "right": box.right - wide}[style.align]
        yield Line(text, Box(left, int(top + number * style.pitch * size), wide, size), paragraph)


def shifted(words: Words, across: int = 0, down: int = 0) -> Words:
    """Move a text."""
    lines = (replace(line, box=replace(line.box, x=line.box.x + across, y=line.box.y + down)) for line in words.lines)
    return replace(words, lines=tuple(lines))


def extent(words: Words) -> int:
    """Give the height of a text."""
    return words.lines[-1].box.bottom - words.lines[0].box.y if words.lines else 0

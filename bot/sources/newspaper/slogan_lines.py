"""Finds the lines of a page that are slogans, side by side or one under the other. Knows no other kind of line's place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sources.newspaper.hotline import is_hotline
from bot.sources.newspaper.imprint import is_dated, is_imprint
from bot.sources.newspaper.notices import service_kind
from bot.sources.newspaper.sentences import is_body
from bot.sources.newspaper.slogan import is_slogan_shaped, slogans_of, speaks_of_safety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.lines import Line

_MOST = 8  # lines; bounds the work on a page of nothing else
_STOPS = re.compile("[,。;]")


def slogans_end(lines: Sequence[Line], at: int) -> int:
    """Say before which line the slogans that begin at a line end; at that line itself when it is none.

    A line over a text is that text's title, whatever it says.
    """
    if not speaks_of_safety(lines[at].plain):
        return at
    end = at
    while end < min(len(lines), at + _MOST) and _may_be_slogan(lines[end], first=end == at):
        end += 1
    if any(_is_story(line) for line in lines[end : end + 3]):
        end = _before_title(lines, at, end)
    while end > at and not slogans_of(_side_by_side(lines[at:end])):
        end -= 1
    return end


def _may_be_slogan(line: Line, *, first: bool) -> bool:
    """Say whether a line has the shape of slogans; below the first a note to readers (扫描二维码…) ends them."""
    is_text = is_body(line) and _STOPS.search(line.plain) is not None
    return is_slogan_shaped(line.plain) and not is_text and (first or service_kind(line.plain) is None)


def _is_story(line: Line) -> bool:
    return is_body(line) and not is_dated(line.plain) and not is_imprint(line.plain) and not is_hotline(line.plain)


def _before_title(lines: Sequence[Line], at: int, end: int) -> int:
    """Leave the last line for the title of the text below; what is above it must be slogans beyond doubt."""
    kept = at
    while kept < end - 1 and " " in lines[kept].plain and slogans_of(lines[kept].plain):
        kept += 1
    return kept


def _side_by_side(lines: Sequence[Line]) -> str:
    return " ".join(line.plain for line in lines)

"""Says of every line of a page what it is, from its own signs and from what stands before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sources.newspaper.byline import bylines_of
from bot.sources.newspaper.forecast import LONGEST, reading_of
from bot.sources.newspaper.glyphs import plain_weather
from bot.sources.newspaper.lines import Line, joined
from bot.sources.newspaper.notices import hotline_of, is_caption, is_imprint, only_numbers, opens_hotline, service_kind
from bot.sources.newspaper.slogan import slogans_of
from bot.sources.newspaper.title import dateline_of
from bot.sources.newspaper.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS = re.compile(r"[。!?…;:][”\"’'」』)】》〉]*$|[。!?][((][^()()]{1,60}[))]$")
_SENTENCE = re.compile("[。;]|,.*,")
_WEATHER_SIGNS = re.compile("[晴阴云雨雪雾霾沙尘睛陰雲]")
_MEASURES = re.compile("[℃度级°風风級]")
_FACTS = {"COVER", "RAIN", "DEG", "GRADE", "DIR"}
_WEATHERLY = 0.6
_BODY = 36  # characters; no title is longer without a sentence's punctuation
_LEAST_SENTENCE = 12


@dataclass(frozen=True)
class Piece:
    """Lines that belong together, what they are, and the sign they were known by."""

    kind: str
    lines: tuple[Line, ...]
    by: str

    @property
    def text(self) -> str:
        return joined(self.lines)


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """Place every line of the page, in order."""
    placed: list[Piece] = []
    at = 0
    while at < len(lines):
        piece = _piece(lines, at, placed[-1] if placed else None)
        placed.append(piece)
        at += len(piece.lines)
    return placed


def _piece(lines: Sequence[Line], at: int, before: Piece | None) -> Piece:
    line = lines[at]
    if before and before.kind == "body" and is_open(before.lines[-1]) and not _interrupts(line):
        return Piece("body", (line,), "goes on from the line before")
    return (
        _forecast(lines, at)
        or _notice(lines, at)
        or _marked(line, before)
        or _slogan(lines, at)
        or (
            Piece("body", (line,), "sentences")
            if is_body(line)
            else Piece("title", (line,), "a short line without a stop")
        )
    )


def is_open(line: Line) -> bool:
    """Say whether a line of a text stops before its sentence does."""
    return not _ENDS.search(line.plain)


def _interrupts(line: Line) -> bool:
    """Say whether a line cannot be the rest of a sentence, even when one is open."""
    return bylines_of(line.plain) is not None or bool(dateline_of(line.plain)[0]) or _is_qr(line)


def _is_qr(line: Line) -> bool:
    return service_kind(line.plain) == "qr" and not line.plain.endswith("。")


def is_body(line: Line) -> bool:
    """Say whether a line is text of a story, not a title."""
    text = line.plain
    if dateline_of(text)[0] or len(text) > _BODY:
        return True
    return len(text) >= _LEAST_SENTENCE and bool(_SENTENCE.search(text)) and not is_open(line)


def is_weatherly(line: Line) -> bool:
    """Say whether most of a line is in the vocabulary of forecasts; cheap for lines without a weather sign."""
    if len(line.text) > LONGEST or not (_WEATHER_SIGNS.search(line.text) or _MEASURES.search(line.text)):
        return False
    words = tokens(plain_weather(line.text))
    strange = sum(len(word.text) for word in words if word.kind == "WORD")
    return any(word.kind in _FACTS for word in words) and strange <= len(line.text) * (1 - _WEATHERLY)


def _forecast(lines: Sequence[Line], at: int) -> Piece | None:
    """Take the weatherly lines from here on as one forecast, when they are one."""
    if not is_weatherly(lines[at]):
        return None
    end, size = at, 0
    while end < len(lines) and size + len(lines[end].text) <= LONGEST and is_weatherly(lines[end]):
        size += len(lines[end].text) + 1
        end += 1
    block = tuple(lines[at:end])
    return Piece("forecast", block, "days with sky, wind, temperature") if reading_of(joined(block), None) else None


def _notice(lines: Sequence[Line], at: int) -> Piece | None:
    line = lines[at]
    if opens_hotline(line.plain) and at + 1 < len(lines) and only_numbers(lines[at + 1].plain):
        return Piece("hotline", (line, lines[at + 1]), "a hotline's name over its number")
    if bylines_of(line.plain):
        return Piece("byline", (line,), "titles and names only")
    if is_imprint(line.plain) and not dateline_of(line.plain)[0]:
        return Piece("imprint", (line,), "the paper's own data")
    if hotline_of(line.plain):
        return Piece("hotline", (line,), "a number to call")
    kind = service_kind(line.plain)
    return Piece("service_note", (line,), kind) if kind and not line.plain.endswith("。") else None


def _marked(line: Line, before: Piece | None) -> Piece | None:
    under_title = before is not None and before.kind == "title"
    if is_caption(line.plain) and not (under_title and line.plain[0] not in "▲△▼▽◀▶◆◇"):
        return Piece("caption", (line,), "a picture's mark or who took it")
    return None


def _slogan(lines: Sequence[Line], at: int) -> Piece | None:
    """Take lines of slogans; a line over a text is that text's title, whatever it says."""
    end = at
    while end < len(lines) and slogans_of(lines[end].plain):
        end += 1
    if end < len(lines) and is_body(lines[end]):
        return None
    return Piece("safety_notice", tuple(lines[at:end]), "safety slogans") if end > at else None

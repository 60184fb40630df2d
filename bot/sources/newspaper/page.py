"""A newspaper page to an Edition: every line is placed, or listed as unread. Pure; knows no file and no clock."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.sources.newspaper import doubts
from bot.sources.newspaper.bulletin import bulletins
from bot.sources.newspaper.dating import date_of
from bot.sources.newspaper.forecast import Reading, reading_of
from bot.sources.newspaper.hotline import hotlines_in, numbers_in
from bot.sources.newspaper.lines import Line, joined, lines_of
from bot.sources.newspaper.placing import Piece, pieces_of
from bot.sources.newspaper.slogan import asks_for_care, slogans_of
from bot.sources.newspaper.story import Draft, article_of, drafts_of, paragraph_lines
from messages.edition import Block, Doubt, Edition, Hotline, ServiceNote

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

Weather = tuple[Reading, tuple[Line, ...]]  # what was read, and from which lines


def read_page(text: str, *, date: dt.date | None = None) -> Edition:
    """Read a page of text. `date` is the paper's when known; else it is inferred, and `date_from` says from what."""
    lines = lines_of(text)
    pieces = pieces_of(lines)
    inferred, why = date_of(pieces, lines)
    drafts = drafts_of(pieces)
    written = [draft for draft in drafts if draft.is_whole]
    of = _by_kind(pieces)
    left = [piece for draft in drafts if not draft.is_whole for piece in draft.pieces] + of["unread"]
    stray = _blockwise(sorted(left, key=lambda piece: piece.lines[0].number))
    pleas = [_plea(piece) for piece in stray if _is_plea(piece, written)]
    stray = [piece for piece in stray if not _is_plea(piece, written)]
    of["safety_notice"] += pleas
    weather = [*_printed_forecasts(of["forecast"], date or inferred), *_told_forecasts(written, date or inferred)]
    weather.sort(key=lambda found: found[1][0].number)
    return Edition(
        date=date or inferred,
        date_from="given" if date else why,
        hotlines=tuple(_hotlines(of)),
        forecasts=tuple(forecast for reading, _ in weather for forecast in reading.forecasts),
        articles=tuple(article_of(draft) for draft in written),
        captions=tuple(piece.text for piece in of["caption"]),
        service_notes=tuple(_service_note(piece, written) for piece in of["service_note"]),
        safety_notices=tuple(notice for piece in of["safety_notice"] for notice in _slogans(piece)),
        imprint=tuple(piece.text for piece in of["imprint"]),
        unread=tuple(piece.text for piece in stray),
        blocks=_blocks(of, written, stray, weather),
        doubts=tuple(_doubts(date, pieces, stray, weather)),
    )


def _blockwise(stray: Sequence[Piece]) -> list[Piece]:
    """Put stray lines with no blank line between them together: they are one block nobody could place."""
    blocks: list[list[Line]] = []
    signs: list[str] = []
    for piece in stray:
        if blocks and piece.lines[0].number == blocks[-1][-1].number + 1:
            blocks[-1] += piece.lines
        else:
            blocks.append(list(piece.lines))
            signs.append(piece.by)
    return [Piece("unread", tuple(lines), by) for lines, by in zip(blocks, signs, strict=True)]


def _is_plea(piece: Piece, written: Sequence[Draft]) -> bool:
    """Say whether a block below the last story is short phrases that ask for care: slogans of a danger nobody listed."""
    below = not written or piece.lines[0].number > written[-1].pieces[-1].lines[-1].number
    return below and asks_for_care(" ".join(line.plain for line in piece.lines))


def _plea(piece: Piece) -> Piece:
    return Piece("safety_notice", piece.lines, "phrases that ask for care at the foot of the page")


def _printed_forecasts(pieces: Sequence[Piece], paper: dt.date | None) -> Iterator[Weather]:
    for piece in pieces:
        reading = reading_of(piece.text, paper)
        if reading:
            yield reading, piece.lines


def _told_forecasts(drafts: Sequence[Draft], paper: dt.date | None) -> Iterator[Weather]:
    """Give the forecasts inside stories, with the lines of the paragraph they stand in."""
    for draft in drafts:
        for paragraph in paragraph_lines(draft.body):
            for reading in bulletins(joined(paragraph), paper):
                yield reading, tuple(paragraph)


def _doubts(
    given: dt.date | None, pieces: Sequence[Piece], stray: Sequence[Piece], weather: Sequence[Weather]
) -> Iterator[Doubt]:
    for reading, lines in weather:
        yield from doubts.in_reading(reading, lines)
    yield from doubts.unread(stray)
    yield from doubts.about_date(given, pieces)


def _by_kind(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[piece.kind].append(piece)
    return found


def _hotlines(of: Mapping[str, Sequence[Piece]]) -> Iterator[Hotline]:
    """Give the lines of hotlines, and those that stand in a line of the paper's own data."""
    yield from map(_hotline, of["hotline"])
    for piece in of["imprint"]:
        for line in piece.lines:
            for start, end in hotlines_in(line.plain):
                yield Hotline(text=line.text[start:end], numbers=numbers_in(line.plain[start:end]))


def _hotline(piece: Piece) -> Hotline:
    text = " ".join(line.text for line in piece.lines)
    return Hotline(text=text, numbers=numbers_in(" ".join(line.plain for line in piece.lines)))


def _service_note(piece: Piece, written: Sequence[Draft]) -> ServiceNote:
    above = bisect_left(written, piece.lines[0].number, key=lambda draft: draft.pieces[0].lines[0].number)
    return ServiceNote(text=piece.text, kind=piece.by, belongs_to_article=above - 1 if above else None)


def _slogans(piece: Piece) -> tuple[str, ...]:
    by_line = [slogans_of(line.plain, line.text) for line in piece.lines]
    if all(by_line):  # each line says something whole
        return tuple(notice for notices in by_line if notices for notice in notices)
    plain, printed = (" ".join(texts) for texts in zip(*((line.plain, line.text) for line in piece.lines), strict=True))
    return slogans_of(plain, printed) or tuple(line.text for line in piece.lines)


def _blocks(
    of: Mapping[str, Sequence[Piece]], written: Sequence[Draft], stray: Sequence[Piece], weather: Sequence[Weather]
) -> tuple[Block, ...]:
    """Say of every piece where it stands and which item of the edition it became."""
    blocks = [_block("unread", item, piece.lines, piece.by) for item, piece in enumerate(stray)]
    blocks += _weather_blocks(weather)
    for kind in ("hotline", "caption", "service_note", "imprint", "safety_notice"):
        blocks += [_block(kind, item, piece.lines, piece.by) for item, piece in enumerate(of[kind])]
    for item, draft in enumerate(written):
        for part, found in (("headline", draft.titles), ("paragraph", draft.body), ("byline", draft.bylines)):
            blocks += [_block("article", item, piece.lines, piece.by, part) for piece in found]
    return tuple(sorted(blocks, key=lambda block: (block.line_from, block.line_to)))


def _weather_blocks(weather: Sequence[Weather]) -> Iterator[Block]:
    item = 0
    for reading, lines in weather:
        for _ in reading.forecasts:
            yield _block("forecast", item, lines, "days with sky, wind, temperature")
            item += 1


def _block(kind: str, item: int, lines: Sequence[Line], by: str, part: str = "") -> Block:
    return Block(kind, item, lines[0].number, lines[-1].number, by, part)

"""A newspaper page to an Edition: every line is placed, or listed as unread. Pure; knows no file and no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sources.newspaper.dating import date_of
from bot.sources.newspaper.forecast import reading_of
from bot.sources.newspaper.lines import lines_of
from bot.sources.newspaper.notices import hotline_of
from bot.sources.newspaper.placing import Piece, pieces_of
from bot.sources.newspaper.slogan import slogans_of
from bot.sources.newspaper.story import Draft, article_of, drafts_of
from messages.edition import Block, Edition, Hotline, ServiceNote

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def read_page(text: str, *, date: dt.date | None = None) -> Edition:
    """Read a page of text. `date` is the paper's when known; else it is inferred, and `date_from` says from what."""
    lines = lines_of(text)
    pieces = pieces_of(lines)
    inferred, why = date_of(pieces, lines)
    paper = date or inferred
    drafts = drafts_of(pieces)
    written = [draft for draft in drafts if draft.body]
    stray = [piece for draft in drafts if not draft.body for piece in draft.pieces]
    return Edition(
        date=paper,
        date_from="given" if date else why,
        hotlines=tuple(_hotline(piece) for piece in _of("hotline", pieces)),
        forecasts=tuple(
            forecast
            for piece in _of("forecast", pieces)
            if (reading := reading_of(piece.text, paper))
            for forecast in reading.forecasts
        ),
        articles=tuple(article_of(draft) for draft in written),
        captions=tuple(piece.text for piece in _of("caption", pieces)),
        service_notes=tuple(_service_note(piece, written) for piece in _of("service_note", pieces)),
        safety_notices=tuple(notice for piece in _of("safety_notice", pieces) for notice in _slogans(piece)),
        imprint=tuple(piece.text for piece in _of("imprint", pieces)),
        unread=tuple(piece.text for piece in stray),
        blocks=_blocks(pieces, written, stray),
    )


def _of(kind: str, pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.kind == kind]


def _hotline(piece: Piece) -> Hotline:
    text = " ".join(line.plain for line in piece.lines)
    return hotline_of(text) or Hotline(text=text, numbers=())


def _service_note(piece: Piece, written: Sequence[Draft]) -> ServiceNote:
    above = [draft for draft in written if draft.pieces[0].lines[0].number < piece.lines[0].number]
    return ServiceNote(text=piece.text, kind=piece.by, belongs_to_article=len(above) - 1 if above else None)


def _slogans(piece: Piece) -> tuple[str, ...]:
    return slogans_of(" ".join(line.plain for line in piece.lines)) or ()


def _blocks(pieces: Sequence[Piece], written: Sequence[Draft], stray: Sequence[Piece]) -> tuple[Block, ...]:
    """Say of every piece where it stands and which item of the edition it became."""
    blocks = [_block(piece, "unread", item) for item, piece in enumerate(stray)]
    for kind in ("hotline", "forecast", "caption", "service_note", "imprint", "safety_notice"):
        blocks += [_block(piece, kind, item) for item, piece in enumerate(_of(kind, pieces))]
    for item, draft in enumerate(written):
        blocks += [_block(piece, "article", item, "headline") for piece in draft.titles]
        blocks += [_block(piece, "article", item, "paragraph") for piece in draft.body]
        blocks += [_block(piece, "article", item, "byline") for piece in draft.bylines]
    return tuple(sorted(blocks, key=lambda block: block.line_from))


def _block(piece: Piece, kind: str, item: int, part: str = "") -> Block:
    first, last = piece.lines[0].number, piece.lines[-1].number
    return Block(kind=kind, item=item, part=part, line_from=first, line_to=last, by=piece.by)

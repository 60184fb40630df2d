"""Titles, texts and bylines of a page to articles: which belong together, and paragraphs whole again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from bot.sources.newspaper.byline import bylines_of, without_bylines
from bot.sources.newspaper.placing import Piece, is_open
from bot.sources.newspaper.title import dateline_of, title_of
from messages.edition import Article, Byline, Dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.lines import Line

_PHOTO = re.compile(r"^(?:20\d\d年)?\d{1,2}月\d{1,2}日|图为")
_SIGNED = 80  # characters of a story's start in which its author can stand
_SHOT = re.compile("摄|图")


@dataclass(frozen=True)
class Draft:
    """The pieces of one article, in print order."""

    titles: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    bylines: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.titles + self.body + self.bylines


def drafts_of(pieces: Sequence[Piece]) -> list[Draft]:
    """Gather titles, text and bylines into articles; other pieces between them do not part a story."""
    relevant = [piece for piece in pieces if piece.kind in {"title", "body", "byline"}]
    groups: list[list[Piece]] = []
    opening: Piece | None = None  # the first text of the running story
    for place, piece in enumerate(relevant):
        if not groups or (opening and _begins(relevant, place, opening)):
            groups.append([])
            opening = None
        groups[-1].append(piece)
        opening = opening or (piece if piece.kind == "body" else None)
    return [_draft(group) for group in groups]


def _begins(relevant: Sequence[Piece], place: int, opening: Piece) -> bool:
    """Say whether a piece opens the next article while the story of `opening` runs."""
    piece = relevant[place]
    if piece.kind == "byline":
        return False
    if relevant[place - 1].kind == "byline":
        return True
    if piece.kind == "title":
        return not _is_subhead(relevant, place, opening)
    return dateline_of(piece.lines[0].text)[0] is not None


def _is_subhead(relevant: Sequence[Piece], place: int, opening: Piece) -> bool:
    """A short line inside a story: text follows without a dateline, and the story's byline is still to come."""
    dateline, rest = dateline_of(opening.lines[0].text)
    if dateline is None or without_bylines(rest[:_SIGNED])[1]:
        return False
    following = relevant[place + 1 : place + 2]
    if not following or following[0].kind != "body" or dateline_of(following[0].lines[0].text)[0]:
        return False
    after_text = next((piece for piece in islice(relevant, place + 1, None) if piece.kind != "body"), None)
    return after_text is not None


def _draft(group: Sequence[Piece]) -> Draft:
    """Sort one article's pieces: a title below the first text is a line of that text."""
    texts = [place for place, piece in enumerate(group) if piece.kind == "body"]
    first = texts[0] if texts else len(group)
    return Draft(
        titles=tuple(piece for piece in group[:first] if piece.kind == "title"),
        body=tuple(piece for piece in group[first:] if piece.kind != "byline"),
        bylines=tuple(piece for piece in group if piece.kind == "byline"),
    )


def article_of(draft: Draft) -> Article:
    """Read one article of a draft that has text."""
    paragraphs = paragraphs_of([line for piece in draft.body for line in piece.lines])
    dateline, paragraphs, inside = _opened(paragraphs)
    kicker, headline = (
        title_of([line.text for piece in draft.titles for line in piece.lines]) if draft.titles else (None, None)
    )
    signed = tuple(byline for piece in draft.bylines for byline in bylines_of(piece.lines[0].plain) or ())
    return Article(
        kind=_kind(dateline, paragraphs, inside + signed),
        kicker=kicker,
        headline=headline,
        dateline=dateline,
        paragraphs=tuple(paragraphs),
        bylines=inside + signed,
    )


def paragraph_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that the page broke in mid-sentence, also inside a number or a quotation."""
    whole: list[list[Line]] = []
    for place, line in enumerate(lines):
        if place and is_open(lines[place - 1]) and not line.indented:
            whole[-1].append(line)
        else:
            whole.append([line])
    return whole


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Give the paragraphs whole again."""
    return ["".join(line.text for line in group) for group in paragraph_lines(lines)]


def _opened(paragraphs: list[str]) -> tuple[Dateline | None, list[str], tuple[Byline, ...]]:
    """Take the dateline off the first paragraph and bylines in brackets off the first and the last."""
    dateline, rest = dateline_of(paragraphs[0])
    first, found = without_bylines(rest)
    paragraphs = [first, *paragraphs[1:]]
    if len(paragraphs) > 1:
        last, more = without_bylines(paragraphs[-1])
        paragraphs, found = [*paragraphs[:-1], last], found + more
    return dateline, [text for text in paragraphs if text], found


def _kind(dateline: Dateline | None, paragraphs: Sequence[str], bylines: Sequence[Byline]) -> Literal["story", "photo"]:
    if dateline is not None or len(paragraphs) != 1:
        return "story"
    shot = any(_SHOT.search(byline.role) for byline in bylines)
    return "photo" if shot or _PHOTO.search(paragraphs[0]) else "story"

"""Titles, texts and bylines of a page to articles: which belong together, and paragraphs whole again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.sources.newspaper.byline import bylines_of, without_bylines
from bot.sources.newspaper.placing import Piece, is_open
from bot.sources.newspaper.title import dateline_of, title_of
from messages.edition import Article, Byline, Dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.lines import Line

_PHOTO = re.compile(r"^(?:20\d\d年)?\d{1,2}月\d{1,2}日|图为")
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
    drafts: list[Draft] = []
    now = Draft()
    relevant = [piece for piece in pieces if piece.kind in {"title", "body", "byline"}]
    for place, piece in enumerate(relevant):
        if _begins(piece, now, relevant[place + 1 :]):
            drafts += [now] if now.pieces else []
            now = Draft()
        now = _with(now, piece)
    return [*drafts, now] if now.pieces else drafts


def _begins(piece: Piece, now: Draft, ahead: Sequence[Piece]) -> bool:
    """Say whether a piece opens the next article."""
    if piece.kind == "byline":
        return False
    if now.body and now.bylines and now.bylines[-1].lines[0].number > now.body[-1].lines[0].number:
        return True
    if piece.kind == "title":
        return bool(now.body) and not _is_subhead(now, ahead)
    return bool(now.body) and dateline_of(piece.lines[0].plain)[0] is not None


def _is_subhead(now: Draft, ahead: Sequence[Piece]) -> bool:
    """A short line inside a story: text follows without a dateline, and the story's byline is still to come."""
    if without_bylines(dateline_of(now.body[0].lines[0].plain)[1])[1]:
        return False
    if not ahead or ahead[0].kind != "body" or dateline_of(ahead[0].lines[0].plain)[0]:
        return False
    following = next((piece for piece in ahead if piece.kind != "body"), None)
    return (
        following is not None
        and following.kind in {"byline", "title"}
        and dateline_of(now.body[0].lines[0].plain)[0] is not None
    )


def _with(now: Draft, piece: Piece) -> Draft:
    if piece.kind == "title" and not now.body:
        return Draft((*now.titles, piece), now.body, now.bylines)
    if piece.kind == "byline":
        return Draft(now.titles, now.body, (*now.bylines, piece))
    return Draft(now.titles, (*now.body, piece), now.bylines)


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

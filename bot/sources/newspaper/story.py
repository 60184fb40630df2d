"""Titles, texts and bylines of a page to articles: which belong together, and paragraphs whole again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from bot.sources.newspaper.byline import bylines_of, pen_name, without_bylines
from bot.sources.newspaper.glyphs import plain
from bot.sources.newspaper.headings import is_weather_heading
from bot.sources.newspaper.sentences import is_open
from bot.sources.newspaper.title import dateline_of, title_of
from messages.edition import Article, Byline, Dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.lines import Line
    from bot.sources.newspaper.placing import Piece

_PHOTO = re.compile(r"^(?:20\d\d年)?\d{1,2}月\d{1,2}日|图为")
_SUBHEAD = 16
_ANNOUNCES = re.compile("(?:启事|声明|公告|通告|讣告|招聘|招租|出租|转让|出售)$")
_SIGNED = 80  # characters of a story's start in which its author can stand
_SHOT = re.compile("摄|图")
_LONGEST_SHOT = 150  # characters; a longer text is a story with a picture


@dataclass(frozen=True)
class Draft:
    """The pieces of one article, in print order."""

    titles: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    bylines: tuple[Piece, ...] = ()
    pictured: bool = False  # a caption stands between its lines

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.titles + self.body + self.bylines

    @property
    def is_whole(self) -> bool:
        """A title needs a text or a picture to be an article."""
        return bool(self.body) or (self.pictured and bool(self.titles))


def drafts_of(pieces: Sequence[Piece]) -> list[Draft]:
    """Gather titles, text and bylines into articles; other pieces between them do not part a story."""
    relevant, captioned = _relevant(pieces)
    groups: list[list[Piece]] = []
    opening: Piece | None = None  # the first text of the running story
    pictured: list[bool] = []
    for place, piece in enumerate(relevant):
        if opening:
            begins = _begins(relevant, place, opening, signed=_is_signed_first(groups[-1]))
        else:
            begins = not groups or (piece.kind == "title" and pictured[-1])
        if begins:
            groups.append([])
            pictured.append(False)
            opening = None
        groups[-1].append(piece)
        pictured[-1] = pictured[-1] or place in captioned
        opening = opening or (piece if piece.kind == "body" else None)
    return [_draft(group, pictured=shown) for group, shown in zip(groups, pictured, strict=True)]


def _relevant(pieces: Sequence[Piece]) -> tuple[list[Piece], set[int]]:
    """Give the pieces articles are made of, and which of them stand right above a caption."""
    relevant: list[Piece] = []
    captioned: set[int] = set()
    for piece in pieces:
        if piece.kind in {"title", "body", "byline"}:
            relevant.append(piece)
        elif piece.kind == "caption":
            captioned.add(len(relevant) - 1)
    return relevant, captioned


def _is_signed_first(group: Sequence[Piece]) -> bool:
    """Say whether an article's byline stands between its title and its text."""
    return next((piece.kind for piece in group if piece.kind != "title"), "") == "byline"


def _begins(relevant: Sequence[Piece], place: int, opening: Piece, *, signed: bool) -> bool:
    """Say whether a piece opens the next article while the story of `opening` runs."""
    piece = relevant[place]
    if piece.kind == "byline":
        return False
    if relevant[place - 1].kind == "byline":
        return True
    if piece.kind == "title":
        return not _is_subhead(relevant, place, opening, signed=signed)
    return dateline_of(piece.lines[0].text)[0] is not None or _is_shown(relevant, place)


def _is_shown(relevant: Sequence[Piece], place: int) -> bool:
    """Say whether a text is a photo's without a title: it begins with a day, and the line below says who took it."""
    following = relevant[place + 1 : place + 2]
    text = relevant[place].lines[0].text
    if not following or following[0].kind != "byline" or not _PHOTO.match(plain(text[:_SIGNED])):
        return False
    by = following[0].lines[0].plain
    return len(text) <= _LONGEST_SHOT and "摄" in by and "文/" not in by


def _is_subhead(relevant: Sequence[Piece], place: int, opening: Piece, *, signed: bool) -> bool:
    """Say whether a short line parts the running story: the text below it is no story of its own.

    A story of its own is filed, or begins like a photo's text, or is signed though the running one was signed before.
    """
    following = relevant[place + 1 : place + 2]
    if not following or following[0].kind != "body" or _ANNOUNCES.search(relevant[place].text):
        return False
    if is_weather_heading(relevant[place].lines[0].plain):
        return False
    text = following[0].lines[0].text
    if dateline_of(text)[0] or _PHOTO.search(plain(text[:_SIGNED])):
        return False
    last, after = following[0], None
    for after in islice(relevant, place + 2, None):
        if after.kind != "body":
            break
        last = after
    own = (after is not None and after.kind == "byline") or bool(without_bylines(last.lines[0].text[-_SIGNED:])[1])
    if signed or without_bylines(dateline_of(opening.lines[0].text)[1][:_SIGNED])[1]:
        return not own and len(relevant[place].text) <= _SUBHEAD and " " not in relevant[place].text
    return own and dateline_of(opening.lines[0].text)[0] is not None


def _draft(group: Sequence[Piece], *, pictured: bool) -> Draft:
    """Sort one article's pieces: a title below the first text is a line of that text."""
    texts = [place for place, piece in enumerate(group) if piece.kind == "body"]
    first = texts[0] if texts else len(group)
    return Draft(
        titles=tuple(piece for piece in group[:first] if piece.kind == "title"),
        body=tuple(piece for piece in group[first:] if piece.kind != "byline"),
        bylines=tuple(piece for piece in group if piece.kind == "byline"),
        pictured=pictured,
    )


def article_of(draft: Draft) -> Article:
    """Read one article of a draft that is whole."""
    paragraphs = paragraphs_of(draft.body)
    dateline, paragraphs, inside = _opened(paragraphs)
    kicker, headline = (
        title_of([line.text for piece in draft.titles for line in piece.lines]) if draft.titles else (None, None)
    )
    signed = tuple(byline for piece in draft.bylines for byline in _signed(piece.lines[0].plain))
    return Article(
        kind=_kind(dateline, paragraphs, shot=_is_shot(draft, inside)),
        kicker=kicker,
        headline=headline,
        dateline=dateline,
        paragraphs=tuple(paragraphs),
        bylines=inside + signed,
    )


def _signed(line: str) -> tuple[Byline, ...]:
    return bylines_of(line) or pen_name(line)


def paragraph_lines(pieces: Sequence[Piece]) -> list[list[Line]]:
    """Group lines that the page broke in mid-sentence, also inside a number or a quotation; a subhead stands alone."""
    whole: list[list[Line]] = []
    goes_on = False
    for piece in pieces:
        for line in piece.lines:
            if goes_on and not line.indented:
                whole[-1].append(line)
            else:
                whole.append([line])
            goes_on = is_open(line) and piece.kind == "body"
    return whole


def paragraphs_of(pieces: Sequence[Piece]) -> list[str]:
    """Give the paragraphs whole again."""
    return ["".join(line.text for line in group) for group in paragraph_lines(pieces)]


def _opened(paragraphs: list[str]) -> tuple[Dateline | None, list[str], tuple[Byline, ...]]:
    """Take the dateline off the first paragraph and bylines in brackets off the first and the last."""
    if not paragraphs:
        return None, [], ()
    dateline, rest = dateline_of(paragraphs[0])
    first, found = without_bylines(rest)
    paragraphs = [first, *paragraphs[1:]]
    if len(paragraphs) > 1:
        last, more = without_bylines(paragraphs[-1])
        paragraphs, found = [*paragraphs[:-1], last], found + more
    return dateline, [text for text in paragraphs if text], found


def _is_shot(draft: Draft, inside: Sequence[Byline]) -> bool:
    """Say whether the bylines name who took the picture, not who wrote beside it (文/图)."""
    return any(_SHOT.search(byline.role) for byline in inside) or any(
        "摄" in line or line.startswith("图")
        for line in (piece.lines[0].plain.lstrip(" (") for piece in draft.bylines)
        if not line.startswith("文")
    )


def _kind(dateline: Dateline | None, paragraphs: Sequence[str], *, shot: bool) -> Literal["story", "photo"]:
    if not paragraphs:
        return "photo"
    if dateline is not None or len(paragraphs) != 1:
        return "story"
    shot = shot and len(paragraphs[0]) <= _LONGEST_SHOT
    return "photo" if shot or _PHOTO.search(paragraphs[0]) else "story"

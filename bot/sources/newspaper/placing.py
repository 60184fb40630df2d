"""Says of every line of a page what it is, from its own signs and from what stands before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.sources.newspaper.byline import bylines_of, pen_name, without_bylines
from bot.sources.newspaper.forecast import is_forecast
from bot.sources.newspaper.hotline import (
    ends_with_emergency,
    is_hotline,
    names_hotline,
    numbers_in,
    only_numbers,
    opens_hotline,
)
from bot.sources.newspaper.imprint import is_dated, is_imprint, is_nameplate, names_section, names_staff
from bot.sources.newspaper.lines import Line, joined
from bot.sources.newspaper.notices import is_caption, is_unreadable, service_kind, turns_page
from bot.sources.newspaper.sentences import is_body, is_filed, is_fragment, is_open, is_prose, is_subhead
from bot.sources.newspaper.slogan import slogans_of
from bot.sources.newspaper.slogan_lines import slogans_end
from bot.sources.newspaper.surnames import names_of
from bot.sources.newspaper.title import dateline_of
from bot.sources.newspaper.weather_lines import begins_with_day, forecast_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

_PHOTO_TEXT = re.compile(r"^\d{1,2}月\d{1,2}日|^图为")
_MORE = re.compile("(?:关注|更多|下载|查看|观看|看|收听|了解|参与|阅读|获取|一起).{1,14}(?<![。!?])")
_LONGEST_TITLE = 40  # characters
_SHORT_NUMBER = 6  # digits; 12345 and 110 stand in titles, too
_ADVISES = re.compile("(?:今日|本报|温馨|友情|特别)?(?:辟谣|提示|提醒|更正):.{4,80}$")  # beside no story
_CALLS = re.compile("(?:征稿|征文|招聘|招领|更正)启事:")
_MEASURE = re.compile("[℃度级]")
_LEAD = re.compile("预计|具体|据|未来|受|[一-龥]{0,4}气象[一-龥]{1,14},")
_TOP = 5  # lines of a page in which its nameplate stands


class Piece(NamedTuple):
    """Lines that belong together, what they are, and the sign they were known by."""

    kind: str
    lines: tuple[Line, ...]
    by: str

    @property
    def text(self) -> str:
        return joined(self.lines)


@dataclass(frozen=True)
class _Story:
    """What is known of the story running while a line is placed."""

    runs: bool = False
    indented: bool = False  # its paragraphs begin with blanks
    signed: bool = False  # its author was named in its first line

    def after(self, piece: Piece) -> _Story:
        if piece.kind == "title":
            return _NO_STORY
        if piece.kind == "byline":
            return _Story(signed=not self.runs)
        if piece.kind != "body":
            return self
        dateline, rest = dateline_of(piece.lines[0].text)
        opens = dateline is not None or not self.runs
        indented = piece.lines[0].indented or (self.runs and self.indented)
        return _Story(
            runs=True,
            indented=indented,
            signed=(self.signed and not self.runs) or _is_signed(rest) if opens else self.signed,
        )


_NO_STORY = _Story()


def _is_signed(text: str) -> bool:
    return bool(without_bylines(text[:80])[1])


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """Place every line of the page, in order."""
    placed: list[Piece] = []
    signature_ahead = _signature_ahead(lines)
    forecasts = forecast_blocks(lines)
    story = _Story()
    at = 0
    while at < len(lines):
        inside = story.runs and not story.signed and signature_ahead[at]
        before = placed[-1] if placed else None
        block = forecasts.get(at)
        if block is not None and _is_told(lines[at], block, story, inside=inside):
            forecasts |= _listed_below(block, at)
            block = None
        piece = _forecast(block, before) or _piece(lines, at, before, story, inside=inside)
        placed.append(piece)
        story = story.after(piece)
        at += len(piece.lines)
    return placed


def _signature_ahead(lines: Sequence[Line]) -> list[bool]:
    """Say for each line whether a byline comes after it before another story is filed."""
    ahead = False
    found: list[bool] = []
    for line in reversed(lines):
        found.append(ahead)
        if bylines_of(line.plain):
            ahead = True
        elif dateline_of(line.plain)[0] or _PHOTO_TEXT.search(line.plain):
            ahead = False
    return found[::-1]


def _forecast(block: tuple[Line, ...] | None, before: Piece | None) -> Piece | None:
    """Take a block of forecasts, unless a sentence is open above it and no day's name stands first."""
    if block is None or (_is_broken_off(before) and not begins_with_day(block[0])):
        return None
    return Piece("forecast", block, "days with sky, wind, temperature")


def _listed_below(block: tuple[Line, ...], at: int) -> dict[int, tuple[Line, ...]]:
    """Give the days listed line by line below the sentence that leads to them (具体如下:), which are no text of the story."""
    for place in range(1, len(block)):
        if block[place - 1].plain.endswith((":", "。")) and begins_with_day(block[place]):
            days = block[place:]
            return {at + place: days} if is_forecast(joined(days)) else {}
    return {}


def _is_told(line: Line, block: tuple[Line, ...], story: _Story, *, inside: bool) -> bool:
    """Say whether a story's own sentence tells the forecast (市气象台预计,今天…): it stays in the story."""
    if is_filed(line):
        return True
    if any(begins_with_day(one) or (one.gap and one is not line) for one in block):
        return False
    whole = line._replace(text=joined(block), plain="".join(one.plain for one in block))
    goes_on = inside or (story.runs and _leads(whole)) or (story.indented and line.indented and len(block) == 1)
    return goes_on and (is_body(whole) or inside)


def _leads(line: Line) -> bool:
    """Say whether a line is a sentence that leads to a forecast, as a story's own do: 预计今天…."""
    if not is_body(line) or is_open(line):
        return False
    first, _, rest = line.plain.partition("。")
    return _LEAD.match(first) is not None or bool(rest and not _MEASURE.search(first))


def _is_broken_off(piece: Piece | None) -> bool:
    return piece is not None and piece.kind == "body" and is_open(piece.lines[-1])


def _piece(lines: Sequence[Line], at: int, before: Piece | None, story: _Story, *, inside: bool) -> Piece:
    line = lines[at]
    if is_unreadable(line.plain):
        return Piece("unread", (line,), "no readable script")
    if _is_broken_off(before) and not _interrupts(line):
        return Piece("body", (line,), "goes on from the line before")
    if inside and _is_broken_text(line):
        return Piece("body", (line,), "stands before the story's byline")
    if len(line.plain) == 1 and line.plain.isascii():
        return _lone(lines, at, story, inside=inside)
    if _heads_story(lines, at, before):
        return Piece("title", (line,), "stands right above a story")
    return (
        _beside(line, before, story)
        or _notice(lines, at)
        or _caption(line, before)
        or _slogan(lines, at)
        or _text(lines, at, story, inside=inside)
    )


def _lone(lines: Sequence[Line], at: int, story: _Story, *, inside: bool) -> Piece:
    """Take a line of one letter or figure: a page's number, or what is left of a broken one. A page may hold 32,768."""
    if lines[at].plain.isdecimal():
        return Piece("imprint", (lines[at],), "the paper's own data")
    return _text(lines, at, story, inside=inside)


def _beside(line: Line, before: Piece | None, story: _Story) -> Piece | None:
    """Take what is known by what stands above it: advice beside no story, a pen name below one, a section's name."""
    if _CALLS.match(line.plain) or (not story.runs and _ADVISES.match(line.plain)):
        return Piece("service_note", (line,), "advice")
    if before is not None and before.kind == "imprint" and not line.gap and names_section(line.plain):
        return Piece("imprint", (line,), "a section's name below the paper's own data")
    if before is not None and before.kind == "body" and pen_name(line.plain):
        return Piece("byline", (line,), "a pen name in brackets below a text")
    return None


def _is_broken_text(line: Line) -> bool:
    """Say whether a line is text that stops in mid-sentence, whatever notice's words stand in it."""
    text = line.plain
    whole = is_caption(text) or _is_notice_for_sure(text) or bylines_of(text) is not None
    return "," in text and is_open(line) and not whole


def _heads_story(lines: Sequence[Line], at: int, before: Piece | None) -> bool:
    """Say whether a line is a story's only title, though it has a notice's words (12345热线一年接诉120万件)."""
    if (before is not None and before.kind == "title") or at + 1 == len(lines):
        return False
    line = lines[at]
    if not (is_filed(lines[at + 1]) or _opens_signed(lines[at + 1 : at + 3])):
        return False
    is_long = len(line.plain) > _LONGEST_TITLE or is_body(line)
    return not (is_long or is_caption(line.plain) or _is_notice_for_sure(line.plain))


def _opens_signed(following: Sequence[Line]) -> bool:
    return len(following) > 1 and bool(bylines_of(following[0].plain)) and is_body(following[1])


def _is_notice_for_sure(text: str) -> bool:
    """Say whether a line cannot be a title: a telephone number, a date line, people's names and titles, a page to turn to."""
    called = any(len(number) > _SHORT_NUMBER for number in numbers_in(text))
    signed = any(byline.role and all(map(names_of, byline.names)) for byline in bylines_of(text) or ())
    return called or signed or is_dated(text) or names_staff(text) or turns_page(text)


def _interrupts(line: Line) -> bool:
    """Say whether a line cannot be the rest of a sentence, even when one is open."""
    qr = service_kind(line.plain) == "qr" and not line.plain.endswith("。")
    return qr or bylines_of(line.plain) is not None or bool(dateline_of(line.plain)[0])


def _text(lines: Sequence[Line], at: int, story: _Story, *, inside: bool) -> Piece:
    line = lines[at]
    following = lines[at + 1] if at + 1 < len(lines) else None
    if is_body(line):
        return Piece("body", (line,), "sentences")
    if inside and not is_subhead(line, following):
        return Piece("body", (line,), "stands before the story's byline")
    if story.runs and is_fragment(line) and not _filed_next(lines, at) and not _announces_title(line, following):
        return Piece("body", (line,), "begins a sentence that goes on")
    return Piece("title", (line,), "a short line without a stop")


def _announces_title(line: Line, following: Line | None) -> bool:
    """Say whether a line on its own ends in a colon right above a short line: 百岁老人的长寿秘诀: over 粗茶淡饭 心宽爱笑."""
    above = line.plain.endswith(":") and line.gap and following is not None and not following.gap
    return bool(above and following and is_open(following) and not is_fragment(following))


def _filed_next(lines: Sequence[Line], at: int) -> bool:
    """Say whether a story is filed in one of the next two lines: then this one is its title."""
    return any(dateline_of(line.plain)[0] for line in lines[at + 1 : at + 3])


def _notice(lines: Sequence[Line], at: int) -> Piece | None:  # noqa: PLR0911 - one line a kind of notice
    line = lines[at]
    if opens_hotline(line.plain) and at + 1 < len(lines) and only_numbers(lines[at + 1].plain):
        return Piece("hotline", (line, lines[at + 1]), "a hotline's name over its number")
    kind = service_kind(line.plain)
    if is_prose(line.plain) and kind != "warning":
        return None
    if is_dated(line.plain) or names_staff(line.plain):
        return Piece("imprint", (line,), "the paper's date or staff")
    if bylines_of(line.plain):
        return Piece("byline", (line,), "titles and names only")
    if kind in {"warning", "qr", "day"}:
        return Piece("service_note", tuple(lines[at : at + 1 + _goes_on(lines, at)]), kind)
    if names_hotline(line.plain):
        return Piece("hotline", (line,), "a hotline's name before its number")
    if (is_imprint(line.plain) and not dateline_of(line.plain)[0]) or (at < _TOP and is_nameplate(line.plain)):
        return Piece("imprint", (line,), "the paper's own data")
    if is_hotline(line.plain) and not (ends_with_emergency(line.plain) and slogans_of(line.plain)):
        return Piece("hotline", (line,), "a number to call")
    return Piece("service_note", (line,), kind) if kind else None


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Say whether a note's last words stand on the line right below it."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return following is not None and not following.gap and bool(_MORE.fullmatch(following.plain))


def _caption(line: Line, before: Piece | None) -> Piece | None:
    under_title = before is not None and before.kind == "title"
    if is_caption(line.plain) and not (under_title and line.plain[0] not in "▲△▼▽◀▶◆◇"):
        return Piece("caption", (line,), "a picture's mark or who took it")
    return None


def _slogan(lines: Sequence[Line], at: int) -> Piece | None:
    end = slogans_end(lines, at)
    return Piece("safety_notice", tuple(lines[at:end]), "safety slogans") if end > at else None

"""Tells text from titles, and whole lines from lines the page broke, by length and punctuation alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sources.newspaper.title import dateline_of

if TYPE_CHECKING:
    from bot.sources.newspaper.lines import Line

_ENDS = re.compile(r"(?:[。!?…]|(?<!\d)[;:]|(?<=[一-龥℃”\"])\.)[”\"’'」』)】》〉]*$|[。!?]\([^()]{1,60}\)$")
_SENTENCE = re.compile("[。;.]|,.*,")
_CUT_SHORT = re.compile("[,、“‘(《:\\-]$|[0-9一二三四五六七八九十百]$")
_LEFT_OPEN = re.compile("(?:[,、]|是|为|将|会|在|受|由|从|以|的|和|且|并)$")  # words that want another after them
_SPOKEN = re.compile(r"(?:本?报?记者|问|答|主持人|[QA])\d?:")  # an interview's questions and answers
_STOPS = re.compile("[,。;]")
_INNER = re.compile("[,。;”]")
_RUNS_ON = re.compile(r"。[^”’」』)》〉】]")  # a sentence after another: no title holds two
_BODY = 36  # characters; no title is longer without a sentence's punctuation
_PROSE = 30  # characters
_LEAST_SENTENCE = 12
_SUBHEAD = 16


def is_open(line: Line) -> bool:
    """Say whether a line of a text stops before its sentence does."""
    return not _ENDS.search(line.plain)


def is_left_open(text: str) -> bool:
    """Say whether a `plain` text stops at a word or mark after which its sentence must go on (…,是)."""
    return _LEFT_OPEN.search(text) is not None


def is_body(line: Line) -> bool:
    """Say whether a line is text of a story, not a title."""
    text = line.plain
    if dateline_of(text)[0] or len(text) > _BODY or _SPOKEN.match(text) or _RUNS_ON.search(text):
        return True
    return len(text) >= _LEAST_SENTENCE and bool(_SENTENCE.search(text)) and not is_open(line)


def is_prose(text: str) -> bool:
    """Say whether a `plain` line is a piece of running text, whatever words stand in it: sentences, or several commas."""
    return "。" in text[:-1] or (len(text) > _PROSE and text.count(",") > 1 and text.count(":") <= text.count(",") // 2)


def is_filed(line: Line) -> bool:
    """Say whether a line opens a story with its dateline."""
    return dateline_of(line.plain)[0] is not None


def is_fragment(line: Line) -> bool:
    text = line.plain
    if _is_cut_short(text):
        return True
    couplet = " " in text and not _STOPS.search(text)  # 十二支“草根”队 划起龙舟: texts have no blanks
    return len(text) >= _LEAST_SENTENCE and not couplet and bool(_INNER.search(text))


def _is_cut_short(text: str) -> bool:
    """Say whether a line cannot end there: it stops at a comma, in a number, or in a bracket or title still open."""
    is_inside = any(text.count(opens) > text.count(closes) for opens, closes in ("《》", "“”", "()", "「」"))
    return is_inside or bool(_CUT_SHORT.search(text))


def is_subhead(line: Line, following: Line | None) -> bool:
    """Say whether a line parts a story: short, without a stop, over a whole line of text."""
    text = line.plain
    short = len(text) <= _SUBHEAD and " " not in text and not _INNER.search(text) and not _is_cut_short(text)
    return short and following is not None and is_body(following)

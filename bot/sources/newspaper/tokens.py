"""Cuts one clause of a forecast into words and tells apart, by their neighbours, what one character can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.sources.newspaper.words import NAMED_PLACE, PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SKIES = {"COVER", "RAIN", "HAZE"}
_SKY_STARTS = _SKIES | {"HAS"}
_NUMBERS = {"NUM", "CNUM"}
_SIGNS = {"BELOW", "ABOVE"}
_NAME = re.compile("[一-龥]{2,6}")
_DASHES = {"-", "—", "——", "———"}


@dataclass(frozen=True)
class Word:
    """A word of a clause: its kind, its text, and where it starts in the clause."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(clause: str) -> tuple[Word, ...]:
    """Give the words of a `plain_weather` clause; what is in no vocabulary has the kind "WORD"."""
    words = [_placed(word) for word in _merged(_scan(clause))]
    kept = [word for word in _listed(words) if word.kind not in {"BLANK", "FILL", "REACH", "OF_AREA"}]
    return tuple(_with_forces(list(_numbers(_told_apart(kept)))))


def _scan(clause: str) -> Iterator[Word]:
    at = 0
    while at < len(clause):
        match = PATTERN.match(clause, at)
        if match and match.lastgroup:
            yield Word(match.lastgroup, match[0], at)
            at = match.end()
        else:
            yield Word("WORD", clause[at], at)
            at += 1


def _merged(words: Iterator[Word]) -> Iterator[Word]:
    """Join the single characters nobody knows into one word."""
    held: list[Word] = []
    for word in words:
        if word.kind == "WORD":
            held.append(word)
            continue
        if held:
            yield Word("WORD", "".join(one.text for one in held), held[0].start)
            held = []
        yield word
    if held:
        yield Word("WORD", "".join(one.text for one in held), held[0].start)


def _placed(word: Word) -> Word:
    if word.kind == "WORD" and not any(char.isalpha() or char.isdecimal() for char in word.text):
        return replace(word, kind="FILL")
    named = word.kind == "WORD" and NAMED_PLACE.fullmatch(word.text)
    return replace(word, kind="PLACE") if named else word


def _listed(words: Sequence[Word]) -> Iterator[Word]:
    """Join a list of places that ends in one: 南平、三明两市 is one place."""
    run: list[Word] = []
    for word in words:
        follows = bool(run) and (run[-1].text == "、") != (word.text == "、")
        if (_is_name(word) or word.text == "、") and (follows or (not run and word.text != "、")):
            run.append(word)
            continue
        yield from _one_place(run)
        run = [word] if _is_name(word) else []
        if not run:
            yield word
    yield from _one_place(run)


def _is_name(word: Word) -> bool:
    return word.kind == "PLACE" or (word.kind == "WORD" and _NAME.fullmatch(word.text) is not None)


def _one_place(run: Sequence[Word]) -> list[Word]:
    if len(run) > 1 and run[-1].kind == "PLACE":
        return [Word("PLACE", "".join(word.text for word in run), run[0].start)]
    return list(run)


def _told_apart(words: Sequence[Word]) -> list[Word]:
    told: list[Word] = []
    for index, word in enumerate(words):
        before = told[-1].kind if told else ""
        after = [one.kind for one in words[index + 1 : index + 4]]
        if word.text in _DASHES and before == "GRADE" and "GRADE" not in after:
            before = ""  # 北风3级 -6~5℃: a new number's sign, not a range
        if word.kind == "LPAR" and before not in _SIGNS | {"MINUS"}:
            continue  # 南风3级(阵风6级): what stands in brackets is said all the same
        if word.kind == "RPAR" and not any(one.kind == "LPAR" for one in told[-5:]):
            continue
        kind = _kind(word, before, after, dash_after=_is_dash(words, index + 1))
        if kind:
            told.append(replace(word, kind=kind))
    return told


def _is_dash(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].text in _DASHES


def _kind(word: Word, before: str, after: list[str], *, dash_after: bool) -> str:
    """Give the word's kind among its neighbours, "" when it says nothing there."""
    after_kind = next((kind for kind in after if kind not in {"PLACE", "WHEN"}), "")
    match word.kind:
        case "TURN":
            return "TURN_SKY" if after_kind in _SKY_STARTS else "TURN_WIND"
        case "TO" | "OR":
            return _link(word, before, after[0] if after else "", dash_after=dash_after)
        case "AMID":
            return _amid(word, before, after_kind)
        case "GUST":
            return "GUST" if not _NUMBERS.isdisjoint(after) else "GALE"
        case "HAS":
            return "HAS" if after_kind in _SKIES else ""
        case kind:
            return kind


def _link(word: Word, before: str, after: str, *, dash_after: bool) -> str:
    number_next = after in _NUMBERS | _SIGNS | {"LPAR"} or dash_after
    if before in _SKIES and after in _SKIES:
        return "OR" if word.kind == "OR" or word.text == "、" else "TO_SKY"
    if before == "DIR" and after == "DIR":
        return "TO_DIR"
    whole = before in {"GRADE", "DEG"} and word.text == "、"
    if before in _NUMBERS | {"DEG", "GRADE", "PCT"} and number_next and word.kind == "TO" and not whole:
        return "TO"
    if word.text in _DASHES and after in _NUMBERS | {"LPAR"}:
        return "MINUS"
    return "" if word.text in {"、", "/"} or word.kind == "OR" else "WORD"


def _amid(word: Word, before: str, after: str) -> str:
    if before in _SKIES and after in _SKIES:
        return "HAS" if word.text == "有时" and after == "RAIN" else "AMID"
    if after in _SKIES:
        return "HAS"
    return "AMID_FORCE" if after in _NUMBERS else ""


def _numbers(words: Sequence[Word]) -> Iterator[Word]:
    """Turn Chinese numerals into numbers: 三四 is a range of two, 十二 one number, 十一二 a range again."""
    for word in words:
        if word.kind != "CNUM":
            yield word
            continue
        first, *rest = _values(word.text)
        yield Word("NUM", str(first), word.start)
        for value in rest:
            yield Word("TO", "", word.start)
            yield Word("NUM", str(value), word.start)


def _with_forces(words: list[Word]) -> list[Word]:
    """Name the numbers that count 级: the last before it, and those a range joins to one."""
    told: list[Word] = []
    for word in reversed(words):
        after = [one.kind for one in told[:-3:-1]]
        counts = after[:1] == ["GRADE"] or after == ["TO", "FORCE"]
        if word.kind == "MINUS" and after[:1] == ["FORCE"]:
            continue  # 西南风-3级: no force is below nought
        told.append(replace(word, kind="FORCE") if word.kind == "NUM" and counts else word)
    return told[::-1]


_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


def _values(numeral: str) -> list[int]:
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        base = _DIGITS.get(tens, 1) * 10
        return [base + _DIGITS[one] for one in ones if one in _DIGITS] or [base]
    return [_DIGITS[char] for char in numeral[:2]]

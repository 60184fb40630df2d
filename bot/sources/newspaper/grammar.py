"""Parses one clause of a forecast into facts by the grammar in forecast.lark, built when first needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.sources.newspaper.tokens import Word, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark import Lark, Tree

_SIGNS = {"MINUS", "BELOW", "TO", "LPAR"}
_WEAK_ALONE = {"DIR", "COVER", "RAIN", "HAZE", "BREEZE", "NUM", "FORCE"}


@dataclass(frozen=True)
class Fact:
    """One thing a clause says: the rule's name, its tree, and its span in the day's text."""

    rule: str
    tree: Tree[Any]
    start: int
    end: int
    clause: int


@dataclass(frozen=True)
class Gap:
    """Words of a clause nobody could read, and where they start in the day's text."""

    text: str
    start: int


@cache
def _parser() -> Lark:
    # Imported here: `chenbao --help` must not wait for a parser generator.
    from lark import Lark  # noqa: PLC0415
    from lark.lexer import Lexer  # noqa: PLC0415

    class Words(Lexer):
        """Hands the words of tokens.py to lark."""

        def __init__(self, conf: object) -> None:
            pass

        def lex(self, data: Sequence[Word]) -> Iterator[Any]:  # type: ignore[override]
            from lark import Token  # noqa: PLC0415

            for word in data:
                yield Token(word.kind, word.text, start_pos=word.start, end_pos=word.end)

    text = files("bot.sources.newspaper").joinpath("forecast.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer=Words, maybe_placeholders=False)


def facts(clause: str, *, at: int = 0, number: int = 0) -> tuple[list[Fact], list[Gap]]:
    """Read one clause; `at` is where it starts in the day's text, `number` which clause it is."""
    trees, gaps = _read(clause)
    return [_fact(tree, at, number) for tree in trees], [replace(gap, start=at + gap.start) for gap in gaps]


@lru_cache(maxsize=4096)  # a page is read twice: first undated, to find its date
def _read(clause: str) -> tuple[tuple[Tree[Any], ...], tuple[Gap, ...]]:
    found: list[Tree[Any]] = []
    gaps: list[Gap] = []
    words = tokens(clause)
    left = list(_pieces(words))[::-1]
    while left:
        piece, strange = left.pop()
        read, stopped = (None, 0) if strange else _parsed(piece)
        while stopped and piece[stopped - 1].kind in _SIGNS:
            stopped -= 1  # a number is never read without what stands before it
        if stopped and read is None:
            left += [(piece[stopped:], False), (piece[:stopped], False)]
        elif read is None or (len(piece) < len(words) and _weak(piece)):
            gaps = _with_gap(gaps, clause, piece[0].start, piece[-1].end)
        else:
            found += read
    return tuple(found), tuple(gaps)


def _with_gap(gaps: list[Gap], clause: str, start: int, end: int) -> list[Gap]:
    """Add what was not read; strange words side by side are one gap."""
    begins = gaps[-1].start if gaps and not clause[gaps[-1].start + len(gaps[-1].text) : start].strip() else start
    return [*(gap for gap in gaps if gap.start != begins), Gap(clause[begins:end], begins)]


def _pieces(words: Sequence[Word]) -> Iterator[tuple[Sequence[Word], bool]]:
    """Cut at words of no vocabulary: what stands between them may still be whole."""
    begin = 0
    for index, word in enumerate(words):
        if word.kind == "WORD":
            if begin < index:
                yield words[begin:index], False
            yield words[index : index + 1], True
            begin = index + 1
    if begin < len(words):
        yield words[begin:], False


def _weak(piece: Sequence[Word]) -> bool:
    """Say whether a piece beside strange words is too little to be believed (南风社区, 2~3级干部)."""
    kinds = {word.kind for word in piece}
    return (len(piece) == 1 and not kinds.isdisjoint(_WEAK_ALONE)) or kinds <= {"NUM", "FORCE", "TO", "GRADE"}


def _parsed(piece: Sequence[Word]) -> tuple[list[Tree[Any]] | None, int]:
    """Give the facts of a piece; else None, and before which word it stops making sense (0: nowhere to cut)."""
    from lark.exceptions import UnexpectedInput, UnexpectedToken  # noqa: PLC0415

    try:
        return list(_parser().parse(piece).children), 0  # type: ignore[arg-type]  # our lexer takes words, not text
    except UnexpectedToken as error:
        at = getattr(error.token, "start_pos", None)
        return None, next((index for index, word in enumerate(piece) if index and word.start == at), 0)
    except UnexpectedInput:
        return None, 0


def _fact(tree: Tree[Any], at: int, number: int) -> Fact:
    words = list(tree.scan_values(lambda _: True))
    return Fact(str(tree.data), tree, at + words[0].start_pos, at + max(word.end_pos for word in words), number)

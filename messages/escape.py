"""The one place where words from outside become safe Telegram HTML. Everything shown goes through `safe`.

Telegram parses `<b>` and `&amp;`; it also shows whatever hides in a headline, so controls that turn or hide text go.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# Controls, bidi marks and overrides, zero-width characters, tag characters, lone surrogates.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_STACKED: Final = re.compile("([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u20ff]+")
_SHORT: Final = 200
_LINKS: Final = ("https://", "http://", "tg://")


def clean(text: str) -> str:
    """Text without what hides, turns or piles up; line breaks and tabs stay."""
    return _short_cleaned(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    if not text.isprintable():  # the quick way past most text
        text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.isascii() else _STACKED.sub(r"\1", text)


@lru_cache(maxsize=4096)  # the words of one page are said again in every variant
def _short_cleaned(text: str) -> str:
    return _cleaned(text)


def one_line(text: str) -> str:
    """Clean text on one line, runs of blanks as one."""
    return " ".join(clean(text).split())


def safe(value: object) -> Markup:
    """HTML that shows `value` as it is; what is HTML of ours already stays."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    return _short_escaped(text) if len(text) <= _SHORT else escape(_cleaned(text))


@lru_cache(maxsize=4096)
def _short_escaped(text: str) -> Markup:
    return escape(_cleaned(text))


def joined(mark: Markup, parts: Iterable[object]) -> Markup:
    """The parts that are not empty as HTML, with `mark` between; `Markup.join` alone would let hidden characters by."""
    return Markup(str.join(mark, [safe(part) for part in parts if part]))  # noqa: S704 - every part is safe


def link(url: str | None) -> str | None:
    """The address if it may be linked to (http, https, tg), else None."""
    tidy = _HIDDEN.sub("", url or "").strip()
    return tidy if tidy.lower().startswith(_LINKS) and not re.search(r"\s", tidy) else None


def capital(markup: Markup) -> Markup:
    """The HTML with its first letter large, where it begins with one; Chinese has no such letters."""
    return Markup(markup[:1].upper() + markup[1:])  # noqa: S704 - HTML of ours stays HTML

"""How long Telegram finds a message, and cuts that never fall inside a sentence, a character or a tag.

Telegram counts UTF-16 units of the text left after its tags are read: 4,096 in a text, 1,024 in a caption.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

TEXT_UNITS: Final = 3_500  # of Telegram's 4,096: leaves room for a mark put before a message
TEXT_ENTITIES: Final = 60  # of Telegram's 100
CAPTION_UNITS: Final = 1_024

_TAG: Final = re.compile("<[^<>]*>")
_OPENING: Final = re.compile("<[a-z]")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_SENTENCE: Final = re.compile("[^。！？!?；\n]*(?:[。！？!?；\n]+[”’』」）)\"'》]*|$)")
_BASE_PLANE: Final = 0xFFFF


def units(text: str) -> int:
    """UTF-16 units of plain text."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def shown(markup: Markup) -> str:
    """What a reader sees of Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


def fits(markup: Markup, limit: int, entities: int = TEXT_ENTITIES) -> bool:
    """Whether HTML stays within `limit` shown UTF-16 units and `entities` formatted parts."""
    return len(_OPENING.findall(markup)) <= entities and units(shown(markup)) <= limit


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its end mark and closing quotes; joined they are the text."""
    return [found for found in _SENTENCE.findall(text) if found]


def clip(text: str, limit: int) -> str:
    """The whole sentences from the start that fit `limit` units; of a longer first one its beginning and "…"."""
    kept, room = "", limit
    for sentence in sentences(text):
        room -= units(sentence)
        if room < 0:
            break
        kept += sentence
    return kept.strip() or shorten(text, limit)


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis within `limit` units; never half a character."""
    if len(text) <= limit and units(text) <= limit:
        return text
    return next(_chunks(text, limit - 1), "").rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` units, cut between sentences where these fit; joined they are the text."""
    parts, room = [""], limit
    for piece in (chunk for sentence in sentences(text) for chunk in _chunks(sentence, limit)):
        size = units(piece)
        if size > room:
            parts.append("")
            room = limit
        parts[-1] += piece
        room -= size
    return [part for part in parts if part]


def pages(paragraphs: Iterable[str], limit: int) -> list[tuple[str, ...]]:
    """Paragraphs packed whole into pages of at most `limit` units; one longer than a page is split by sentence."""
    packed: list[list[str]] = [[]]
    room = limit
    for part in (part for paragraph in paragraphs for part in split(paragraph, limit)):
        size = units(part) + 2  # and the blank line between
        if size > room and packed[-1]:
            packed.append([])
            room = limit
        packed[-1].append(part)
        room -= size
    return [tuple(page) for page in packed]


def _chunks(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` units that keep a character and its marks together (a longer pile is cut)."""
    start, size, cut = 0, 0, 0
    for index, char in enumerate(text):
        if not (_joined(char) or (index and text[index - 1] == "\u200d")):
            cut = index
        width = 1 + (ord(char) > _BASE_PLANE)
        while size + width > limit:
            end = cut if cut > start else index
            yield text[start:end]
            start, size = end, units(text[end:index])
        size += width
    if start < len(text):
        yield text[start:]


def _joined(char: str) -> bool:
    """Whether a character belongs to the one before: a mark, a variation selector, a joiner, a skin tone."""
    return (
        bool(unicodedata.combining(char)) or char in "\u200d\ufe0e\ufe0f\u20e3" or "\U0001f3fb" <= char <= "\U0001f3ff"
    )

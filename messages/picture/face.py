"""The typeface: found once, measured, and asked which characters it has. Knows nothing of the card."""

from __future__ import annotations

import unicodedata
from functools import cache

from PIL import ImageFont

# When the package is missing, names that Pillow looks up among the fonts of the system; the number is the face for
# simplified Chinese inside a collection.
FALLBACKS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("SourceHanSansSC-Regular.otf", 0),
    ("PingFang.ttc", 0),
    ("msyh.ttc", 0),
    ("wqy-microhei.ttc", 0),
)
PACKAGED_FACE = 2
MISSING = "\uffff"  # never a character, so it shows what the font draws for one it lacks
DROPPED = "□"
EQUIVALENTS = {"−": "-", "‐": "-", "‑": "-", "⁓": "～", "〜": "～", "˚": "°", "º": "°"}
LONGEST = 400  # characters of one text that are looked at; the card cannot hold nearly as many


class CannotDrawError(Exception):
    """No picture can be made; the message is one line for the operator. The text form says everything anyway."""


def find(fallbacks: tuple[tuple[str, int], ...] = FALLBACKS) -> tuple[str, int]:
    """Give the font's file, or a name Pillow finds, and the face inside it. CannotDrawError when there is none."""
    try:
        from noto_cjk_sans_otc import FONT_PATH  # noqa: PLC0415  (may be missing: then the system's fonts)
    except ImportError:
        return installed(fallbacks)
    return str(FONT_PATH), PACKAGED_FACE


def installed(names: tuple[tuple[str, int], ...]) -> tuple[str, int]:
    for name, index in names:
        try:
            ImageFont.truetype(name, 36, index=index)
        except OSError:
            continue
        return name, index
    raise CannotDrawError("no font for Chinese was found: install the package noto-cjk-sans-otc")


@cache
def source() -> tuple[str, int]:
    return find()


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    name, index = source()
    return ImageFont.truetype(name, size, index=index)


@cache
def missing_shape() -> bytes:
    return bytes(face(36).getmask(MISSING))


@cache
def covers(character: str) -> bool:
    """Tell whether the font has a drawing of its own for `character`."""
    return bytes(face(36).getmask(character)) != missing_shape()


def width(text: str, size: int) -> float:
    """Measure `text` in pixels at `size` pixels an em."""
    return face(size).getlength(text)


def printable(text: str) -> str:
    """Give `text` on one line in characters the font has; a character without an equivalent shows as an empty box.

    Controls, joiners, bidi marks, lone surrogates and stray combining marks vanish.
    """
    composed = unicodedata.normalize("NFC", text[:LONGEST].encode("utf-8", "ignore").decode())
    return " ".join("".join(glyph(character) for character in composed).split())


@cache
def glyph(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character)[0] in "CM":
        return ""
    for candidate in (character, EQUIVALENTS.get(character, character), unicodedata.normalize("NFKC", character)):
        if all(map(covers, candidate)):
            return candidate
    return DROPPED

"""Foreign bytes to text: by mark, as UTF-8, as declared, as GB 18030, as Western, in that order. Knows no format."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GB: Final = {"gb2312", "gbk", "cp936", "gb18030"}
_NO_CHARACTER_SETS: Final = {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "utf-7"}  # slow or odd codecs
_SOUND_PER_BAD: Final = 20  # a UTF-8 text with damage has this many sound foreign letters for each broken byte


class Decoded(NamedTuple):
    """`doubtful` says why the text may be wrong; None when it is not."""

    text: str
    encoding: str
    doubtful: str | None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`; never fails, says in `doubtful` when it had to guess."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (text := _strict(data, encoding)) is not None:
            return Decoded(text.removeprefix("\ufeff"), encoding.removesuffix("-sig"), None)
    if (text := _strict(data, "utf-8")) is not None:
        return Decoded(text, "utf-8", None)
    declared = _known(declared)
    if declared and (text := _strict(data, declared)) is not None:
        return Decoded(text, declared, None)
    mended = data.decode("utf-8", errors="replace")
    bad = mended.count("\ufffd")
    sound = sum(not letter.isascii() for letter in mended) - bad
    # GB 18030 happily reads many a damaged UTF-8 text, and Western text has not one sound UTF-8 letter.
    if sound <= bad * _SOUND_PER_BAD and (text := _strict(data, "gb18030")) is not None:
        return Decoded(text, "gb18030", None)
    if sound == 0 and (text := _strict(data, "cp1252")) is not None:
        return Decoded(text, "cp1252", None)
    return Decoded(mended, "utf-8", f"{bad} bytes are not UTF-8 and were replaced")


def _known(declared: str | None) -> str | None:
    """The codec a declared name stands for; GB 2312 and GBK are read by their superset."""
    if declared is None or not declared.isascii():
        return None
    try:
        name = codecs.lookup(declared.strip().lower()).name
        " ".encode(name)  # a name such as "rot13" or "zip" is no character encoding
    except (LookupError, ValueError, TypeError):
        return None
    if name in _NO_CHARACTER_SETS:
        return None
    return "gb18030" if name in _GB else name


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None

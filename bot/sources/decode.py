"""Foreign bytes to text, one rule for pages, feeds and alerts. Knows nothing of what the text says."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.errors import UnreadableError

PAGE_BYTES = 1 << 20  # a printed page is some 20 kB; a MiB is no page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s{0,4}=\s{0,4}["']?([A-Za-z][\w.:-]{1,30})""")
_CHINESE = {"gb2312", "gbk", "gb18030", "cp936", "hz", "x-gbk", "gb_2312-80"}  # gb18030 reads them all
_SIGNATURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"Rar!")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BINARY_SHARE = 0.02


@dataclass(frozen=True)
class Decoded:
    """Text without its BOM, the encoding it was read as, and whether bytes were lost or the encoding is a guess."""

    text: str
    encoding: str
    doubtful: bool


def decode(data: bytes, *, limit: int = PAGE_BYTES) -> Decoded:
    """Read bytes as text: BOM, strict UTF-8, the declared encoding, strict gb18030, else UTF-8 with replacement.

    Raises UnreadableError for nothing, too much (`limit` bytes) and what is no text at all.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    if len(data) > limit:
        raise UnreadableError(f"the file has {len(data)} bytes; at most {limit} are read")
    marked = _by_bom(data)
    if marked:
        return marked
    _refuse_binary(data)
    return _strictly(data) or Decoded(data.decode("utf-8", "replace"), "utf-8", doubtful=True)


def _by_bom(data: bytes) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            if not text.strip():
                raise UnreadableError("the file is empty")
            return Decoded(text, encoding, doubtful="\ufffd" in text)
    return None


def _refuse_binary(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if data.startswith(_SIGNATURES) or b"\0" in data or controls > len(data) * _BINARY_SHARE:
        raise UnreadableError("the file is binary, not text; save the page as plain text first")


def _strictly(data: bytes) -> Decoded | None:
    for encoding in ("utf-8", _declared(data), "gb18030"):
        try:
            return Decoded(data.decode(encoding), encoding, doubtful=False)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _declared(data: bytes) -> str:
    """Give the encoding a document names in its first kilobyte; only text encodings, "utf-8" when it names none."""
    found = _DECLARED.search(data[:1024])
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if name in _CHINESE:
        return "gb18030"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return codec.name if getattr(codec, "_is_text_encoding", True) else "utf-8"

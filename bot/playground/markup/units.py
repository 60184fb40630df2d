"""UTF-16 code units, in which Telegram counts."""

from __future__ import annotations


def units(text: str) -> int:
    """How many UTF-16 code units `text` has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, start: int, end: int) -> str:
    """The part of `text` from unit `start` up to unit `end`."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "ignore")

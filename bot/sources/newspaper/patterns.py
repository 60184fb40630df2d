"""Writes a regular expression as the list of words it is. Knows no word itself."""

from __future__ import annotations


def any_of(words: str) -> str:
    """Give a group that matches one of the words (themselves patterns), set apart by blanks, tried in that order."""
    return f"(?:{'|'.join(words.split())})"

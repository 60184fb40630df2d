"""A strict reader of Telegram's HTML: what Telegram would refuse is an error here. Knows nothing of our messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

TAGS: Final = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
_TOKEN: Final = re.compile(
    r"<(/?)([a-z-]+)((?: [a-z]+(?:=\"[^\"<>]*\")?)*)>|&(#\d{1,7}|#x[0-9a-f]{1,6}|lt|gt|amp|quot);|([^<&]+)"
)
_ATTRIBUTES: Final = {"a": re.compile(r' href="(?:https?|tg)://[^"]+"'), "blockquote": re.compile("(?: expandable)?")}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass
class Parsed:
    """The text a reader sees, and the formatted parts as (tag, text)."""

    text: str = ""
    entities: list[tuple[str, str]] = field(default_factory=list)

    @property
    def units(self) -> int:
        """UTF-16 units of the text; a lone surrogate is an error."""
        return len(self.text.encode("utf-16-le")) // 2


def parse(html: str) -> Parsed:
    """Read a message; ValueError for what Telegram does not take: foreign or crossed tags, bare < or &, empty parts."""
    parsed, end = Parsed(), 0
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(html):
        if token.start() != end:
            raise ValueError(f"not HTML for Telegram at {end}: {html[end : end + 40]!r}")
        end = token.end()
        closing, tag, attributes, character, text = token.groups()
        if text or character:
            parsed.text += text or _character(character)
        elif closing:
            _close(parsed, opened, tag)
        else:
            _open(parsed, opened, tag, attributes)
    if end != len(html) or opened:
        raise ValueError(f"not closed, or not HTML for Telegram: {html[end : end + 40]!r} {opened}")
    return parsed


def _character(name: str) -> str:
    if not name.startswith("#"):
        return _NAMED[name]
    return chr(int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:]))


def _open(parsed: Parsed, opened: list[tuple[str, int]], tag: str, attributes: str) -> None:
    wanted = _ATTRIBUTES.get(tag)
    if tag not in TAGS or not (wanted.fullmatch(attributes) if wanted else not attributes):
        raise ValueError(f"<{tag}{attributes}> is not taken")
    if tag == "blockquote" and any(other == tag for other, _ in opened):
        raise ValueError("a blockquote cannot hold another")
    if any(other in {"code", "pre"} for other, _ in opened):
        raise ValueError("code cannot hold other parts")
    opened.append((tag, len(parsed.text)))


def _close(parsed: Parsed, opened: list[tuple[str, int]], tag: str) -> None:
    if not opened or opened[-1][0] != tag:
        raise ValueError(f"</{tag}> closes nothing")
    _, start = opened.pop()
    if not parsed.text[start:].strip():
        raise ValueError(f"an empty <{tag}>")
    parsed.entities.append((tag, parsed.text[start:]))

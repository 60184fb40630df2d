"""Entities Telegram finds by itself in any text: commands, mentions, links, hashtags. Knows no formatting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.markup.units import units

if TYPE_CHECKING:
    from bot.playground.wire import Json

HINT = re.compile(r"[/@#$.]")
DOMAINS = "com|org|net|edu|gov|info|io|me|app|dev|cn|de|uk|fr|ru|jp|tw|hk|eu|us|tv|xyz|news|top"
PATTERNS = (
    ("url", re.compile(r"(?<![\w@])(?:https?|ftp|tg|ton)://[^\s<>\"«»“”，。；、）】》]+", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[a-zA-Z0-9_.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.)+[a-zA-Z]{2,18}\b", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-])(?:[a-z0-9-]{{1,63}}\.)+(?:{DOMAINS})\b(?![.@])(?::\d+)?(?:/[^\s<>\"，。；、）】》]*)?",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])", re.ASCII)),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?![a-zA-Z0-9_@])")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}")),
    ("cashtag", re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)")),
)
TRAILING = ".,:;!?)]}'\"…"


def found_entities(text: str) -> list[Json]:
    """What stands in `text` by itself, first kinds first, none over another."""
    if not HINT.search(text):
        return []
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            end = start + len(text[start:end].rstrip(TRAILING)) if kind == "url" else end
            if not any(start < other_end and other_start < end for other_start, other_end, _ in spans):
                spans.append((start, end, kind))
    return [entity(text, *span) for span in sorted(spans)]


def entity(text: str, start: int, end: int, kind: str) -> Json:
    return {"type": kind, "offset": units(text[:start]), "length": units(text[start:end])}

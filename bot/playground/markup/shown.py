"""Text and entities as HTML to look at: everything escaped, links only where they lead somewhere safe."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.playground.markup.units import cut, units

if TYPE_CHECKING:
    from bot.playground.wire import Json

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<mark>", "</mark>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<details><summary>…</summary>", "</details>"),
}
SAFE = ("http://", "https://")


def shown(text: str, entities: list[Json]) -> str:
    """HTML of a settled message: entities nest, so tags open outermost first and close innermost first."""
    edges = {0, units(text)} | {edge for each in entities for edge in span(each)}
    places = sorted(edges)
    pieces = []
    for start, end in zip(places, [*places[1:], places[-1]], strict=True):
        closing = [each for each in reversed(entities) if span(each)[1] == start]
        opening = [each for each in entities if span(each)[0] == start]
        pieces += [tags(each, text)[1] for each in closing]
        pieces += [tags(each, text)[0] for each in opening]
        pieces.append(escape(cut(text, start, end)))
    return "".join(pieces)


def span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def tags(entity: Json, text: str) -> tuple[str, str]:
    if entity["type"] in {"text_link", "url"}:
        url = str(entity.get("url") or cut(text, *span(entity)))
        return (f'<a rel="noreferrer" href="{escape(url)}">', "</a>") if url.lower().startswith(SAFE) else ("", "")
    return TAGS.get(entity["type"], ("", ""))

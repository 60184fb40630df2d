"""What a call means by text, parse_mode and entities. Knows the parsers, not the messages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.playground.markup.found import found_entities
from bot.playground.markup.html import parse_html, unparsable
from bot.playground.markup.markdown import parse_legacy, parse_markdown
from bot.playground.markup.settled import settle
from bot.playground.markup.units import units
from bot.playground.refusal import bad_request

if TYPE_CHECKING:
    from bot.playground.params import Parameters
    from bot.playground.wire import Json

ENTITY_LIMIT = 100
PARSERS = {"html": parse_html, "markdownv2": parse_markdown, "markdown": parse_legacy}
# Telegram turns control characters into blanks and drops what has no place in a text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u202a-\u202e\u200e\u200f]|\u0333|\u033f|\u030a")
SURROGATE = re.compile("[\ud800-\udfff]")


def formatted(params: Parameters, name: str) -> tuple[str, list[Json]]:
    """Text and entities of the field `name` of a call."""
    prefix = "" if name in {"text", "caption"} else f"{name}_"
    mode = params.text(f"{prefix}parse_mode").lower()
    given = params.structure("caption_entities" if name == "caption" else f"{prefix}entities")
    if given and not mode:
        return with_entities(params.text(name), given)
    return parsed(params.text(name), mode)


@lru_cache(maxsize=512)
def _parsed(source: str, mode: str) -> tuple[str, list[Json]]:
    """One fan-out sends one text to many: it is parsed once, and its messages share the result."""
    text, marked = PARSERS[mode](source) if mode else (source, [])
    text, entities = settle(text, marked, found_entities(text))
    return text, entities[:ENTITY_LIMIT]


def parsed(source: str, mode: str) -> tuple[str, list[Json]]:
    """Text and settled entities of `source`; the list is shared and must not be changed."""
    if mode and mode not in PARSERS:
        raise bad_request("unsupported parse_mode")
    if SURROGATE.search(source):
        raise bad_request("strings must be encoded in UTF-8")
    source = UNPRINTABLE.sub(" ", source)
    return _parsed(DROPPED.sub("", source), mode)


def with_entities(text: str, given: Any) -> tuple[str, list[Json]]:
    """Text with entities the caller counted out."""
    if SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")
    if not isinstance(given, list):
        raise unparsable("expected an Array of MessageEntity")
    length = units(text)
    marked = [checked(each, length) for each in given]
    text, entities = settle(text, marked, found_entities(text))
    return text, entities[:ENTITY_LIMIT]


def checked(entity: Any, length: int) -> Json:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise unparsable("expected an Object")
    offset, count = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(count, int):
        raise unparsable('field "offset" must be of type Number')
    if offset < 0 or count <= 0 or offset + count > length:
        raise bad_request(f"entity begins or ends outside of the text, text length is {length}")
    return dict(entity)

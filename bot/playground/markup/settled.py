"""Entities as a message finally holds them: trimmed, none crossing another, styles cut where others begin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.playground.markup.units import cut, units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.wire import Json

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"pre", "code"})
# Of two entities over the same text the smaller number stands first.
RANK = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49, "text_mention": 49}
RANK |= {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}

Span = tuple[int, int]


def settle(text: str, marked: list[Json], found: list[Json]) -> tuple[str, list[Json]]:
    """The trimmed text and its entities; `marked` by the author win over those `found`."""
    text, marked, found = trimmed(text, marked, found)
    if not marked or (len(marked) == 1 and not found):
        return text, marked or found
    quotes = apart(each for each in marked if each["type"] in QUOTES)
    whole = apart(each for each in marked if each["type"] not in QUOTES and each["type"] not in STYLES)
    whole += [each for each in found if not any(crosses(each, other) for other in whole)]
    whole = [each for each in whole if all(inside(each, quote) or not crosses(each, quote) for quote in quotes)]
    styles = [each for each in marked if each["type"] in STYLES]
    return text, sorted(quotes + whole + cut_styles(styles, quotes + whole), key=order)


def order(entity: Json) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], RANK.get(entity["type"], 50)


def end(entity: Json) -> int:
    return int(entity["offset"]) + int(entity["length"])


def crosses(one: Json, other: Json) -> bool:
    return bool(one["offset"] < end(other) and other["offset"] < end(one))


def inside(one: Json, other: Json) -> bool:
    return bool(other["offset"] <= one["offset"] and end(one) <= end(other))


def trimmed(text: str, marked: list[Json], found: list[Json]) -> tuple[str, list[Json], list[Json]]:
    """Without blanks around it; at the front only up to the first entity, as Telegram does."""
    short = text.rstrip(" \n\t\r")
    first = min((each["offset"] for each in marked), default=len(short))
    head = min(len(short) - len(short.lstrip(" \n\t\r")), first)
    short = short[head:]
    if head == 0 and len(short) == len(text):
        return text, filled(text, marked), found
    return short, filled(short, moved(marked, head, units(short))), moved(found, head, units(short))


def moved(entities: list[Json], by: int, length: int) -> list[Json]:
    """Entities shifted left, cut at the new end, without those left empty."""
    shifted = ({**each, "offset": each["offset"] - by} for each in entities)
    clipped = [{**each, "length": min(each["length"], length - each["offset"])} for each in shifted]
    return [each for each in clipped if each["length"] > 0]


def filled(text: str, entities: list[Json]) -> list[Json]:
    """Without entities over nothing but blanks."""
    return [each for each in entities if cut(text, each["offset"], end(each)).strip(" \n\t\r")]


def apart(entities: Iterable[Json]) -> list[Json]:
    """Of entities that overlap only the first and longest."""
    kept: list[Json] = []
    for entity in sorted(entities, key=order):
        if not kept or entity["offset"] >= end(kept[-1]):
            kept.append(entity)
    return kept


def cut_styles(styles: list[Json], others: list[Json]) -> list[Json]:
    """Styles joined by kind, cut where another run or entity begins or ends, and left out of code."""
    runs = {kind: joined(each for each in styles if each["type"] == kind) for kind in STYLES}
    cuts = {start for spans in runs.values() for start, _ in spans}
    cuts |= {edge for each in others for edge in (each["offset"], end(each))}
    code = [each for each in others if each["type"] in CODE]
    pieces = [
        {"type": kind, "offset": start, "length": stop - start}
        for kind, spans in runs.items()
        for span in spans
        for start, stop in cut_at(span, cuts)
    ]
    return [each for each in pieces if not any(crosses(each, other) for other in code)]


def joined(entities: Iterable[Json]) -> list[Span]:
    """Spans of one style, those that touch made one."""
    spans: list[Span] = []
    for entity in sorted(entities, key=order):
        if spans and entity["offset"] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end(entity)))
        else:
            spans.append((entity["offset"], end(entity)))
    return spans


def cut_at(span: Span, cuts: set[int]) -> list[Span]:
    start, stop = span
    return list(pairwise([start, *sorted(each for each in cuts if start < each < stop), stop]))

"""RSS and Atom through feedparser, on text decoded and proved well-formed here; titles become plain text.

feedparser guesses encodings into mojibake, opens what looks like a URL and falls back to a slow, lenient parser for
broken XML. So it is only handed bytes we made: UTF-8, no DOCTYPE, well-formed, bounded in depth and entries.
"""

from __future__ import annotations

import calendar
import datetime as dt
import html.entities
import io
import re
from typing import Any, Final
from xml.parsers import expat

import feedparser
from selectolax.lexbor import LexborHTMLParser

from bot.errors import UnreadableError
from bot.sources.markup import pieces, xml_text
from bot.sources.payload import instant, text, web_link
from bot.sources.reading import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, Item, Problems, Reading

MAX_TITLE: Final = 300
_AMPERSAND: Final = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_ENTITIES: Final = {"amp", "lt", "gt", "quot", "apos"}
_ENTRY_END: Final = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s{0,9}>")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def read(data: bytes, *, zone: dt.tzinfo | None = None) -> Reading:
    """The headlines of a feed, newest first where it dates them. Dates without offset are in `zone`, else UTC."""
    problems = Problems()
    source = _bounded_entries(_mended(xml_text(data, problems), problems), problems)
    _prove_well_formed(source)
    feed = feedparser.parse(
        io.BytesIO(source.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,  # nothing but titles is taken, and they become plain text
    )
    if not feed.get("version") and not feed.entries:
        raise UnreadableError("this is neither RSS nor Atom")
    name = _plain(feed.feed.get("title_detail"))
    items = [_item(entry, name, zone or dt.UTC, problems) for entry in feed.entries[:MAX_ENTRIES]]
    once: dict[str, Item] = {}
    for item in items:
        if item:
            once.setdefault(item.identifier, item)
    oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
    ordered = sorted(once.values(), key=lambda item: item.published or oldest, reverse=True)
    return Reading(kind="rss", items=tuple(ordered), problems=problems.listed(), version=feed.get("version") or None)


def _mended(source: str, problems: Problems) -> str:
    """Bare ampersands escaped and HTML's named characters put in, outside CDATA: the commonest faults of feeds."""
    mended = "".join(_AMPERSAND.sub(_ampersand, piece) if kind == "markup" else piece for kind, piece in pieces(source))
    if len(mended) > MAX_BYTES:
        raise UnreadableError("too many unescaped & to mend")
    if mended != source:
        problems.add("unescaped & or HTML entities stand in it; read as meant")
    return mended


def _ampersand(found: re.Match[str]) -> str:
    name = found.group(1)
    if found.group() == "&":
        return "&amp;"
    if name is None or name in _XML_ENTITIES:
        return found.group()
    code = html.entities.name2codepoint.get(name)
    return f"&#{code};" if code else f"&amp;{found.group()[1:]}"


def _bounded_entries(source: str, problems: Problems) -> str:
    """At most so many entries, cut out of the text before anything is built of them."""
    ends = [found.end() for found in _ENTRY_END.finditer(source)]
    if len(ends) <= MAX_ENTRIES:
        return source
    problems.add(f"only the first {MAX_ENTRIES} of {len(ends)} entries were read")
    return source[: ends[MAX_ENTRIES - 1]] + source[ends[-1] :]


def _prove_well_formed(source: str) -> None:
    """Refuse broken or deep XML here, where the strict parser says where, before feedparser turns lenient on it."""
    depth = 0

    def start(_: str, __: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(source.encode(), True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        raise UnreadableError(f"not well-formed XML: {error}") from error


def _item(entry: Any, name: str | None, zone: dt.tzinfo, problems: Problems) -> Item | None:
    link = web_link(entry.get("link"))
    title = _plain(entry.get("title_detail"))
    identifier = text(entry.get("id"), 500) or link
    if not title or not identifier:
        problems.add("an entry without title, or with neither id nor link, was left out")
        return None
    return Item(identifier=identifier, title=title, link=link, published=_published(entry, zone), source=name)


def _plain(detail: Any) -> str | None:
    """A title as people read it: one line of plain text. feedparser hands text or HTML and says which in `type`."""
    detail = detail or {}
    value = (detail.get("value") or "")[: 20 * MAX_TITLE]
    if detail.get("type") != "text/plain":
        body = LexborHTMLParser(f"<body>{value}").body
        value = body.text() if body else ""
    words = " ".join(_UNSEEN.sub(" ", value).split())
    return text(words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1]}…", MAX_TITLE)


def _published(entry: Any, zone: dt.tzinfo) -> dt.datetime | None:
    """When it appeared. A date without offset is the paper's local time; feedparser would take it for UTC."""
    # dict.get: feedparser warns when it has to stand `published` in for a missing `updated`.
    given = dict.get(entry, "published") or dict.get(entry, "updated")
    local = instant(given, zone)
    if local is not None:
        return local
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None

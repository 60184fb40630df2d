"""XML from outside, bounded: decoded by us, no DOCTYPE, no deep nesting, then a plain tree. Knows no format.

expat refuses every declared GB 2312 and GB 18030, and takes a DTD with an external subset in silence: so the text is
decoded here, its declaration dropped and any DOCTYPE refused before expat sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from bot.errors import UnreadableError
from bot.sources.payload import bounded_text, text
from bot.sources.reading import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sources.reading import Problems

MAX_ELEMENTS: Final = 150_000  # 5 MiB of "<a/>" would be 1.3 million, and 200 MB of memory
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_SPECIAL: Final = re.compile(r"<!(?:--|\[CDATA\[|\s*(?:DOCTYPE|ENTITY))", re.IGNORECASE)
_CLOSING: Final = {"<!--": "-->", "<![cdata[": "]]>"}


def is_markup(data: bytes) -> bool:
    """Whether a payload begins like XML, in whatever encoding, where a service answers in JSON as well."""
    return data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def xml_text(data: bytes, problems: Problems) -> str:
    """The text of an XML payload without its declaration. Raises UnreadableError for any DOCTYPE."""
    decoded = bounded_text(data, problems)
    for kind, _ in pieces(decoded):
        if kind == "doctype":
            raise UnreadableError("a DOCTYPE or entity declaration stands in it; such XML is never read")
    return _DECLARATION.sub("", decoded, count=1) if _DECLARATION.match(decoded) else decoded


def pieces(source: str) -> Iterator[tuple[str, str]]:
    """The text cut into ("markup" | "verbatim" | "doctype", piece); comments and CDATA sections are verbatim."""
    start = 0
    while special := _SPECIAL.search(source, start):
        yield "markup", source[start : special.start()]
        closing = _CLOSING.get(special.group().lower())
        if closing is None:
            yield "doctype", special.group()
            start = special.end()
            continue
        end = source.find(closing, special.end())
        if end < 0:
            raise UnreadableError("cut off inside a comment or CDATA section")
        start = end + len(closing)
        yield "verbatim", source[special.start() : start]
    yield "markup", source[start:]


class _Bounded:
    """Builds a tree and refuses depth and number while it grows; XMLParser calls these four methods."""

    def __init__(self) -> None:
        self._tree = ET.TreeBuilder()
        self._depth = 0
        self._count = 0
        self.data = self._tree.data
        self.close = self._tree.close

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels")
        if self._count > MAX_ELEMENTS:
            raise UnreadableError(f"more than {MAX_ELEMENTS} elements")
        self._tree.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(tag)


def parse(source: str) -> ET.Element:
    """The tree of a text that `xml_text` let through. Raises UnreadableError where it breaks off or runs wild."""
    parser = ET.XMLParser(target=_Bounded())  # noqa: S314 - see the top of this file
    try:
        parser.feed(source)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError) as error:
        raise UnreadableError(f"not well-formed XML: {error}") from error
    return root


def local_name(element: ET.Element) -> str:
    """The tag without its namespace; XML that arrives under a wrong one is still told apart by it."""
    return element.tag.rpartition("}")[2]


def namespace(element: ET.Element) -> str:
    return element.tag.rpartition("}")[0].removeprefix("{")


def children(parent: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in parent if local_name(child) == name]


def child_text(parent: ET.Element, name: str, limit: int = 8_000) -> str | None:
    """The text of the first child of that name, or None."""
    found = children(parent, name)
    return text(found[0].text, limit) if found else None

"""Telegram's HTML to text and raw entities. Refuses in its words, with byte offsets; knows no limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.markup.units import units
from bot.playground.refusal import RefusedError, bad_request

if TYPE_CHECKING:
    from bot.playground.wire import Json

KIND = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
# The attribute that matters for a tag, and what its value must begin with.
ARGUMENT = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "unix"): "",
}
LONE = range(0xD800, 0xE000)
LAST = 0x10FFFF
SURROGATES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
SPACE = " \t\r\n\v\0"
PLAIN = re.compile(r"[^<&]+")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([a-zA-Z]+));?")
TAG_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
ATTRIBUTE = re.compile(r"[^ \t\r\n\v\0=>/\"']+")
TOKEN = re.compile(r"[a-zA-Z0-9.\-]*")
USER_LINK = re.compile(r"tg://user\?id=([0-9]{1,19})", re.IGNORECASE)
HOST = re.compile(r"[^/?#]*")
WEB_LINK = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/?#]+\.?[^\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A start tag still waiting for its end."""

    tag: str
    argument: str
    offset: int
    piece: int


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text and its entities in order of their end tags, not yet settled."""
    parser = HtmlParser(source)
    parser.run()
    return "".join(parser.pieces), [without_language(each) for each in parser.entities]


class HtmlParser:
    """One pass over `source`, from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.units = 0
        self.pieces: list[str] = []
        self.opened: list[Opened] = []
        self.entities: list[Json] = []

    def run(self) -> None:
        while self.at < len(self.source):
            here = self.source[self.at]
            if here == "<":
                self.tag()
            elif here == "&":
                self.put(self.reference())
            else:
                self.plain()
        if self.opened:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.units += units(text)

    def plain(self) -> None:
        match = PLAIN.match(self.source, self.at)
        assert match is not None  # noqa: S101  # the character here is neither < nor &
        self.at = match.end()
        self.put(match.group())

    def reference(self) -> str:
        """The character a reference stands for; an unknown one stands for its own `&`."""
        match = REFERENCE.match(self.source, self.at)
        character = referred(match) if match else ""
        self.at = match.end() if match and character else self.at + 1
        return character or "&"

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in SPACE:
            self.at += 1

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        text = match.group() if match else ""
        self.at += len(text)
        return text

    def tag(self) -> None:
        start = self.at
        self.at += 1
        if self.peek() == "/":
            self.at += 1
            self.end_tag(start)
        else:
            self.start_tag(start)

    def start_tag(self, start: int) -> None:
        name = self.take(TAG_NAME).lower()
        if not self.peek():
            raise self.wrong("Unclosed start tag", start)
        if name not in KIND:
            raise self.wrong(f'Unsupported start tag "{name}"', start)
        argument = self.attributes(name, start)
        if name == "span" and argument != "spoiler":
            raise self.wrong('Tag "span" must have class "tg-spoiler"', start)
        self.at += 1
        self.opened.append(Opened(name, argument, self.units, len(self.pieces)))

    def attributes(self, tag: str, start: int) -> str:
        """Read up to the closing `>`; the one argument the tag takes."""
        argument = ""
        while True:
            self.skip_space()
            if self.peek() == ">":
                return argument
            name = self.take(ATTRIBUTE).lower()
            if not name and self.peek():
                raise self.wrong(f'Empty attribute name in the tag "{tag}"', start)
            self.skip_space()
            value = self.value(tag, start) if self.peek() == "=" else None
            if not self.peek():
                raise self.wrong("Unclosed start tag", start)
            argument = argument_of(tag, name, value) or argument

    def value(self, tag: str, start: int) -> str:
        self.at += 1
        self.skip_space()
        quote = self.peek()
        if not quote:
            raise self.wrong(f'Unclosed start tag "{tag}"', start)
        if quote in "\"'":
            self.at += 1
            return self.quoted(quote)
        begin = self.at
        token = self.take(TOKEN).lower()
        if not self.peek() or self.peek() not in SPACE + ">":
            raise self.wrong("Unexpected end of name token", begin)
        return token

    def quoted(self, quote: str) -> str:
        pieces = []
        while self.peek() and self.peek() != quote:
            if self.peek() == "&":
                pieces.append(self.reference())
            else:
                pieces.append(self.peek())
                self.at += 1
        self.at += 1
        return "".join(pieces)

    def end_tag(self, start: int) -> None:
        if not self.opened:
            raise self.wrong("Unexpected end tag", start)
        name = self.take(TAG_NAME).lower()
        self.skip_space()
        if self.peek() != ">":
            raise self.wrong("Unclosed end tag", start)
        self.at += 1
        opened = self.opened.pop()
        if name and name != opened.tag:
            raise self.wrong("Unmatched end tag", start, f', expected "</{opened.tag}>", found "</{name}>"')
        if self.units > opened.offset:
            self.close(opened)

    def close(self, opened: Opened) -> None:
        entity: Json = {"type": KIND[opened.tag], "offset": opened.offset, "length": self.units - opened.offset}
        if opened.tag in {"pre", "code"}:
            add_code(self.entities, entity, opened.argument)
        elif opened.tag == "a":
            add_link(self.entities, entity, opened.argument or "".join(self.pieces[opened.piece :]))
        else:
            self.entities.append(entity | detail(opened))

    def wrong(self, what: str, at: int, more: str = "") -> RefusedError:
        return unparsable(f"{what} at byte offset {len(self.source[:at].encode())}{more}")


def referred(match: re.Match[str]) -> str:
    """The character of a numeric or named reference, empty when there is none such."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code in LONE:
        raise unparsable(SURROGATES)
    return chr(code) if 0 < code < LAST else ""


def argument_of(tag: str, name: str, value: str | None) -> str:
    """What this attribute says for this tag, empty when it says nothing."""
    if tag == "blockquote" and name == "expandable":
        return "expandable"
    prefix = ARGUMENT.get((tag, name))
    if prefix is None or value is None or not value.startswith(prefix):
        return ""
    return value.removeprefix(prefix)


def detail(opened: Opened) -> Json:
    """What an entity of this tag carries beside its place."""
    if opened.tag == "blockquote" and opened.argument:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        if not opened.argument.isdecimal():
            raise unparsable("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": opened.argument}
    if opened.tag == "tg-time":
        if not opened.argument.isdecimal():
            raise unparsable("Invalid date-time specified")
        return {"unix_time": int(opened.argument)}
    return {}


def add_code(entities: list[Json], entity: Json, language: str) -> None:
    """`pre` around `code` (either way) over the same text is one `pre` with the code's language."""
    other = entities[-1] if entities else {}
    twin = {"pre": "code", "code": "pre"}[entity["type"]] == other.get("type")
    spoken = language or other.get("language")
    if twin and spoken and (other["offset"], other["length"]) == (entity["offset"], entity["length"]):
        other.update(type="pre", language=spoken)
    else:
        entities.append(entity | ({"language": language} if language else {}))


def without_language(entity: Json) -> Json:
    """Code alone has no language, only code in `pre` has."""
    return {key: value for key, value in entity.items() if key != "language"} if entity["type"] == "code" else entity


def add_link(entities: list[Json], entity: Json, url: str) -> None:
    """A link, a mention by id, or nothing when the address is none."""
    person = USER_LINK.fullmatch(url)
    if person:
        entities.append(entity | {"type": "text_mention", "user_id": int(person[1])})
    elif WEB_LINK.fullmatch(url) and ("." in url or "://" in url):
        entities.append(entity | {"url": complete(url)})


def complete(url: str) -> str:
    """The address as Telegram gives it back: with a scheme, its host in small letters, and a path at least of `/`."""
    scheme, rest = url.split("://", 1) if "://" in url else ("http", url)
    host = HOST.match(rest)
    name = host.group() if host else ""
    tail = rest[len(name) :]
    slash = "" if tail.startswith("/") or not scheme.lower().startswith("http") else "/"
    return f"{scheme.lower()}://{name.lower()}{slash}{tail}"


def unparsable(why: str) -> RefusedError:
    return bad_request(f"can't parse entities: {why}")

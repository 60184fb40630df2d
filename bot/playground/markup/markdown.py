"""Telegram's MarkdownV2 and its older Markdown to text and raw entities. Refuses in its words; knows no limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.markup.html import HtmlParser, add_link, unparsable
from bot.playground.markup.units import units

if TYPE_CHECKING:
    from bot.playground.refusal import RefusedError
    from bot.playground.wire import Json

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# Marks, the longer before those they begin with; and what Telegram calls the entity in a refusal.
MARKS = {"||": "spoiler", "__": "underline", "_": "italic", "*": "bold", "~": "strikethrough"}
LANGUAGE = re.compile(r"[^\s`]+(?=\s)")
EMOJI_LINK = re.compile(r"tg://emoji\?id=([0-9]{1,19})")
SPOKEN = {"text_link": "TextUrl", "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote"}


@dataclass(frozen=True, slots=True)
class Begun:
    """An entity still waiting for its end."""

    kind: str
    mark: str
    at: int
    offset: int
    piece: int


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """MarkdownV2: the text and its entities in order of their ends, not yet settled."""
    parser = MarkdownParser(source)
    parser.run()
    return "".join(parser.pieces), parser.entities


class MarkdownParser:
    """One pass over `source`, from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.units = 0
        self.pieces: list[str] = []
        self.begun: list[Begun] = []
        self.entities: list[Json] = []

    def run(self) -> None:
        while self.at < len(self.source):
            if not (self.quote() or self.escaped() or self.code() or self.link() or self.mark()):
                self.plain()
        self.end_quote()
        if self.begun:
            raise self.endless(self.begun[-1])

    def ahead(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def put(self, text: str, width: int) -> None:
        self.pieces.append(text)
        self.units += units(text)
        self.at += width

    def plain(self) -> None:
        here = self.source[self.at]
        if here in RESERVED:
            raise unparsable(f"Character '{here}' is reserved and must be escaped with the preceding '\\'")
        if here == "\n" and not self.source.startswith(">", self.at + 1):
            self.end_quote()
        self.put(here, 1)

    def escaped(self) -> bool:
        following = self.source[self.at + 1 : self.at + 2]
        if not self.ahead("\\") or not "\0" < following < "\x7f":
            return False
        self.put(following, 2)
        return True

    def quote(self) -> bool:
        """`>` at the beginning of a line opens a quotation, or goes on with it; `**>` opens another one."""
        line_start = self.at == 0 or self.source[self.at - 1] == "\n"
        if line_start and self.ahead("**>"):
            self.end_quote()
            self.at += 2
        if not (line_start or self.source.startswith("**", self.at - 2)) or not self.ahead(">"):
            return False
        if not any(each.kind == "blockquote" for each in self.begun):
            self.begin("blockquote", "", 0)
        self.at += 1
        return True

    def end_quote(self, *, expandable: bool = False) -> None:
        if self.begun and self.begun[-1].kind == "blockquote":
            begun = self.begun.pop()
            self.close(begun, {"type": "expandable_blockquote"} if expandable else {})

    def code(self) -> bool:
        mark = next((each for each in ("```", "`") if self.ahead(each)), None)
        if mark is None:
            return False
        begun = self.at
        self.at += len(mark)
        language = LANGUAGE.match(self.source, self.at) if mark == "```" else None
        offset = self.units
        if language:
            self.at = language.end() + self.source.startswith("\n", language.end())
        elif mark == "```" and self.ahead("\n"):
            self.at += 1
        self.literal(mark, begun, "Code" if mark == "`" else "PreCode" if language else "Pre")
        kind = "code" if mark == "`" else "pre"
        named = {"language": language.group()} if language else {}
        if self.units > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.units - offset, **named})
        return True

    def literal(self, mark: str, begun: int, name: str) -> None:
        """Text up to `mark`, where only the backslash is special."""
        while not self.ahead(mark):
            if self.at >= len(self.source):
                raise self.no_end(name, begun)
            if not self.escaped():
                self.put(self.source[self.at], 1)
        self.at += len(mark)

    def link(self) -> bool:
        if self.ahead("![") or self.ahead("["):
            kind = "custom_emoji" if self.ahead("!") else "text_link"
            self.begin(kind, "]", 2 if kind == "custom_emoji" else 1)
            return True
        if not self.ahead("]") or not self.begun or self.begun[-1].mark != "]":
            return False
        self.at += 1
        begun = self.begun.pop()
        url = self.address() if self.ahead("(") else "".join(self.pieces[begun.piece :])
        self.close_link(begun, url)
        return True

    def address(self) -> str:
        begun = self.at
        pieces = []
        self.at += 1
        while not self.ahead(")"):
            if self.at >= len(self.source):
                raise unparsable(f"Can't find end of a URL at byte offset {self.bytes_to(begun)}")
            if self.ahead("\\") and self.at + 1 < len(self.source):
                self.at += 1
            pieces.append(self.source[self.at])
            self.at += 1
        self.at += 1
        return "".join(pieces)

    def close_link(self, begun: Begun, url: str) -> None:
        entity: Json = {"type": "text_link", "offset": begun.offset, "length": self.units - begun.offset}
        emoji = EMOJI_LINK.fullmatch(url)
        if begun.kind == "custom_emoji":
            if not emoji:
                raise unparsable("Custom emoji URL must have an emoji identifier")
            self.entities.append(entity | {"type": "custom_emoji", "custom_emoji_id": emoji[1]})
        elif entity["length"]:
            add_link(self.entities, entity, url)

    def mark(self) -> bool:
        mark = next((each for each in MARKS if self.ahead(each)), None)
        if mark is None:
            return False
        if self.begun and self.begun[-1].mark == mark:
            self.at += len(mark)
            self.close(self.begun.pop(), {})
        elif mark == "||" and self.closes_quote():
            self.at += 2
            self.end_quote(expandable=True)
        else:
            self.begin(MARKS[mark], mark, len(mark))
        return True

    def closes_quote(self) -> bool:
        """Two bars at the end of a quotation's last line make it one that unfolds."""
        last_line = self.at + 2 >= len(self.source) or self.source[self.at + 2] == "\n"
        return last_line and bool(self.begun) and self.begun[-1].kind == "blockquote"

    def begin(self, kind: str, mark: str, width: int) -> None:
        self.begun.append(Begun(kind, mark, self.at, self.units, len(self.pieces)))
        self.at += width

    def close(self, begun: Begun, more: Json) -> None:
        if self.units > begun.offset:
            length = self.units - begun.offset
            self.entities.append({"type": begun.kind, "offset": begun.offset, "length": length, **more})

    def endless(self, begun: Begun) -> RefusedError:
        return self.no_end(SPOKEN.get(begun.kind, begun.kind.capitalize()), begun.at)

    def no_end(self, name: str, at: int) -> RefusedError:
        return unparsable(f"Can't find end of {name} entity at byte offset {self.bytes_to(at)}")

    def bytes_to(self, at: int) -> int:
        return len(self.source[:at].encode())


LEGACY = re.compile(
    r"\\(?P<escaped>[_*`\[])|```(?:(?P<language>[^\s`]+)\n)?(?P<pre>.*?)```|`(?P<code>[^`]*)`"
    r"|\*(?P<bold>[^*]*)\*|_(?P<italic>[^_]*)_|\[(?P<text_link>[^\]]*)\]\((?P<url>[^)]*)\)|(?P<open>[_*`\[])",
    re.DOTALL,
)


def parse_legacy(source: str) -> tuple[str, list[Json]]:
    """The older Markdown, where nothing nests."""
    sink = HtmlParser("")
    at = 0
    for match in LEGACY.finditer(source):
        sink.put(source[at : match.start()])
        at = match.end()
        if match["open"]:
            where = len(source[: match.start()].encode())
            raise unparsable(f"Can't find end of the entity starting at byte offset {where}")
        legacy_entity(sink, match)
    sink.put(source[at:])
    return "".join(sink.pieces), sink.entities


def legacy_entity(sink: HtmlParser, match: re.Match[str]) -> None:
    kind = next(each for each in ("escaped", "pre", "code", "bold", "italic", "text_link") if match[each] is not None)
    offset = sink.units
    sink.put(match[kind])
    entity: Json = {"type": kind, "offset": offset, "length": sink.units - offset}
    if kind == "escaped" or not entity["length"]:
        return
    if kind == "text_link":
        add_link(sink.entities, entity, match["url"])
    else:
        named = {"language": match["language"]} if kind == "pre" and match["language"] else {}
        sink.entities.append(entity | named)

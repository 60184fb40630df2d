"""MarkdownV2 and the older Markdown."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.markup.formatted import parsed
from bot.playground.refusal import RefusedError

READ: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    (
        "*bold* _it_ __un__ ~st~ ||sp||",
        "bold it un st sp",
        [
            ("bold", 0, 4),
            ("italic", 5, 2),
            ("underline", 8, 2),
            ("strikethrough", 11, 2),
            ("spoiler", 14, 2),
        ],
    ),
    ("a\\.b \\*", "a.b *", []),
    ("`a\\`b`", "a`b", [("code", 0, 3)]),
    ("```py\nx=1\n```", "x=1", [("pre", 0, 3)]),
    (">q1\n>q2\nz", "q1\nq2\nz", [("blockquote", 0, 5)]),
    (">q1\n>q2||", "q1\nq2", [("expandable_blockquote", 0, 5)]),
    ("[x](https://a.org/b\\))", "x", [("text_link", 0, 1)]),
    ("![👍](tg://emoji?id=1)", "👍", [("custom_emoji", 0, 2)]),
]


def spans(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(each["type"], each["offset"], each["length"]) for each in entities]


@pytest.mark.parametrize(("source", "text", "expected"), READ)
def test_markdown_is_read(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    got, entities = parsed(source, "markdownv2")
    assert (got, spans(entities)) == (text, expected)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("1.0", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("🏟 🏟_abacaba", "Can't find end of Italic entity at byte offset 9"),
        ("🏟 🏟__🏟 🏟_", "Can't find end of Italic entity at byte offset 20"),
        ("🏟 🏟`", "Can't find end of Code entity at byte offset 9"),
        ("🏟 🏟```a ", "Can't find end of PreCode entity at byte offset 9"),
        ("[telegram\\.org](asd\\)", "Can't find end of a URL at byte offset 15"),
    ],
)
def test_broken_markdown_is_refused(source: str, why: str) -> None:
    with pytest.raises(RefusedError, match="can't parse entities") as refused:
        parsed(source, "markdownv2")
    assert refused.value.description.endswith(why)


def test_the_older_markdown_does_not_nest() -> None:
    text, entities = parsed("*b* _i_ [x](http://a.org) `c`", "markdown")
    assert text == "b i x c"
    assert spans(entities) == [("bold", 0, 1), ("italic", 2, 1), ("text_link", 4, 1), ("code", 6, 1)]
    with pytest.raises(RefusedError, match="Can't find end of the entity starting at byte offset 2"):
        parsed("a *b", "markdown")

"""Telegram's HTML, read as its own parser reads it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.markup.formatted import parsed
from bot.playground.refusal import RefusedError


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


READ = [
    ("plain", "plain", []),
    ("a &lt; b &amp;&gt; &quot;c&quot; &#65;&#x42;", 'a < b &> "c" AB', []),
    ("&nbsp; &unknown; & &lt", "&nbsp; &unknown; & <", []),
    ("<b>晨报</b>", "晨报", [entity("bold", 0, 2)]),
    ("🌤 <b>淄博</b>", "🌤 淄博", [entity("bold", 3, 2)]),
    (
        "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>",
        "abcd",
        [
            entity("bold", 0, 1),
            entity("italic", 1, 1),
            entity("underline", 2, 1),
            entity("strikethrough", 3, 1),
        ],
    ),
    ("<b>a<i>b</i>c</b>", "abc", [entity("bold", 0, 1), entity("bold", 1, 2), entity("italic", 1, 1)]),
    (
        "<b>x <a href='telegram.org'>y</a> z</b>",
        "x y z",
        [
            entity("bold", 0, 2),
            entity("text_link", 2, 1, url="http://telegram.org/"),
            entity("bold", 2, 1),
            entity("bold", 3, 2),
        ],
    ),
    ("<b>x <code>y</code> z</b>", "x y z", [entity("bold", 0, 2), entity("code", 2, 1), entity("bold", 3, 2)]),
    ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [entity("spoiler", 0, 2)]),
    ("<blockquote>q</blockquote>", "q", [entity("blockquote", 0, 1)]),
    (
        "<blockquote expandable>q <b>b</b></blockquote>",
        "q b",
        [
            entity("expandable_blockquote", 0, 3),
            entity("bold", 2, 1),
        ],
    ),
    ("<pre>x</pre>", "x", [entity("pre", 0, 1)]),
    ("<code class='language-py'>x</code>", "x", [entity("code", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
    ('<code class="language-py"><pre>x</pre></code>', "x", [entity("pre", 0, 1, language="py")]),
    ('<tg-emoji emoji-id="123">👍</tg-emoji>', "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="123")]),
    ('<a href="tg://user?id=42">x</a>', "x", [entity("text_mention", 0, 1, user_id=42)]),
    (
        '<a href="https://Example.ORG/A?b=1&amp;c=2">x</a>',
        "x",
        [
            entity("text_link", 0, 1, url="https://example.org/A?b=1&c=2"),
        ],
    ),
    ("<a>telegram.org</a>", "telegram.org", [entity("text_link", 0, 12, url="http://telegram.org/")]),
    ("<a href=''>x</a>", "x", []),
    ("<b></b>x", "x", []),
    ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ("<B>a</b >", "a", [entity("bold", 0, 1)]),
    ("a\n\n", "a", []),
    ("<b> </b>a", " a", []),
    ("see example.com", "see example.com", [entity("url", 4, 11)]),
    ("<i>a example.com</i>", "a example.com", [entity("italic", 0, 2), entity("url", 2, 11), entity("italic", 2, 11)]),
    ("<code>/start</code> /go", "/start /go", [entity("code", 0, 6), entity("bot_command", 7, 3)]),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_html_is_read_into_text_and_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parsed(source, "html") == (text, entities)


def test_blanks_at_the_end_and_before_the_first_entity_are_trimmed() -> None:
    assert parsed("  <b>a </b>  ", "html") == ("a", [entity("bold", 0, 1)])


REFUSED = [
    ("a<x>b", 'Unsupported start tag "x" at byte offset 1'),
    ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
    ("晨<b", "Unclosed start tag at byte offset 3"),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
    ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i    aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
    ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
    ("<i aba='&lt;>", "Unclosed start tag at byte offset 0"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji emoji-id='x'>a</tg-emoji>", "Invalid custom emoji identifier specified"),
    (
        "&#xDFDF;",
        "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
    ),
]


@pytest.mark.parametrize(("source", "why"), REFUSED)
def test_broken_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parsed(source, "html")
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"
    assert refused.value.code == 400

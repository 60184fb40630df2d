"""Messages as HTML to look at."""

from __future__ import annotations

from bot.playground.markup.formatted import parsed
from bot.playground.markup.shown import shown


def test_text_is_escaped_and_entities_nest() -> None:
    text, entities = parsed("🌤 <b>a &lt;script&gt; <i>b</i></b>", "html")
    assert shown(text, entities) == "🌤 <b>a &lt;script&gt; </b><b><i>b</i></b>"


def test_links_lead_only_to_web_addresses() -> None:
    text, entities = parsed('<a href="https://a.org/?x=%22">a</a> <a href="javascript://a.b">b</a>', "html")
    html = shown(text, entities)
    assert html.startswith('<a rel="noreferrer" href="https://a.org/?x=%22">a</a>')
    assert "javascript" not in html

"""What hides in foreign text is gone, what it shows is shown, and only web links are links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pydantic import ValidationError

import messages
from messages.escape import clean, link, one_line, safe
from messages.message import Message
from messages.render import render
from tests import telegram_html


@given(st.text())
def test_whatever_comes_in_comes_out_as_text(text: str) -> None:
    assert telegram_html.parse(str(safe(text))).text == clean(text)


@pytest.mark.parametrize(
    "hidden",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\x00",
        "\x1b",
        "\ud800",
        "\u2028",
        "\U000e0041",
        "\u061c",
        "\xad",
    ],
)
def test_nothing_hides(hidden: str) -> None:
    assert clean(f"a{hidden}b") == "ab"


def test_marks_do_not_pile_up() -> None:
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * 3


def test_lines_stay_and_one_line_is_one() -> None:
    assert clean("a\r\nb\tc") == "a\nb\tc"
    assert one_line(" a\r\n b\tc\u3000d ") == "a b c d"


def test_html_of_ours_stays() -> None:
    assert safe(Markup("<b>x</b>")) == "<b>x</b>"
    assert safe("<b>") == "&lt;b&gt;"
    assert safe(3) == "3"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("tg://user?id=1", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("java\u200bscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://example.org/a b", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(address: str | None, *, wanted: bool) -> None:
    assert (link(address) is not None) == wanted


def test_a_message_takes_no_plain_words_for_html() -> None:
    with pytest.raises(ValidationError, match="Markup"):
        Message(text="3 < 4")  # type: ignore[arg-type]  # the type says no as well
    assert Message(text=safe("3 < 4")).text == "3 &lt; 4"


def test_no_template_goes_round_the_escaping() -> None:
    templates = list((Path(messages.__file__).parent / "templates").glob("*.html"))
    assert templates
    assert not [file.name for file in templates if re.search(r"\|\s*safe|autoescape", file.read_text())]
    assert render("answer", "en", emoji="", lead="<i>&", aside="<b>") == "<b>&lt;i&gt;&amp;</b>&lt;b&gt;"

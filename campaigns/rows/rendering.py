"""Row about rendering: a message encoded once and addressed to each, beside a template rendered for each."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup

from bot.delivery import encode
from campaigns.figures import Goal, Reading, Row, Setting
from campaigns.peers.job import TEXT
from messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

CHATS = (100_000, 200)
TEMPLATE = "{% for line in lines %}{{ line }}\n{% endfor %}"


def _bodies(setting: Setting, body: Callable[[int], object]) -> Reading:
    chats = setting.size(*CHATS)
    since = time.perf_counter()
    for chat in range(1, chats + 1):
        body(chat)
    return Reading({"per_second": chats / (time.perf_counter() - since)})


def _ours(setting: Setting) -> Reading:
    variant = encode.variant(1, Message(text=Markup(TEXT)))  # noqa: S704 - our own words
    return _bodies(setting, lambda chat: encode.addressed(variant, chat))


def _rendered_for_each(setting: Setting) -> Reading:
    template, lines = Environment(autoescape=True).from_string(TEMPLATE), TEXT.splitlines()
    return _bodies(
        setting,
        lambda chat: json.dumps({"chat_id": chat, "text": template.render(lines=lines), "parse_mode": "HTML"}).encode(),
    )


def rendering() -> Row:
    """Both are pure, so they are timed in this process."""
    return Row(
        "rendering",
        "Rendering",
        "the bodies of 100,000 requests: a variant encoded once and addressed to each chat, beside Jinja2 for each",
        {"Chenbao": _ours, "Jinja2 for each": _rendered_for_each},
        (Goal("≥ 10 × Jinja2 for each", "per_second", "Chenbao", "Jinja2 for each", at_least=10),),
    )

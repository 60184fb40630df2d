"""A conversation written down: as text to read, JSON to compare, HTML to show. Changes nothing."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING

from bot.playground.keyboards import buttons
from bot.playground.markup.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.wire import Json
    from bot.playground.world import World

EVERYTHING = 100_000
PAGE = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<title>{title}</title>
{body}
</html>
"""


def conversations(world: World, chat: Chat | None) -> Iterator[tuple[Chat, list[Entry]]]:
    """The chats that hold messages, or the one asked for."""
    for chat_id in [chat.id] if chat else sorted(world.history.chats):
        found, entries = world.chat(chat_id), world.history.last(chat_id, EVERYTHING)
        if found and entries:
            yield found, entries


def as_json(world: World, chat: Chat | None) -> Json:
    return {"chats": [{"chat": each.brief, "messages": entries} for each, entries in conversations(world, chat)]}


def as_text(world: World, chat: Chat | None) -> str:
    parts = [
        f"== {each.title} ({each.id}) ==\n" + "".join(map(line, found)) for each, found in conversations(world, chat)
    ]
    return "\n".join(parts)


def line(entry: Entry) -> str:
    marks = "".join(f" 〔{button['text']}〕" for _, _, button in buttons(entry.message.get("reply_markup")))
    state = " (deleted)" if entry.deleted else " (edited)" if "edit_date" in entry.message else ""
    text = words(entry).replace("\n", "\n    ")
    return f"{moment(entry)} {author(entry)}{state}: {text}{marks}\n"


def moment(entry: Entry) -> str:
    return dt.datetime.fromtimestamp(entry.message["date"], dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def author(entry: Entry) -> str:
    sender = entry.message.get("sender_chat") or entry.message.get("from") or {}
    return str(sender.get("title") or sender.get("first_name") or "?")


def words(entry: Entry) -> str:
    """What a message says, with its files and events named."""
    named = [f"[{each['kind']} {each['name']}]" for each in entry.media]
    return " ".join([*named, entry.text]) if named or entry.text else f"[{event(entry.message)}]"


def event(message: Json) -> str:
    """The field that makes a message without text what it is."""
    return next((key for key in reversed(message) if isinstance(message[key], dict | list | int)), "message")


def as_html(world: World, chat: Chat | None) -> str:
    sections = [
        f"<section><h2>{escape(each.title)}</h2>\n{''.join(map(article, entries))}</section>"
        for each, entries in conversations(world, chat)
    ]
    return PAGE.format(title=escape(chat.title if chat else "Playground"), body="\n".join(sections))


def article(entry: Entry) -> str:
    entities = entry.message.get("entities") or entry.message.get("caption_entities") or []
    text = shown(entry.text, entities).replace("\n", "<br>\n") or escape(words(entry))
    found = buttons(entry.message.get("reply_markup"))
    keys = "".join(f"<li>{escape(str(button['text']))}</li>" for _, _, button in found)
    under = f"<ul>{keys}</ul>" if keys else ""
    said = f"<del>{text}</del>" if entry.deleted else text
    return (
        f"<article><h3>{escape(author(entry))} <time>{moment(entry)}</time></h3>\n<div>{said}</div>{under}</article>\n"
    )

"""What a link in formatted text leads to, as Telegram writes it down. Knows no parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.wire import Json

WEB_LINK = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/?#]+\.?[^\s]*", re.IGNORECASE)
HOST = re.compile(r"[^/?#]*")
USER_LINK = re.compile(r"tg://user\?id=([0-9]{1,19})", re.IGNORECASE)


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

"""Callback data and deep-link payloads, made and read in one place. What is read is a value or None, never trusted.

Data begins with an action letter and its version: "s1:t:0700", "a1:20230309:2:1". Telegram allows 64 bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = 64
TURN: Final = "t"
_PARTS: Final = re.compile(r"([a-z])(\d{1,2})((?::[A-Za-z0-9_-]{1,24})*)")
_ARTICLE_LINK: Final = re.compile(r"a(\d{8})-(\d{1,3})")
_TIME_LINK: Final = re.compile(r"t([01]\d|2[0-3])([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: an action letter, its version, its arguments."""

    action: str
    version: int
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of one article: numbers and pages count from 1."""

    date: dt.date
    number: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A deep link's payload: open the subscription screen, the same at a time, an article, or the group set-up."""

    kind: Literal["subscribe", "article", "group"]
    time: dt.time | None = None
    article: ArticlePage | None = None


def data(action: str, *arguments: str, version: int = 1) -> str:
    """Callback data such as "s1:t:0700"; data Telegram or `press` would refuse is a ValueError."""
    made = ":".join((f"{action}{version}", *arguments))
    if press(made) != Press(action, version, arguments):
        raise ValueError(f"not callback data: {made!r}")
    return made


def press(text: str) -> Press | None:
    """Callback data read back; None for anything we cannot have made."""
    found = _PARTS.fullmatch(text) if len(text) <= LONGEST and text.isascii() else None
    return Press(found[1], int(found[2]), tuple(found[3].split(":")[1:])) if found else None


def article_data(article: ArticlePage, *, turn: bool = False) -> str:
    """Opens a page of an article; with `turn` in place of the one whose button it is."""
    return data("a", f"{article.date:%Y%m%d}", str(article.number), str(article.page), *([TURN] if turn else []))


def card_data(date: dt.date, theme: str = "") -> str:
    return data("c", f"{date:%Y%m%d}", *filter(None, [theme]))


def article(pressed: Press) -> ArticlePage | None:
    """The article page a press asks for: "a1:20230309:2:1"."""
    match pressed:
        case Press("a", 1, (date, number, page)) if number.isdecimal() and page.isdecimal():
            return _article(date, int(number), int(page))
    return None


def card(pressed: Press) -> dt.date | None:
    """The date a press on the card button asks for: "c1:20230309"."""
    match pressed:
        case Press("c", 1, (date,)):
            return _date(date)
    return None


def date(digits: str) -> dt.date | None:
    """The date an argument such as 20230309 stands for."""
    return _date(digits) if re.fullmatch(r"\d{8}", digits) else None


def article_payload(date: dt.date, number: int) -> str:
    return f"a{date:%Y%m%d}-{number}"


def deep_link(bot_username: str, payload: str) -> str:
    """The address that opens the bot's private chat with a payload."""
    return f"https://t.me/{bot_username}?start={payload}"


def link(payload: str) -> Link | None:
    """A `start` payload read back: sub, t0700, a20230309-2, g; None for anything else."""
    if payload in {"sub", "g"}:
        return Link("subscribe" if payload == "sub" else "group")
    if found := _TIME_LINK.fullmatch(payload):
        return Link("subscribe", time=dt.time(int(found[1]), int(found[2])))
    if found := _ARTICLE_LINK.fullmatch(payload):
        wanted = _article(found[1], int(found[2]), 1)
        return Link("article", article=wanted) if wanted else None
    return None


def _article(date: str, number: int, page: int) -> ArticlePage | None:
    day = _date(date)
    return ArticlePage(day, number, page) if day and number and page else None


def _date(digits: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a calendar date has no zone
    except ValueError:
        return None

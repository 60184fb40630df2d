"""Search in past editions, and back issues. The words stand in the buttons that page on: nothing is remembered."""

from __future__ import annotations

import base64
import binascii
from time import monotonic
from typing import TYPE_CHECKING

from bot.chat import screens
from bot.chat.commands import settings
from bot.chat.keyboards import ForceReply
from bot.chat.prompts import PROMPTS
from bot.chat.replies import Change, Say, Toast
from bot.store import briefings, search
from messages import buttons, reading
from messages.dates import date_words, full_date
from messages.length import shorten
from messages.message import Button, Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from markupsafe import Markup

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.store.search import Found, Hit
    from messages.message import Language

A_PAGE = 5
BACK_ISSUES = 8
AROUND = 24  # characters shown before and after what was found
TITLE_UNITS = 60
PIECE = 24  # characters an argument of a button may have


async def look(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`找 物业`: five hits at a time; without a word, the back issues and a request to type one."""
    language = (await room.subscription(ask)).wishes.language
    if not search.words(argument):
        return [await _back_issues(ask, language, room)]
    return [Say(await _page(argument, 0, language, room))]


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """◀ and ▶ under hits change the page; a date opens that day's headlines."""
    current = await room.subscription(ask)
    match arguments:
        case ("on", day) if (date := buttons.date(day)) is not None:
            return [Toast(ask.press_id or ""), Say(await _headlines(ask, date, room))]
        case ("type",):
            return [Toast(ask.press_id or ""), _prompt(ask, current.wishes.language, room)]
        case (number, *pieces) if number.isdecimal() and len(number) <= 3 and (query := unpacked(pieces)):  # noqa: PLR2004
            message = await _page(query, int(number), current.wishes.language, room)
            shown = Change(message, ask.message_id) if ask.message_id is not None and not ask.photo else Say(message)
            return [Toast(ask.press_id or ""), shown]
    return await settings.stale(ask, room)


async def _page(query: str, page: int, language: Language, room: Newsroom) -> Message:
    now, release = room.now, room.publisher.release
    found = await room.database.read(search.find, query, now, release, start=page * A_PAGE, count=A_PAGE)
    words = search.words(query)
    shown = shorten(" ".join(words), search.LONGEST_QUERY)
    if not found.hits:
        return screens.say(language, "search.none", (screens.go(language, "news"),), query=shown)
    lines = [_line(language, number, hit, words, room.local_now.date()) for number, hit in enumerate(found.hits, 1)]
    head = screens.CHAT.phrase(language, "search.found", query=shown, total=found.total)
    return Message(text=screens.lines([head, *lines]), buttons=_buttons(found, query, page))


def _line(language: Language, number: int, hit: Hit, words: tuple[str, ...], today: dt.date) -> Markup:
    return screens.CHAT.phrase(
        language,
        "search.hit",
        number=number,
        date=_date(language, hit.date, today),
        title=shorten(hit.title, TITLE_UNITS),
        around=around(hit.text, words[0]),
    )


def _date(language: Language, date: dt.date, today: dt.date) -> str:
    """A date, with its year where that is not this one."""
    return date_words(language, date) if date.year == today.year else full_date(language, date)


def around(text: str, word: str) -> str:
    """What stands around a word, on one line."""
    line = " ".join(text.split())
    at = max(line.find(word), 0)
    start, end = max(at - AROUND, 0), at + len(word) + AROUND
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _buttons(found: Found, query: str, page: int) -> tuple[tuple[Button, ...], ...]:
    numbers = tuple(
        Button(text=str(at), data=buttons.article_data(buttons.ArticlePage(hit.date, hit.number)))
        for at, hit in enumerate(found.hits, 1)
    )
    turns = [("◀", page - 1)] if page else []
    turns += [("▶", page + 1)] if (page + 1) * A_PAGE < found.total else []
    arrows = tuple(Button(text=arrow, data=buttons.data("h", str(to), *packed(query))) for arrow, to in turns)
    return (numbers, arrows) if arrows else (numbers,)


def packed(query: str) -> list[str]:
    """A query as arguments of a button."""
    text = base64.urlsafe_b64encode(" ".join(search.words(query)).encode("utf-16-le")).decode().rstrip("=")
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]


def unpacked(pieces: Sequence[str]) -> str:
    """The query of a button; empty for anything we cannot have made."""
    text = "".join(pieces)
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError):
        return ""


async def _back_issues(ask: Ask, language: Language, room: Newsroom) -> Say:
    """The newest issues to choose from, and a word to type."""
    dates = await room.database.read(briefings.open_dates, room.now, room.publisher.release, BACK_ISSUES)
    days = [
        Button(text=_date(language, date, room.local_now.date()), data=buttons.data("h", "on", f"{date:%Y%m%d}"))
        for date in dates
    ]
    rows = tuple(tuple(days[at : at + 4]) for at in range(0, len(days), 4))
    typed = (screens.button(language, "button.type_search", buttons.data("h", "type")),)
    room.waiting.expect(ask, "search", monotonic())
    return Say(screens.say(language, "search.ask", *rows, typed))


def _prompt(ask: Ask, language: Language, room: Newsroom) -> Say:
    room.waiting.expect(ask, PROMPTS["search.type"], monotonic())
    return Say(screens.say(language, "search.type"), keyboard=ForceReply())


async def _headlines(ask: Ask, date: dt.date, room: Newsroom) -> Message:
    """The headlines of one back issue."""
    current = await room.subscription(ask)
    stored = await room.database.read(briefings.readable, date, room.now, room.publisher.release)
    if stored is None:
        return screens.say(current.wishes.language, "article.gone", (screens.go(current.wishes.language, "news"),))
    briefing = await room.briefing()
    issue = briefing.model_copy(update={"edition": stored.edition, "retracted": stored.retracted, "feed": ()})
    return reading.news(issue, current.wishes, room.house)

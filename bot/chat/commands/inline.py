"""Inline mode: `@bot 周六`, `@bot 头条` puts a forecast or a headline into any chat. Remembers nothing of who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import screens, times, words
from bot.delivery.answers import Post
from bot.delivery.encode import compact
from messages import answers, articles, buttons
from messages.escape import one_line
from messages.length import shorten
from messages.message import Wishes

if TYPE_CHECKING:
    from bot.chat.newsroom import Newsroom
    from messages.answers import Question
    from messages.message import Message

CACHE_SECONDS = 300
LONGEST_QUERY = 256
MOST_RESULTS = 10
_TITLE, _LINE = 80, 120

Result = dict[str, Any]


async def answer(query_id: str, query: str, room: Newsroom) -> Post:
    """The answer to an inline query: nothing at all while inline mode is not switched on."""
    found = await results(query[:LONGEST_QUERY], room) if room.settings.telegram.inline else []
    about = {"inline_query_id": query_id, "results": found[:MOST_RESULTS], "cache_time": CACHE_SECONDS}
    return Post("answerInlineQuery", compact({**about, "is_personal": False}))


async def results(query: str, room: Newsroom) -> list[Result]:
    """Cards for what is asked: a day, the days, headlines; without words today, the days and the headlines."""
    known = await room.known()
    language = room.house.language
    asked = answers.Question(known.briefing, Wishes(language=language, audience="group"), known.house)
    request = words.asked(query) if query.strip() else None
    if not query.strip():
        return [*_days(asked, room, "今天"), *_table(asked, room), *_headlines(asked, room, None)]
    match request.command if request else "":
        case "today":
            return _days(asked, room, request.argument.partition(" ")[0] or "今天") if request else []
        case "forecast" | "card":
            return _table(asked, room)
        case "news":
            return _headlines(asked, room, times.number(request.argument.strip()) if request else None)
    return []


def _days(asked: Question, room: Newsroom, word: str) -> list[Result]:
    """One day in a sentence; nothing when no forecast covers it."""
    date = times.day(word, asked.briefing.today)
    sentence = answers.day_sentence(asked, date) if date else None
    if date is None or sentence is None:
        return []
    message = answers.today(asked, room.local_now, date)
    title = screens.CHAT.words(asked.language, "inline.day", month=date.month, day=date.day)
    return [_article(f"d{date:%Y%m%d}", title, sentence, str(message.text), asked, room, "sub")]


def _table(asked: Question, room: Newsroom) -> list[Result]:
    """The table of days."""
    first = answers.day_sentence(asked, asked.briefing.today)
    if first is None:
        return []
    message: Message = answers.forecast(asked)
    title = screens.CHAT.words(asked.language, "inline.days")
    return [_article(f"t{asked.briefing.today:%Y%m%d}", title, first, str(message.text), asked, room, "sub")]


def _headlines(asked: Question, room: Newsroom, number: int | None) -> list[Result]:
    """A card for each headline, or for one; a button opens the story in the private chat."""
    edition = asked.briefing.edition or asked.briefing.latest
    if edition is None or edition.date is None:
        return []
    retracted = asked.briefing.retracted if edition is asked.briefing.edition else ()
    listed = articles.items(asked.language, edition, retracted, asked.wishes)
    cards = []
    for item in listed:
        if item.retracted or number not in {None, item.number}:
            continue
        text = screens.CHAT.phrase(
            asked.language,
            "inline.headline",
            headline=item.headline,
            fact=shown_line(item.fact),
            paper=room.house.paper,
        )
        link = buttons.article_payload(edition.date, item.number)
        told = (item.headline, shown_line(item.fact), str(text))
        cards.append(_article(f"a{edition.date:%Y%m%d}-{item.number}", *told, asked, room, link))
    return cards


def shown_line(fact: str) -> str:
    return shorten(one_line(fact), _LINE)


def _article(
    identifier: str, title: str, description: str, text: str, asked: Question, room: Newsroom, payload: str
) -> Result:
    """One result: what is listed, what is sent, and a button into the private chat."""
    label = screens.CHAT.words(asked.language, "button.more" if payload != "sub" else "button.sub")
    door = {"text": label, "url": buttons.deep_link(room.username, payload)}
    return {
        "type": "article",
        "id": identifier,
        "title": shorten(one_line(title), _TITLE),
        "description": shorten(one_line(description), _LINE),
        "input_message_content": {
            "message_text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": {"inline_keyboard": [[door]]},
    }

"""The buttons under each message, by audience. Data and links are made in `buttons`; knows no text of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from messages import buttons
from messages.message import Button
from messages.phrases import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from messages.articles import Item
    from messages.message import Audience, House, Language

Rows = tuple[tuple[Button, ...], ...]

_A_ROW = 8  # Telegram shows no more beside one another


def digest_buttons(
    language: Language,
    audience: Audience,
    house: House,
    items: Sequence[Item],
    date: dt.date | None,
    *,
    card: dt.date | None,
    lead: str,
) -> Rows:
    """Article numbers; the card (text form only) and sharing; settings in private chats."""
    numbers = [number(audience, house, date, item.number) for item in items if date and not item.retracted]
    numbered = [button for button in numbers if button]
    offered = card is not None and audience != "channel"  # a reader's tap would post into the channel
    second = (card_button(language, card) if card and offered else None, share(language, house, lead))
    last = settings(language) if audience == "private" else None
    if len(numbered) > _A_ROW:  # three rows at most
        return rows(numbered[:_A_ROW], numbered[_A_ROW:], (*second, last))
    return rows(numbered, second, (last,))


def weather_buttons(language: Language, audience: Audience, date: dt.date) -> Rows:
    """Under one day's answer: the table, the card, subscribing."""
    card = None if audience == "channel" else card_button(language, date)
    return rows((go(language, "forecast"), card), (go(language, "sub"),))


def forecast_buttons(language: Language, audience: Audience, house: House, today: dt.date, lead: str) -> Rows:
    """Under the table: the card and sharing."""
    card = None if audience == "channel" else card_button(language, today)
    return rows((card, share(language, house, lead)))


def no_weather_buttons(language: Language) -> Rows:
    return rows((go(language, "news"), go(language, "forecast")))


def safety_buttons(language: Language) -> Rows:
    return rows((go(language, "today"), go(language, "forecast")))


def news_buttons(language: Language, audience: Audience, house: House, items: Sequence[Item], date: dt.date) -> Rows:
    """Article numbers, at most eight a row; back issues."""
    found = [number(audience, house, date, item.number) for item in items if not item.retracted]
    numbers = [button for button in found if button]
    return rows(numbers[:_A_ROW], numbers[_A_ROW:], (go(language, "search"),))


def page_buttons(language: Language, at: buttons.ArticlePage, count: int) -> Rows:
    """◀ and ▶ where there is another page, and back to the list."""
    turns = (("◀", at.page - 1), ("▶", at.page + 1))
    arrows = [
        Button(text=arrow, data=buttons.article_data(buttons.ArticlePage(at.date, at.number, page), turn=True))
        for arrow, page in turns
        if 1 <= page <= count
    ]
    return rows(arrows, (go(language, "news"),))


def to_news(language: Language) -> Rows:
    return rows((go(language, "news"),))


def hotline_buttons(language: Language, number: str | None) -> Rows:
    """Copying the number (there is no button that dials), and leaving a message."""
    copy = Button(text=words(language, "button.copy_number"), copy_text=number) if number else None
    return rows((copy, go(language, "feedback")))


def go(language: Language, command: str) -> Button:
    """Asks for a command, as if it had been typed."""
    return Button(text=words(language, f"button.{command}"), data=buttons.data("g", command))


def rows(*found: Sequence[Button | None]) -> Rows:
    """The rows that hold anything."""
    kept = (tuple(button for button in row if button) for row in found)
    return tuple(row for row in kept if row)


def number(audience: Audience, house: House, date: dt.date, article: int) -> Button | None:
    """Opens an article: by callback in a private chat, elsewhere by a link into it."""
    if audience == "private":
        return Button(text=str(article), data=buttons.article_data(buttons.ArticlePage(date, article)))
    if not house.bot_username:
        return None
    return Button(text=str(article), url=buttons.deep_link(house.bot_username, buttons.article_payload(date, article)))


def card_button(language: Language, date: dt.date) -> Button:
    return Button(text=words(language, "button.card"), data=buttons.card_data(date))


def settings(language: Language) -> Button:
    return Button(text=words(language, "button.settings"), data=buttons.data("s"))


def share(language: Language, house: House, lead: str) -> Button | None:
    """A link that forwards the lead to family; needs no inline mode. The bot's own address goes with it, once known."""
    if not lead:
        return None
    text = quote(lead, safe="")
    bot = quote(buttons.deep_link(house.bot_username, "sub"), safe="") if house.bot_username else ""
    query = f"url={bot}&text={text}" if bot else f"url={text}"
    return Button(text=words(language, "button.share"), url=f"https://t.me/share/url?{query}")

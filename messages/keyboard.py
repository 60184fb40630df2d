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
    numbered = tuple(button for button in numbers if button)
    offered = card is not None and audience != "channel"  # a reader's tap would post into the channel
    second = (card_button(language, card) if card and offered else None, share(language, house, lead))
    last = settings(language) if audience == "private" else None
    return rows(numbered, second, (last,))


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
    """A link that forwards the lead to family; needs no inline mode."""
    if not house.bot_username:
        return None
    bot = quote(buttons.deep_link(house.bot_username, "sub"), safe="")
    text = quote(lead, safe="")
    return Button(text=words(language, "button.share"), url=f"https://t.me/share/url?url={bot}&text={text}")

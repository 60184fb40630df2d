"""What readers read: the weather of a day or three, headlines and articles, safety, the hotline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import screens, times
from bot.chat.commands import settings
from bot.chat.replies import Change, Say, Toast
from bot.store import briefings
from messages import answers, buttons, reading
from messages.buttons import ArticlePage
from messages.digest import card_of
from messages.length import CAPTION_UNITS, fits
from messages.outlook import outlook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.answers import Question
    from messages.message import Language, Message


async def question(ask: Ask, room: Newsroom) -> Question:
    """Who asks, and what is known."""
    current = await room.subscription(ask)
    elsewhere = current.zone != room.house.zone
    return answers.Question(await room.briefing(), current.wishes, room.house, elsewhere=elsewhere)


async def today(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`天气`, `明天`, `周六下雨吗`: one day in a sentence; of an unknown place, which there is."""
    asked = await question(ask, room)
    first, _, place = argument.partition(" ")
    date = times.day(first, asked.briefing.today) if first else None
    unknown = place or (first if first and date is None else "")
    if unknown and unknown != room.house.place:
        return [Say(place_unknown(asked.language, room.house.place))]
    return [Say(answers.today(asked, room.local_now, date))]


def place_unknown(language: Language, place: str) -> Message:
    """Only the configured place is there."""
    row = (screens.go(language, "today"),)
    if not place:
        return screens.say(language, "place.none", row)
    return screens.say(language, "place.unknown", row, place=place)


async def forecast(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    return [Say(answers.forecast(await question(ask, room)))]


async def safety(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    return [Say(answers.safety(await question(ask, room)))]


async def hotline(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    asked = await question(ask, room)
    return [Say(reading.hotline(asked.briefing, room.house, asked.language))]


async def news(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """The headlines, or one article by its number."""
    asked = await question(ask, room)
    number = times.number(argument.strip()) if argument else None
    edition = asked.briefing.edition or asked.briefing.latest
    if number is None or edition is None or edition.date is None:
        return [Say(reading.news(asked.briefing, asked.wishes, room.house))]
    return [Say(await article(ArticlePage(edition.date, number), asked.language, room))]


async def article(wanted: ArticlePage, language: Language, room: Newsroom) -> Message:
    """One page of one article of any edition readers may see."""
    stored = await room.database.read(briefings.readable, wanted.date, room.now, room.publisher.release)
    if stored is None:
        return screens.say(language, "article.gone", (screens.go(language, "news"),))
    return reading.article(stored.edition, wanted, stored.retracted, language, room.house)


async def article_pressed(ask: Ask, wanted: ArticlePage, room: Newsroom) -> Sequence[Answer]:
    """A number opens a new message; turning a page changes the one it stands in."""
    current = await room.subscription(ask)
    message = await article(wanted, current.wishes.language, room)
    turned = wanted.page > 1 or ask.text == "turn"
    if turned and ask.message_id is not None and not ask.photo:
        return [Toast(ask.press_id or ""), Change(message, ask.message_id)]
    return [Toast(ask.press_id or ""), Say(message)]


async def card(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """The weather card with the table of days as its caption; the table alone where there is nothing to draw."""
    asked = await question(ask, room)
    message = answers.forecast(asked)
    found = outlook(asked.briefing, room.house.place)
    picture = card_of(asked.briefing, asked.wishes, room.house, found)
    if picture is None or not fits(message.text, CAPTION_UNITS):
        return [Say(message)]
    return [Say(message.model_copy(update={"card": picture}))]


async def article_tapped(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """A number or an arrow under headlines; buttons of old digests never expire."""
    wanted = buttons.article(buttons.Press("a", 1, arguments))
    return await article_pressed(ask, wanted, room) if wanted else await settings.stale(ask, room)


async def card_tapped(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """The card button under a digest or a table of days."""
    if buttons.card(buttons.Press("c", 1, arguments)) is None:
        return await settings.stale(ask, room)
    return [Toast(ask.press_id or ""), *await card(ask, "", room)]

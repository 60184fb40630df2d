"""What readers read: the weather of a day or three, headlines and articles, safety, the hotline."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.chat import screens, times, where
from bot.chat.commands import settings
from bot.chat.replies import Change, Say, Toast
from bot.errors import ChenbaoError
from bot.store import briefings, places_asked
from messages import answers, buttons, reading
from messages.buttons import ArticlePage
from messages.digest import card_of
from messages.escape import clean
from messages.hourly import hourly
from messages.length import CAPTION_UNITS, fits
from messages.message import Button
from messages.outlook import outlook
from messages.place import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.answers import Question
    from messages.message import Language, Message, Theme


MOST_NAMES = 20
MOST_BUTTONS, COLUMNS = 6, 2


def asks_hours(words: Sequence[str]) -> bool:
    """Whether `/today 小时` is meant."""
    return any(word.lower() in where.HOURLY for word in words)


async def question(ask: Ask, room: Newsroom, place: str = "") -> Question:
    """Who asks, and what is known at `place`, or at the place they chose."""
    current = await room.subscription(ask)
    known = await room.known(place or current.wishes.place)
    elsewhere = current.zone != room.house.zone
    return answers.Question(known.briefing, current.wishes, known.house, elsewhere=elsewhere)


async def today(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`天气`, `明天`, `周六下雨吗`, `张店明天`: one day in a sentence; of an unknown place, which there are."""
    asked = await question(ask, room)
    words = argument.split()
    dates = [date for word in words if (date := times.day(word, asked.briefing.today))]
    if asks_hours(words):
        return await hours(ask, " ".join(word for word in words if not asks_hours([word])), room)
    meant = where.meant(argument)
    if not meant:
        return [Say(answers.today(asked, room.local_now, dates[0] if dates else None))]
    place = named(room.places, meant)
    if place is None:
        return [await _unknown(ask, meant, room)]
    return [Say(answers.today(await question(ask, room, place.name), room.local_now, dates[0] if dates else None))]


async def _unknown(ask: Ask, place: str, room: Newsroom) -> Say:
    """A place there is not is answered with those there are; the newsroom hears of what several chats ask for."""
    name, token = clean(place).strip(), room.settings.telegram.token
    if token is not None and not where.is_sentence(name, ()):
        mark = places_asked.mark(token.get_secret_value(), ask.chat_id, name)
        with contextlib.suppress(ChenbaoError):  # a full disk costs the newsroom a word, not the reader an answer
            await room.database.write(places_asked.note, name, mark, room.now)
    return Say(place_unknown((await room.subscription(ask)).wishes.language, room))


def place_unknown(language: Language, room: Newsroom) -> Message:
    """Which places there are, the first ones to tap."""
    names = [(place.name_en or place.name) if language == "en" else place.name for place in room.places]
    if not names:
        return screens.say(language, "place.none", (screens.go(language, "today"),))
    shown = screens.CHAT.phrase(language, "list.comma").join(names[:MOST_NAMES])
    taps = [Button(text=name, data=buttons.data("w", str(index))) for index, name in enumerate(names[:MOST_BUTTONS])]
    rows = [tuple(taps[start : start + COLUMNS]) for start in range(0, len(taps), COLUMNS)]
    return screens.say(language, "place.unknown", *rows, place=shown)


async def place_tapped(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """Today's weather of one of the places; the places anew when the configuration has another number of them."""
    index = int(arguments[0]) if len(arguments) == 1 and arguments[0].isdecimal() else len(room.places)
    done = Toast(ask.press_id or "")
    if index >= len(room.places):
        return [done, Say(place_unknown((await room.subscription(ask)).wishes.language, room))]
    return [done, Say(answers.today(await question(ask, room, room.places[index].name), room.local_now, None))]


async def forecast(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """The table of days, of the chosen place or of one named now."""
    place = named(room.places, argument) if argument else None
    if argument and place is None:
        return [await _unknown(ask, argument, room)]
    return [Say(answers.forecast(await question(ask, room, place.name if place else "")))]


async def hours(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`小时`, `小时 张店`: today hour by hour, and the air."""
    place = named(room.places, argument) if argument else None
    if argument and place is None:
        return [await _unknown(ask, argument, room)]
    return [Say(hourly(await question(ask, room, place.name if place else "")))]


async def safety(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Today's notices, each with the rule that fired, and the paper's own."""
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


async def card(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """The weather card with the table of days as its caption; the table alone where there is nothing to draw."""
    return [Say(await _card(ask, room, None))]


async def _card(ask: Ask, room: Newsroom, theme: Theme | None) -> Message:
    """The card, in a theme or in the chat's own, with a button for the other."""
    asked = await question(ask, room)
    wishes = asked.wishes if theme is None else asked.wishes.model_copy(update={"theme": theme})
    message = answers.forecast(asked)
    found = outlook(asked.briefing, asked.house.place)
    picture = card_of(asked.briefing, wishes, asked.house, found)
    if picture is None or not fits(message.text, CAPTION_UNITS):
        return message
    other: Theme = "light" if picture.theme == "dark" else "dark"
    turn = screens.button(asked.language, f"theme.{other}", buttons.card_data(asked.briefing.today, other))
    rows = ((turn, *(button for row in message.buttons for button in row if not button.data)),)
    return message.model_copy(update={"card": picture, "buttons": rows})


async def article_tapped(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """A number opens a new message; an arrow turns the page where it stands. Old digests' buttons never expire."""
    turned = arguments[3:] == (buttons.TURN,)
    wanted = buttons.article(buttons.Press("a", 1, arguments[:3] if turned else arguments))
    if wanted is None:
        return await settings.stale(ask, room)
    message = await article(wanted, (await room.subscription(ask)).wishes.language, room)
    if turned and ask.message_id is not None and not ask.photo:
        return [Toast(ask.press_id or ""), Change(message, ask.message_id)]
    return [Toast(ask.press_id or ""), Say(message)]


async def card_tapped(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """The card button under a digest or a table of days, and the other theme under a card."""
    match arguments:
        case (day,) if buttons.date(day) is not None:
            return [Toast(ask.press_id or ""), *await card(ask, "", room)]
        case (day, ("light" | "dark") as theme) if buttons.date(day) is not None:
            return [Toast(ask.press_id or ""), Say(await _card(ask, room, theme))]
    return await settings.stale(ask, room)

"""Editions in the hands of editors: seen as they will be sent, published, held, an article taken down, sent again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.chat import screens, times
from bot.chat.replies import Say
from bot.store import briefings, editions, resending
from messages import buttons
from messages.digest import digest
from messages.escape import one_line
from messages.length import shorten
from messages.message import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.store.editions import StoredEdition
    from messages.message import Language, Message

MOST_LISTED = 40
_HEADLINE = 60
_A_ROW = 5


def date_in(text: str, today: dt.date) -> dt.date | None:
    """`2023-03-09`, `20230309`, `3月9日`, `今天`; today when nothing is said, None for anything else."""
    word = text.strip()
    if not word:
        return today
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return times.day(word, today)


def standing(language: Language, stored: StoredEdition | None, date: dt.date, room: Newsroom) -> Markup:
    """An edition in a line: its date, its pages, whether readers see it."""
    name = screens.CHAT.phrase(language, "day.date", month=date.month, day=date.day)
    if stored is None:
        return screens.CHAT.phrase(language, "edition.none", date=name)
    seen = room.publisher.release.open(stored, room.now)
    state = "edition.held" if stored.held else "edition.out" if seen else "edition.waits"
    told = {"date": name, "pages": len(stored.pages), "articles": len(stored.edition.articles)}
    return screens.CHAT.phrase(
        language,
        "edition.line",
        **told,
        down=len(stored.retracted),
        state=screens.CHAT.phrase(language, state, time=f"{room.publisher.release.at:%H:%M}"),
    )


async def _asked(
    ask: Ask, argument: str, room: Newsroom
) -> tuple[Language, StoredEdition | None, Sequence[Answer] | None]:
    """The asker's language and the edition of the date they name; else what to say instead."""
    language = (await room.subscription(ask)).wishes.language
    date = date_in(argument, room.local_now.date())
    if date is None:
        return language, None, [Say(screens.say(language, "edition.date"))]
    stored = await room.database.read(editions.edition_of, date)
    if stored is None:
        return language, None, [Say(_state(language, None, date, room))]
    return language, stored, None


def _state(language: Language, stored: StoredEdition | None, date: dt.date, room: Newsroom) -> Message:
    """How an edition stands, with the one thing to do about it."""
    day = f"{date:%Y%m%d}"
    row: tuple[Button, ...] = ()
    if stored is not None:
        action = "publish" if stored.held or not room.publisher.release.open(stored, room.now) else "hold"
        row = (screens.button(language, f"button.{action}", buttons.data("o", action, day)),)
    return screens.say(language, "edition.state", row, line=standing(language, stored, date, room))


async def preview(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """The digest of a date as it will be sent, also while it is held or not yet out."""
    _language, stored, otherwise = await _asked(ask, argument, room)
    if stored is None:
        return otherwise or []
    known = await room.known()
    found = await room.database.read(
        briefings.briefing_of, stored.date, room.now, room.publisher.release, place=room.house.place
    )
    seen = {"edition": stored.edition, "latest": stored.edition, "retracted": stored.retracted}
    wishes = (await room.subscription(ask)).wishes
    message = digest(found.model_copy(update=seen), wishes, known.house)
    return [Say(message), Say(_state(wishes.language, stored, stored.date, room))]


async def publish(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """Let readers see an edition now."""
    return await _set_held(ask, argument, room, held=False)


async def hold(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """Keep an edition from readers until it is published."""
    return await _set_held(ask, argument, room, held=True)


async def _set_held(ask: Ask, argument: str, room: Newsroom, *, held: bool) -> Sequence[Answer]:
    language, stored, otherwise = await _asked(ask, argument, room)
    if stored is None:
        return otherwise or []
    return [Say(await _held(language, stored.date, room, held=held))]


async def _held(language: Language, date: dt.date, room: Newsroom, *, held: bool) -> Message:
    await room.database.write(editions.set_held, date, held=held)
    room.publisher.forget()
    return _state(language, await room.database.read(editions.edition_of, date), date, room)


async def retract(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/retract 2`, `/retract 2023-03-09 2`: asks before it takes an article down; without a number, the list."""
    first, _, last = argument.strip().rpartition(" ")
    number = int(last) if last.isdecimal() and len(last) <= 3 else None  # noqa: PLR2004 - longer is a date
    language, stored, otherwise = await _asked(ask, first if number is not None else argument, room)
    if stored is None:
        return otherwise or []
    if number is None:
        return [Say(_articles(language, stored))]
    return [Say(_retraction(language, stored, number) or _articles(language, stored))]


def _articles(language: Language, stored: StoredEdition) -> Message:
    """The articles of an edition with a number each, those taken down marked."""
    listed = list(enumerate(stored.edition.articles[:MOST_LISTED]))
    lines = [
        screens.CHAT.phrase(
            language,
            "edition.article_down" if index in stored.retracted else "edition.article",
            number=index + 1,
            headline=_headline(stored, index),
        )
        for index, _ in listed
    ]
    day = f"{stored.date:%Y%m%d}"
    keys = [
        Button(text=str(index + 1), data=buttons.data("o", "take", day, str(index + 1)))
        for index, _ in listed
        if index not in stored.retracted
    ]
    rows = [tuple(keys[start : start + _A_ROW]) for start in range(0, len(keys), _A_ROW)]
    return screens.say(
        language, "edition.articles", *rows, lines=screens.CHAT.phrase(language, "list.line").join(lines)
    )


def _headline(stored: StoredEdition, index: int) -> str:
    article = stored.edition.articles[index]
    return shorten(one_line(article.headline or article.kicker or ""), _HEADLINE)


def _retraction(language: Language, stored: StoredEdition, number: int) -> Message | None:
    """The question before an article is taken down; None when there is no such article up."""
    if not 1 <= number <= len(stored.edition.articles) or number - 1 in stored.retracted:
        return None
    yes = screens.button(
        language, "button.retract", buttons.data("o", "down", f"{stored.date:%Y%m%d}", str(number)), main=True
    )
    no = screens.button(language, "button.cancel", buttons.data("o", "list", f"{stored.date:%Y%m%d}"))
    return screens.say(language, "edition.retract", (yes, no), number=number, headline=_headline(stored, number - 1))


async def resend(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """How many readers may have missed a digest, and a button that sends it to them once more."""
    language = (await room.subscription(ask)).wishes.language
    date = date_in(argument, room.local_now.date())
    if date is None:
        return [Say(screens.say(language, "edition.date"))]
    count = await room.database.read(resending.doubtful, date, room.now)
    if not count:
        return [Say(screens.say(language, "resend.none"))]
    again = screens.button(language, "button.resend", buttons.data("o", "again", f"{date:%Y%m%d}"), main=True)
    no = screens.button(language, "button.cancel", buttons.data("o", "drop"))
    return [Say(screens.say(language, "resend.ask", (again, no), count=count))]


async def pressed(arguments: tuple[str, ...], language: Language, room: Newsroom) -> Message | None:  # noqa: PLR0911 - one a button
    """The buttons of editions; None for one nobody made."""
    date = date_in(arguments[1], room.local_now.date()) if len(arguments) > 1 and arguments[1].isdecimal() else None
    if date is None:
        return None
    if arguments[0] == "again" and len(arguments) == 2:  # noqa: PLR2004 - an action and its date
        count = await room.database.write(resending.resend, date, room.now)
        room.wake()
        return screens.say(language, "resend.done", count=count)
    stored = await room.database.read(editions.edition_of, date)
    if stored is None:
        return _state(language, None, date, room)
    match arguments:
        case ("publish" | "hold" as action, _):
            return await _held(language, date, room, held=action == "hold")
        case ("list", _):
            return _articles(language, stored)
        case ("take", _, number) if number.isdecimal():
            return _retraction(language, stored, int(number)) or _articles(language, stored)
        case ("down", _, number) if number.isdecimal() and _retraction(language, stored, int(number)):
            return await _take_down(language, stored, int(number), room)
    return None


async def _take_down(language: Language, stored: StoredEdition, number: int, room: Newsroom) -> Message:
    await room.database.write(editions.retract, stored.date, (*stored.retracted, number - 1))
    room.publisher.forget()
    fresh = await room.database.read(editions.edition_of, stored.date)
    return _articles(language, fresh or stored)

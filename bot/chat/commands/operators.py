"""What operators see in their private chats: how things stand, the sources, who they are; and the switch of sending.

Whether one is an operator is asked for every command and every tap, of the configuration alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import rights, screens, words
from bot.chat.commands import broadcast, editors, settings
from bot.chat.replies import Change, Request, Say, Toast
from bot.delivery.answers import Post
from bot.delivery.encode import compact
from bot.polls.targets import targets
from bot.store import editions, feedback, notes, outbox, places_asked, polls, roster, schedules
from messages import buttons

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from markupsafe import Markup

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.store.polls import Poll
    from messages.message import Language, Message

MOST_FEEDS = 30


def menu(ask: Ask, language: Language) -> Request:
    """The operator's own list of commands, for this chat alone."""
    listed = [command for command in words.COMMANDS if command.menu or command.operator]
    commands = [{"command": each.name, "description": each.zh if language == "zh-CN" else each.en} for each in listed]
    scope = {"type": "chat", "chat_id": ask.chat_id}
    return Request(Post("setMyCommands", compact({"commands": commands, "scope": scope})))


async def whoami(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Your own id, by which the configuration knows you."""
    language = (await room.subscription(ask)).wishes.language
    return [Say(screens.say(language, "operator.whoami", name=ask.first_name, id=ask.user_id))]


async def status(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """The paper, the readers, the books, the letters, and what is due next."""
    language = (await room.subscription(ask)).wishes.language
    database, house = room.database, room.house
    today = room.local_now.date()
    stored = await database.read(editions.edition_of, today)
    counted, owed = await database.read(roster.counts), await database.read(outbox.backlog)
    due = await database.read(schedules.next_due)
    gauges = room.worker.gauges
    text = screens.say(
        language,
        "operator.status",
        paper=editors.standing(language, stored, today, room),
        subscribed=counted["subscribed"],
        suspended=counted["suspended"],
        pending=owed["pending"],
        sending=owed["sending"],
        sent=gauges.sent,
        refused=gauges.refused,
        unknown=gauges.unknown,
        answers=gauges.answers,
        letters=await database.read(feedback.unanswered),
        due=screens.moment(language, due, room.now, house.zone) if due else "—",
        state=screens.CHAT.phrase(language, "operator.paused" if room.worker.paused else "operator.sending"),
    )
    asked = await database.read(places_asked.often, room.now)
    return [Say(text.model_copy(update={"text": screens.lines([text.text, *_asked(language, asked)])}))]


def _asked(language: Language, asked: Sequence[tuple[str, int]]) -> list[Markup]:
    """The places several chats asked for and there are not, in a line; none when there are none."""
    named = [screens.CHAT.phrase(language, "operator.place_asked", place=place, chats=chats) for place, chats in asked]
    listed = screens.CHAT.phrase(language, "list.comma").join(named)
    return [screens.CHAT.phrase(language, "operator.places_asked", places=listed)] if named else []


async def feeds(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Every source that is asked: when it last answered well, and why it does not."""
    language = (await room.subscription(ask)).wishes.language
    asked = targets(room.settings)
    if not asked:
        return [Say(screens.say(language, "operator.no_feeds"))]
    known = await room.database.read(polls.all_polls)
    lines = [_feed(language, target.key, known.get(target.key), room.now) for target in asked[:MOST_FEEDS]]
    return [Say(screens.say(language, "operator.feeds", lines=screens.CHAT.phrase(language, "list.line").join(lines)))]


def _feed(language: Language, key: str, poll: Poll | None, now: dt.datetime) -> Markup:
    """One source in a line."""
    if poll is not None and poll.error:
        return screens.CHAT.phrase(language, "operator.feed_bad", name=key, error=poll.error[:120], times=poll.failures)
    if poll is None or poll.good_at is None:
        return screens.CHAT.phrase(language, "operator.feed_new", name=key)
    minutes = int((now - poll.good_at).total_seconds() // 60)
    return screens.CHAT.phrase(language, "operator.feed_good", name=key, minutes=minutes)


async def pause(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Whether what is owed is being sent, and the switch."""
    return [Say(_switch((await room.subscription(ask)).wishes.language, paused=room.worker.paused))]


def _switch(language: Language, *, paused: bool) -> Message:
    if paused:
        resume = screens.button(language, "button.resume", buttons.data("o", "resume"), main=True)
        return screens.say(language, "operator.is_paused", (resume,))
    return screens.say(
        language, "operator.is_sending", (screens.button(language, "button.pause", buttons.data("o", "pause")),)
    )


async def _set_paused(room: Newsroom, *, paused: bool) -> None:
    if paused:
        await room.database.write(notes.put, notes.PAUSED, "by an operator", room.now)
    else:
        await room.database.write(notes.drop, notes.PAUSED)
    room.worker.paused = paused
    room.wake()


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """An operator's button; anybody else's tap finds it out of date."""
    language = (await room.subscription(ask)).wishes.language
    if not rights.operates(ask, room.settings.operators.ids):
        return await settings.stale(ask, room)
    match arguments:
        case ("pause",) | ("resume",):
            await _set_paused(room, paused=arguments == ("pause",))
            message: Message | None = _switch(language, paused=room.worker.paused)
        case ("send",) | ("urgent",) | ("drop",):
            message = await broadcast.pressed(ask, arguments[0], language, room)
        case _:
            message = await editors.pressed(arguments, language, room)
    if message is None:
        return await settings.stale(ask, room)
    done = Toast(ask.press_id or "")
    return [done, Change(message, ask.message_id) if ask.message_id is not None and not ask.photo else Say(message)]

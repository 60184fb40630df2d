"""Letters to the newsroom: shown whom it goes to before it is sent, answered by an operator's reply, text only.

Until its writer presses a button nothing is kept: the text stands in the message the question replies to.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from bot.chat import screens, words
from bot.chat.commands import hotline, settings
from bot.chat.keyboards import ForceReply
from bot.chat.replies import Change, Elsewhere, React, Request, Say, Toast
from bot.delivery.answers import Post
from bot.delivery.encode import compact
from bot.store import feedback
from messages import buttons
from messages.escape import clean
from messages.message import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.store.feedback import Letter
    from messages.message import Language, Message

LONGEST_LETTER = 2_000  # characters: what fits beside its heading in one message to an operator
LONGEST_REPLY = 3_000
LETTERS_A_DAY = 10
_NUMBER = re.compile(r"✉️ \S+ #(\d{1,12})(?!\d)")


async def write(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`意见 …`: who will see it, and with which name; without a text, a request to write one."""
    language = (await room.subscription(ask)).wishes.language
    if not room.settings.operators.ids:
        return [Say(screens.say(language, "feedback.closed")), *await hotline.hotline(ask, "", room)]
    text = argument.strip()
    if not text:
        room.waiting.expect(ask, "feedback", time.monotonic())
        return [Say(screens.say(language, "feedback.ask"), keyboard=ForceReply())]
    if len(text) > LONGEST_LETTER:
        return [Say(screens.say(language, "feedback.long", most=LONGEST_LETTER))]
    return [Say(_question(language), reply_to=ask.message_id)]


def _question(language: Language) -> Message:
    anonymous = screens.button(language, "button.anonymous", buttons.data("f", "anon"))
    named = screens.button(language, "button.named", buttons.data("f", "named"))
    cancel = screens.button(language, "button.cancel", buttons.data("f", "no"))
    return screens.say(language, "feedback.confirm", (anonymous, named), (cancel,))


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """Sent without a name, with it, or not at all; pressed twice it is one letter."""
    language = (await room.subscription(ask)).wishes.language
    text = letter_text(ask)
    if not ask.private or ask.message_id is None or ask.quoted is None:
        return await settings.stale(ask, room)
    done = Toast(ask.press_id or "")
    match arguments:
        case ("no",):
            return [done, Change(screens.say(language, "feedback.dropped"), ask.message_id)]
        case ("anon",) | ("named",) if text or (ask.quoted.media and room.settings.operators.photos):
            name = clean(ask.first_name).strip() if arguments == ("named",) else None
            return [done, *await _keep(ask, text, name, language, room)]
    return await settings.stale(ask, room)


async def _keep(ask: Ask, text: str, name: str | None, language: Language, room: Newsroom) -> Sequence[Answer]:
    assert ask.quoted is not None  # noqa: S101 - looked at by the caller
    assert ask.message_id is not None  # noqa: S101
    if await room.database.read(feedback.written_today, ask.chat_id, room.now) >= LETTERS_A_DAY:
        return [Change(screens.say(language, "feedback.enough", most=LETTERS_A_DAY), ask.message_id)]
    stored = await room.database.write(
        feedback.put,
        chat_id=ask.chat_id,
        message_id=ask.quoted.message_id,
        name=name,
        text=text or screens.CHAT.words(language, "feedback.photo"),
        language=language,
        now=room.now,
    )
    room.letters.set()
    photos = _copies(ask, room) if ask.quoted.media and stored is not None else []
    return [Change(screens.say(language, "feedback.done"), ask.message_id), React(ask.quoted.message_id), *photos]


def _copies(ask: Ask, room: Newsroom) -> list[Answer]:
    """The photo for each operator, without its sender's name; the letter beside it says what may be said."""
    assert ask.quoted is not None  # noqa: S101 - looked at by the caller
    shared = {"from_chat_id": ask.chat_id, "message_id": ask.quoted.message_id}
    return [
        Request(Post("copyMessage", compact({"chat_id": operator, **shared})))
        for operator in room.settings.operators.ids
    ]


def letter_text(ask: Ask) -> str:
    """What the quoted message says to the newsroom, without the command before it."""
    quoted = ask.quoted.text if ask.quoted is not None else ""
    return (words.as_typed(quoted, "feedback") or quoted).strip()[:LONGEST_LETTER]


async def media(ask: Ask, room: Newsroom) -> Sequence[Answer]:
    """Photos and the like: asked about as a text is where the newsroom takes them, else sent to the hotline."""
    language = (await room.subscription(ask)).wishes.language
    if room.settings.operators.photos and room.settings.operators.ids:
        return [Say(_question(language), reply_to=ask.message_id)]
    return [Say(screens.say(language, "feedback.text_only")), *await hotline.hotline(ask, "", room)]


# The operators' side


def shown(found: Letter, language: Language) -> Message:
    """A letter as an operator sees it; the number in its first line is what a reply is known by."""
    name = found.name or screens.CHAT.words(language, "feedback.anonymous")
    return screens.say(language, "feedback.letter", number=found.id, name=name, text=found.text)


def number_in(quoted: str) -> int | None:
    """The number of the letter that a message of ours shows."""
    found = _NUMBER.match(quoted)
    return int(found[1]) if found else None


async def reply(ask: Ask, number: int, room: Newsroom) -> Sequence[Answer]:
    """An operator's words go to who wrote the letter, under what they wrote."""
    language = (await room.subscription(ask)).wishes.language
    found = await room.database.read(feedback.letter, number)
    if found is None:
        return [Say(screens.say(language, "feedback.gone"))]
    if ask.content != "text" or not ask.text.strip() or ask.message_id is None:
        return [Say(screens.say(language, "feedback.reply_text"))]
    if len(ask.text) > LONGEST_REPLY:
        return [Say(screens.say(language, "feedback.long", most=LONGEST_REPLY))]
    await room.database.write(feedback.answered, number, room.now)
    again = (Button(text=screens.CHAT.words(found.language, "button.write_again"), data=buttons.data("g", "feedback")),)
    answer = screens.say(found.language, "feedback.answer", again, text=ask.text.strip())
    failed = Say(screens.say(language, "feedback.unreachable", number=number))
    return [React(ask.message_id), Elsewhere(found.chat_id, (Say(answer, found.message_id),), failed=failed)]

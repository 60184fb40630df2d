"""From what was asked to what is answered: the table of handlers, who may ask, and how a fault looks to a reader."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import structlog

from bot.chat import prompts, rights, screens, where, words
from bot.chat.commands import (
    about,
    broadcast,
    channel,
    deeplinks,
    editors,
    feedback,
    groups,
    hotline,
    look,
    moving,
    operators,
    privacy,
    read,
    settings,
    subscribe,
)
from bot.chat.replies import Say, Toast
from bot.chat.rights import Ruling
from bot.errors import ChenbaoError
from messages import buttons

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language

    Handler = Callable[[Ask, str, Newsroom], Awaitable[Sequence[Answer]]]
    Presser = Callable[[Ask, tuple[str, ...], Newsroom], Awaitable[Sequence[Answer]]]


log = structlog.get_logger(__name__)

LONGEST_TEXT = 4096


def handlers() -> dict[str, Handler]:
    """A handler for every command of `words.COMMANDS`; a test holds the two together."""
    return {
        "today": read.today,
        "forecast": read.forecast,
        "hours": read.hours,
        "card": read.card,
        "news": read.news,
        "search": look.look,
        "safety": read.safety,
        "hotline": hotline.hotline,
        "sub": subscribe.sub,
        "unsub": subscribe.unsub,
        "time": subscribe.time,
        "settings": settings.settings,
        "coming": settings.coming,
        "slot": settings.slot,
        "rest": settings.rest,
        "evening": settings.evening,
        "quiet": settings.quiet,
        "zone": settings.zone,
        "place": settings.place,
        "follow": settings.follow,
        "mute": settings.mute,
        "help": about.help_,
        "privacy": privacy.privacy,
        "export": privacy.export,
        "delete": privacy.delete,
        "feedback": feedback.write,
        "move": moving.move,
        "channel": channel.channels,
        "status": operators.status,
        "preview": editors.preview,
        "publish": editors.publish,
        "hold": editors.hold,
        "retract": editors.retract,
        "resend": editors.resend,
        "broadcast": broadcast.broadcast,
        "pause": operators.pause,
        "feeds": operators.feeds,
        "whoami": operators.whoami,
        "lang": about.lang,
        "start": deeplinks.start,
    }


def pressers() -> dict[str, Presser]:
    """A handler for every action letter of our buttons' data but `g`, which stands for a command."""
    return {
        "a": read.article_tapped,
        "b": subscribe.pressed,
        "c": read.card_tapped,
        "e": privacy.pressed,
        "f": feedback.pressed,
        "h": look.pressed,
        "l": about.lang_pressed,
        "n": channel.pressed,
        "o": operators.pressed,
        "s": settings.pressed,
        "w": read.place_tapped,
    }


class Dispatch:
    """Answers one ask at a time; who may ask is judged by `rights`, in groups with what the API knows."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._handlers = handlers()
        self._pressers = pressers()

    async def answer(self, ask: Ask) -> Sequence[Answer]:
        """What to say to `ask`; a fault of ours is said with a number that finds its log line."""
        began = time.monotonic()
        try:
            return await (self._pressed(ask) if ask.press_id else self._said(ask))
        except ChenbaoError as error:  # a full or locked disk
            log.warning("an answer could not be stored", reason=str(error))
            return self._sorry(ask, "fault.books")
        except Exception:
            number = secrets.token_hex(2).upper()
            log.exception("an answer failed", fault=number, chat_id=ask.chat_id, seconds=time.monotonic() - began)
            return self._sorry(ask, "fault.number", number=number)

    def _sorry(self, ask: Ask, name: str, **values: object) -> Sequence[Answer]:
        """What went wrong, to who asked; a group is not bothered with it."""
        language = self._room.house.language
        if ask.press_id:
            return [Toast(ask.press_id, screens.CHAT.words(language, name, **values), alert=True)]
        return [Say(screens.say(language, name, **values))] if ask.private else []

    async def _said(self, ask: Ask) -> Sequence[Answer]:
        if not ask.private and not ask.text.startswith(("/", "／")) and not ask.to_bot:
            return []
        if (answered := await self._unworded(ask)) is not None:
            return answered
        request = self._request(ask)
        ruled = rights.ruling(words.BY_NAME[request.command], ask, self._operators) if request else Ruling.UNKNOWN
        if request is None or ruled is Ruling.UNKNOWN:
            return await about.anything_else(ask, self._room)
        self._room.understood(ask.chat_id)
        return await self._carried_out(ask, request.command, request.argument, ruled)

    def _request(self, ask: Ask) -> words.Request | None:
        """What a text asks for: one of our words, the answer to a prompt of ours, or words with an argument."""
        text = ask.text[:LONGEST_TEXT]
        if not text or ask.content != "text":
            return None
        prompted = self._prompted(ask)
        plain = prompted is not None and not text.startswith(("/", "／")) and words.exact(words.tidy(text)) is None
        found = words.Request(prompted, text) if prompted and plain else words.asked(text, self._room.username)
        if found is not None and words.BY_NAME[found.command].operator and not text.startswith("/"):
            found = None  # a bare word never moves the newsroom
        if found is not None and found.command in where.COMMANDS and not text.startswith(("/", "／")):
            found = None if where.is_sentence(found.argument, self._room.places) else found
        return found if found is not None and found.command in self._handlers else None

    def _prompted(self, ask: Ask) -> str | None:
        """The command a question of ours asked an argument for: the one replied to, or the last one."""
        last = self._room.waiting.take(ask, time.monotonic())
        quoted = ask.quoted.text if ask.quoted is not None and ask.quoted.ours else ""
        return prompts.prompted(quoted) or last

    async def _unworded(self, ask: Ask) -> Sequence[Answer] | None:
        """What is known by other things than its words: an operator's reply to a letter, a chosen chat, a photo."""
        number = feedback.number_in(ask.quoted.text) if ask.quoted is not None and ask.quoted.ours else None
        if number is not None and not ask.text.startswith("/") and rights.operates(ask, self._operators):
            return await feedback.reply(ask, number, self._room)
        match ask.content:
            case "shared":
                return await channel.shared(ask, self._room)
            case "media" if ask.private:
                return await feedback.media(ask, self._room)
            case "text" if ask.private and channel.is_cancel(ask.text):
                return await channel.cancelled(ask, self._room)
        return None

    async def _carried_out(self, ask: Ask, command: str, argument: str, ruled: Ruling) -> Sequence[Answer]:
        """Have `command` answered, or say why not."""
        if ruled is Ruling.CHECK:
            ruled = Ruling.ALLOW if await self._administers(ask) else Ruling.REFUSE
        if ruled is Ruling.ALLOW:
            return await self._handlers[command](ask, argument, self._room)
        language = (await self._room.subscription(ask)).wishes.language
        match ruled:
            case Ruling.PRESS:
                return [Say(groups.press_to_confirm(language, command, argument))]
            case Ruling.PRIVATELY:
                return [Say(groups.privately(language, self._room.username))]
            case Ruling.REFUSE:
                return [Say(screens.say(language, "group.admins_only"))]
        return []

    async def _administers(self, ask: Ask) -> bool:
        return ask.user_id is not None and await self._room.members.may_change(ask.chat_id, ask.user_id)

    @property
    def _operators(self) -> tuple[int, ...]:
        return self._room.settings.operators.ids

    async def _pressed(self, ask: Ask) -> Sequence[Answer]:
        """A button: what it means is looked up in its data, and whether one may, each time anew."""
        press = buttons.press(ask.data)
        language = (await self._room.subscription(ask)).wishes.language
        if press is None or ask.kind == "channel":  # what one reader taps in a channel, all would read
            return await settings.stale(ask, self._room)
        match press:
            case buttons.Press("g", 1, (command, *arguments)) if command in self._handlers and len(arguments) <= 1:
                return await self._go(ask, command, "".join(arguments), language)
            case buttons.Press("g"):
                return await settings.stale(ask, self._room)
        presser = self._pressers.get(press.action)
        if presser is None or press.version != 1:
            return await settings.stale(ask, self._room)
        if press.action not in rights.READING and not await self._may_press(ask):
            return [Toast(ask.press_id or "", screens.CHAT.words(language, "group.admins_only"))]
        return await presser(ask, press.arguments, self._room)

    async def _may_press(self, ask: Ask) -> bool:
        return rights.changing(ask) is Ruling.ALLOW or await self._administers(ask)

    async def _go(self, ask: Ask, command: str, argument: str, language: Language) -> Sequence[Answer]:
        """A button that stands for a command: the same rules as for one typed, and a toast where they refuse."""
        ruled = rights.ruling(words.BY_NAME[command], ask, self._operators)
        if ruled is Ruling.UNKNOWN:
            return await settings.stale(ask, self._room)
        if ruled is Ruling.CHECK and not await self._administers(ask):
            return [Toast(ask.press_id or "", screens.CHAT.words(language, "group.admins_only"))]
        done = Toast(ask.press_id or "")
        ruled = Ruling.ALLOW if ruled is Ruling.CHECK else ruled
        return [done, *await self._carried_out(ask, command, argument, ruled)]

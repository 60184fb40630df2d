"""A control call's body, read generously: numbers as text, several names for one thing. Says what is wrong."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.params import whole_number

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.people import Person
    from bot.playground.wire import Json
    from bot.playground.world import World

ABSENT = (None, "")
LISTED = 12


class ControlError(Exception):
    """A control call that cannot be done: HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wish:
    """One control call and the world it is about."""

    world: World
    body: Json

    def get(self, *names: str) -> Any:
        """The first value given under any of `names`."""
        return next((self.body[name] for name in names if self.body.get(name) not in ABSENT), None)

    def text(self, *names: str) -> str | None:
        value = self.get(*names)
        return None if value is None else str(value)

    def integer(self, *names: str) -> int | None:
        value = self.get(*names)
        if value is None or isinstance(value, bool):
            return None
        number = value if isinstance(value, int) else whole_number(str(value), -(2**63))
        if number == -(2**63):
            raise ControlError(400, f"{names[0]} must be a whole number, not {value!r}.")
        return number

    def number(self, *names: str) -> float | None:
        """Seconds and the like."""
        value = self.get(*names)
        if value is None:
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise ControlError(400, f"{names[0]} must be a number, not {value!r}.") from None

    def flag(self, *names: str) -> bool | None:
        value = self.get(*names)
        if value is None or isinstance(value, bool):
            return value
        return str(value).lower() in {"1", "true", "yes", "on"}

    def mapping(self, *names: str) -> Json:
        """An object, given as such or as JSON text; empty when absent."""
        value = self.get(*names)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = False
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise ControlError(400, f"{names[0]} must be an object.")
        return value

    def chat(self, *names: str) -> Chat:
        """The chat the call is about; `user_id` alone means that person's private chat."""
        value = self.get(*(names or ("chat_id", "chat")))
        if value is None and not names:
            value = self.get("user_id", "user")
        if value is None:
            raise ControlError(400, f"{(names or ('chat_id',))[0]} is missing.")
        text = str(value)
        chat = self.world.chat_named(text[1:]) if text.startswith("@") else self.world.chat(whole_number(text, 0))
        if chat is None:
            raise ControlError(404, f"There is no chat {value}; there are {listed(self.world.chats)}.")
        return chat

    def person(self, chat: Chat | None = None) -> Person:
        """Who acts: `user_id`, else a private chat's person, else the chat's owner."""
        user_id = self.integer("user_id", "user", "from", "from_id")
        if user_id is None and chat is not None:
            user_id = chat.id if chat.private else chat.owner()
        if user_id is None:
            raise ControlError(400, "user_id is missing.")
        person = self.world.person(user_id)
        if person is None:
            raise ControlError(404, f"There is no person {user_id}; there are {listed(self.world.people)}.")
        self.world.settle(person)
        return person

    def bot(self) -> Bot:
        """The bot named by `bot_id`, else the one that called in last."""
        bot_id = self.integer("bot_id", "bot") if self.get("bot") != "bot" else self.integer("bot_id")
        bots = self.world.bots
        bot = bots.get(bot_id) if bot_id is not None else next(reversed(bots.values()), None)
        if bot is None:
            named = f"There is no bot {bot_id}." if bot_id is not None else "No bot has called in yet."
            raise ControlError(404, named)
        return bot

    def entry(self, chat: Chat) -> Entry:
        message_id = self.integer("message_id", "message")
        if message_id is None:
            raise ControlError(400, "message_id is missing.")
        entry = self.world.history.get(chat.id, message_id)
        if entry is None:
            raise ControlError(404, f"There is no message {message_id} in chat {chat.id}.")
        return entry


def listed(ids: dict[int, Any]) -> str:
    shown = ", ".join(str(each) for each in list(ids)[:LISTED])
    return f"{shown}, …" if len(ids) > LISTED else shown


def instant(text: str) -> dt.datetime:
    """An ISO 8601 instant; without an offset it is UTC."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ControlError(400, f"{text!r} is no ISO 8601 instant such as 2023-03-09T06:59:00+08:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

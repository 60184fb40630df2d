"""People by number, a million if need be: made when asked for, kept while something about them is worth keeping."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.playground.chats import Chat, private_chat
from bot.playground.people import Person

KEPT = 20_000


def passer(user_id: int) -> Person:
    """Somebody of whom nothing is known but the number; has started every bot."""
    return Person(user_id, f"Reader {user_id}")


@dataclass(slots=True)
class Crowd:
    """Who belongs to it, and the private chats written to last; the oldest are forgotten and made anew when needed."""

    ranges: list[range] = field(default_factory=list)
    chats: OrderedDict[int, Chat] = field(default_factory=OrderedDict)
    marked: dict[int, Chat] = field(default_factory=dict)

    def __contains__(self, user_id: int) -> bool:
        return any(user_id in numbers for numbers in self.ranges)

    def chat(self, user_id: int) -> Chat:
        chat = self.chats.get(user_id) or self.marked.get(user_id)
        if chat is None:
            chat = self.chats[user_id] = private_chat(passer(user_id))
            if len(self.chats) > KEPT:
                self._forget()
        return chat

    def take(self, user_id: int) -> Chat | None:
        """The chat of somebody who leaves the crowd to be known by name."""
        return self.chats.pop(user_id, None) or self.marked.pop(user_id, None)

    def _forget(self) -> None:
        """Let the oldest go, unless a bot left a keyboard or a pinned message there."""
        user_id, chat = self.chats.popitem(last=False)
        if chat.keyboard or chat.pinned:
            self.marked[user_id] = chat

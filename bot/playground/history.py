"""The messages that are kept, newest first to stay. Knows what a message is, not who may send it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.wire import Json, Shaped

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGES = 100_000
CHARACTERS = 32_000_000


@dataclass(slots=True, eq=False)
class Entry(Shaped):
    """A message in a chat: the Bot API's Message and what the page wants beside it."""

    message: Json
    bot_id: int | None = None
    deleted: bool = False
    calls: tuple[int, ...] = ()
    media: tuple[Json, ...] = ()
    reactions: dict[str, list[int]] | None = None
    inline_id: str | None = None

    @property
    def id(self) -> int:
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")

    def shape(self) -> Json:
        return {
            "message": self.message,
            "bot_id": self.bot_id,
            "deleted": self.deleted,
            "calls": list(self.calls),
            "media": list(self.media),
            "reactions": self.reactions or {},
        }


@dataclass(slots=True)
class History:
    """Messages by chat and id; the oldest of all leave when there are too many or too much text."""

    chats: dict[int, dict[int, Entry]] = field(default_factory=dict)
    order: deque[tuple[int, Entry]] = field(default_factory=deque)
    characters: int = 0

    def add(self, chat_id: int, entry: Entry) -> None:
        self.chats.setdefault(chat_id, {})[entry.id] = entry
        self.order.append((chat_id, entry))
        self.characters += len(entry.text)
        while len(self.order) > MESSAGES or self.characters > CHARACTERS:
            self._drop()

    def _drop(self) -> None:
        chat_id, entry = self.order.popleft()
        self.characters -= len(entry.text)
        entries = self.chats.get(chat_id, {})
        if entries.get(entry.id) is entry:
            del entries[entry.id]
            if not entries:
                del self.chats[chat_id]

    def get(self, chat_id: int, message_id: int) -> Entry | None:
        """The message, unless it is deleted or gone."""
        entry = self.chats.get(chat_id, {}).get(message_id)
        return None if entry is None or entry.deleted else entry

    def newest(self, chat_id: int) -> Iterator[Entry]:
        """A chat's messages that stand, from the newest back."""
        return (each for each in reversed(self.chats.get(chat_id, {}).values()) if not each.deleted)

    def last(self, chat_id: int, count: int) -> list[Entry]:
        """The last `count` of a chat, deleted ones too, oldest first."""
        entries = list(self.chats.get(chat_id, {}).values())
        return entries[-count:]

"""Where a message goes: into a chat as a new one, or into the place of one that stands there. Knows only requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.delivery import encode

if TYPE_CHECKING:
    from bot.delivery.answers import Post
    from messages.message import Message


class Target(Protocol):
    """The requests that bring a message there."""

    def post(self, found: encode.Variant) -> Post:
        """A text, or a photo the API already holds."""

    def upload(self, message: Message, png: bytes) -> Post:
        """A photo the API does not hold yet."""

    def words(self, found: encode.Variant) -> Post:
        """What a photo says, without a new picture."""


@dataclass(frozen=True, slots=True)
class Address:
    """A new message in a chat, and how loudly."""

    chat_id: int
    thread_id: int = 0
    silent: bool = False
    reply_to: int | None = None

    def post(self, found: encode.Variant) -> Post:
        return encode.addressed(
            found, self.chat_id, thread_id=self.thread_id, silent=self.silent, reply_to=self.reply_to
        )

    def upload(self, message: Message, png: bytes) -> Post:
        return encode.uploaded(
            message, png, self.chat_id, thread_id=self.thread_id, silent=self.silent, reply_to=self.reply_to
        )

    def words(self, found: encode.Variant) -> Post:
        return self.post(encode.variant(found.id, found.message.model_copy(update={"card": None})))


@dataclass(frozen=True, slots=True)
class InPlace:
    """A message that stands in a chat and becomes another."""

    chat_id: int
    message_id: int

    def post(self, found: encode.Variant) -> Post:
        return encode.replaced(found, self.chat_id, self.message_id)

    def upload(self, message: Message, png: bytes) -> Post:
        return encode.replaced_upload(message, png, self.chat_id, self.message_id)

    def words(self, found: encode.Variant) -> Post:
        return encode.edited(found.message, self.chat_id, self.message_id, caption=True)

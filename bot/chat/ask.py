"""What somebody asked, as a value: a message or a pressed button, whoever delivered it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.subscription import ChatKind

Content = Literal["text", "sticker", "media", "shared"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message an ask replies to, or the one the pressed button's message replies to."""

    message_id: int
    text: str = ""
    ours: bool = False  # the bot wrote it
    media: bool = False  # it holds a photo or the like


@dataclass(frozen=True, slots=True)
class Ask:
    """One update, reduced to what handlers decide by."""

    chat_id: int
    kind: ChatKind
    thread_id: int = 0
    user_id: int | None = None  # None for an anonymous administrator or a channel
    language_code: str = ""
    text: str = ""
    message_id: int | None = None  # of the message asked in, or of the one whose button was pressed
    photo: bool = False  # the message whose button was pressed is a photo
    press_id: str | None = None  # callback query
    data: str = ""
    to_bot: bool = False  # a reply to the bot, or naming it
    anonymous: bool = False  # an administrator who writes as the group
    first_name: str = ""
    content: Content = "text"
    quoted: Quoted | None = None
    shared_chat: int | None = None  # chosen with a request_chat button

    @property
    def private(self) -> bool:
        return self.kind == "private"

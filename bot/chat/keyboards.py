"""What replaces the typing field of a chat program: a field to answer in, a choice of chats, nothing any more. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Every right an administrator may have must be named in a request, also those that do not matter here.
UNNEEDED = (
    *("is_anonymous", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"),
)
PLACEHOLDER = 64  # characters Telegram shows


@dataclass(frozen=True, slots=True)
class ForceReply:
    """Opens the answer field for the one who asked, and for nobody else."""

    placeholder: str = ""

    def markup(self) -> dict[str, Any]:
        hint = {"input_field_placeholder": self.placeholder[:PLACEHOLDER]} if self.placeholder else {}
        return {"force_reply": True, "selective": True, **hint}


@dataclass(frozen=True, slots=True)
class ChatButton:
    """Lets a person choose a chat they administer: a channel the bot may write in, or a group it is in."""

    text: str
    request_id: int
    channel: bool

    def button(self) -> dict[str, Any]:
        rights = {**dict.fromkeys(UNNEEDED, False), "can_manage_chat": True}
        if self.channel:
            rights |= {"can_post_messages": True, "can_edit_messages": False}
        own = {"bot_administrator_rights": rights} if self.channel else {"bot_is_member": True}
        wanted = {"request_id": self.request_id, "chat_is_channel": self.channel, "user_administrator_rights": rights}
        return {"text": self.text, "request_chat": {**wanted, **own}}


@dataclass(frozen=True, slots=True)
class ChatChoice:
    """A keyboard, shown once, of chats to choose and a way out."""

    buttons: tuple[ChatButton, ...]
    cancel: str

    def markup(self) -> dict[str, Any]:
        rows = [[each.button()] for each in self.buttons]
        return {"keyboard": [*rows, [{"text": self.cancel}]], "one_time_keyboard": True, "resize_keyboard": True}


@dataclass(frozen=True, slots=True)
class NoKeyboard:
    """Takes the keyboard away."""

    def markup(self) -> dict[str, Any]:
        return {"remove_keyboard": True}


Keyboard = ForceReply | ChatChoice | NoKeyboard

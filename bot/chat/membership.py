"""What a change of the bot's own membership means: it may write no more, it may again, or it has just come. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from telegram.constants import ChatMemberStatus, ChatType

if TYPE_CHECKING:
    from telegram import ChatMember, ChatMemberUpdated

GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened to the bot in a chat, and by whom."""

    what: Literal["silenced", "restored", "arrived", "nothing"]
    reason: str = ""


def turn(change: ChatMemberUpdated) -> Turn:
    """`silenced`: may write no more; `restored`: may again; `arrived`: restored in a place it was not in before."""
    before, after = change.old_chat_member, change.new_chat_member
    could, can = writes(before, change.chat.type), writes(after, change.chat.type)
    if could and not can:
        return Turn("silenced", reason(after, change.chat.type))
    if can and not could:
        here = change.chat.type != ChatType.PRIVATE and before.status in GONE
        return Turn("arrived" if here or change.chat.type == ChatType.CHANNEL else "restored")
    return Turn("nothing")


def writes(member: ChatMember, kind: str) -> bool:
    """Whether the bot, being this, may write in a chat of this kind."""
    if kind == ChatType.CHANNEL:
        return member.status == ChatMemberStatus.OWNER or bool(getattr(member, "can_post_messages", False))
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "can_send_messages", False))
    return member.status not in GONE


def reason(member: ChatMember, kind: str) -> str:
    """Why it may write no more, in the ledger's words."""
    if member.status not in GONE:
        return "bot has no right to write in the chat"
    return "bot was blocked by the user" if kind == ChatType.PRIVATE else "bot was removed from the chat"

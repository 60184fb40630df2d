"""Who may do what in a group or channel, asked of the API afresh at least every minute; alone calls getChatMember."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot, ChatMember

    from bot.subscription import ChatKind

log = structlog.get_logger(__name__)

FRESH_SECONDS = 60.0
KEPT = 10_000
ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
ADMINISTERS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Place:
    """A group or channel as it calls itself."""

    kind: ChatKind
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person or the bot itself is in a chat."""

    administers: bool = False
    posts: bool = False  # administers, and may write into a channel
    present: bool = False


class Members:
    """Asks `bot` who somebody is in a chat, and remembers the answer for a minute."""

    def __init__(self, bot: Bot | Any) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[float, Standing]] = {}
        self._places: dict[int, tuple[float, Place | None]] = {}

    async def may_change(self, chat_id: int, user_id: int) -> bool:
        """Whether a person administers a chat; one's own private chat is one's own."""
        return chat_id == user_id or (chat_id < 0 and (await self.standing(chat_id, user_id)).administers)

    async def may_post(self, chat_id: int, user_id: int) -> bool:
        """Whether a person, or the bot, may write in a channel's name (or administers a group)."""
        return chat_id < 0 and (await self.standing(chat_id, user_id)).posts

    async def standing(self, chat_id: int, user_id: int) -> Standing:
        """Nothing at all when the API does not say."""
        now, key = time.monotonic(), (chat_id, user_id)
        known = self._known.get(key)
        if known is not None and now - known[0] <= FRESH_SECONDS:
            return known[1]
        try:
            found = standing_of(await self._bot.get_chat_member(chat_id, user_id))
        except TelegramError as error:
            log.info("the API does not say who a member is", reason=str(error))
            return Standing()
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[key] = (now, found)
        return found

    async def may_write(self, chat_id: int) -> bool:
        """Whether the bot itself may write in a channel (or is in a group)."""
        place = await self.place(chat_id)
        if place is None:
            return False
        own = await self.standing(chat_id, self._bot.id)
        return own.posts if place.kind == "channel" else own.present

    async def place(self, chat_id: int) -> Place | None:
        """A group's or channel's kind and title; None when the API does not tell us."""
        now, known = time.monotonic(), self._places.get(chat_id)
        if known is not None and now - known[0] <= FRESH_SECONDS:
            return known[1]
        try:
            found = await self._bot.get_chat(chat_id)
        except TelegramError as error:
            log.info("the API does not say what a chat is", reason=str(error))
            return None
        kind: ChatKind = found.type  # type: ignore[assignment]
        place = Place(kind, found.title or "") if kind != "private" else None
        if len(self._places) >= KEPT:
            self._places.clear()
        self._places[chat_id] = (now, place)
        return place

    def forget(self, chat_id: int) -> None:
        """Somebody's standing in a chat has changed."""
        for key in [key for key in self._known if key[0] == chat_id]:
            del self._known[key]
        self._places.pop(chat_id, None)


def standing_of(member: ChatMember) -> Standing:
    """An owner may do everything; an administrator writes in a channel only with that right."""
    administers = member.status in ADMINISTERS
    posts = member.status == ChatMemberStatus.OWNER or getattr(member, "can_post_messages", None) is not False
    return Standing(administers, administers and posts, member.status not in ABSENT)

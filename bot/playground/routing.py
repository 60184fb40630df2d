"""Which bot hears of what, and how an update reaches its queue. Knows privacy mode, not the methods."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from bot.playground.faults import ON_UPDATE
from bot.playground.people import PRESENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.bots import Bot
    from bot.playground.chats import Chat
    from bot.playground.wire import Json
    from bot.playground.world import World

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?![\w/])", re.ASCII)
# Service messages reach every bot, privacy mode or not.
SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
        "pinned_message",
        "chat_shared",
        "users_shared",
    }
)


def listeners(world: World, chat: Chat, message: Json, bot_id: int | None) -> list[Bot]:
    """The bots that get a person's message."""
    if chat.private:
        bot = speaking_to(world, chat, bot_id)
        return [bot] if bot else []
    present = [bot for bot in world.bots.values() if status(chat, bot) in PRESENT]
    return [bot for bot in present if hears(chat, bot, message, alone=len(present) == 1)]


def speaking_to(world: World, chat: Chat, bot_id: int | None) -> Bot | None:
    """The bot a person means: the one named, else the newest."""
    if bot_id is not None:
        return world.bots.get(bot_id)
    person = world.person(chat.id)
    blocked = person.blocked if person else frozenset()
    return next((bot for bot in reversed(world.bots.values()) if bot.id not in blocked), None)


def status(chat: Chat, bot: Bot) -> str:
    member = chat.members.get(bot.id)
    return member.status if member else "left"


def hears(chat: Chat, bot: Bot, message: Json, *, alone: bool) -> bool:
    """Privacy mode: a bot hears commands for it, answers to it, what was sent through it, and service messages."""
    member = chat.members.get(bot.id)
    if not bot.privacy or chat.type == "channel" or (member and member.administers):
        return True
    if SERVICE & message.keys() or message.get("via_bot", {}).get("id") == bot.id:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    command = COMMAND.match(message.get("text", ""))
    if command is None:
        return False
    return command[1].lower() == bot.username.lower() if command[1] else alone or chat.last_bot == bot.id


def tell(world: World, bots: Iterable[Bot], kind: str, payload: Json, chat_id: int) -> list[Json]:
    """Queue an update for `bots`; those that were made."""
    made = (queue(world, bot, kind, payload, chat_id) for bot in bots)
    return [update for update in made if update]


def tell_later(world: World, kind: str, payload: Json, chat_id: int) -> None:
    """Keep an update for the first bot that calls in."""
    world.unheard.append((kind, payload, chat_id))
    del world.unheard[:-1000]


def catch_up(world: World, bot: Bot) -> None:
    """Tell the first bot what was said before it came."""
    waiting, world.unheard = world.unheard, []
    for kind, payload, chat_id in waiting:
        queue(world, bot, kind, payload, chat_id)


def queue(world: World, bot: Bot, kind: str, payload: Json, chat_id: int) -> Json | None:
    fault = world.faults.take(ON_UPDATE, "", chat_id, world.real())
    if fault and fault.kind == "late_update":
        asyncio.get_running_loop().call_later(fault.values["seconds"], deliver, world, bot, kind, payload)
        return None
    update = deliver(world, bot, kind, payload)
    if update and fault:
        bot.updates.put(update)
        world.events.publish("update", {"bot_id": bot.id, "update": update, "duplicate": True})
    return update


def deliver(world: World, bot: Bot, kind: str, payload: Json) -> Json | None:
    update = bot.updates.make(kind, payload)
    if update:
        bot.updates.put(update)
        world.events.publish("update", {"bot_id": bot.id, "update": update, "duplicate": False})
    return update

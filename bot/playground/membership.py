"""Joining, leaving, rising and falling in a chat, and blocking: the change, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.people import Member, Person
from bot.playground.posting import envelope, keep
from bot.playground.routing import listeners, tell

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.chats import Chat
    from bot.playground.wire import Json
    from bot.playground.world import World


def set_member(world: World, chat: Chat, member: Member, *, by: Json) -> list[Json]:
    """Give somebody a new status; the updates bots get of it."""
    user = world.user(member.user_id) or {}
    old = chat.members.get(member.user_id, Member(member.user_id, "left", is_bot=member.is_bot))
    chat.members[member.user_id] = member
    change = {
        "chat": chat.brief,
        "from": by,
        "date": world.stamp(),
        "old_chat_member": old.chat_member(user, chat.type),
        "new_chat_member": member.chat_member(user, chat.type),
    }
    updates = tell_change(world, chat, member, change)
    updates += tell_service(world, chat, service(old, member, user), by)
    world.events.publish("chat", {"chat": chat})
    return updates


def tell_change(world: World, chat: Chat, member: Member, change: Json) -> list[Json]:
    """my_chat_member to the bot it is about; chat_member to the bots that administer the chat."""
    own = world.bots.get(member.user_id)
    updates = tell(world, [own], "my_chat_member", change, chat.id) if own else []
    admins = [bot for bot in world.bots.values() if bot is not own and administers(chat, bot)]
    return updates + tell(world, admins, "chat_member", change, chat.id)


def administers(chat: Chat, bot: Bot) -> bool:
    member = chat.members.get(bot.id)
    return member is not None and member.administers


def service(old: Member, new: Member, user: Json) -> Json:
    """What the chat itself says of the change; nothing when nobody came or went."""
    if new.present and not old.present:
        return {"new_chat_members": [user]}
    return {"left_chat_member": user} if old.present and not new.present else {}


def tell_service(world: World, chat: Chat, content: Json, by: Json) -> list[Json]:
    """A service message in a group, to the bots there; channels have none."""
    if not content or chat.type == "channel":
        return []
    message = {**envelope(world, chat, {"from": by}), **content}
    keep(world, chat, message)
    return tell(world, listeners(world, chat, message, None), "message", message, chat.id)


def set_blocked(world: World, person: Person, bot: Bot, *, blocked: bool) -> list[Json]:
    """Somebody blocks or unblocks a bot in their private chat."""
    chat = world.chat(person.id)
    if chat is None or (bot.id in person.blocked) == blocked:
        return []
    person.blocked = person.blocked | {bot.id} if blocked else person.blocked - {bot.id}
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    change = {
        "chat": chat.brief,
        "from": person.user(),
        "date": world.stamp(),
        "old_chat_member": Member(bot.id, before).chat_member(bot.brief, "private"),
        "new_chat_member": Member(bot.id, after).chat_member(bot.brief, "private"),
    }
    world.events.publish("person", {"person": person})
    return tell(world, [bot], "my_chat_member", change, chat.id)

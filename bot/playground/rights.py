"""Who may write where, and Telegram's words when not. Decides only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.chats import GENERAL
from bot.playground.refusal import RefusedError, bad_request, forbidden, migrated

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.chats import Chat
    from bot.playground.people import Member
    from bot.playground.world import World

# What a permission is called in a refusal.
SENDING = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_videos": "videos",
    "can_send_audios": "audios",
    "can_send_voice_notes": "voice notes",
    "can_send_polls": "polls",
    "can_send_other_messages": "other messages",
}


def check_writable(world: World, bot: Bot, chat: Chat, permission: str) -> None:
    """Raise what Telegram answers when `bot` may not send this kind of message to `chat`."""
    if chat.private:
        check_person(world, bot, chat.id)
        return
    member = check_present(bot, chat)
    if chat.type == "channel":
        if not member.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif not member.administers and not allowed(chat, member, permission):
        raise bad_request(f"not enough rights to send {SENDING[permission]} to the chat")


def check_person(world: World, bot: Bot, user_id: int) -> None:
    person = world.person(user_id)
    if person is None or person.deactivated:
        raise forbidden("user is deactivated")
    if bot.id in person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_present(bot: Bot, chat: Chat) -> Member:
    """The bot's membership of a group or channel that is still there."""
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    member = chat.members.get(bot.id)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.place()}")
    if member is None or not member.present:
        raise forbidden(f"bot is not a member of the {chat.place()}")
    return member


def allowed(chat: Chat, member: Member, permission: str) -> bool:
    if member.status == "restricted":
        return member.rights.get(permission, False)
    return chat.allows(permission)


def check_thread(bot: Bot, chat: Chat, thread_id: int) -> None:
    """Raise when there is no such topic, or it is closed to this bot. 0 is the General topic."""
    if not chat.forum:
        if thread_id:
            raise bad_request("message thread not found")
        return
    topic = chat.topics.get(thread_id or GENERAL)
    if topic is None or topic.deleted or thread_id == GENERAL:
        raise bad_request("message thread not found")
    member = chat.members.get(bot.id)
    if topic.closed and not (member and member.may("can_manage_topics")):
        raise bad_request("TOPIC_CLOSED")


def check_right(bot: Bot, chat: Chat, right: str, words: str) -> None:
    """Raise when the bot does not administer `chat` with `right`."""
    if chat.private:
        return
    if not check_present(bot, chat).may(right):
        raise bad_request(words)


def no_chat() -> RefusedError:
    return bad_request("chat not found")

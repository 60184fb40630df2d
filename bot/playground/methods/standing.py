"""What an administrating bot does to a place and the people in it: remove, restrict, promote, rename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.membership import set_member
from bot.playground.methods.ask import Ask, joined_chat
from bot.playground.people import ADMIN_RIGHTS, CHANNEL_RIGHTS, GROUP_RIGHTS, PERMISSIONS, Member
from bot.playground.posting import envelope, keep
from bot.playground.refusal import bad_request
from bot.playground.rights import check_right

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.chats import Chat

TITLE = 128
DESCRIPTION = 255


def governed(ask: Ask, right: str, words: str) -> Chat:
    """A group or channel in which the bot holds `right`."""
    chat = joined_chat(ask)
    if chat.private:
        raise bad_request("method is available for supergroup and channel chats only")
    check_right(ask.bot, chat, right, words)
    return chat


def subject(ask: Ask, chat: Chat) -> Member:
    """Whom a call is about; owners and administrators are out of a bot's reach."""
    user_id = ask.params.integer("user_id")
    if ask.world.user(user_id) is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    member = chat.members.get(user_id) or Member(user_id, "left", is_bot=user_id in ask.world.bots)
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    return member


def become(ask: Ask, chat: Chat, old: Member, status: str, rights: dict[str, bool] | None = None) -> bool:
    member = Member(old.user_id, status, is_bot=old.is_bot, rights=rights or {})
    set_member(ask.world, chat, member, by=ask.bot.brief)
    return True


def ban(ask: Ask) -> bool:
    chat = governed(ask, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    member = subject(ask, chat)
    if member.administers:
        raise bad_request("user is an administrator of the chat")
    return become(ask, chat, member, "kicked")


def unban(ask: Ask) -> bool:
    """Lets somebody come again; who is there is removed too, unless only_if_banned."""
    chat = governed(ask, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    member = subject(ask, chat)
    if member.status != "kicked" and (ask.params.flag("only_if_banned") or not member.present):
        return True
    return become(ask, chat, member, "left")


def restrict(ask: Ask) -> bool:
    chat = governed(ask, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    given = ask.params.structure("permissions")
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions JSON object")
    member = subject(ask, chat)
    if member.administers:
        raise bad_request("user is an administrator of the chat")
    rights = {name: bool(given.get(name)) for name in PERMISSIONS}
    return become(ask, chat, member, "member" if all(rights.values()) else "restricted", rights)


def promote(ask: Ask) -> bool:
    """With no right given it takes all of them away."""
    chat = governed(ask, "can_promote_members", "not enough rights to promote/demote chat member")
    names = (*ADMIN_RIGHTS, *(CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS))
    rights = {name: ask.params.flag(name) for name in names}
    return become(ask, chat, subject(ask, chat), "administrator" if any(rights.values()) else "member", rights)


def set_title(ask: Ask) -> bool:
    chat = governed(ask, "can_change_info", "not enough rights to change chat title")
    title = ask.params.text("title").strip()
    if not 1 <= len(title) <= TITLE:
        raise bad_request("chat title is too long" if title else "chat title must be non-empty")
    chat.names["title"] = title
    chat.refresh()
    author = {"sender_chat": chat.brief} if chat.type == "channel" else {"from": ask.bot.brief}
    keep(ask.world, chat, envelope(ask.world, chat, author) | {"new_chat_title": title}, bot_id=ask.bot.id)
    ask.world.events.publish("chat", {"chat": chat})
    return True


def set_description(ask: Ask) -> bool:
    chat = governed(ask, "can_change_info", "not enough rights to change chat description")
    description = ask.params.text("description").strip()
    if len(description) > DESCRIPTION:
        raise bad_request("chat description is too long")
    if description == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = description
    ask.world.events.publish("chat", {"chat": chat})
    return True


METHODS: dict[str, Callable[[Ask], bool]] = {
    "banChatMember": ban,
    "unbanChatMember": unban,
    "restrictChatMember": restrict,
    "promoteChatMember": promote,
    "setChatTitle": set_title,
    "setChatDescription": set_description,
}

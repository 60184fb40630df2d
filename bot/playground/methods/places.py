"""What a bot asks and does about chats: who is there, topics, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.chats import GENERAL, Topic
from bot.playground.membership import set_member
from bot.playground.methods.ask import Ask, asked_chat, joined_chat
from bot.playground.people import Member
from bot.playground.posting import envelope, keep, quoted
from bot.playground.refusal import bad_request
from bot.playground.rights import check_present, check_right

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.chats import Chat
    from bot.playground.wire import Json

NO_RIGHTS = "not enough rights to create a topic"
TOPIC_NAME = 128
ICON_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def get_chat(ask: Ask) -> Json:
    chat = asked_chat(ask)
    if not chat.private and chat.migrated_to is None:
        check_present(ask.bot, chat)
    body = chat.full()
    pinned = ask.world.history.get(chat.id, chat.pinned[-1]) if chat.pinned else None
    return body | ({"pinned_message": quoted(pinned.message)} if pinned else {})


def placed_chat(ask: Ask) -> Chat:
    """A group or channel the bot is in."""
    chat = joined_chat(ask)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return chat


def chat_member(ask: Ask, chat: Chat, member: Member) -> Json:
    user = ask.world.user(member.user_id)
    if user is None:
        raise bad_request("user not found")
    return member.chat_member(user, chat.type)


def get_chat_member(ask: Ask) -> Json:
    chat = joined_chat(ask)
    user_id = ask.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if ask.world.user(user_id) is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    absent = Member(user_id, "member" if chat.private and user_id in {chat.id, ask.bot.id} else "left")
    return chat_member(ask, chat, chat.members.get(user_id, absent))


def get_chat_administrators(ask: Ask) -> list[Json]:
    """All but other bots, as Telegram lists them."""
    chat = placed_chat(ask)
    shown = [
        each for each in chat.members.values() if each.administers and each.user_id in (ask.bot.id, *ask.world.people)
    ]
    return [chat_member(ask, chat, each) for each in shown]


def get_chat_member_count(ask: Ask) -> int:
    chat = joined_chat(ask)
    return 2 if chat.private else sum(each.present for each in chat.members.values())


def leave_chat(ask: Ask) -> bool:
    chat = asked_chat(ask)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    check_present(ask.bot, chat)
    set_member(ask.world, chat, Member(ask.bot.id, "left", is_bot=True), by=ask.bot.brief)
    return True


def get_user_profile_photos(ask: Ask) -> Json:
    if ask.world.user(ask.params.integer("user_id")) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def create_forum_topic(ask: Ask) -> Json:
    chat = placed_chat(ask)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    check_right(ask.bot, chat, "can_manage_topics", NO_RIGHTS)
    name = ask.params.text("name").strip()
    if not 1 <= len(name) <= TOPIC_NAME:
        raise bad_request("topic name must be non-empty" if not name else "topic name is too long")
    color = ask.params.integer("icon_color")
    topic = add_topic(ask, chat, name, color if color in ICON_COLORS else min(ICON_COLORS))
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def add_topic(ask: Ask, chat: Chat, name: str, color: int) -> Topic:
    notice = envelope(ask.world, chat, {"from": ask.bot.brief})
    topic = Topic(notice["message_id"], name, icon_color=color)
    chat.topics[topic.id] = topic
    made = {"forum_topic_created": {"name": name, "icon_color": color}}
    keep(
        ask.world, chat, {**notice, "message_thread_id": topic.id, "is_topic_message": True, **made}, bot_id=ask.bot.id
    )
    ask.world.events.publish("chat", {"chat": chat})
    return topic


def topic_method(change: Callable[[Topic, Ask], None]) -> Callable[[Ask], bool]:
    """A method that changes a topic the bot may manage."""

    def method(ask: Ask) -> bool:
        chat = placed_chat(ask)
        topic = chat.topics.get(ask.params.integer("message_thread_id") or GENERAL)
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        check_right(ask.bot, chat, "can_manage_topics", "not enough rights to manage the topic")
        change(topic, ask)
        ask.world.events.publish("chat", {"chat": chat})
        return True

    return method


def close_topic(topic: Topic, _: Ask) -> None:
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = True


def reopen_topic(topic: Topic, _: Ask) -> None:
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = False


def delete_topic(topic: Topic, _: Ask) -> None:
    topic.deleted = True


def rename_topic(topic: Topic, ask: Ask) -> None:
    topic.name = ask.params.text("name").strip() or topic.name


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getUserProfilePhotos": get_user_profile_photos,
    "createForumTopic": create_forum_topic,
    "closeForumTopic": topic_method(close_topic),
    "reopenForumTopic": topic_method(reopen_topic),
    "deleteForumTopic": topic_method(delete_topic),
    "editForumTopic": topic_method(rename_topic),
}

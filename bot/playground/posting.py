"""A message comes into being: numbered, dated, kept, shown. Who may send it stands in rights, who hears in routing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.chats import GENERAL
from bot.playground.history import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.chats import Chat
    from bot.playground.wire import Json
    from bot.playground.world import World


def envelope(world: World, chat: Chat, author: Json, thread_id: int = 0) -> Json:
    """A message still without content; `author` is its `from` or `sender_chat`, as Message names them."""
    message: Json = {"message_id": world.next_message_id(chat), **author, "chat": chat.brief, "date": world.stamp()}
    if thread_id > GENERAL:
        message["message_thread_id"] = thread_id
        message["is_topic_message"] = True
    return message


def keep(world: World, chat: Chat, message: Json, *, bot_id: int | None = None, media: Sequence[Json] = ()) -> Entry:
    """Store `message` and tell the page."""
    entry = Entry(message, bot_id, media=tuple(media))
    world.history.add(chat.id, entry)
    if bot_id is not None:
        chat.last_bot = bot_id
    world.events.publish("message", {"chat_id": chat.id, "entry": entry})
    return entry


def changed(world: World, chat_id: int, entry: Entry, message: Json) -> None:
    """Give `entry` a new message in place of the old one; whoever holds the old one keeps it as it was."""
    entry.message = message
    world.events.publish("edit", {"chat_id": chat_id, "entry": entry})


def remove(world: World, chat_id: int, entries: Sequence[Entry]) -> None:
    for entry in entries:
        entry.deleted = True
    world.events.publish("delete", {"chat_id": chat_id, "message_ids": [each.id for each in entries]})


def quoted(message: Json) -> Json:
    """A message as it stands in `reply_to_message`: without what it answers itself."""
    return {key: value for key, value in message.items() if key not in {"reply_to_message", "pinned_message"}}


def set_keyboard(world: World, chat: Chat, keyboard: Json | None) -> None:
    """The reply keyboard in force; one that is to be removed is none."""
    chat.keyboard = None if keyboard and keyboard.get("remove_keyboard") else keyboard
    world.events.publish("keyboard", {"chat_id": chat.id, "user_id": None, "keyboard": chat.keyboard})

"""Changing, removing, pinning and reacting to what was sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.playground.keyboards import reply_markup
from bot.playground.markup.formatted import formatted
from bot.playground.methods.ask import Ask, asked_chat, asked_entry, joined_chat
from bot.playground.methods.media import input_media
from bot.playground.methods.sending import checked, mentioned
from bot.playground.posting import changed, envelope, keep, quoted, remove
from bot.playground.reactions import REACTIONS, react
from bot.playground.refusal import NOT_MODIFIED, bad_request
from bot.playground.rights import check_person, check_present, check_right

if TYPE_CHECKING:
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.wire import Json

MEDIA = ("photo", "document", "video", "animation", "audio")
COMPARED = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options", *MEDIA)
# A message can be removed from a private chat or group for 48 hours after it was sent.
REMOVABLE = dt.timedelta(hours=48)


def editable(ask: Ask) -> tuple[Chat, Entry]:
    """The message a call edits, when it is the bot's own and the chat is still open to the bot."""
    chat, entry = asked_entry(ask, "message to edit not found")
    if entry.inline_id and ask.params.has("inline_message_id"):
        return chat, entry
    if chat.private:
        check_person(ask.world, ask.bot, chat.id)
    else:
        check_present(ask.bot, chat)
    if entry.bot_id != ask.bot.id:
        raise bad_request("message can't be edited")
    return chat, entry


def edit(ask: Ask, chat: Chat, entry: Entry, content: Json) -> Json | bool:
    """Give the message new content and keyboard; the edited Message, or true for an inline one."""
    message = {key: value for key, value in entry.message.items() if key != "reply_markup"}
    message |= mentioned(ask.world, content)
    for key in [key for key, value in message.items() if value is None]:
        del message[key]
    markup = reply_markup(ask.params)
    if markup:
        message["reply_markup"] = markup
    if all(message.get(key) == entry.message.get(key) for key in COMPARED):
        raise bad_request(NOT_MODIFIED)
    message["edit_date"] = ask.world.stamp()
    changed(ask.world, chat.id, entry, message)
    ask.done.append((chat.id, entry))
    return True if ask.params.has("inline_message_id") else message


def edit_message_text(ask: Ask) -> Json | bool:
    if not ask.params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(ask.params, "text")
    chat, entry = editable(ask)
    if "text" not in entry.message:
        raise bad_request("there is no text in the message to edit")
    content: Json = {"text": text, "entities": entities or None}
    checked(content)
    preview = ask.params.structure("link_preview_options")
    content["link_preview_options"] = preview if isinstance(preview, dict) else None
    return edit(ask, chat, entry, content)


def edit_message_caption(ask: Ask) -> Json | bool:
    caption, entities = formatted(ask.params, "caption")
    chat, entry = editable(ask)
    if not any(kind in entry.message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    content = {"caption": caption or None, "caption_entities": entities or None}
    checked(content)
    return edit(ask, chat, entry, content)


def edit_message_media(ask: Ask) -> Json | bool:
    given = ask.params.structure("media")
    chat, entry = editable(ask)
    content, shown = input_media(ask, given)
    gone = dict.fromkeys(("text", "entities", "caption", "caption_entities", *MEDIA))
    result = edit(ask, chat, entry, {**gone, **content})
    entry.media = (shown,)
    return result


def edit_message_reply_markup(ask: Ask) -> Json | bool:
    chat, entry = editable(ask)
    return edit(ask, chat, entry, {})


def delete_message(ask: Ask) -> bool:
    chat, entry = asked_entry(ask, "message to delete not found")
    check_removable(ask, chat, entry)
    remove(ask.world, chat.id, [entry])
    ask.done.append((chat.id, entry))
    return True


def delete_messages(ask: Ask) -> bool:
    """Those that can be found and removed; the others are passed over, as at Telegram."""
    chat = asked_chat(ask)
    numbers = ask.params.structure("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    found = [ask.world.history.get(chat.id, number) for number in numbers if isinstance(number, int)]
    entries = [each for each in found if each is not None]
    for entry in entries:
        check_removable(ask, chat, entry)
    remove(ask.world, chat.id, entries)
    ask.done += [(chat.id, each) for each in entries]
    return True


def check_removable(ask: Ask, chat: Chat, entry: Entry) -> None:
    sent = dt.datetime.fromtimestamp(entry.message["date"], dt.UTC)
    old = ask.world.now() - sent > REMOVABLE
    member = None if chat.private else check_present(ask.bot, chat)
    if member and member.may("can_delete_messages"):
        return
    if old or (entry.bot_id != ask.bot.id and not chat.private):
        raise bad_request("message can't be deleted for everyone" if old else "message can't be deleted")


def pin_chat_message(ask: Ask) -> bool:
    chat = joined_chat(ask)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    check_right(ask.bot, chat, right, "not enough rights to manage pinned messages in the chat")
    _, entry = asked_entry(ask, "message to pin not found")
    if entry.id in chat.pinned:
        return True
    chat.pinned.append(entry.id)
    author = {"sender_chat": chat.brief} if chat.type == "channel" else {"from": ask.bot.brief}
    notice = envelope(ask.world, chat, author, entry.message.get("message_thread_id", 0))
    keep(ask.world, chat, notice | {"pinned_message": quoted(entry.message)}, bot_id=ask.bot.id)
    ask.world.events.publish("chat", {"chat": chat})
    return True


def unpin_chat_message(ask: Ask) -> bool:
    chat = joined_chat(ask)
    message_id = ask.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    ask.world.events.publish("chat", {"chat": chat})
    return True


def unpin_all_chat_messages(ask: Ask) -> bool:
    chat = joined_chat(ask)
    chat.pinned.clear()
    ask.world.events.publish("chat", {"chat": chat})
    return True


def set_message_reaction(ask: Ask) -> bool:
    joined_chat(ask)
    chat, entry = asked_entry(ask, "message to react not found")
    given = ask.params.structure("reaction") or []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise bad_request("can't parse reaction types JSON object")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = [str(each.get("emoji")) for each in given if each.get("type") == "emoji"]
    if len(emojis) != len(given) or any(each not in REACTIONS for each in emojis):
        raise bad_request("REACTION_INVALID")
    react(ask.world, chat, entry, ask.bot.id, emojis)
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}

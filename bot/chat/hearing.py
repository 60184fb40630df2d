"""Which updates are for us, and what they ask. Pure: reads python-telegram-bot's values and makes ours.

Silence by rule: edited messages, forwarded ones, what was sent through a bot or by one, and channel posts are nobody's
commands. What a channel says in its discussion group is no command either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import Message as TelegramMessage

from bot.chat.ask import Ask, Quoted

if TYPE_CHECKING:
    from telegram import Update

    from bot.chat.ask import Content
    from bot.subscription import ChatKind


def asked(update: Update, username: str) -> Ask | None:
    """An update as an ask; None for whatever is not for us."""
    if update.callback_query is not None:
        return _pressed(update)
    if update.message is not None:
        return said(update.message, username)
    return None


def said(message: TelegramMessage, username: str) -> Ask | None:
    """A message as an ask; None when nobody here typed it, or when it holds nothing anybody said."""
    content = content_of(message)
    if content is None or not typed_here(message):
        return None
    speaks_as_chat = message.sender_chat is not None
    person = None if speaks_as_chat else message.from_user
    quoted = quoted_in(message, username)
    text = message.text or message.caption or ""
    kind: ChatKind = message.chat.type  # type: ignore[assignment]
    return Ask(
        chat_id=message.chat.id,
        kind=kind,
        thread_id=(message.message_thread_id or 0) if message.is_topic_message else 0,
        user_id=person.id if person else None,
        language_code=(person.language_code or "") if person else "",
        text=without_mention(text, username),
        message_id=message.message_id,
        to_bot=mentions(text, username) or (quoted is not None and quoted.ours),
        anonymous=message.sender_chat is not None and message.sender_chat.id == message.chat.id,
        first_name=person.first_name if person else "",
        content=content,
        quoted=quoted,
        shared_chat=message.chat_shared.chat_id if message.chat_shared else None,
    )


def typed_here(message: TelegramMessage) -> bool:
    """Whether a person wrote this message in this chat, themselves."""
    foreign = message.forward_origin or message.via_bot or message.is_automatic_forward
    by_bot = message.sender_chat is None and message.from_user is not None and message.from_user.is_bot
    return not foreign and not by_bot and message.chat.type != "channel"


def content_of(message: TelegramMessage) -> Content | None:
    """What kind of thing was sent; None for service messages."""
    if message.text:
        return "text"
    if message.sticker:
        return "sticker"
    if message.chat_shared:
        return "shared"
    return "media" if message.effective_attachment else None


def quoted_in(message: TelegramMessage, username: str) -> Quoted | None:
    """The message this one replies to. In a topic every message replies to the topic's first; that is no reply."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    ours = bool(username) and replied.from_user is not None and replied.from_user.username == username
    return Quoted(replied.message_id, replied.text or replied.caption or "", ours)


def shown_under(replied: TelegramMessage) -> Quoted:
    """The message that the pressed button's message replies to."""
    return Quoted(replied.message_id, replied.text or replied.caption or "", media=bool(replied.effective_attachment))


def mentions(text: str, username: str) -> bool:
    """Whether a text names the bot, and not another whose name begins like it."""
    return bool(username) and re.search(rf"@{re.escape(username)}(?![A-Za-z0-9_])", text, re.IGNORECASE) is not None


def without_mention(text: str, username: str) -> str:
    """What was said to the bot, without its name; a command keeps the name, which says whom it is for."""
    if not username or text.startswith(("/", "／")):
        return text
    return re.sub(rf"@{re.escape(username)}(?![A-Za-z0-9_])", "", text, flags=re.IGNORECASE).strip()


def _pressed(update: Update) -> Ask | None:
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    message = query.message
    accessible = message if isinstance(message, TelegramMessage) else None
    replied = accessible.reply_to_message if accessible is not None else None
    in_topic = accessible is not None and accessible.is_topic_message
    kind: ChatKind = message.chat.type  # type: ignore[assignment]
    return Ask(
        chat_id=message.chat.id,
        kind=kind,
        thread_id=(accessible.message_thread_id or 0) if accessible is not None and in_topic else 0,
        user_id=query.from_user.id,
        language_code=query.from_user.language_code or "",
        message_id=message.message_id if accessible is not None else None,
        photo=bool(accessible and accessible.photo),
        press_id=query.id,
        data=query.data,
        first_name=query.from_user.first_name,
        quoted=shown_under(replied) if replied is not None else None,
    )

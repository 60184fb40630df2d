"""Which updates are for us, and what they ask. Pure: reads the Bot API's JSON as it comes and makes our values.

Silence by rule: edited messages, forwarded ones, what was sent through a bot or by one, and channel posts are nobody's
commands. What a channel says in its discussion group is no command either. python-telegram-bot would make some two
hundred values of one message first: a third of what an answer costs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.chat.ask import Ask, Quoted

if TYPE_CHECKING:
    from bot.chat.ask import Content

    Json = dict[str, Any]

FOREIGN = ("forward_origin", "via_bot", "is_automatic_forward")
ATTACHED = (
    *("animation", "audio", "contact", "dice", "document", "game", "invoice", "location", "paid_media", "photo"),
    *("poll", "story", "successful_payment", "venue", "video", "video_note", "voice", "checklist"),
)


def asked(update: Json, username: str) -> Ask | None:
    """An update as an ask; None for whatever is not for us."""
    if isinstance(query := update.get("callback_query"), dict):
        return _pressed(query)
    if isinstance(message := update.get("message"), dict):
        return said(message, username)
    return None


def said(message: Json, username: str) -> Ask | None:
    """A message as an ask; None when nobody here typed it, or when it holds nothing anybody said."""
    content = content_of(message)
    if content is None or not typed_here(message):
        return None
    speaker = message.get("sender_chat")
    person: Json = {} if speaker else message.get("from") or {}
    quoted = quoted_in(message, username)
    text = message.get("text") or message.get("caption") or ""
    chat = message["chat"]
    return Ask(
        chat_id=chat["id"],
        kind=chat["type"],
        thread_id=thread_of(message),
        user_id=person.get("id"),
        language_code=person.get("language_code") or "",
        text=without_mention(text, username),
        message_id=message["message_id"],
        to_bot=mentions(text, username) or (quoted is not None and quoted.ours),
        anonymous=speaker is not None and speaker["id"] == chat["id"],
        first_name=person.get("first_name") or "",
        content=content,
        quoted=quoted,
        shared_chat=(message.get("chat_shared") or {}).get("chat_id"),
    )


def thread_of(message: Json) -> int:
    """The topic a message stands in; 0 for none."""
    return int(message.get("message_thread_id") or 0) if message.get("is_topic_message") else 0


def typed_here(message: Json) -> bool:
    """Whether a person wrote this message in this chat, themselves."""
    foreign = any(message.get(name) for name in FOREIGN)
    by_bot = "sender_chat" not in message and bool((message.get("from") or {}).get("is_bot"))
    return not foreign and not by_bot and message["chat"]["type"] != "channel"


def content_of(message: Json) -> Content | None:
    """What kind of thing was sent; None for service messages."""
    if message.get("text"):
        return "text"
    if "sticker" in message:
        return "sticker"
    if "chat_shared" in message:
        return "shared"
    return "media" if any(name in message for name in ATTACHED) else None


def quoted_in(message: Json, username: str) -> Quoted | None:
    """The message this one replies to. In a topic every message replies to the topic's first; that is no reply."""
    replied = message.get("reply_to_message")
    if not replied or "forum_topic_created" in replied:
        return None
    ours = bool(username) and (replied.get("from") or {}).get("username") == username
    return Quoted(replied["message_id"], replied.get("text") or replied.get("caption") or "", ours)


def shown_under(replied: Json) -> Quoted:
    """The message that the pressed button's message replies to."""
    text = replied.get("text") or replied.get("caption") or ""
    return Quoted(replied["message_id"], text, media=any(name in replied for name in ATTACHED))


def mentions(text: str, username: str) -> bool:
    """Whether a text names the bot, and not another whose name begins like it."""
    if "@" not in text or not username:
        return False
    return re.search(rf"@{re.escape(username)}(?![A-Za-z0-9_])", text, re.IGNORECASE) is not None


def without_mention(text: str, username: str) -> str:
    """What was said to the bot, without its name; a command keeps the name, which says whom it is for."""
    if "@" not in text or not username or text.startswith(("/", "／")):
        return text
    return re.sub(rf"@{re.escape(username)}(?![A-Za-z0-9_])", "", text, flags=re.IGNORECASE).strip()


def _pressed(query: Json) -> Ask | None:
    message, data = query.get("message"), query.get("data")
    if not isinstance(message, dict) or data is None:
        return None
    accessible = bool(message.get("date"))  # 0 stands for a message too old to be shown
    replied = message.get("reply_to_message") if accessible else None
    person = query["from"]
    return Ask(
        chat_id=message["chat"]["id"],
        kind=message["chat"]["type"],
        thread_id=thread_of(message) if accessible else 0,
        user_id=person["id"],
        language_code=person.get("language_code") or "",
        message_id=message["message_id"] if accessible else None,
        photo=bool(message.get("photo")),
        press_id=query["id"],
        data=data,
        first_name=person.get("first_name") or "",
        quoted=shown_under(replied) if replied else None,
    )

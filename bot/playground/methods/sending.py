"""How every send method ends: chat, topic, reply, keyboard and limits checked, the message made. Knows no content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.keyboards import reply_markup
from bot.playground.markup.units import units
from bot.playground.methods.ask import Ask, asked_chat
from bot.playground.posting import envelope, keep, quoted, set_keyboard
from bot.playground.refusal import bad_request
from bot.playground.rights import check_thread, check_writable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.chats import Chat
    from bot.playground.wire import Json
    from bot.playground.world import World

TEXT_LIMIT = 4_096
CAPTION_LIMIT = 1_024


def too_long(text: str, limit: int) -> bool:
    """Whether `text` has more than `limit` UTF-16 units; counted only when it could be close."""
    return len(text) * 2 > limit and units(text) > limit


def post(ask: Ask, content: Json, *, permission: str = "can_send_messages", media: Sequence[Json] = ()) -> Json:
    """Send one message with `content`; the Bot API's Message."""
    markup = reply_markup(ask.params)
    chat = writable_chat(ask, permission)
    checked(content)
    answered = replied(ask, chat)
    spend(ask, chat, 1)
    inline = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    if markup and not inline:
        set_keyboard(ask.world, chat, markup)
    return made(ask, chat, {**answered, **content, **options(ask), **inline}, media)


def writable_chat(ask: Ask, permission: str) -> Chat:
    chat = asked_chat(ask)
    check_writable(ask.world, ask.bot, chat, permission)
    check_thread(ask.bot, chat, ask.params.integer("message_thread_id"))
    return chat


def spend(ask: Ask, chat: Chat, messages: int) -> None:
    group = not chat.private
    ask.world.limits.spend(ask.bot.id, chat.id, group=group, now=ask.world.real(), messages=messages)


def made(ask: Ask, chat: Chat, content: Json, media: Sequence[Json] = ()) -> Json:
    """The message itself, kept and noted for the ledger."""
    author = {"sender_chat": chat.brief} if chat.type == "channel" else {"from": ask.bot.brief}
    message = envelope(ask.world, chat, author, ask.params.integer("message_thread_id"))
    message.update(mentioned(ask.world, content))
    entry = keep(ask.world, chat, message, bot_id=ask.bot.id, media=media)
    ask.done.append((chat.id, entry))
    return message


def mentioned(world: World, content: Json) -> Json:
    """Content whose mentions by id carry the person; a mention of nobody is none."""
    for key in ("entities", "caption_entities"):
        entities = content.get(key) or ()
        if any("user_id" in each for each in entities):
            named = [{**each, "user": world.user(each["user_id"])} if "user_id" in each else each for each in entities]
            kept = [each for each in named if each.get("user", True)]
            content = {**content, key: [{name: each[name] for name in each if name != "user_id"} for each in kept]}
    return content


def checked(content: Json) -> None:
    """Telegram's two lengths, in UTF-16 units after parsing."""
    text, caption = content.get("text"), content.get("caption")
    if text == "":
        raise bad_request("message text is empty")
    if text and too_long(text, TEXT_LIMIT):
        raise bad_request("message is too long")
    if caption and too_long(caption, CAPTION_LIMIT):
        raise bad_request("message caption is too long")


def replied(ask: Ask, chat: Chat) -> Json:
    """`reply_to_message` when the call answers one; refused when that is gone and was not said to matter."""
    given = ask.params.structure("reply_parameters")
    given = given if isinstance(given, dict) else {"message_id": ask.params.integer("reply_to_message_id")}
    message_id = given.get("message_id") or 0
    if not message_id:
        return {}
    entry = ask.world.history.get(chat.id, message_id) if isinstance(message_id, int) else None
    if entry:
        return {"reply_to_message": quoted(entry.message)}
    if given.get("allow_sending_without_reply") or ask.params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def options(ask: Ask) -> Json:
    """What a message repeats of how it was sent."""
    params = ask.params
    body: Json = {}
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    if params.has("message_effect_id"):
        body["effect_id"] = params.text("message_effect_id")
    return body

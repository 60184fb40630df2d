"""People say, send, edit and start. Knows no HTTP."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.playground.control.wishes import ControlError, Wish
from bot.playground.files import described, picture_size
from bot.playground.markup.formatted import parsed
from bot.playground.membership import set_blocked, set_member
from bot.playground.methods.media import photo_sizes
from bot.playground.people import ANONYMOUS, Member, Person
from bot.playground.posting import changed, envelope, keep, quoted, remove
from bot.playground.refusal import RefusedError
from bot.playground.routing import listeners, speaking_to, tell, tell_later

if TYPE_CHECKING:
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.wire import Json

TEXT_LIMIT = 4_096
# A one-pixel picture for `photo: true`.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def say(wish: Wish) -> Json:
    """A person writes a message; long texts come in parts, as clients cut them."""
    chat = wish.chat()
    person = wish.person(chat)
    content, media = said(wish)
    text = content.get("text", "")
    parts = [text[at : at + TEXT_LIMIT] for at in range(0, len(text), TEXT_LIMIT)]
    if len(parts) <= 1:
        return uttered(wish, chat, person, content, media)
    answers = [uttered(wish, chat, person, worded(part), []) for part in parts]
    return {**answers[-1], "updates": [update for each in answers for update in each["updates"]]}


def uttered(wish: Wish, chat: Chat, person: Person, content: Json, media: list[Json]) -> Json:
    """One message of a person, kept and told to the bots that hear it."""
    world = wish.world
    author = speaker(wish, chat, person)
    thread_id = thread(wish, chat)
    message = {**envelope(world, chat, author, thread_id), **answered(wish, chat), **content}
    if chat.private:
        person.started = True
    entry = keep(world, chat, message, media=media)
    if chat.keyboard and (chat.keyboard.get("force_reply") or chat.keyboard.get("one_time_keyboard")):
        chat.keyboard = None
        world.events.publish("keyboard", {"chat_id": chat.id, "user_id": None, "keyboard": None})
    kind = "channel_post" if chat.type == "channel" else "message"
    return told(wish, chat, entry, kind)


def told(wish: Wish, chat: Chat, entry: Entry, kind: str) -> Json:
    """What a control call answers about a message: the updates it made."""
    world, message = wish.world, entry.message
    if not world.bots:
        tell_later(world, kind, message, chat.id)
    updates = tell(world, listeners(world, chat, message, wish.integer("bot_id")), kind, message, chat.id)
    return {"update": updates[0] if updates else None, "updates": updates, "message": entry}


def speaker(wish: Wish, chat: Chat, person: Person) -> Json:
    """`from` or `sender_chat` of a person's message here."""
    if chat.private:
        return {"from": person.user()}
    if chat.deleted or chat.migrated_to is not None:
        raise ControlError(400, f"Nobody can write to chat {chat.id} any more.")
    member = chat.members.get(person.id)
    if member is None or not member.present:
        raise ControlError(400, f"{person.first_name} ({person.id}) is not in chat {chat.id}; let them join first.")
    if chat.type == "channel":
        if not member.administers:
            raise ControlError(400, "Only administrators write in a channel.")
        return {"sender_chat": chat.brief}
    if wish.flag("anonymous", "anon") or member.anonymous:
        if not member.administers:
            raise ControlError(400, "Only administrators can write as the group.")
        return {"from": ANONYMOUS, "sender_chat": chat.brief}
    return {"from": person.user()}


def thread(wish: Wish, chat: Chat) -> int:
    thread_id = wish.integer("message_thread_id", "thread_id", "thread", "topic") or 0
    if thread_id:
        topic = chat.topics.get(thread_id)
        if topic is None or topic.deleted:
            raise ControlError(404, f"There is no topic {thread_id} in chat {chat.id}.")
        if topic.closed and not chat.members[wish.person(chat).id].administers:
            raise ControlError(400, f"Topic {thread_id} is closed.")
    return thread_id


def answered(wish: Wish, chat: Chat) -> Json:
    message_id = wish.integer("reply_to_message_id", "reply_to")
    if message_id is None:
        return {}
    entry = wish.world.history.get(chat.id, message_id)
    if entry is None:
        raise ControlError(404, f"There is no message {message_id} in chat {chat.id} to answer.")
    return {"reply_to_message": quoted(entry.message)}


def worded(text: str) -> Json:
    try:
        plain, entities = parsed(text, "")
    except RefusedError as refusal:
        raise ControlError(400, f"That text cannot be sent: {refusal.description}.") from refusal
    if not plain:
        raise ControlError(400, "text is empty.")
    return {"text": plain, **({"entities": entities} if entities else {})}


def said(wish: Wish) -> tuple[Json, list[Json]]:
    """What a message holds, from whichever field is given."""
    for kind, made in (("photo", photo), ("document", document)):
        if wish.get(kind):
            return made(wish)
    if wish.get("location"):
        place = wish.mapping("location")
        if not {"latitude", "longitude"} <= place.keys():
            raise ControlError(400, "location needs latitude and longitude.")
        return {"location": {key: float(place[key]) for key in ("latitude", "longitude")}}, []
    if wish.get("contact"):
        return {"contact": {"phone_number": "", "first_name": "", **wish.mapping("contact")}}, []
    if wish.get("sticker"):
        return {"sticker": sticker(str(wish.get("sticker")))}, []
    text = wish.text("text")
    if text is None:
        raise ControlError(400, "text is missing (or photo, document, location, contact, sticker).")
    return worded(text), []


def sticker(emoji: str) -> Json:
    size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"file_id": "sticker", "file_unique_id": "sticker", "type": "regular", **size, "emoji": emoji}


def content_of(given: Any) -> bytes:
    if not isinstance(given, dict) or "base64" not in given:
        return DOT
    try:
        return base64.b64decode(given["base64"], validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise ControlError(400, "base64 cannot be decoded.") from None


def photo(wish: Wish) -> tuple[Json, list[Json]]:
    content = content_of(wish.get("photo"))
    size = picture_size(content)
    if size is None:
        raise ControlError(400, "photo must be a PNG or JPEG in base64.")
    bot = next(reversed(wish.world.bots), 0)
    file = wish.world.files.add("photo.png", content, "image/png", "photos")
    view = {"kind": "photo", "url": f"/control/file/{file.unique_id}", "name": file.name, "size": len(content)}
    shown = {**view, "width": size[0], "height": size[1]}
    return {"photo": photo_sizes(file, bot, *size), **captioned(wish)}, [shown]


def document(wish: Wish) -> tuple[Json, list[Json]]:
    given = wish.get("document")
    name = str(given.get("name", "file.txt")) if isinstance(given, dict) else "file.txt"
    content = content_of(given)
    bot = next(reversed(wish.world.bots), 0)
    file = wish.world.files.add(name, content, "application/octet-stream", "documents")
    body = {**described(file, bot), "file_name": name, "mime_type": file.content_type}
    shown = {"kind": "document", "url": f"/control/file/{file.unique_id}", "name": name, "size": len(content)}
    return {"document": body, **captioned(wish)}, [shown]


def captioned(wish: Wish) -> Json:
    caption = wish.text("caption", "text")
    if not caption:
        return {}
    words = worded(caption)
    return {"caption": words["text"], **({"caption_entities": words["entities"]} if "entities" in words else {})}


def edit(wish: Wish) -> Json:
    """A person changes the text of a message of theirs."""
    chat = wish.chat()
    entry = wish.entry(chat)
    if entry.bot_id is not None:
        raise ControlError(400, "People can edit only what people wrote.")
    kept = {key: value for key, value in entry.message.items() if key not in {"text", "entities"}}
    message = {**kept, **worded(wish.text("text") or ""), "edit_date": wish.world.stamp()}
    changed(wish.world, chat.id, entry, message)
    return told(wish, chat, entry, "edited_channel_post" if chat.type == "channel" else "edited_message")


def delete(wish: Wish) -> Json:
    chat = wish.chat()
    remove(wish.world, chat.id, [wish.entry(chat)])
    return {"deleted": True}


def start(wish: Wish) -> Json:
    """Press Start, or follow a deep link; a blocked bot is unblocked by it, a group link adds the bot to the group."""
    world = wish.world
    payload = wish.text("payload", "start", "parameter")
    if wish.get("group_id", "startgroup"):
        return start_in_group(wish, payload)
    chat = wish.chat()
    person = wish.person(chat)
    private = world.chat(person.id) or chat
    bot = speaking_to(world, private, wish.integer("bot_id")) or next(reversed(world.bots.values()), None)
    if bot and bot.id in person.blocked:
        set_blocked(world, person, bot, blocked=False)
    person.started = True
    return uttered(wish, private, person, worded(f"/start {payload}" if payload else "/start"), [])


def start_in_group(wish: Wish, payload: str | None) -> Json:
    group, bot = wish.chat("group_id", "startgroup"), wish.bot()
    person = wish.person(group)
    joined = set_member(wish.world, group, Member(bot.id, "member", is_bot=True), by=person.user())
    words = f"/start@{bot.username}" + (f" {payload}" if payload else "")
    answer = uttered(wish, group, person, worded(words), [])
    return {**answer, "updates": joined + answer["updates"]}


def follow(wish: Wish) -> Json:
    """Open a t.me link as a person would."""
    parts = urlsplit(wish.text("url") or "")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if parts.hostname not in {"t.me", "telegram.me"} and parts.scheme != "tg":
        raise ControlError(400, "url must be a https://t.me/<bot>?start=… link.")
    name = query.get("domain") or parts.path.strip("/")
    bot = next((each for each in wish.world.bots.values() if each.username.lower() == name.lower()), None)
    if bot is None:
        raise ControlError(404, f"There is no bot @{name}.")
    more = {"payload": query.get("start") or query.get("startgroup"), "bot_id": bot.id}
    return start(Wish(wish.world, {**wish.body, **more}))


def share(wish: Wish) -> Json:
    """A person presses a request_chat or request_users button and chooses."""
    chat = wish.chat()
    keyboard = (chat.keyboard or {}).get("keyboard", [])
    buttons = [button for row in keyboard for button in row]
    shared_chat = wish.get("shared_chat_id")
    key = "request_chat" if shared_chat is not None else "request_users"
    button = next((each for each in buttons if key in each), None)
    if button is None:
        raise ControlError(400, f"There is no {key} button in the keyboard of chat {chat.id}.")
    request = button[key].get("request_id", 0)
    if shared_chat is not None:
        content: Json = {"chat_shared": {"request_id": request, "chat_id": wish.chat("shared_chat_id").id}}
    else:
        content = {"users_shared": {"request_id": request, "users": [{"user_id": wish.integer("shared_user_id")}]}}
    return uttered(wish, chat, wish.person(chat), content, [])


ROUTES = {
    "say": say,
    "edit": edit,
    "delete": delete,
    "start": start,
    "link": follow,
    "share": share,
}

"""Messages without a file: text, place, contact, poll, dice, copies; and the typing line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.markup.formatted import formatted
from bot.playground.methods.ask import asked_chat, joined_chat
from bot.playground.methods.sending import post
from bot.playground.refusal import bad_request
from bot.playground.rights import check_thread

if TYPE_CHECKING:
    from bot.playground.history import Entry
    from bot.playground.methods.ask import Ask
    from bot.playground.params import Parameters
    from bot.playground.wire import Json

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
FURTHEST = 90, 180
POLL_OPTIONS = 12
QUESTION_LENGTH = 300
# What a copy does not take over from the message it copies.
PLACE = frozenset({"message_id", "from", "sender_chat", "chat", "date", "edit_date", "message_thread_id"})
PLACE |= {"is_topic_message", "reply_to_message", "reply_markup", "media_group_id", "via_bot", "forward_origin"}
SERVICE = frozenset(
    {"new_chat_members", "left_chat_member", "forum_topic_created", "migrate_to_chat_id", "pinned_message"}
)


def send_message(ask: Ask) -> Json:
    if not ask.params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(ask.params, "text")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = ask.params.structure("link_preview_options")
    if isinstance(preview, dict):
        content["link_preview_options"] = preview
    elif ask.params.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return post(ask, content)


def send_location(ask: Ask) -> Json:
    return post(ask, {"location": location(ask.params)}, permission="can_send_other_messages")


def location(params: Parameters) -> Json:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not abs(latitude) <= FURTHEST[0] or not abs(longitude) <= FURTHEST[1]:
        raise bad_request("invalid geo coordinates specified")
    return {"latitude": latitude, "longitude": longitude}


def send_venue(ask: Ask) -> Json:
    place = location(ask.params)
    venue = {"location": place, "title": ask.params.text("title"), "address": ask.params.text("address")}
    if not venue["title"] or not venue["address"]:
        raise bad_request("venue title and address must be non-empty")
    return post(ask, {"venue": venue, "location": place}, permission="can_send_other_messages")


def send_contact(ask: Ask) -> Json:
    contact = {key: ask.params.text(key) for key in ("phone_number", "first_name", "last_name", "vcard")}
    if not contact["phone_number"]:
        raise bad_request("phone number is empty")
    if not contact["first_name"]:
        raise bad_request("contact first name is empty")
    return post(ask, {"contact": {key: value for key, value in contact.items() if value}})


def send_dice(ask: Ask) -> Json:
    emoji = ask.params.text("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("dice emoji is not supported")
    dice = {"emoji": emoji, "value": ask.world.dice.randint(1, DICE[emoji])}
    return post(ask, {"dice": dice}, permission="can_send_other_messages")


def send_poll(ask: Ask) -> Json:
    question, _ = formatted(ask.params, "question")
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > QUESTION_LENGTH:
        raise bad_request(f"poll question length must not exceed {QUESTION_LENGTH}")
    poll = {
        "id": str(ask.world.dice.randrange(10**17, 10**18)),
        "question": question,
        "options": poll_options(ask.params.structure("options")),
        "total_voter_count": 0,
        "is_closed": ask.params.flag("is_closed"),
        "is_anonymous": not ask.params.has("is_anonymous") or ask.params.flag("is_anonymous"),
        "type": ask.params.text("type") or "regular",
        "allows_multiple_answers": ask.params.flag("allows_multiple_answers"),
        "allows_revoting": True,
        "members_only": False,
    }
    return post(ask, {"poll": poll}, permission="can_send_polls")


def poll_options(given: Any) -> list[Json]:
    if not isinstance(given, list):
        raise bad_request("can't parse options JSON object")
    texts = [str(each.get("text", "")) if isinstance(each, dict) else str(each) for each in given]
    if not texts:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > POLL_OPTIONS:
        raise bad_request(f"poll can't have more than {POLL_OPTIONS} options")
    if not all(text.strip() for text in texts):
        raise bad_request("poll options must be non-empty")
    return [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(texts)]


def source(ask: Ask, message_id: int, words: str) -> Entry:
    """The message a copy or a forward is made of."""
    chat = asked_chat(ask, "from_chat_id")
    entry = ask.world.history.get(chat.id, message_id)
    if entry is None:
        raise bad_request(words)
    return entry


def copied(entry: Entry) -> Json:
    if SERVICE & entry.message.keys():
        raise bad_request("message can't be copied")
    return {key: value for key, value in entry.message.items() if key not in PLACE}


def copy_message(ask: Ask) -> Json:
    entry = source(ask, ask.params.integer("message_id"), "message to copy not found")
    content = copied(entry)
    if ask.params.has("caption") and "text" not in content:
        content["caption"], content["caption_entities"] = formatted(ask.params, "caption")
    return {"message_id": post(ask, content, media=entry.media)["message_id"]}


def copy_messages(ask: Ask) -> list[Json]:
    numbers = ask.params.structure("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    entries = [source(ask, number, "message to copy not found") for number in numbers if isinstance(number, int)]
    return [{"message_id": post(ask, copied(each), media=each.media)["message_id"]} for each in entries]


def forward_message(ask: Ask) -> Json:
    entry = source(ask, ask.params.integer("message_id"), "message to forward not found")
    return post(ask, {**copied(entry), "forward_origin": origin(entry.message)}, media=entry.media)


def forward_messages(ask: Ask) -> list[Json]:
    numbers = ask.params.structure("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    entries = [source(ask, number, "message to forward not found") for number in numbers if isinstance(number, int)]
    made = [{**copied(each), "forward_origin": origin(each.message)} for each in entries]
    sent = [post(ask, content, media=each.media) for content, each in zip(made, entries, strict=True)]
    return [{"message_id": message["message_id"]} for message in sent]


def origin(message: Json) -> Json:
    """Where a forwarded message came from, as MessageOrigin."""
    if "from" in message:
        return {"type": "user", "sender_user": message["from"], "date": message["date"]}
    about = {"date": message["date"], "message_id": message["message_id"]}
    return {"type": "channel", "chat": message["sender_chat"], **about}


def send_chat_action(ask: Ask) -> bool:
    chat = joined_chat(ask)
    if ask.params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_id = ask.params.integer("message_thread_id")
    check_thread(ask.bot, chat, thread_id)
    body = {"chat_id": chat.id, "message_thread_id": thread_id or None, "bot_id": ask.bot.id}
    ask.world.events.publish("action", {**body, "action": ask.params.text("action")})
    return True


METHODS = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendDice": send_dice,
    "sendPoll": send_poll,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "sendChatAction": send_chat_action,
}

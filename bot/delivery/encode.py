"""A message as requests of the Bot API. A variant is encoded once; a reader's copy only adds the chat.

Parameter names: core.telegram.org/bots/api, methods sendMessage, sendPhoto, editMessageText,
editMessageCaption, editMessageMedia.
"""

from __future__ import annotations

import html
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from bot.delivery.answers import Post

if TYPE_CHECKING:
    from messages.message import Button, Message

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Variant:
    """A message encoded for everybody who gets it: the JSON fields but for the chat, without the closing brace."""

    id: int
    message: Message
    head: bytes
    file_id: str | None = None

    @property
    def photo(self) -> bool:
        return self.message.card is not None


def variant(key: int, message: Message, file_id: str | None = None) -> Variant:
    """Encode `message` once."""
    return Variant(key, message, head(fields(message, file_id)), file_id)


def fields(message: Message, file_id: str | None = None) -> dict[str, Any]:
    """The parameters all readers share."""
    markup = keyboard(message)
    if message.card is not None:
        shared = {"caption": message.text, "parse_mode": "HTML", "photo": file_id, "reply_markup": markup}
    else:
        preview = {"prefer_small_media": True} if message.preview_links else {"is_disabled": True}
        shared = {
            "text": message.text,
            "parse_mode": "HTML",
            "link_preview_options": preview,
            "reply_markup": markup,
        }
    return {name: value for name, value in shared.items() if value is not None}


def head(parameters: dict[str, Any]) -> bytes:
    """JSON of `parameters` that lacks its closing brace."""
    return compact(parameters)[:-1]


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def keyboard(message: Message) -> dict[str, Any] | None:
    """The inline keyboard of a message, None without buttons."""
    if not message.buttons:
        return None
    return {"inline_keyboard": [[button_fields(button) for button in row] for row in message.buttons]}


def button_fields(button: Button) -> dict[str, Any]:
    """One InlineKeyboardButton."""
    given = {
        "text": button.text,
        "callback_data": button.data,
        "url": button.url,
        "copy_text": {"text": button.copy_text} if button.copy_text else None,
        "switch_inline_query": button.inline,
        "style": button.style,
    }
    return {name: value for name, value in given.items() if value is not None}


def addressed(
    encoded: Variant, chat_id: int, *, thread_id: int = 0, silent: bool = False, reply_to: int | None = None
) -> Post:
    """The request that sends a text, or a photo the API already holds, to one chat."""
    method = "sendPhoto" if encoded.photo else "sendMessage"
    return Post(method, encoded.head + _address(chat_id, thread_id, silent=silent, reply_to=reply_to))


def _address(chat_id: int, thread_id: int, *, silent: bool, reply_to: int | None) -> bytes:
    extra = f',"chat_id":{chat_id}'
    if thread_id:
        extra += f',"message_thread_id":{thread_id}'
    if silent:
        extra += ',"disable_notification":true'
    if reply_to is not None:
        extra += f',"reply_parameters":{{"message_id":{reply_to}}}'
    return f"{extra}}}".encode()


def edited(message: Message, chat_id: int, message_id: int, *, caption: bool, plain: bool = False) -> Post:
    """The request that changes a sent message's text, or the caption of a photo; `plain` without any markup."""
    said = without_markup(message) if plain else message.text
    shared: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "reply_markup": keyboard(message)}
    if not plain:
        shared["parse_mode"] = "HTML"
    if caption:
        return Post("editMessageCaption", compact({**shared, "caption": said}))
    preview = {"prefer_small_media": True} if message.preview_links else {"is_disabled": True}
    return Post("editMessageText", compact({**shared, "text": said, "link_preview_options": preview}))


def replaced(encoded: Variant, chat_id: int, message_id: int) -> Post:
    """The request that puts a text, or a photo the API already holds, in the place of a sent message."""
    place = {"chat_id": chat_id, "message_id": message_id}
    if not encoded.photo:
        return Post("editMessageText", encoded.head + b"," + compact(place)[1:])
    assert encoded.file_id is not None  # noqa: S101 - else it is uploaded
    shared = {"media": _media(encoded.message, encoded.file_id), "reply_markup": keyboard(encoded.message)}
    return Post("editMessageMedia", compact({**place, **shared}))


def replaced_upload(message: Message, png: bytes, chat_id: int, message_id: int) -> Post:
    """The request that puts a photo the API does not hold yet in the place of a sent message."""
    texts = {"chat_id": str(chat_id), "message_id": str(message_id)}
    texts["media"] = json.dumps(_media(message, "attach://card"), ensure_ascii=False)
    markup = keyboard(message)
    if markup:
        texts["reply_markup"] = json.dumps(markup, ensure_ascii=False)
    return multipart("editMessageMedia", texts, ("card", "card.png", "image/png", png))


def _media(message: Message, file: str) -> dict[str, str]:
    """The InputMediaPhoto of a message."""
    return {"type": "photo", "media": file, "caption": message.text, "parse_mode": "HTML"}


def uploaded(
    message: Message, png: bytes, chat_id: int, *, thread_id: int = 0, silent: bool = False, reply_to: int | None = None
) -> Post:
    """The request that sends a photo the API does not hold yet (multipart/form-data, RFC 7578)."""
    texts: dict[str, str] = {"chat_id": str(chat_id), "caption": message.text, "parse_mode": "HTML"}
    if thread_id:
        texts["message_thread_id"] = str(thread_id)
    if silent:
        texts["disable_notification"] = "true"
    if reply_to is not None:
        texts["reply_parameters"] = json.dumps({"message_id": reply_to})
    markup = keyboard(message)
    if markup:
        texts["reply_markup"] = json.dumps(markup, ensure_ascii=False)
    return multipart("sendPhoto", texts, ("photo", "card.png", "image/png", png))


def multipart(method: str, texts: dict[str, str], file: tuple[str, str, str, bytes]) -> Post:
    """A multipart request with one file, given as (field, file name, content type, bytes)."""
    boundary = secrets.token_hex(16)  # new each time, so that no foreign text can hold it
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in texts.items()
    ]
    name, file_name, kind, content = file
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
    )
    body = b"".join(parts) + content + f"\r\n--{boundary}--\r\n".encode()
    return Post(method, body, f"multipart/form-data; boundary={boundary}")


def bare(encoded: Variant) -> Variant:
    """A variant without any markup: what goes out when the API cannot parse ours."""
    shared: dict[str, Any] = {"text": without_markup(encoded.message), "link_preview_options": {"is_disabled": True}}
    if (markup := keyboard(encoded.message)) is not None:
        shared["reply_markup"] = markup
    return Variant(encoded.id, encoded.message.model_copy(update={"card": None}), head(shared))


def plain(message: Message) -> Message:
    """The same words as a text that holds no tag."""
    return message.model_copy(update={"text": escape(without_markup(message)), "card": None})


def without_markup(message: Message) -> str:
    """What a message says, as plain text."""
    return html.unescape(_TAG.sub("", message.text))

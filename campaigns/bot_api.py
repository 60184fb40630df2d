"""The Bot API as both campaign servers speak it: reading calls, writing answers. Knows nothing of sockets."""

from __future__ import annotations

import email
import email.policy
import json
import re
import time
from typing import Any
from urllib.parse import parse_qsl

CALL = re.compile(rb"^[A-Z]+ /(?:bot[^/ ]+/)?([^? ]*)(?:\?(\S*))? HTTP/1\.[01]")
TOKEN = re.compile(rb"^[A-Z]+ /bot([^/ ]+)/")
# JSON ("chat_id": 1), form (chat_id=1), or multipart (name="chat_id", headers with their own digits, blank line, 1)
CHAT = re.compile(rb'chat_id(?:"\r\n(?:[^\r\n]+\r\n)*\r\n|[":= ]+)(-?\d+)')
CONTENT_TYPE = re.compile(rb"(?im)^content-type:[ ]*([^\r\n]+)")
# Telegram sends the whole message back; this is about as long as a digest's headline block.
ECHO = "晨报 今日头条与天气：晴，南风三到四级，最低气温六度，最高气温二十三度。" * 4
TRUE = b'{"ok":true,"result":true}'


def method(head: bytes) -> str:
    """The method called, or the path of a control request ("control/counts")."""
    found = CALL.match(head)
    return found[1].decode() if found else ""


def is_message(name: str) -> bool:
    """Whether an accepted call puts a message into a chat."""
    return (name.startswith("send") and name != "sendChatAction") or name == "copyMessage"


def chat_of(body: bytes) -> int:
    """The chat a call is for, found without decoding the body; 0 when there is none."""
    found = CHAT.search(body)
    return int(found[1]) if found else 0


def parameters(head: bytes, body: bytes) -> dict[str, Any]:
    """All parameters of a call, from its query and its body of whichever of the three kinds."""
    found = CALL.match(head)
    query = dict(parse_qsl(found[2].decode())) if found and found[2] else {}
    kind = CONTENT_TYPE.search(head)
    declared = kind[1].strip() if kind else b""
    if not body:
        return query
    if declared.startswith(b"multipart/form-data"):
        return {**query, **_multipart(declared, body)}
    if declared.startswith(b"application/x-www-form-urlencoded"):
        return {**query, **dict(parse_qsl(body.decode(), keep_blank_values=True))}
    return {**query, **json.loads(body)}


def _multipart(content_type: bytes, body: bytes) -> dict[str, str]:
    whole = email.message_from_bytes(b"Content-Type: " + content_type + b"\r\n\r\n" + body, policy=email.policy.HTTP)
    return {
        str(part.get_param("name", header="content-disposition")): _content(part.get_payload(decode=True))
        for part in whole.walk()
        if not part.is_multipart()
    }


def _content(payload: object) -> str:
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _chat(chat: int) -> dict[str, Any]:
    return (
        {"id": chat, "type": "private", "first_name": "读者"}
        if chat > 0
        else {"id": chat, "type": "supergroup", "title": "群"}
    )


def message_answers(name: str) -> tuple[bytes, bytes]:
    """Templates of the answer to `name` for private and other chats, taking (message_id, chat)."""
    made: dict[str, Any] = {"message_id": -1, "date": int(time.time())}
    if name in {"sendPhoto", "sendDocument"}:
        photo = {"file_id": "AgAC-1", "file_unique_id": "u1", "width": 900, "height": 600}
        made |= {"photo": [photo], "caption": ECHO}
    else:
        made["text"] = ECHO
    private, group = (
        json.dumps({"ok": True, "result": made | {"chat": _chat(number)}}, ensure_ascii=False) for number in (1, -1)
    )
    return _template(private, 1), _template(group, -1)


def _template(answer: str, chat: int) -> bytes:
    escaped = answer.replace("%", "%%").replace('"message_id": -1', '"message_id": %d')
    return escaped.replace(f'"chat": {{"id": {chat}', '"chat": {"id": %d').encode()


def other_answer(name: str, token: str) -> bytes:
    """The answer to a method that sends nothing, as a bot just created would get it."""
    bot = {"id": int(token.partition(":")[0] or 0), "is_bot": True, "first_name": "晨报", "username": "chenbao_bot"}
    results: dict[str, Any] = {
        "getMe": bot | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True},
        "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
        "getMyCommands": [],
        "getMyName": {"name": "晨报"},
        "getMyDescription": {"description": ""},
        "getMyShortDescription": {"short_description": ""},
        "getChatMember": {"status": "member", "user": bot},
    }
    return json.dumps({"ok": True, "result": results.get(name, True)}, ensure_ascii=False).encode()


def refusal(code: int, description: str, **extra: Any) -> bytes:
    """The body of an answer that says no; `extra` becomes `parameters`."""
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return json.dumps(answer | ({"parameters": extra} if extra else {})).encode()


def command_update(update_id: int, chat: int, text: str) -> dict[str, Any]:
    """A private chat says `text`, which begins with a command."""
    sender = {"id": chat, "is_bot": False, "first_name": "读者", "language_code": "zh-hans"}
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
    said = {
        "message_id": update_id,
        "date": int(time.time()),
        "chat": _chat(chat),
        "from": sender,
        "text": text,
        "entities": [entity],
    }
    return {"update_id": update_id, "message": said}

"""The Bot API as the campaign servers read and write it."""

from __future__ import annotations

import json

import pytest

from campaigns import bot_api

BOUNDARY = b"--b1\r\n"
FORM_PART = b'Content-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
BODIES = {
    "application/json": '{"text": "早 7", "chat_id": -1005}'.encode(),
    "application/x-www-form-urlencoded": b"text=%E6%97%A9+7&chat_id=-1005",
    "multipart/form-data; boundary=b1": BOUNDARY
    + FORM_PART % (b"text", "早 7".encode())
    + BOUNDARY
    + FORM_PART % (b"chat_id", b"-1005")
    + b"--b1--\r\n",
}


@pytest.mark.parametrize("kind", BODIES)
def test_the_chat_and_all_parameters_are_found_in_each_kind_of_body(kind: str) -> None:
    head = f"POST /bot1:a/sendMessage HTTP/1.1\r\nContent-Type: {kind}".encode()
    assert bot_api.method(head) == "sendMessage"
    assert bot_api.chat_of(BODIES[kind]) == -1005
    found = bot_api.parameters(head, BODIES[kind])
    assert (found["text"], int(found["chat_id"])) == ("早 7", -1005)


def test_a_part_with_headers_of_its_own_does_not_hide_the_chat() -> None:
    part = b'Content-Disposition: form-data; name="chat_id"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n42\r\n'
    assert bot_api.chat_of(b"--b1\r\n" + part) == 42


def test_parameters_of_the_query_are_read_too() -> None:
    assert bot_api.parameters(b"GET /bot1:a/getUpdates?timeout=5 HTTP/1.1", b"") == {"timeout": "5"}


@pytest.mark.parametrize(("chat", "kind"), [(7, "private"), (-7, "supergroup")])
def test_an_accepted_message_names_its_chat_and_id(chat: int, kind: str) -> None:
    answer = json.loads(bot_api.message_answers("sendMessage")[chat < 0] % (99, chat))
    assert answer["result"]["message_id"] == 99
    assert (answer["result"]["chat"]["id"], answer["result"]["chat"]["type"]) == (chat, kind)


@pytest.mark.parametrize(
    ("name", "counts"),
    [("sendMessage", True), ("sendPhoto", True), ("sendChatAction", False), ("getMe", False), ("deleteMessage", False)],
)
def test_only_what_shows_in_a_chat_counts_as_a_message(name: str, counts: bool) -> None:  # noqa: FBT001 - a table's cell
    assert bot_api.is_message(name) is counts

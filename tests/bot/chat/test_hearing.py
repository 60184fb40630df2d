"""What of the Bot API's JSON is for us: who asks, where, and what; the rest is silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.chat import hearing

if TYPE_CHECKING:
    from bot.chat.ask import Ask

PERSON = {"id": 42, "is_bot": False, "first_name": "林", "language_code": "zh-hans"}
PRIVATE = {"id": 42, "type": "private", "first_name": "林"}
GROUP = {"id": -500, "type": "supergroup", "title": "楼里"}


def message(text: str = "天气", chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    shared = {"message_id": 7, "date": 1678314600, "chat": chat, "from": PERSON, **({"text": text} if text else {})}
    return {"update_id": 1, "message": {**shared, **more}}


def heard(update: dict[str, Any]) -> Ask:
    found = hearing.asked(update, "chenbao_bot")
    assert found is not None
    return found


def test_a_typed_message_says_who_asks_what() -> None:
    ask = heard(message())
    assert (ask.chat_id, ask.user_id, ask.text, ask.message_id, ask.first_name) == (42, 42, "天气", 7, "林")
    assert ask.private


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "user", "date": 1, "sender_user": PERSON}},
        {"via_bot": {"id": 1, "is_bot": True, "first_name": "x"}},
        {"is_automatic_forward": True, "sender_chat": {"id": -5, "type": "channel"}},
        {"from": {**PERSON, "is_bot": True}},
        {"chat": {"id": -9, "type": "channel"}, "sender_chat": {"id": -9, "type": "channel"}},
    ],
)
def test_what_nobody_typed_here_is_not_heard(more: dict[str, Any]) -> None:
    assert hearing.asked(message(**more), "chenbao_bot") is None


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
def test_edits_and_channel_posts_are_not_heard(kind: str) -> None:
    update = message()
    update[kind] = update.pop("message")
    assert hearing.asked(update, "chenbao_bot") is None


def test_a_service_message_is_not_heard_and_a_sticker_is() -> None:
    assert hearing.asked(message("", new_chat_title="x"), "chenbao_bot") is None
    assert heard(message("", sticker={"file_id": "x"})).content == "sticker"
    assert heard(message("", photo=[{"file_id": "x"}], caption="看")).content == "media"


def test_a_topic_counts_and_its_first_message_is_no_reply() -> None:
    first = {"message_id": 3, "forum_topic_created": {"name": "天气"}}
    ask = heard(message(chat=GROUP, is_topic_message=True, message_thread_id=3, reply_to_message=first))
    assert (ask.thread_id, ask.quoted, ask.to_bot) == (3, None, False)
    assert heard(message(chat=GROUP, message_thread_id=3)).thread_id == 0


def test_an_anonymous_administrator_has_no_id_of_a_person() -> None:
    ask = heard(message("/settings", GROUP, sender_chat=GROUP))
    assert (ask.anonymous, ask.user_id) == (True, None)


@pytest.mark.parametrize(
    ("text", "to_bot", "left"),
    [
        ("@chenbao_bot 天气", True, "天气"),
        ("天气 @Chenbao_Bot", True, "天气"),
        ("@chenbao_bot2 天气", False, "@chenbao_bot2 天气"),
        ("/today@chenbao_bot", True, "/today@chenbao_bot"),
    ],
)
def test_the_bots_name_is_heard_and_taken_out(text: str, to_bot: bool, left: str) -> None:  # noqa: FBT001 - a table
    ask = heard(message(text, GROUP))
    assert (ask.to_bot, ask.text) == (to_bot, left)


def test_a_reply_to_the_bot_is_for_it() -> None:
    ours = {"message_id": 5, "text": "请直接发时间", "from": {"id": 1, "is_bot": True, "username": "chenbao_bot"}}
    ask = heard(message("七点", GROUP, reply_to_message=ours))
    assert ask.to_bot
    assert ask.quoted is not None
    assert (ask.quoted.text, ask.quoted.ours) == ("请直接发时间", True)


def test_a_tap_says_which_message_and_one_too_old_none() -> None:
    shown = {**message(chat=GROUP)["message"], "photo": [{}], "is_topic_message": True, "message_thread_id": 9}
    query = {"id": "77", "from": PERSON, "chat_instance": "1", "data": "s1:main", "message": shown}
    ask = heard({"update_id": 1, "callback_query": query})
    assert (ask.press_id, ask.data, ask.message_id, ask.photo, ask.thread_id) == ("77", "s1:main", 7, True, 9)
    old = {"message_id": 7, "date": 0, "chat": PRIVATE}
    assert heard({"update_id": 1, "callback_query": {**query, "message": old}}).message_id is None
    assert hearing.asked({"update_id": 1, "callback_query": {**query, "message": None}}, "x") is None
    assert hearing.asked({"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "message": shown}}, "x") is None

"""Taps, inline mode and reactions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.playground_client import Client

KEYS = {
    "inline_keyboard": [
        [{"text": "订阅", "callback_data": "sub"}, {"text": "热线", "copy_text": {"text": "3585000"}}],
        [{"text": "家人", "url": "https://t.me/share/url?url=x"}],
    ]
}


@pytest.mark.parametrize(
    "which",
    [{"data": "sub"}, {"button": "订阅"}, {"text": "订阅"}, {"row": 0, "col": 0}, {"row": 0, "column": 0}, {}],
)
async def test_a_button_is_found_by_data_text_or_place(client: Client, which: dict[str, Any]) -> None:
    sent = (await client.api("sendMessage", chat_id=42, text="x", reply_markup=KEYS))["result"]
    named = await client.tap(message_id=sent["message_id"], **which)
    newest = await client.tap(**which)
    for tapped in (named, newest):
        query = tapped["update"]["callback_query"]
        assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("sub", 42, sent["message_id"])


async def test_other_buttons_need_no_bot(client: Client) -> None:
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=KEYS)
    assert (await client.tap(button="热线"))["copy"] == "3585000"
    assert (await client.tap(button="家人"))["url"].startswith("https://t.me/share")


async def test_a_reply_keyboard_says_its_text(client: Client) -> None:
    keyboard = {"keyboard": [["07:00", "07:30"]], "one_time_keyboard": True}
    await client.api("sendMessage", chat_id=42, text="几点？", reply_markup=keyboard)
    tapped = await client.tap(button="07:30")
    assert tapped["update"]["message"]["text"] == "07:30"
    chat = next(each for each in (await client.look("world"))["chats"] if each["id"] == 42)
    assert chat["keyboard"] is None


async def test_a_tap_waits_for_its_answer(client: Client) -> None:
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=KEYS)
    waiting = asyncio.create_task(client.tap(data="sub", wait=20))
    update = (await client.api("getUpdates", timeout=20))["result"][0]
    await client.api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="好")
    assert (await waiting)["answer"] == {"text": "好", "show_alert": False, "url": None}


async def test_inline_results_can_be_chosen_and_edited(client: Client) -> None:
    asked = await client.do("inline", user_id=42, query="周六")
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}
    content = {"message_text": "<b>雨</b>", "parse_mode": "HTML"}
    result = {"type": "article", "id": "r1", "title": "周六", "input_message_content": content, "reply_markup": keys}
    answered = await client.api("answerInlineQuery", inline_query_id=asked["inline_query_id"], results=[result])
    assert answered["ok"]
    chosen = await client.do(
        "choose", inline_query_id=asked["inline_query_id"], result_id="r1", chat_id=-500, user_id=42
    )
    message = chosen["message"]["message"]
    assert (message["text"], message["via_bot"]["id"]) == ("雨", 7000000001)
    inline_id = chosen["updates"][-1]["chosen_inline_result"]["inline_message_id"]
    edited = await client.api("editMessageText", inline_message_id=inline_id, text="晴")
    assert edited == {"ok": True, "result": True}
    assert (await client.messages(-500))[-1]["text"] == "晴"


async def test_reactions_are_kept_and_told(client: Client) -> None:
    await client.api("getUpdates", allowed_updates=["message_reaction"])
    sent = (await client.api("sendMessage", chat_id=42, text="x"))["result"]
    told = await client.do("react", chat_id=42, message_id=sent["message_id"], emoji="👍")
    assert told["update"]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    emoji = [{"type": "emoji", "emoji": "❤"}]
    await client.api("setMessageReaction", chat_id=42, message_id=sent["message_id"], reaction=emoji)
    entry = (await client.look("world"))["messages"]["42"][-1]
    assert entry["reactions"] == {"👍": [42], "❤": [7000000001]}

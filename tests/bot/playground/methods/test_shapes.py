"""Every answer has the documented shape: read by aiogram's models, with no field they do not know."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiogram import methods as bot_api
from aiogram.types import Update
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, TypeAdapter

from bot.playground.control.speaking import DOT
from bot.playground.methods import NAMES

if TYPE_CHECKING:
    from tests.playground_client import Client

FORUM, CHANNEL, GROUP = -1001000000001, -1001000000002, -500
KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}, {"text": "b", "url": "https://a.org"}]]}


def strangers(value: object, path: str = "") -> list[str]:
    """Fields that no model knows."""
    if isinstance(value, list):
        return [found for each in value for found in strangers(each, path)]
    if not isinstance(value, BaseModel):
        return []
    extra = [f"{path}.{name}" for name in value.model_extra or {}]
    return extra + [
        found for name in type(value).model_fields for found in strangers(getattr(value, name), f"{path}.{name}")
    ]


def check(method: str, answer: dict[str, Any]) -> Any:
    assert answer["ok"], (method, answer)
    returned = getattr(bot_api, method[0].upper() + method[1:]).__returning__
    value = TypeAdapter(returned).validate_python(answer["result"])
    assert not strangers(value), method
    if isinstance(answer["result"], dict):
        assert isinstance(value, TelegramObject)
    return value


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", {"chat_id": 42, "text": "<b>x</b> <a href='tg://user?id=43'>y</a>", "parse_mode": "HTML"}),
    ("sendMessage", {"chat_id": FORUM, "message_thread_id": 2, "text": "x", "reply_markup": KEYBOARD}),
    ("sendMessage", {"chat_id": CHANNEL, "text": "x", "link_preview_options": {"is_disabled": True}}),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_parameters": {"message_id": 1}}),
    ("editMessageText", {"chat_id": 42, "message_id": 1, "text": "y"}),
    ("editMessageReplyMarkup", {"chat_id": 42, "message_id": 1, "reply_markup": KEYBOARD}),
    ("copyMessage", {"chat_id": 43, "from_chat_id": 42, "message_id": 1}),
    ("forwardMessage", {"chat_id": 43, "from_chat_id": 42, "message_id": 1}),
    ("sendLocation", {"chat_id": 42, "latitude": 36.8, "longitude": 118.05}),
    ("sendVenue", {"chat_id": 42, "latitude": 36.8, "longitude": 118.05, "title": "t", "address": "a"}),
    ("sendContact", {"chat_id": 42, "phone_number": "3585000", "first_name": "热线"}),
    ("sendPoll", {"chat_id": 42, "question": "?", "options": ["a", {"text": "b"}]}),
    ("sendDice", {"chat_id": 42}),
    ("sendChatAction", {"chat_id": 42, "action": "typing"}),
    ("setMessageReaction", {"chat_id": 42, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("pinChatMessage", {"chat_id": 42, "message_id": 1}),
    ("getChat", {"chat_id": 42}),
    ("copyMessages", {"chat_id": 43, "from_chat_id": 42, "message_ids": [1]}),
    ("forwardMessages", {"chat_id": 43, "from_chat_id": 42, "message_ids": [1]}),
    ("unpinAllChatMessages", {"chat_id": 42}),
    ("pinChatMessage", {"chat_id": 42, "message_id": 1}),
    ("setMyDefaultAdministratorRights", {"rights": {"can_delete_messages": True}}),
    ("unpinChatMessage", {"chat_id": 42, "message_id": 1}),
    ("getChat", {"chat_id": FORUM}),
    ("getChat", {"chat_id": "@chenbao_channel"}),
    ("getChatMember", {"chat_id": FORUM, "user_id": 42}),
    ("getChatMember", {"chat_id": FORUM, "user_id": 43}),
    ("getChatMember", {"chat_id": GROUP, "user_id": 44}),
    ("getChatAdministrators", {"chat_id": CHANNEL}),
    ("getChatMemberCount", {"chat_id": GROUP}),
    ("getUserProfilePhotos", {"user_id": 42}),
    ("setMyCommands", {"commands": [{"command": "today", "description": "今天天气"}], "language_code": "zh"}),
    ("getMyCommands", {"language_code": "zh"}),
    ("deleteMyCommands", {"language_code": "zh"}),
    ("setMyName", {"name": "晨报"}),
    ("getMyName", {}),
    ("setMyDescription", {"description": "每天一份"}),
    ("getMyDescription", {"language_code": "en"}),
    ("setMyShortDescription", {"short_description": "早"}),
    ("getMyShortDescription", {}),
    ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
    ("getChatMenuButton", {}),
    ("getMyDefaultAdministratorRights", {}),
    ("setWebhook", {"url": "http://127.0.0.1:9/hook"}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {"drop_pending_updates": True}),
    ("getUpdates", {}),
    ("deleteMessage", {"chat_id": 42, "message_id": 1}),
    ("leaveChat", {"chat_id": GROUP}),
    ("close", {}),
    ("logOut", {}),
]


async def test_answers_have_the_documented_shape(client: Client) -> None:
    for method, params in CALLS:
        check(method, await client.api(method, **params))


ADMINISTRATION: list[tuple[str, dict[str, Any]]] = [
    ("createForumTopic", {"name": "雨情"}),
    ("editForumTopic", {"message_thread_id": 2, "name": "天气与路况"}),
    ("closeForumTopic", {"message_thread_id": 2}),
    ("reopenForumTopic", {"message_thread_id": 2}),
    ("deleteForumTopic", {"message_thread_id": 2}),
    ("setChatTitle", {"title": "晨报读者群"}),
    ("setChatDescription", {"description": "每天一份"}),
    ("restrictChatMember", {"user_id": 44, "permissions": {"can_send_messages": False}}),
    ("promoteChatMember", {"user_id": 44, "can_pin_messages": True}),
    ("getChatAdministrators", {}),
    ("promoteChatMember", {"user_id": 44}),
    ("banChatMember", {"user_id": 44}),
    ("getChatMember", {"user_id": 44}),
    ("unbanChatMember", {"user_id": 44, "only_if_banned": True}),
]


async def test_administration_has_the_documented_shape(client: Client) -> None:
    await client.do("promote", chat_id=FORUM, rights={"can_promote_members": True})
    for method, params in ADMINISTRATION:
        check(method, await client.api(method, chat_id=FORUM, **params))


async def test_a_tap_and_an_inline_query_are_answered_in_the_documented_shape(client: Client) -> None:
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=KEYBOARD)
    tap = await client.tap(data="1")
    check("answerCallbackQuery", await client.api("answerCallbackQuery", callback_query_id=tap["callback_query_id"]))
    query = (await client.do("inline", user_id=42, query="周六"))["inline_query_id"]
    check("answerInlineQuery", await client.api("answerInlineQuery", inline_query_id=query, results=[]))
    check("deleteMessages", await client.api("deleteMessages", chat_id=42, message_ids=[1]))


def test_every_method_is_held_to_its_shape() -> None:
    held = {method for method, _ in [*CALLS, *ADMINISTRATION]}
    files = {f"send{kind}" for kind in ("Photo", "Document", "Video", "Animation", "Audio", "Voice", "Sticker")}
    held |= files | {"sendMediaGroup", "editMessageMedia", "editMessageCaption", "getFile"}
    held |= {"answerCallbackQuery", "answerInlineQuery", "deleteMessages"}
    assert set(NAMES.values()) <= held


async def test_files_have_the_documented_shape(client: Client) -> None:
    async def upload(method: str, **fields: Any) -> Any:
        form = aiohttp.FormData()
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.png", content_type="image/png")
            else:
                form.add_field(name, str(value))
        async with client.session.post(f"{client.url}/bot{client.token}/{method}", data=form) as got:
            return check(method, await got.json())

    photo = await upload("sendPhoto", chat_id=42, photo=DOT, caption="今天")
    for kind in ("document", "video", "animation", "audio", "voice", "sticker"):
        await upload(f"send{kind.capitalize()}", chat_id=42, **{kind: DOT})
    media = '[{"type": "photo", "media": "attach://a", "caption": "c"}, {"type": "photo", "media": "attach://b"}]'
    album = await upload("sendMediaGroup", chat_id=42, media=media, a=DOT, b=DOT)
    assert len({each.media_group_id for each in album}) == 1
    edited = '{"type": "photo", "media": "attach://a", "caption": "d"}'
    await upload("editMessageMedia", chat_id=42, message_id=photo.message_id, media=edited, a=DOT)
    caption = {"chat_id": 42, "message_id": photo.message_id, "caption": "e"}
    check("editMessageCaption", await client.api("editMessageCaption", **caption))
    file = check("getFile", await client.api("getFile", file_id=photo.photo[-1].file_id))
    async with client.session.get(f"{client.url}/file/bot{client.token}/{file.file_path}") as got:
        assert await got.read() == DOT


WITH_FILE = {"photo": {"base64": base64.b64encode(DOT).decode()}, "caption": "看 https://a.org"}
DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("say", {"chat_id": 42, "text": "/start a #天气"}),
    ("say", {"chat_id": FORUM, "text": "/go@playground_7000000001_bot", "message_thread_id": 2}),
    ("say", {"chat_id": FORUM, "text": "/go", "anonymous": True}),
    ("say", {"chat_id": CHANNEL, "text": "post"}),
    ("say", {"chat_id": 42, **WITH_FILE}),
    ("say", {"chat_id": 42, "location": {"latitude": 36.8, "longitude": 118}}),
    ("say", {"chat_id": 42, "contact": {"phone_number": "1", "first_name": "x"}}),
    ("say", {"chat_id": 42, "sticker": "👍"}),
    ("edit", {"chat_id": 42, "message_id": 2, "text": "changed"}),
    ("tap", {"chat_id": 42, "data": "1"}),
    ("inline", {"user_id": 42, "query": "周六"}),
    ("react", {"chat_id": 42, "message_id": 1, "emoji": "👍"}),
    ("block", {"user_id": 43}),
    ("unblock", {"user_id": 43}),
    ("kick", {"chat_id": FORUM}),
    ("join", {"chat_id": FORUM}),
    ("promote", {"chat_id": FORUM}),
    ("demote", {"chat_id": FORUM}),
    ("restrict", {"chat_id": FORUM, "rights": {"can_send_messages": False}}),
    ("topic", {"chat_id": FORUM, "name": "新话题"}),
    ("migrate", {"chat_id": GROUP}),
]


@pytest.mark.parametrize("kinds", [["message", "edited_message", "channel_post", "callback_query", "inline_query"]])
async def test_updates_have_the_documented_shape(client: Client, kinds: list[str]) -> None:
    every = [*kinds, "my_chat_member", "chat_member", "message_reaction", "edited_channel_post"]
    await client.api("getUpdates", allowed_updates=every)
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=KEYBOARD)
    for call, body in DEEDS:
        await client.do(call, **body)
    answer = await client.api("getUpdates")
    updates = TypeAdapter(list[Update]).validate_python(answer["result"])
    assert not strangers(updates)
    assert {each.event_type for each in updates} >= {*kinds, "my_chat_member", "message_reaction"}

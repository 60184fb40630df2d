"""What Telegram refuses, the playground refuses, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.playground_client import Client

FORUM, CHANNEL, GROUP = -1001000000001, -1001000000002, -500


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "a", **button}]]}


SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OLD = "query is too old and response timeout expired or query ID is invalid"
BAD_REQUESTS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 999, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "x", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": 42}, "message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 42, "text": "🌤" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": 42, "text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "<x>", "parse_mode": "html"},
        'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    ),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": keys(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": keys(callback_data="晨" * 22)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": keys(callback_data="")}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": "no"}, "can't parse reply markup JSON object"),
    ("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "x", "reply_markup": keys()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "x", "reply_markup": keys(url="no")},
        "inline keyboard button URL 'no' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {
            "chat_id": 42,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "1"}] * 8] * 13},
        },
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    ("sendMessage", {"chat_id": FORUM, "text": "x", "message_thread_id": 77}, "message thread not found"),
    ("sendPhoto", {"chat_id": 42}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": 42, "photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": 42, "photo": "https://a.org/x.png"}, "failed to get HTTP URL content"),
    ("sendMediaGroup", {"chat_id": 42, "media": []}, "there must be from 2 to 10 media in an album"),
    ("editMessageText", {"chat_id": 42, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": 42, "text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": 42, "message_id": 1, "text": "first"}, SAME),
    ("editMessageText", {"chat_id": 42, "message_id": 2, "text": "y"}, "message can't be edited"),
    (
        "editMessageCaption",
        {"chat_id": 42, "message_id": 1, "caption": "y"},
        "there is no caption in the message to edit",
    ),
    ("deleteMessage", {"chat_id": 42, "message_id": 99}, "message to delete not found"),
    ("copyMessage", {"chat_id": 42, "from_chat_id": 42, "message_id": 99}, "message to copy not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, OLD),
    ("answerInlineQuery", {"inline_query_id": "1", "results": []}, OLD),
    ("sendChatAction", {"chat_id": 42, "action": "dance"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "天气", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "setMessageReaction",
        {"chat_id": 42, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "x"}]},
        "REACTION_INVALID",
    ),
    ("getChatMember", {"chat_id": FORUM, "user_id": 12345}, "PARTICIPANT_ID_INVALID"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ("setWebhook", {"url": "ftp://a.org"}, "bad webhook: an HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "https://a.org"}, "bad webhook: the playground delivers to this machine only"),
]


@pytest.fixture
async def furnished(client: Client) -> Client:
    """A bot's message 1 and a person's message 2 in chat 42."""
    await client.api("sendMessage", chat_id=42, text="first")
    await client.say("hello")
    return client


async def test_bad_requests_are_refused_in_telegrams_words(furnished: Client) -> None:
    for method, params, words in BAD_REQUESTS:
        answer = await furnished.api(method, **params)
        assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}, (method, params)


async def test_captions_end_at_1024_units(client: Client) -> None:
    sent = await client.do("say", chat_id=42, photo=True)
    photo = sent["message"]["message"]["photo"][-1]["file_id"]
    assert (await client.api("sendPhoto", chat_id=42, photo=photo, caption="x" * 1024))["ok"]
    refused = await client.api("sendPhoto", chat_id=42, photo=photo, caption="🌤" * 513)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_a_file_is_sent_again_as_what_it_is(client: Client) -> None:
    sent = await client.do("say", chat_id=42, photo=True)
    photo = sent["message"]["message"]["photo"][-1]["file_id"]
    refused = await client.api("sendDocument", chat_id=42, document=photo)
    assert refused["description"] == "Bad Request: can't use file of type Photo as Document"


async def test_people_are_not_found_by_their_username(client: Client) -> None:
    assert (await client.api("sendMessage", chat_id="@wang_xiaomei", text="x"))["error_code"] == 400
    assert (await client.api("sendMessage", chat_id="@chenbao_channel", text="x"))["ok"]


async def test_texts_up_to_4096_units_after_parsing_pass(client: Client) -> None:
    for text in ("x" * 4096, "🌤" * 2048, "<b>" + "x" * 4096 + "</b>"):
        assert (await client.api("sendMessage", chat_id=42, text=text, parse_mode="HTML"))["ok"]


async def refusal(client: Client, chat_id: int, **params: Any) -> tuple[int, str]:
    answer = await client.api("sendMessage", chat_id=chat_id, text="x", **params)
    return answer.get("error_code", 200), answer.get("description", "")


async def test_people_who_cannot_be_written_to(client: Client) -> None:
    assert await refusal(client, 44) == (403, "Forbidden: bot can't initiate conversation with a user")
    await client.do("block", user_id=42)
    assert await refusal(client, 42) == (403, "Forbidden: bot was blocked by the user")
    await client.do("unblock", user_id=42)
    assert await refusal(client, 42) == (200, "")
    await client.do("deactivate", user_id=43)
    assert await refusal(client, 43) == (403, "Forbidden: user is deactivated")
    assert await refusal(client, 7000000001) == (403, "Forbidden: bot can't send messages to bots")
    await client.do("start", user_id=44)
    assert await refusal(client, 44) == (200, "")


@pytest.mark.parametrize(("chat_id", "place"), [(GROUP, "group"), (FORUM, "supergroup"), (CHANNEL, "channel")])
async def test_places_the_bot_is_gone_from(client: Client, chat_id: int, place: str) -> None:
    await client.do("leave", chat_id=chat_id)
    assert await refusal(client, chat_id) == (403, f"Forbidden: bot is not a member of the {place} chat")
    await client.do("kick", chat_id=chat_id)
    assert await refusal(client, chat_id) == (403, f"Forbidden: bot was kicked from the {place} chat")
    await client.do("chat", chat_id=chat_id, deleted=True)
    assert await refusal(client, chat_id) == (403, "Forbidden: the group chat was deleted")


async def test_rights_that_are_missing(client: Client) -> None:
    words = "Bad Request: not enough rights to send text messages to the chat"
    await client.do("restrict", chat_id=GROUP, rights={"can_send_messages": False})
    assert await refusal(client, GROUP) == (400, words)
    await client.do("chat", chat_id=FORUM, permissions={"can_send_messages": False})
    assert await refusal(client, FORUM) == (400, words)
    await client.do("promote", chat_id=FORUM)
    assert await refusal(client, FORUM) == (200, "")
    await client.do("promote", chat_id=CHANNEL, rights={"can_post_messages": False})
    assert await refusal(client, CHANNEL) == (400, "Bad Request: need administrator rights in the channel chat")


async def test_only_an_administrator_with_the_right_governs(client: Client) -> None:
    words = "Bad Request: not enough rights to restrict/unrestrict chat member"
    assert (await client.api("banChatMember", chat_id=FORUM, user_id=44))["description"] == words
    await client.do("promote", chat_id=FORUM)
    for user_id, why in ((42, "can't remove chat owner"), (43, "user is an administrator of the chat")):
        refused = await client.api("banChatMember", chat_id=FORUM, user_id=user_id)
        assert refused["description"] == f"Bad Request: {why}"
    assert (await client.api("banChatMember", chat_id=FORUM, user_id=44))["ok"]
    assert (await client.api("getChatMember", chat_id=FORUM, user_id=44))["result"]["status"] == "kicked"


async def test_topics_that_are_closed_or_gone(client: Client) -> None:
    await client.do("topic", chat_id=FORUM, message_thread_id=2, closed=True)
    assert await refusal(client, FORUM, message_thread_id=2) == (400, "Bad Request: TOPIC_CLOSED")
    await client.do("topic", chat_id=FORUM, message_thread_id=3, deleted=True)
    assert await refusal(client, FORUM, message_thread_id=3) == (400, "Bad Request: message thread not found")
    await client.do("promote", chat_id=FORUM)
    assert await refusal(client, FORUM, message_thread_id=2) == (200, "")


async def test_a_group_that_became_a_supergroup_says_its_new_id(client: Client) -> None:
    moved = await client.do("migrate", chat_id=GROUP)
    answer = await client.api("sendMessage", chat_id=GROUP, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": moved["migrate_to_chat_id"]}
    assert await refusal(client, moved["migrate_to_chat_id"]) == (200, "")


async def test_tokens(client: Client) -> None:
    async def status(token: str) -> tuple[int, str]:
        async with client.session.get(f"{client.url}/bot{token}/getMe") as got:
            return got.status, (await got.json()).get("description", "")

    assert await status("5:first") == (200, "")
    assert await status("5:second") == (401, "Unauthorized")
    assert await status("5:first") == (200, "")
    assert await status("nonsense") == (404, "Not Found")
    assert await status("") == (404, "Not Found")


async def test_unknown_methods_are_not_found(client: Client) -> None:
    for method in ("sendNothing", "", "sendMessage/x"):
        async with client.session.post(f"{client.url}/bot{client.token}/{method}") as got:
            assert (got.status, (await got.json())["description"]) == (404, "Not Found")


async def test_a_bot_that_logged_out_is_refused(client: Client) -> None:
    await client.api("logOut")
    assert (await client.api("getChat", chat_id=42))["description"] == "Bad Request: Logged out"

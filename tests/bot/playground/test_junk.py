"""Whatever comes in, the answer is Telegram's own: never a 500, never something that is not JSON."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.control.http import ROUTES
from bot.playground.control.inspection import world_shape
from bot.playground.control.keeping import DEEDS
from bot.playground.dispatch import answer
from bot.playground.methods import NAMES
from bot.playground.params import Parameters, Upload
from bot.playground.server import serve
from bot.playground.transcript import as_html, as_text
from bot.playground.wire import encode
from tests.bot.playground.worlds import new_world

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.server import Playground
    from bot.playground.world import World
    from tests.playground_client import Client

FORUM, CHANNEL, GROUP = -1001000000001, -1001000000002, -500
CALLS = 4_000
TELEGRAMS = {200, 400, 401, 403, 404, 409, 413, 429}


def names(text: str) -> list[str]:
    """Words as a list that fits on a few lines."""
    return text.split()


SCALARS: list[Any] = [None, "", 0, 1, -1, 2**63, -(2**70), 1.5, True, "x", "\x00", "\ud800", "🌤" * 3000, "x" * 5000]
NAMED: list[Any] = ["@x", "@", "@chenbao_channel", "@wang_xiaomei", 42, "42", GROUP, FORUM, CHANNEL, "attach://a"]
TEXTS: list[Any] = [
    "HTML",
    "MarkdownV2",
    "<b>",
    "<a href='",
    "&#xffffffffff;",
    "&#55296;",
    "[",
    "{}",
    "NaN",
    "[" * 5000,
]
NESTED: list[Any] = [
    [],
    {},
    [1],
    [[]],
    [{}],
    {"a": 1},
    {"type": None},
    {"type": []},
    [{"type": []}],
    {"message_id": []},
    {"message_id": 1},
    {"type": "chat", "chat_id": {}},
    [{"text": []}],
    [[{"text": {}}]],
    {"inline_keyboard": None},
    {"inline_keyboard": [[None]]},
    {"inline_keyboard": [[{"text": "x", "url": []}]]},
    {"inline_keyboard": [[{"text": "x", "copy_text": None}]]},
    {"keyboard": [[[]]]},
    {"keyboard": "x"},
    [{"type": "bold", "offset": -1, "length": 2**40}],
    [{"type": "bold", "offset": "a", "length": []}],
    [{"type": "text_mention", "user": None, "offset": 0, "length": 1}],
    {"type": "photo", "media": "attach://a"},
    [{"type": "photo", "media": "attach://a"}] * 2,
    [{"type": "photo", "media": []}] * 2,
    [{"command": [], "description": {}}],
    [{"type": "article", "id": [], "title": {}}],
    [{"type": "emoji", "emoji": {}}],
]
JUNK = [*SCALARS, *NAMED, *TEXTS, *NESTED]
FIELDS = names(
    "chat_id text parse_mode entities reply_markup message_id message_thread_id reply_parameters caption "
    "media photo link_preview_options caption_entities document video audio voice animation sticker "
    "from_chat_id message_ids url callback_query_id inline_query_id results secret_token allowed_updates "
    "offset limit commands scope language_code name description short_description menu_button rights "
    "for_channels user_id file_id reaction action latitude longitude title address phone_number first_name "
    "emoji question options inline_message_id icon_color button"
)
FILES = {
    "a": Upload("", b"", ""),
    "photo": Upload("\ud800", b"\x89PNG\r\n\x1a\n", "x"),
    "document": Upload("a" * 500, b"x", ""),
}


def drawn(dice: random.Random) -> Parameters:
    """A call's parameters, half sensible and half junk."""
    values: dict[str, Any] = {}
    if dice.random() < 0.8:
        values["chat_id"] = dice.choice([42, GROUP, FORUM, CHANNEL])
    if dice.random() < 0.5:
        values |= {"text": "hello", "message_id": dice.choice([1, 2])}
    values |= {name: dice.choice(JUNK) for name in dice.sample(FIELDS, dice.randint(0, 12))}
    return Parameters(values, FILES if dice.random() < 0.3 else {})


async def furnished() -> tuple[World, Bot]:
    world = new_world()
    bot = world.enter("1:a")
    for chat_id in (42, 42, FORUM):
        await answer(world, bot, "sendMessage", Parameters({"chat_id": chat_id, "text": "x"}))
    return world, bot


async def test_junk_parameters_of_every_method_are_answered_in_telegrams_way() -> None:
    dice = random.Random(7)  # a repeatable run, not a secret
    methods = sorted(NAMES.values())
    world, bot = await furnished()
    for n in range(CALLS):
        if n % 400 == 0:
            world, bot = await furnished()
        method = methods[n % len(methods)]
        told = await answer(world, bot, method, drawn(dice))
        assert told.status in TELEGRAMS, (method, told)
        assert json.loads(told.body)["ok"] == (told.status == 200)
    encode(world_shape(world))
    assert as_text(world, None)
    assert as_html(world, None)


CONTROLS = [name for name in sorted({*ROUTES, *DEEDS}) if name != "replay"]  # which waits
WISHES = names(
    "chat_id user_id text message_id data button row col query offset inline_query_id result_id emoji payload "
    "group_id url bot_id rights anonymous first_id type title id owner members forum bot to message_thread_id "
    "name closed deleted description permissions slow_mode privacy inline username seed started kind times "
    "method skip probability code now jump speed freeze per_second burst photo document location contact "
    "sticker caption reply_to_message_id people"
)


async def test_junk_in_a_control_call_is_answered_with_a_sentence(client: Client) -> None:
    dice = random.Random(7)  # a repeatable run, not a secret
    for n in range(300):
        body = {"chat_id": dice.choice([42, GROUP, FORUM, CHANNEL])}
        body |= {name: dice.choice(JUNK) for name in dice.sample(WISHES, dice.randint(0, 8))}
        name = CONTROLS[n % len(CONTROLS)]
        async with client.session.post(f"{client.url}/control/{name}", data=json.dumps(body)) as got:
            told = await got.json()
            assert got.status == 200 or (got.status in {400, 404} and told["error"]), (name, body)
    assert await client.look("world")


async def exchanged(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and body of what the server says to these very bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        async with asyncio.timeout(20):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
    finally:
        writer.close()


MULTIPART = "multipart/form-data; boundary=x"
FIELD = b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n'
BODIES: list[tuple[str, str, bytes, int]] = [
    ("multipart without boundary", "multipart/form-data", b"abc", 400),
    ("multipart that is none", MULTIPART, b"garbage", 400),
    ("multipart cut off", MULTIPART, FIELD + b"\r\n42", 400),
    ("a part without a name", MULTIPART, b"--x\r\n\r\n42\r\n--x--\r\n", 400),
    (
        "a part in no known transfer encoding",
        MULTIPART,
        FIELD + b"Content-Transfer-Encoding: no\r\n\r\n42\r\n--x--",
        400,
    ),
    (
        "multipart in multipart",
        MULTIPART,
        b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--",
        400,
    ),
    ("a part that is not UTF-8", MULTIPART, FIELD + b"\r\n\xff\xfe\r\n--x--\r\n", 400),
    ("JSON cut off", "application/json", b"{", 400),
    ("a JSON list", "application/json", b"[]", 400),
    ("JSON that is not UTF-8", "application/json", b'{"text":"\xff"}', 400),
    ("JSON without a floor", "application/json", b'{"text":' + b"[" * 200_000, 400),
    ("a number JSON does not have", "application/json", b'{"chat_id":42,"text":"x","reply_markup":{"a":NaN}}', 400),
    ("a form that is not UTF-8", "application/x-www-form-urlencoded", b"chat_id=42&text=%ff", 400),
    ("five megabytes", "application/json", b'{"text":"' + b"x" * 5_000_000 + b'"}', 413),
    ("no known kind", "text/plain", b"chat_id=42&text=x", 400),
]


@pytest.mark.parametrize(("kind", "body", "status"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
async def test_broken_bodies_are_refused_in_json(playground: Playground, kind: str, body: bytes, status: int) -> None:
    head = f"POST /bot1:a/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:{playground.port}\r\n"
    lengths = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    got, told = await exchanged(playground.port, (head + lengths).encode() + body)
    assert (got, json.loads(told)["error_code"]) == (status, status)
    assert playground.world.ledger.total == 0


HEADS: list[tuple[str, str, str, int]] = [
    (
        "a huge body announced",
        "POST /bot1:a/sendPhoto",
        f"Content-Type: {MULTIPART}\r\nContent-Length: 1000000000000",
        413,
    ),
    ("gzip that is none", "POST /bot1:a/sendMessage", "Content-Encoding: gzip\r\nContent-Length: 3", 400),
    ("a method HTTP has, the Bot API not", "DELETE /bot1:a/getMe", "Content-Length: 3", 405),
    ("a control call by PUT", "PUT /control/reset", "Content-Length: 3", 405),
    ("a path that is no text", "GET /bot1:a/%zz%ff", "Content-Length: 3", 404),
    ("a NUL in the page's name", "GET /page/%00", "Content-Length: 3", 404),
    ("an endless name", f"GET /page/{'a' * 3000}", "Content-Length: 3", 404),
    ("no method named", "GET /bot1:a", "Content-Length: 3", 404),
    ("no token", "GET /bot", "Content-Length: 3", 404),
]


@pytest.mark.parametrize(("first", "rest", "status"), [each[1:] for each in HEADS], ids=[each[0] for each in HEADS])
async def test_odd_requests_are_refused_in_json(first: str, rest: str, status: int) -> None:
    async with serve() as playground:
        head = f"{first} HTTP/1.1\r\nHost: 127.0.0.1:{playground.port}\r\n{rest}\r\n\r\n"
        got, told = await exchanged(playground.port, head.encode() + b"abc")
        assert (got, json.loads(told)["ok"]) == (status, False)

"""Parameters in every form Telegram takes, and bad ones answered in its way: never a 500."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import aiohttp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.dispatch import answer
from bot.playground.methods import NAMES
from bot.playground.params import Parameters
from bot.playground.world import World
from tests.bot.playground.worlds import frozen

if TYPE_CHECKING:
    from tests.playground_client import Client

MARKUP = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}


async def test_query_form_json_and_multipart_say_the_same(client: Client) -> None:
    url = f"{client.url}/bot{client.token}/sendMessage"
    params = {"chat_id": "42", "text": "同一条", "reply_markup": json.dumps(MARKUP)}
    form = aiohttp.FormData(params, default_to_multipart=True)
    ways: list[dict[str, Any]] = [
        {"params": params},
        {"data": params},
        {"json": {**params, "chat_id": 42, "reply_markup": MARKUP}},
        {"data": form},
    ]
    for way in ways:
        async with client.session.post(url, **way) as got:
            result = (await got.json())["result"]
            assert (result["text"], result["reply_markup"]) == ("同一条", MARKUP), way
    async with client.session.get(url, params=params) as got:
        assert got.status == 200


async def test_methods_are_matched_in_any_case(client: Client) -> None:
    assert (await client.api("SENDMESSAGE", chat_id=42, text="x"))["ok"]


async def test_broken_bodies_are_bad_requests(client: Client) -> None:
    url = f"{client.url}/bot{client.token}/sendMessage"
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    bodies: list[tuple[bytes, dict[str, str]]] = [
        (b"{", {"Content-Type": "application/json"}),
        (b"[1]", {"Content-Type": "application/json"}),
        (b"[" * 100_000, {"Content-Type": "application/json"}),
        (b"\xff\xfe", {"Content-Type": "application/json"}),
        (b"nonsense", multipart),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n", multipart),
        (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\ncut', multipart),
        (b"", {"Content-Type": "multipart/form-data"}),
        (b"text=%ff&chat_id=42", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"x", {"Content-Type": "text/plain"}),
    ]
    for body, headers in bodies:
        async with client.session.post(url, data=body, headers=headers) as got:
            told = await got.json()
            assert got.status == told["error_code"] == 400, (body[:40], told)


async def test_huge_bodies_are_too_large(client: Client) -> None:
    url = f"{client.url}/bot{client.token}/sendMessage"
    body = b'{"text": "' + b"x" * (5 * 1024 * 1024) + b'"}'
    async with client.session.post(url, data=io.BytesIO(body), headers={"Content-Type": "application/json"}) as got:
        assert (got.status, (await got.json())["error_code"]) == (413, 413)


NAMES_OF_FIELDS = (
    "chat_id text message_id reply_markup inline_keyboard keyboard callback_data media type url",
    "entities offset length commands command description scope results id title input_message_content",
    "message_text reaction emoji photo user_id callback_query_id reply_parameters from_chat_id",
    "message_ids options question allowed_updates timeout limit message_thread_id parse_mode caption",
    "latitude longitude name",
)
FIELDS = st.sampled_from([name for line in NAMES_OF_FIELDS for name in line.split()])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    method=st.sampled_from(sorted(set(NAMES) - {"getupdates"})),
    params=st.dictionaries(FIELDS, ANYTHING, max_size=6),
    chat_id=st.sampled_from([42, -500, -1001000000001, -1001000000002, None]),
)
async def test_no_parameters_break_a_method(method: str, params: dict[str, Any], chat_id: int | None) -> None:
    world = World(frozen())
    bot = world.enter("1:a")
    given_params = params if chat_id is None else {**params, "chat_id": chat_id}
    told = await answer(world, bot, method, Parameters(given_params))
    body = json.loads(told.body)
    assert body["ok"] or 400 <= body["error_code"] < 500
    assert "TypeError" not in body.get("description", "")

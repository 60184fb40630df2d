"""The webhook's door: what carries the secret goes in once, everything else gets a 4xx."""

from __future__ import annotations

import contextlib
import io
import json
import socket
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import pytest

from bot.chat.webhook import HEADER, Webhook, secret_of
from bot.errors import ChenbaoError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.chat.transport import Transport

SECRET = secret_of("123456789:" + "t" * 35)
UPDATE = {"update_id": 7, "message": {"text": "天气"}}
GOOD = {HEADER: SECRET, "Content-Type": "application/json"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.asynccontextmanager
async def door() -> AsyncIterator[tuple[str, list[dict[str, Any]], aiohttp.ClientSession]]:
    """A webhook that listens, what it let in, and a session to knock with."""
    taken: list[dict[str, Any]] = []
    listen = f"127.0.0.1:{free_port()}"
    url = f"http://{listen}/hook"
    webhook = Webhook(cast("Transport", None), taken.append, url=url, listen=listen, secret=SECRET)
    await webhook.open()
    try:
        async with aiohttp.ClientSession() as session:
            yield url, taken, session
    finally:
        await webhook.close()


FORGED: dict[str, tuple[str, dict[str, str] | list[tuple[str, str]], bytes]] = {
    "no secret": ("POST", {"Content-Type": "application/json"}, json.dumps(UPDATE).encode()),
    "wrong secret": ("POST", {**GOOD, HEADER: "x" * 64}, json.dumps(UPDATE).encode()),
    "a prefix of it": ("POST", {**GOOD, HEADER: SECRET[:-1]}, json.dumps(UPDATE).encode()),
    "more than it": ("POST", {**GOOD, HEADER: SECRET + "0"}, json.dumps(UPDATE).encode()),
    "empty": ("POST", {**GOOD, HEADER: ""}, json.dumps(UPDATE).encode()),
    "not ASCII": ("POST", {**GOOD, HEADER: "晨报" * 32}, json.dumps(UPDATE).encode()),
    "twice": ("POST", [*GOOD.items(), (HEADER, "wrong")], json.dumps(UPDATE).encode()),
    "another method": ("GET", GOOD, b""),
    "no JSON by type": ("POST", {**GOOD, "Content-Type": "text/plain"}, json.dumps(UPDATE).encode()),
    "no JSON": ("POST", GOOD, b"{"),
    "a list": ("POST", GOOD, b"[1]"),
    "no number": ("POST", GOOD, b'{"message": {}}'),
    "nested": ("POST", GOOD, b"[" * 500_000),
    "huge": ("POST", GOOD, b'{"update_id": 1, "x": "' + b"x" * 1_100_000 + b'"}'),
}


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_request_is_refused_and_nothing_goes_in(name: str) -> None:
    method, headers, body = FORGED[name]
    async with door() as (url, taken, session):
        async with session.request(method, url, headers=headers, data=io.BytesIO(body)) as answer:
            assert 400 <= answer.status < 500
        assert taken == []


async def test_another_path_is_refused_even_with_the_secret() -> None:
    async with door() as (url, taken, session):
        async with session.post(url + "/x", headers=GOOD, data=json.dumps(UPDATE)) as answer:
            assert answer.status == 404
        assert taken == []


async def test_a_repeated_update_is_answered_and_taken_once() -> None:
    async with door() as (url, taken, session):
        for _ in range(3):
            async with session.post(url, headers=GOOD, data=json.dumps(UPDATE)) as answer:
                assert answer.status == 200
        assert taken == [UPDATE]


async def test_an_address_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        webhook = Webhook(cast("Transport", None), print, url=f"http://{listen}/", listen=listen, secret=SECRET)
        with pytest.raises(ChenbaoError, match=listen):
            await webhook.open()

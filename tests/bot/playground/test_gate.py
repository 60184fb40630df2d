"""Only this machine and its own page may call, and nothing foreign may run in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.gate import own_address
from bot.playground.server import serve

if TYPE_CHECKING:
    from tests.playground_client import Client

FOREIGN = [
    ({"Host": "evil.test"}, 421),
    ({"Host": "127.0.0.1.evil.test:{port}"}, 421),
    ({"Host": "evil.test:{port}"}, 421),
    ({"Host": "localhost@evil.test:{port}"}, 421),
    ({"Host": "127.0.0.1:1"}, 421),
    ({"Origin": "https://evil.test"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
@pytest.mark.parametrize("path", ["/control/say", "/bot1:a/sendMessage", "/control/reset"])
async def test_other_hosts_and_sites_are_refused(
    client: Client, headers: dict[str, str], status: int, path: str
) -> None:
    port = client.url.rpartition(":")[2]
    sent = {name: value.format(port=port) for name, value in headers.items()}
    body = {"chat_id": 42, "text": "x"}
    async with client.session.post(client.url + path, json=body, headers=sent) as got:
        assert got.status == status
    assert await client.messages() == []


async def test_its_own_page_may_call(client: Client) -> None:
    headers = {"Origin": client.url, "Sec-Fetch-Site": "same-origin"}
    body = {"chat_id": 42, "text": "x"}
    async with client.session.post(f"{client.url}/control/say", json=body, headers=headers) as got:
        assert got.status == 200


def test_loopback_has_three_names() -> None:
    for host in ("localhost:8", "127.0.0.1:8", "[::1]:8"):
        assert own_address(host, 8)
    for host in ("", "0.0.0.0:8", "[::1]", "localhost", "[::1", "127.0.0.1:99999999"):
        assert not own_address(host, 8)


async def test_no_get_changes_anything(client: Client) -> None:
    for call in ("say", "tap", "reset", "fault/clear", "start", "block", "people"):
        async with client.session.get(f"{client.url}/control/{call}", params={"chat_id": 42, "text": "x"}) as got:
            assert got.status == 404
    assert await client.messages() == []


async def test_pages_carry_a_policy_and_stay_in_their_folder() -> None:
    async with serve() as playground, aiohttp.ClientSession() as session:
        async with session.get(f"{playground.url}/control/world") as got:
            assert got.headers["Content-Security-Policy"].startswith("default-src 'self'")
            assert got.headers["X-Content-Type-Options"] == "nosniff"
        for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page//etc/passwd", "/nowhere"):
            async with session.get(playground.url + path) as got:
                assert got.status == 404

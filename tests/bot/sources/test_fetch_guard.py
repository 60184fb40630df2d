"""Redirects and addresses people gave: nothing private is ever reached."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.fetch import Fetched, Fetcher, Refused, Request, RetryLater
from tests.bot.sources.conftest import AGENT, NOW, QUICK, ask
from tests.sources_server import Answer, SourcesServer

if TYPE_CHECKING:
    import asyncio


class Names(AbstractResolver):
    """A resolver with answers of its own, the next one each time a name is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in answer
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def test_redirects_within_the_origin_are_followed(server: SourcesServer, fetcher: Fetcher) -> None:
    server.answers["/a"] = Answer(status=301, headers={"Location": "/b"})
    server.answers["/b"] = Answer(status=307, headers={"Location": server.url("/c")})
    server.put("/c", b"weather")
    outcome = await fetcher.fetch(ask(server, "/a"), now=NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.address == server.url("/c")


async def test_a_fourth_redirect_is_one_too_many(server: SourcesServer, fetcher: Fetcher) -> None:
    server.answers["/"] = Answer(status=302, headers={"Location": "/"})
    assert await fetcher.fetch(ask(server), now=NOW) == Refused("more than 3 redirects")
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "http://localhost/",
        "file:///etc/passwd",
        "http://[::1]/",
        "//0x7f.1/",
        "ftp://a.b/",
    ],
)
async def test_a_redirect_to_a_private_address_reaches_nobody(
    server: SourcesServer, fetcher: Fetcher, target: str
) -> None:
    server.answers["/"] = Answer(status=302, headers={"Location": target})
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Refused)
    assert [asked.path for asked in server.asked] == ["/"]


async def test_trust_and_keys_do_not_travel_to_another_origin(server: SourcesServer) -> None:
    async with SourcesServer(lambda: NOW) as canary:
        canary.put("/", b"secret")
        server.answers["/"] = Answer(status=302, headers={"Location": canary.url("/")})
        async with Fetcher(AGENT, limits=QUICK) as fetcher:
            outcome = await fetcher.fetch(ask(server), now=NOW)
        assert isinstance(outcome, Refused)
        assert canary.asked == []


async def test_an_address_people_gave_never_reaches_this_machine(server: SourcesServer, fetcher: Fetcher) -> None:
    server.put("/", b"secret")
    for address in (server.url("/"), f"http://localhost:{server.port}/", f"http://[::ffff:127.0.0.1]:{server.port}/"):
        assert isinstance(await fetcher.fetch(Request(address), now=NOW), Refused)
    assert server.asked == []


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["100.64.0.1"]]
)
async def test_a_name_is_refused_when_any_of_its_addresses_is_private(answer: list[str]) -> None:
    async with Fetcher(AGENT, limits=QUICK, resolver=Names(answer)) as fetcher:
        outcome = await fetcher.fetch(Request("http://feed.example.com/"), now=NOW)
    assert isinstance(outcome, Refused)
    assert "not public" in outcome.reason


async def test_a_name_that_changes_its_answer_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the address that was checked: a second, private answer is never looked up."""
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    reached: list[str] = []

    async def connect(self: asyncio.AbstractEventLoop, sock: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("asyncio.selector_events.BaseSelectorEventLoop.sock_connect", connect)
    async with Fetcher(AGENT, limits=QUICK, resolver=names) as fetcher:
        outcome = await fetcher.fetch(Request("http://feed.example.com/"), now=NOW)
    assert isinstance(outcome, RetryLater)
    assert reached == ["93.184.215.14"]
    assert names.asked == 1


async def test_proxies_of_the_environment_are_not_used(
    server: SourcesServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.put("/", b"weather")
    assert isinstance(await fetcher.fetch(ask(server), now=NOW), Fetched)

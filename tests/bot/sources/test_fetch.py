"""The one client against a real server: duties kept, bounds held, private addresses never reached."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import socket
import zlib
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.fetch import Fetched, Fetcher, Limits, NotModified, Refused, Request, RetryLater, user_agent
from bot.sources.freshness import Validators
from bot.sources.pace import Pace, Rule
from tests.sources_server import Answer, SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)
AGENT = user_agent("0.1", "editor@example.org")
NO_PACE = (Rule(1_000, 1.0),)
QUICK = Limits(connect=2.0, total=5.0, attempts=1)


@pytest.fixture
async def server() -> AsyncIterator[SourcesServer]:
    async with SourcesServer(lambda: NOW) as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(AGENT, limits=QUICK, pace=Pace({}, NO_PACE)) as opened:
        yield opened


def ask(server: SourcesServer, path: str = "/", validators: Validators | None = None) -> Request:
    return Request(server.url(path), trusted=True, validators=validators or Validators(), spread=dt.timedelta(0))


async def test_an_answer_comes_with_what_to_hand_back_next_time(server: SourcesServer, fetcher: Fetcher) -> None:
    server.put("/", b"weather", fresh_for=dt.timedelta(minutes=30))
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.data == b"weather"
    assert outcome.validators.etag
    assert outcome.validators.last_modified == "Mon, 09 Mar 2026 07:00:00 GMT"
    assert outcome.validators.next_at == NOW + dt.timedelta(minutes=30)


async def test_nothing_is_asked_before_expires(server: SourcesServer, fetcher: Fetcher) -> None:
    server.put("/", b"weather", fresh_for=dt.timedelta(minutes=30))
    first = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(first, Fetched)
    early = await fetcher.fetch(ask(server, validators=first.validators), now=NOW + dt.timedelta(minutes=29))
    assert early == RetryLater(NOW + dt.timedelta(minutes=30), "asked too soon: the last answer is still good")
    assert len(server.asked) == 1


async def test_an_unchanged_answer_is_not_sent_again(server: SourcesServer, fetcher: Fetcher) -> None:
    server.put("/", b"weather")
    first = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(first, Fetched)
    later = await fetcher.fetch(ask(server, validators=first.validators), now=NOW + dt.timedelta(hours=1))
    assert isinstance(later, NotModified)
    assert later.validators.etag == first.validators.etag
    assert server.asked[-1].headers["If-Modified-Since"] == first.validators.last_modified


async def test_every_request_names_a_contact(server: SourcesServer, fetcher: Fetcher) -> None:
    server.put("/", b"weather")
    await fetcher.fetch(ask(server), now=NOW)
    assert server.asked[0].headers["User-Agent"] == "Chenbao/0.1 (+editor@example.org)"
    async with Fetcher("Chenbao", limits=QUICK) as nameless:
        assert await nameless.fetch(ask(server), now=NOW) == Refused("the server answers 403", 403)


async def test_a_server_that_asks_for_time_gets_it(server: SourcesServer, fetcher: Fetcher) -> None:
    server.limited = True
    assert await fetcher.fetch(ask(server), now=NOW) == RetryLater(
        NOW + dt.timedelta(seconds=60), "the server answers 429"
    )
    server.limited, server.down = False, True
    assert await fetcher.fetch(ask(server), now=NOW) == RetryLater(
        NOW + dt.timedelta(seconds=120), "the server answers 503"
    )


async def test_a_passing_fault_is_tried_again(server: SourcesServer) -> None:
    seen = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response(status=502) if len(seen) == 1 else web.Response(body=b"weather")

    server.answers["/"] = handler
    async with Fetcher(AGENT, limits=Limits(attempts=2), pace=Pace({}, NO_PACE)) as patient:
        outcome = await patient.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Fetched)
    assert len(seen) == 2


async def test_a_product_about_to_go_is_marked(server: SourcesServer, fetcher: Fetcher) -> None:
    server.answers["/"] = Answer(b"weather", status=203)
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.deprecated


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
async def test_a_refusal_says_the_status(server: SourcesServer, fetcher: Fetcher, status: int) -> None:
    server.answers["/"] = Answer(b"", status=status)
    assert await fetcher.fetch(ask(server), now=NOW) == Refused(f"the server answers {status}", status)


async def test_nobody_listening_is_a_later_try(fetcher: Fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    outcome = await fetcher.fetch(Request(f"http://127.0.0.1:{port}/", trusted=True), now=NOW)
    assert isinstance(outcome, RetryLater)


# --- bounds ---


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("", bytes),
    ],
)
async def test_compressed_bodies_are_unpacked(
    server: SourcesServer, fetcher: Fetcher, encoding: str, pack: object
) -> None:
    assert callable(pack)
    body = "晴转多云".encode() * 50_000
    server.answers["/"] = Answer(pack(body), headers={"Content-Encoding": encoding} if encoding else {})
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.data == body


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(bytes(50_000_000)), "gzip", "after decompression"),
        (zlib.compress(bytes(50_000_000)), "deflate", "after decompression"),
        (bytes(5 * 1024 * 1024 + 1), "", "at most"),
        (gzip.compress(b"weather")[:-9], "gzip", "breaks off"),
        (b"not compressed at all", "gzip", "broken"),
        (b"weather", "br", "Content-Encoding"),
        (b"weather", "gzip, gzip", "Content-Encoding"),
    ],
)
async def test_hostile_bodies_are_refused_in_bounds(
    server: SourcesServer, fetcher: Fetcher, body: bytes, encoding: str, reason: str
) -> None:
    server.answers["/"] = Answer(body, headers={"Content-Encoding": encoding} if encoding else {})
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


async def test_a_body_without_length_is_bounded_as_it_comes(server: SourcesServer, fetcher: Fetcher) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(bytes(1 << 16))
        except ConnectionError:
            return response

    server.answers["/"] = endless
    outcome = await fetcher.fetch(ask(server), now=NOW)
    assert isinstance(outcome, Refused)


async def test_a_body_that_drips_is_given_up(server: SourcesServer) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(1_000):
                await response.write(b".")
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        return response

    server.answers["/"] = slowly
    async with Fetcher(AGENT, limits=Limits(total=0.4, attempts=1)) as impatient:
        outcome = await impatient.fetch(ask(server), now=NOW)
    assert isinstance(outcome, RetryLater)
    assert "no whole answer" in outcome.reason


async def test_a_body_cut_off_is_no_answer(fetcher: Fetcher) -> None:
    async def cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(cut, "127.0.0.1", 0)
    async with listener:
        port = listener.sockets[0].getsockname()[1]
        outcome = await fetcher.fetch(Request(f"http://127.0.0.1:{port}/", trusted=True), now=NOW)
    assert isinstance(outcome, RetryLater)


async def test_a_host_is_not_asked_more_often_than_it_allows(server: SourcesServer) -> None:
    server.put("/", b"weather")
    async with Fetcher(AGENT, limits=QUICK, pace=Pace({}, (Rule(2, 3_600.0),))) as paced:
        outcomes = [await paced.fetch(ask(server), now=NOW) for _ in range(4)]
    assert [type(outcome) for outcome in outcomes] == [Fetched, Fetched, RetryLater, RetryLater]
    assert len(server.asked) == 2


# --- redirects and private addresses ---


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

"""The one client against a real server: duties kept, bounds held."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import socket
import zlib

import pytest
from aiohttp import web

from bot.sources.fetch import Fetched, Fetcher, Limits, NotModified, Refused, Request, RetryLater
from bot.sources.pace import Pace, Rule
from tests.bot.sources.conftest import AGENT, NO_PACE, NOW, QUICK, ask
from tests.sources_server import Answer, SourcesServer


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

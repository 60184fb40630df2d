"""The short way for plain calls answers as the long way does, and gives way to it at the first thing that is not plain."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.lane import Plain, plain
from bot.playground.server import serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.server import Playground
    from tests.playground_client import Client

SHORT, LONG = "", "X-Long-Way: 1\r\n"
PATIENCE = 20


def request(port: int, body: bytes, method: str = "sendMessage", more: str = "", first: str = "POST") -> bytes:
    head = f"{first} /bot1:a/{method} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    return f"{head}{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def message(text: str, chat_id: int = 42) -> bytes:
    return json.dumps({"chat_id": chat_id, "text": text}).encode()


class Line:
    """One connection, and the answers read from it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def answer(self) -> tuple[int, Any]:
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            return int(head.split(b" ", 2)[1]), json.loads(await self.reader.readexactly(length))


@asynccontextmanager
async def line(playground: Playground) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", playground.port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


CALLS: list[tuple[str, bytes]] = [
    ("sendMessage", message("天气")),
    ("sendmessage", message("")),
    ("sendMessage", message("x", 44)),
    ("sendMessage", message("x", 99)),
    ("sendMessage", b"{"),
    ("sendMessage", b"[]"),
    ("sendMessage", b'{"text": "\xff"}'),
    ("sendMessage", b""),
    ("sendNothing", b"{}"),
    ("getMe", b""),
    ("setWebhook", b'{"url": "ftp://a.org"}'),
]


async def answers(way: str) -> list[tuple[int, Any]]:
    async with serve(page=False) as playground, line(playground) as one:
        found = []
        for method, body in CALLS:
            one.writer.write(request(playground.port, body, method, way))
            status, told = await one.answer()
            if isinstance(told.get("result"), dict):
                told["result"].pop("date", None)
            found.append((status, told))
        return found


async def test_both_ways_say_the_same() -> None:
    short = await answers(SHORT)
    assert short == await answers(LONG)
    assert [status for status, _ in short] == [200, 400, 403, 400, 400, 400, 400, 400, 404, 200, 400]


async def test_a_request_may_come_in_pieces_and_several_in_one(playground: Playground) -> None:
    async with line(playground) as one:
        for byte in request(playground.port, message("a")):
            one.writer.write(bytes([byte]))
            await one.writer.drain()
        assert (await one.answer())[1]["result"]["text"] == "a"
        one.writer.write(b"".join(request(playground.port, message(text)) for text in "bcd"))
        assert [(await one.answer())[1]["result"]["text"] for _ in "bcd"] == ["b", "c", "d"]


async def test_what_is_not_plain_is_answered_on_the_same_connection(playground: Playground) -> None:
    port = playground.port
    async with line(playground) as one:
        poll = request(port, b'{"timeout": 0}', "getUpdates")
        one.writer.write(request(port, message("a")) + poll + request(port, message("b")))
        assert (await one.answer())[1]["result"]["text"] == "a"
        assert (await one.answer())[1] == {"ok": True, "result": []}
        assert (await one.answer())[1]["result"]["text"] == "b"


async def test_a_fault_meets_plain_calls_too(playground: Playground, client: Client) -> None:
    async with line(playground) as one:
        one.writer.write(request(playground.port, message("a")))
        assert (await one.answer())[0] == 200
        await client.do("fault", kind="flood", retry_after=2)
        one.writer.write(request(playground.port, message("b")))
        assert (await one.answer())[0] == 429


async def test_an_end_closes_what_is_open() -> None:
    async with serve(page=False) as playground:
        reader, writer = await asyncio.open_connection("127.0.0.1", playground.port)
        writer.write(request(playground.port, message("a"))[:20])
        await writer.drain()
    async with asyncio.timeout(PATIENCE):
        assert await reader.read() == b""
    writer.close()


HEAD = "POST /bot1:a/sendMessage HTTP/1.1\r\nHost: localhost:8\r\nContent-Type: application/json\r\nContent-Length: 2"
NOT_PLAIN = [
    HEAD.replace("POST", "GET"),
    HEAD.replace("HTTP/1.1", "HTTP/1.0"),
    HEAD.replace("sendMessage", "getUpdates"),
    HEAD.replace("sendMessage", "send%4dessage"),
    HEAD.replace("sendMessage", "sendMessage?chat_id=1"),
    HEAD.replace("1:a", "nonsense"),
    HEAD.replace("localhost", "evil.test"),
    HEAD.replace("application/json", "application/x-www-form-urlencoded"),
    HEAD.replace("Content-Length: 2", "Content-Length: -2"),
    HEAD.replace("Content-Length: 2", "Content-Length: 99999999"),
    HEAD.replace("\r\nContent-Length: 2", ""),
    HEAD + "\r\nContent-Length: 3",
    HEAD + "\r\nHost: localhost:8",
    HEAD + "\r\nOrigin: https://evil.test",
    HEAD + "\r\nSec-Fetch-Site: cross-site",
    HEAD + "\r\nTransfer-Encoding: chunked",
    HEAD + "\r\nContent-Encoding: gzip",
    HEAD + "\r\nExpect: 100-continue",
    HEAD + "\r\nConnection: close",
    HEAD + "\r\n continued",
    HEAD + "\r\nno colon",
]


@pytest.mark.parametrize("head", NOT_PLAIN)
def test_anything_out_of_the_ordinary_goes_the_long_way(head: str) -> None:
    assert plain(head.encode(), 8) is None
    assert plain(HEAD.encode(), 8) == Plain("1:a", "sendMessage", 2)

"""What the transport says of everything that can go wrong on the wire."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.chat import transport
from bot.chat.transport import Transport, decoded
from bot.delivery.answers import Answer, Lost, NotSent, Post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

POST = Post("sendMessage", b'{"chat_id":1}')
OK = b'{"ok":true,"result":{"message_id":7}}'

# Every error aiohttp can raise, and whether the request may have left. A new one must be placed here by a person.
NEVER_LEFT = {
    "ClientConnectorError",
    "ClientConnectorDNSError",
    "ClientConnectorSSLError",
    "ClientConnectorCertificateError",
    "ClientProxyConnectionError",
    "ClientHttpProxyError",
    "UnixClientConnectorError",
    "ConnectionTimeoutError",
    "InvalidURL",
    "InvalidUrlClientError",
    "NonHttpUrlClientError",
}
MAY_HAVE_LEFT = {
    "ClientConnectionError",
    "ClientConnectionResetError",
    "ClientError",
    "ClientOSError",
    "ClientPayloadError",
    "ClientResponseError",
    "ClientSSLError",
    "ContentTypeError",
    "InvalidUrlRedirectClientError",
    "NonHttpUrlRedirectClientError",
    "RedirectClientError",
    "ServerConnectionError",
    "ServerDisconnectedError",
    "ServerFingerprintMismatch",
    "ServerTimeoutError",
    "SocketTimeoutError",
    "TooManyRedirects",
    "UploadAbortedError",
    "WSServerHandshakeError",
}


def all_errors(kind: type[Exception] = aiohttp.ClientError) -> Iterator[type[Exception]]:
    yield kind
    for each in kind.__subclasses__():
        yield from all_errors(each)


def test_every_error_of_the_library_is_placed_and_treated_as_it_is_placed() -> None:
    known = {each.__name__: each for each in all_errors() if each.__module__.startswith("aiohttp")}
    assert known.keys() - NEVER_LEFT - MAY_HAVE_LEFT == set(), "decide whether these can leave a message behind"
    for name, kind in known.items():
        assert issubclass(kind, transport.NEVER_LEFT) is (name in NEVER_LEFT), name
        assert issubclass(kind, (*transport.NEVER_LEFT, *transport.MAY_HAVE_LEFT)), name


@contextlib.asynccontextmanager
async def server(answer: bytes | None, *, reset: bool = False) -> AsyncIterator[str]:
    """A server that reads one request and gives `answer`, or nothing; then it closes or resets."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b'{"chat_id":1}')
        if answer is not None:
            writer.write(answer)
            await writer.drain()
        if reset:
            writer.transport.abort()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def http(body: bytes, status: str = "200 OK", head: str = "", length: int | None = None) -> bytes:
    declared = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {declared}\r\n{head}\r\n".encode() + body


async def post(url: str, seconds: float = 20.0) -> Answer | NotSent | Lost:
    async with Transport(url, "1:a", connections=1) as there:
        return await there.post(POST, read_seconds=seconds)


async def test_an_answer_is_an_answer_whatever_its_status() -> None:
    async with server(http(OK)) as url:
        answer = await post(url)
    assert isinstance(answer, Answer)
    assert answer.ok
    async with server(http(b"<html>502</html>", "502 Bad Gateway")) as url:
        answer = await post(url)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (502, None)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", None), ("", None)])
async def test_the_wait_of_a_flood_may_stand_in_the_header(header: str, seconds: float | None) -> None:
    async with server(http(b"{}", "429 Too Many Requests", f"Retry-After: {header}\r\n")) as url:
        answer = await post(url)
    assert isinstance(answer, Answer)
    assert answer.retry_after == seconds


@pytest.mark.parametrize(
    ("answer", "reset"),
    [
        (None, False),  # closed without a word
        (None, True),
        (http(OK, length=500), False),  # cut off
        (http(OK, length=500), True),
        (b"\x00\x01 this is no HTTP\r\n\r\n", False),
    ],
)
async def test_what_breaks_after_the_request_left_is_lost(answer: bytes | None, *, reset: bool) -> None:
    async with server(answer, reset=reset) as url:
        assert isinstance(await post(url), Lost)


async def test_an_answer_that_does_not_come_in_time_is_lost() -> None:
    never = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await never.wait()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        assert isinstance(await post(url, seconds=0.05), Lost)
        never.set()


async def test_what_cannot_connect_was_not_sent_and_its_reason_hides_the_token() -> None:
    async with server(None) as url:
        pass
    found = await post(url)
    assert isinstance(found, NotSent)
    assert "1:a" not in found.reason
    assert isinstance(await post("http://no-such-host.invalid"), NotSent)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_none(body: bytes) -> None:
    assert decoded(body) is None

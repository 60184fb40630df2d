"""What the transport says of everything that can go wrong on the wire."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.chat.proxied import never_left
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
    "ClientSSLError",
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
        assert never_left(kind) is (name in NEVER_LEFT), name
    assert not never_left(TimeoutError)
    assert not never_left(ConnectionResetError)


@contextlib.asynccontextmanager
async def server(answer: bytes | None, *, reset: bool = False) -> AsyncIterator[str]:
    """A server that reads one request and gives `answer`, or nothing; then it closes or resets."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
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
    gone = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        assert isinstance(await post(url, seconds=0.05), Lost)
        await gone.wait()


async def test_a_proxy_is_gone_through_and_its_errors_are_told_apart_in_the_same_way() -> None:
    async with server(http(OK)) as proxy, Transport("http://api.invalid", "1:a", connections=1, proxy=proxy) as there:
        answer = await there.post(POST)
        assert isinstance(answer, Answer)
        assert answer.ok
    async with Transport("http://api.invalid", "1:a", connections=1, proxy=proxy) as there:
        assert isinstance(await there.post(POST), NotSent)
    async with server(None) as proxy, Transport("http://api.invalid", "1:a", connections=1, proxy=proxy) as there:
        assert isinstance(await there.post(POST), Lost)


async def test_a_line_is_used_again_and_a_closed_one_is_not() -> None:
    met: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(1)
        for number in range(2):
            await reader.readuntil(b'{"chat_id":1}')
            writer.write(http(OK, head="Connection: close\r\n" if number else ""))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        async with Transport(url, "1:a", connections=1) as there:
            answers = [await there.post(POST) for _ in range(4)]
    assert all(isinstance(answer, Answer) and answer.ok for answer in answers)
    assert len(met) == 2


OLD = b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK)


@pytest.mark.parametrize(
    "answer",
    [
        OLD,
        b"HTTP/1.0 200 OK\r\n\r\n" + OK,  # as long as the connection
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + OK,
        b"HTTP/1.1 100 Continue\r\n\r\n" + http(OK),
    ],
)
async def test_an_answer_of_an_older_server_is_an_answer(answer: bytes) -> None:
    async with server(answer) as url:
        found = await post(url)
    assert isinstance(found, Answer)
    assert found.ok


async def test_a_server_that_keeps_no_connection_gets_a_new_one_each_time() -> None:
    async with server(OLD) as url, Transport(url, "1:a", connections=1) as there:
        answers = [await there.post(POST) for _ in range(20)]
    assert all(isinstance(answer, Answer) and answer.ok for answer in answers)


async def test_an_answer_without_an_end_is_given_up() -> None:
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"100000\r\n%b\r\n" % bytes(2**20) * 17
    async with server(endless) as url:
        assert isinstance(await post(url), Lost)


async def test_an_answer_may_come_in_chunks_and_in_pieces() -> None:
    gone = asyncio.Event()
    pieces = [b"HTTP/1.1 200 OK\r\nTransfer-Enc", b"oding: chunked\r\n\r\n10\r\n" + OK[:16], b"\r\n"]
    pieces += [b"%x;x=y\r\n" % len(OK[16:]) + OK[16:] + b"\r\n0\r\n", b"\r\n"]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b'{"chat_id":1}')
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.close()
        gone.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        answer = await post(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
        await gone.wait()
    assert isinstance(answer, Answer)
    assert answer.ok


async def test_a_handshake_that_fails_sent_nothing() -> None:
    gone = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"this is no handshake")
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        assert isinstance(await post(f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"), NotSent)
        await gone.wait()


async def test_a_prefix_of_the_address_is_kept() -> None:
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b'{"chat_id":1}'))
        writer.write(http(OK))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        await post(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/api/")
    assert asked[0].startswith(b"POST /api/bot1:a/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")


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

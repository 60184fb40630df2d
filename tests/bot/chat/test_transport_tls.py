"""The transport against a real TLS server on loopback: what is trusted, what is kept open, and what certainly never left."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.chat.transport import Transport
from bot.delivery.answers import Answer, Call, Lost, NotSent, Post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="certificates are made with the openssl command")

POST = Post("sendMessage", b'{"chat_id":1}')
BODY = b'{"ok":true,"result":{"message_id":7}}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate and its key."""

    chain: Path
    key: Path


@pytest.fixture
def certificate(tmp_path: Path) -> Callable[..., Certificate]:
    """Makes a certificate that signs itself for a name, good for some days or expired since."""

    def made(names: str = "DNS:localhost,IP:127.0.0.1", *, days: int = 2) -> Certificate:
        found = Certificate(tmp_path / f"{names}{days}.pem".replace(":", "-"), tmp_path / "key.pem")
        request = f"req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {found.key} -subj /CN=test"
        asked = openssl(*request.split(), "-addext", f"subjectAltName={names}")
        sign = f"x509 -req -signkey {found.key} -copy_extensions copy -days {days} -out {found.chain}"
        openssl(*sign.split(), given=asked)
        return found

    return made


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    assert OPENSSL is not None
    return subprocess.run([OPENSSL, *arguments], input=given, capture_output=True, check=True).stdout


@dataclass
class Met:
    """What a server saw."""

    port: int = 0
    connections: int = 0
    requests: int = 0

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


@contextlib.asynccontextmanager
async def server(
    shown: Certificate, answers: int = 100, *, reset: bool = False, closed: asyncio.Event | None = None
) -> AsyncIterator[Met]:
    """Answers so many requests of a connection, then reads one more and resets, or closes without being asked."""
    met = Met()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            for _ in range(answers):
                await reader.readuntil(POST.body)
                met.requests += 1
                writer.write(OK)
            if reset:
                await reader.readuntil(POST.body)
                writer.transport.abort()
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        if closed is not None:
            closed.set()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.chain, shown.key)
    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as listening:
        met.port = listening.sockets[0].getsockname()[1]
        yield met


def trust(monkeypatch: pytest.MonkeyPatch, trusted: Certificate) -> None:
    """Trust this certificate and nothing else, as an operator would say it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.chain))


async def post(url: str) -> Call:
    async with Transport(url, "1:a", connections=1) as there:
        return await there.post(POST)


async def test_one_handshake_serves_many_requests(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate()
    trust(monkeypatch, shown)
    async with server(shown) as met, Transport(met.url, "1:a", connections=1) as there:
        answers = [await there.post(POST) for _ in range(5)]
    assert all(isinstance(answer, Answer) and answer.ok for answer in answers)
    assert (met.connections, met.requests) == (1, 5)


async def test_a_server_that_closes_between_requests_costs_none(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, closed = certificate(), asyncio.Event()
    trust(monkeypatch, shown)
    async with server(shown, answers=1, closed=closed) as met, Transport(met.url, "1:a", connections=1) as there:
        for number in range(1, 4):
            answer = await there.post(POST)
            assert isinstance(answer, Answer)
            assert answer.ok
            await closed.wait()
            closed.clear()
            assert met.connections == number


async def test_a_certificate_of_another_host_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate("DNS:api.example.org")
    trust(monkeypatch, shown)
    async with server(shown) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate("DNS:somebody.else"))
    async with server(certificate()) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_an_expired_certificate_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate(days=-1)
    trust(monkeypatch, shown)
    async with server(shown) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_a_connection_that_is_reset_after_the_request_left_leaves_its_end_unknown(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate()
    trust(monkeypatch, shown)
    async with server(shown, answers=0, reset=True) as met:
        assert isinstance(await post(met.url), Lost)


@contextlib.asynccontextmanager
async def tunnel(to: int | None) -> AsyncIterator[str]:
    """A proxy that leads every CONNECT to a port of this machine, or refuses it."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                writer.write(data)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if to is None:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pipe(reader, far_writer), pipe(far_reader, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


async def test_through_a_proxy_a_refused_tunnel_and_a_bad_certificate_send_nothing(
    certificate: Callable[..., Certificate],
) -> None:
    async with server(certificate()) as met:
        for port in (None, met.port):
            async with tunnel(port) as proxy, Transport(met.url, "1:a", connections=1, proxy=proxy) as there:
                assert isinstance(await there.post(POST), NotSent)
    assert met.requests == 0

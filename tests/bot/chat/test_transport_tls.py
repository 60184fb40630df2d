"""The transport against a real TLS server on loopback: what is trusted, what is kept open, and what certainly never left."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import ssl
import struct
import subprocess
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.chat.line import Lines
from bot.chat.transport import Transport
from bot.delivery.answers import Answer, Call, Lost, NotSent, Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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


class Met:
    """A blocking server in a thread of its own, one connection after the other, and what it saw."""

    def __init__(self, shown: Certificate, answers: int, *, reset: bool) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(shown.chain, shown.key)
        self._answers, self._reset = answers, reset
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        self.connections = self.requests = 0

    def serve(self) -> None:
        """Until the listener is shut down."""
        with contextlib.suppress(OSError):
            while True:
                accepted, _ = self.listener.accept()
                accepted.settimeout(60)
                with accepted, contextlib.suppress(OSError):
                    self._connection(accepted)

    def _connection(self, accepted: socket.socket) -> None:
        with self._context.wrap_socket(accepted, server_side=True) as line:
            self.connections += 1
            for _ in range(self._answers):
                if not line.recv(65_536):
                    return
                self.requests += 1
                line.sendall(OK)
            if self._reset:
                line.recv(65_536)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                line.unwrap()


@contextlib.contextmanager
def server(shown: Certificate, answers: int = 100, *, reset: bool = False) -> Iterator[Met]:
    """Answers so many requests of a connection, then reads one more and resets, or closes without being asked."""
    met = Met(shown, answers, reset=reset)
    thread = threading.Thread(target=met.serve)
    thread.start()
    try:
        yield met
    finally:
        met.listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        met.listener.close()


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
    with server(shown) as met:
        async with Transport(met.url, "1:a", connections=1) as there:
            answers = [await there.post(POST) for _ in range(5)]
    assert all(isinstance(answer, Answer) and answer.ok for answer in answers)
    assert (met.connections, met.requests) == (1, 5)


async def test_a_server_that_closes_between_requests_costs_none(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate()
    trust(monkeypatch, shown)
    with server(shown, answers=1) as met:
        async with Transport(met.url, "1:a", connections=1) as there:
            for number in range(1, 4):
                answer = await there.post(POST)
                assert isinstance(answer, Answer)
                assert answer.ok
                assert isinstance(there._way, Lines)
                while any(line.open for line in there._way._idle):
                    await asyncio.sleep(0.01)  # until the end of the connection has come through
                assert met.connections == number


async def test_a_certificate_of_another_host_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate("DNS:api.example.org")
    trust(monkeypatch, shown)
    with server(shown) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate("DNS:somebody.else"))
    with server(certificate()) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_an_expired_certificate_is_refused_before_anything_is_sent(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate(days=-1)
    trust(monkeypatch, shown)
    with server(shown) as met:
        assert isinstance(await post(met.url), NotSent)
    assert met.requests == 0


async def test_a_connection_that_is_reset_after_the_request_left_leaves_its_end_unknown(
    certificate: Callable[..., Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificate()
    trust(monkeypatch, shown)
    with server(shown, answers=0, reset=True) as met:
        assert isinstance(await post(met.url), Lost)

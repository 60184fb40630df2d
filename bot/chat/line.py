"""A kept-open connection to the Bot API that posts one prepared request at a time. Knows HTTP/1.1 and nothing of bots.

Answers are read by httptools, the parser of Node.

It does what a general client does not need to know: whether the first byte has left. And it costs less:
docs/benchmarks.md sets the whole of a delivered message beside a bare loop of the general client.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httptools

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 16 * 1024 * 1024  # bytes of an answer; the Bot API's are a few thousand
FINAL = 200  # a status below it announces another answer


class LineError(Exception):
    """The line broke. `left`: whether any of the request may have."""

    def __init__(self, reason: str, *, left: bool) -> None:
        super().__init__(reason)
        self.left = left


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line goes."""

    host: str
    port: int
    secure: bool
    path: str  # before the method's name
    name: str  # of the Host header

    @classmethod
    def of(cls, base: str) -> Origin:
        """The origin of an address such as `https://api.telegram.org/bot<token>/`."""
        parts = urlsplit(base)
        secure = parts.scheme == "https"
        return cls(parts.hostname or "", parts.port or (443 if secure else 80), secure, parts.path, parts.netloc)

    def head(self, method: str, content_type: str) -> bytes:
        """A request's head up to its length."""
        return (
            f"POST {self.path}{method} HTTP/1.1\r\nHost: {self.name}\r\nAccept: application/json\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: "
        ).encode()


class Line(asyncio.Protocol):
    """One connection. `post` waits for the answer; a broken line is never used again."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[Response] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._body = b""
        self._until_close = False
        self.open = False
        self.idle_since = 0.0

    async def post(self, head: bytes, body: bytes, seconds: float) -> Response:
        """Send one request and give its answer; LineError when none comes in `seconds`."""
        if self._transport is None or not self.open:
            raise LineError("the connection is closed", left=False)
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        alarm = loop.call_later(seconds, self._too_late)
        self._transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
        try:
            return await self._answer
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            alarm.cancel()
            self._answer = None

    def close(self) -> None:
        self.open = False
        if self._transport is not None:
            self._transport.abort()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - a stream's
        self._transport, self.open = transport, True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(f"the answer is no HTTP ({error})")
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if exc is None and self._until_close:
            self._give(self._parser.get_status_code())
        self._fail(f"the connection broke ({type(exc).__name__ if exc else 'closed'})")

    # What the parser calls

    def on_message_begin(self) -> None:
        self._headers, self._body, self._until_close = {}, b"", False

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """An answer that names no length goes on until its server closes the connection (RFC 9112, section 6.3)."""
        self._until_close = not self._headers.keys() & {"content-length", "transfer-encoding"}

    def on_body(self, part: bytes) -> None:
        self._body = self._body + part if self._body else part
        if len(self._body) > LARGEST:
            self._fail("the answer is too long")
            self.close()

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < FINAL:
            return  # the real answer follows
        if self._answer is None or not self._parser.should_keep_alive():
            self.close()
        self._give(status)

    def _give(self, status: int) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Response(status, self._headers, self._body))

    def _too_late(self) -> None:
        self._fail("no answer in time")
        self.close()

    def _fail(self, reason: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(LineError(reason, left=True))


class Lines:
    """All lines to one origin: the one used last is used next, and one left alone too long is not trusted."""

    def __init__(self, origin: Origin, *, most: int, connect_seconds: float, keep_seconds: float) -> None:
        self._origin = origin
        self._free = asyncio.Semaphore(most)
        self._connect_seconds = connect_seconds
        self._keep_seconds = keep_seconds
        self._idle: list[Line] = []
        self._context = ssl.create_default_context() if origin.secure else None
        self._heads: dict[tuple[str, str], bytes] = {}

    async def post(self, method: str, body: bytes, content_type: str, seconds: float) -> Response:
        """Post a request; LineError says whether it may have left."""
        key = (method, content_type)
        head = self._heads.get(key) or self._origin.head(*key)
        if content_type == "application/json":  # the boundary of any other is new each time
            self._heads[key] = head
        async with self._free:
            line = self._kept() or await self._connect()
            answer = await line.post(head, body, seconds)
            if line.open:
                line.idle_since = asyncio.get_running_loop().time()
                self._idle.append(line)
            return answer

    async def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Line | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            line = self._idle.pop()
            if line.open and now - line.idle_since <= self._keep_seconds:
                return line
            line.close()
        return None

    async def _connect(self) -> Line:
        origin = self._origin
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, line = await asyncio.get_running_loop().create_connection(
                    Line, origin.host, origin.port, ssl=self._context, happy_eyeballs_delay=0.25
                )
        except TimeoutError:
            raise LineError("no connection in time", left=False) from None
        except (OSError, ssl.SSLError, UnicodeError) as error:
            raise LineError(f"cannot connect: {reason_of(error)}", left=False) from error
        return line


def reason_of(error: Exception) -> str:
    """What happened, without the address: it holds the token."""
    return getattr(error, "strerror", None) or type(error).__name__

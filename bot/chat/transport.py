"""The one way to the Bot API: posts prepared bodies over lines of our own, or aiohttp where a proxy is between.

It tells apart what a delivery must know: an answer, certainly not sent, or lost after the first byte may have left.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import aiohttp

from bot.chat.line import LineError, Lines, Origin
from bot.delivery.answers import Answer, Call, Lost, NotSent, Post

CONNECT_SECONDS = 10.0
KEEP_SECONDS = 15.0  # the API closes what is left alone longer, and might just as a request leaves
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0

# Raised before the first byte of a request could leave; every other error leaves the outcome open.
_NEVER_LEFT: tuple[type[Exception], ...] = (
    aiohttp.ClientConnectorError,  # refused, unresolved, TLS handshake
    aiohttp.ConnectionTimeoutError,  # no connection, or none free, in time
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
)


def never_left(error: type[BaseException]) -> bool:
    """Whether an error of the general client means that nothing was sent; a redirect was answered with."""
    return issubclass(error, _NEVER_LEFT) and not issubclass(error, aiohttp.RedirectClientError)


class Transport:
    """A session of at most `connections` connections to `api_url`, for one token."""

    def __init__(self, api_url: str, token: str, *, connections: int, proxy: str | None = None) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._proxy = proxy
        self._connections = connections
        self._lines: Lines | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        if self._proxy is None:
            self._lines = Lines(
                Origin.of(self._base),
                most=self._connections,
                connect_seconds=CONNECT_SECONDS,
                keep_seconds=KEEP_SECONDS,
            )
            return self
        connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60, keepalive_timeout=KEEP_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS),
            auto_decompress=True,
            trust_env=False,
        )
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._lines is not None:
            self._lines.close()
        if self._session is not None:
            await self._session.close()

    async def post(self, post: Post, *, read_seconds: float = READ_SECONDS, raw: bool = False) -> Call:
        """Post one prepared request; never raises for what network or API do. `raw` keeps the body as bytes."""
        if self._lines is None:
            return await self._post_by_proxy(post, read_seconds, raw=raw)
        try:
            found = await self._lines.post(post.method, post.body, post.content_type, read_seconds)
        except LineError as error:
            return Lost(str(error)) if error.left else NotSent(str(error))
        retry_after = _seconds(found.headers.get("retry-after", ""))
        return Answer(found.status, decoded(found.body), retry_after, found.body if raw else b"")

    async def _post_by_proxy(self, post: Post, read_seconds: float, *, raw: bool) -> Call:
        assert self._session is not None  # noqa: S101 - opened by the composition root
        try:
            async with self._session.post(
                self._base + post.method,
                data=post.body,
                headers={"Content-Type": post.content_type},
                timeout=_timeout(read_seconds),
                proxy=self._proxy,
                allow_redirects=False,
            ) as response:
                body = await response.read()
                retry_after = _seconds(response.headers.get("Retry-After", ""))
                return Answer(response.status, decoded(body), retry_after, body if raw else b"")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return (NotSent if never_left(type(error)) else Lost)(_reason(error))

    async def call(self, method: str, /, read_seconds: float = READ_SECONDS, **parameters: Any) -> Call:
        """Call a method with JSON parameters; those that are None are left out."""
        return await self.post(prepared(method, parameters), read_seconds=read_seconds)


def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=read_seconds
    )


def prepared(method: str, parameters: dict[str, Any]) -> Post:
    """A request with JSON parameters; those that are None are left out."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return Post(method, json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())


def decoded(body: bytes) -> dict[str, Any] | None:
    """The answer's JSON object; None when it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _seconds(header: str) -> float | None:
    return float(header) if header.isdigit() else None


def _reason(error: Exception) -> str:
    """What happened, without the address: it holds the token."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"cannot connect: {error.os_error.strerror or type(error.os_error).__name__}"
    if isinstance(error, asyncio.TimeoutError):
        return "no answer in time"
    return f"the connection broke ({type(error).__name__})"

"""The one way to the Bot API: posts prepared bodies over aiohttp and says what came of it.

It tells apart what a delivery must know: an answer, certainly not sent, or lost after the first byte may have left.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import aiohttp

from bot.delivery.answers import Answer, Call, Lost, NotSent, Post

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0

# Raised before the first byte of a request could leave; every other ClientError leaves the outcome open.
NEVER_LEFT: tuple[type[Exception], ...] = (
    aiohttp.ClientConnectorError,  # refused, unresolved, TLS handshake
    aiohttp.ConnectionTimeoutError,  # no connection, or none free, in time
    aiohttp.InvalidURL,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
)
MAY_HAVE_LEFT: tuple[type[Exception], ...] = (aiohttp.ClientError, TimeoutError, OSError)


class Transport:
    """A session of at most `connections` connections to `api_url`, for one token."""

    def __init__(self, api_url: str, token: str, *, connections: int, proxy: str | None = None) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._proxy = proxy
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60, keepalive_timeout=15)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS),
            auto_decompress=True,
            trust_env=False,
        )
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(self, post: Post, *, read_seconds: float = READ_SECONDS, raw: bool = False) -> Call:
        """Post one prepared request; never raises for what network or API do. `raw` keeps the body as bytes."""
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
                return Answer(response.status, decoded(body), _retry_after(response), body if raw else b"")
        except NEVER_LEFT as error:
            return NotSent(_reason(error))
        except MAY_HAVE_LEFT as error:
            return Lost(_reason(error))

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


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    header = response.headers.get("Retry-After", "")
    return float(header) if header.isdigit() else None


def _reason(error: Exception) -> str:
    """What happened, without the address: it holds the token."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"cannot connect: {error.os_error.strerror or type(error.os_error).__name__}"
    if isinstance(error, asyncio.TimeoutError):
        return "no answer in time"
    return f"the connection broke ({type(error).__name__})"

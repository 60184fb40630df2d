"""The way to the Bot API through a proxy: aiohttp's general client, told apart as our own lines tell it.

Loaded only where a proxy is set.
"""

from __future__ import annotations

import aiohttp

from bot.chat.line import LineError, Response

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
    """Whether an error means that nothing was sent; a redirect was answered with."""
    return issubclass(error, _NEVER_LEFT) and not issubclass(error, aiohttp.RedirectClientError)


class Proxied:
    """A session of at most `most` connections through `proxy` to what stands before a method's name in `base`."""

    def __init__(self, base: str, proxy: str, *, most: int, connect_seconds: float, keep_seconds: float) -> None:
        self._base = base
        self._proxy = proxy
        self._connect_seconds = connect_seconds
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=most, ttl_dns_cache=60, keepalive_timeout=keep_seconds),
            trust_env=False,
        )

    async def post(self, method: str, body: bytes, content_type: str, seconds: float) -> Response:
        """Post a request; LineError says whether it may have left."""
        connect = self._connect_seconds
        timeout = aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=seconds)
        headers = {"Content-Type": content_type}
        try:
            async with self._session.post(
                self._base + method,
                data=body,
                headers=headers,
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,
            ) as response:
                found = {name.lower(): value for name, value in response.headers.items()}
                return Response(response.status, found, await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise LineError(reason_of(error), left=not never_left(type(error))) from error

    async def close(self) -> None:
        await self._session.close()


def reason_of(error: Exception) -> str:
    """What happened, without the address: it holds the token."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"cannot connect: {error.os_error.strerror or type(error.os_error).__name__}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return f"the connection broke ({type(error).__name__})"

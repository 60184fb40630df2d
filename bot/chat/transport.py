"""The one way to the Bot API: posts prepared bodies over our own lines or a proxy, and says what came of it.

It tells apart what a delivery must know: an answer, certainly not sent, or lost after the first byte may have left.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from bot.chat.line import LineError, Lines, Origin
from bot.delivery.answers import Answer, Call, Lost, NotSent, Post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.chat.proxied import Proxied

CONNECT_SECONDS = 10.0
KEEP_SECONDS = 15.0  # the API closes what is left alone longer, and might just as a request leaves
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0


class Transport:
    """At most `connections` connections to `api_url`, for one token."""

    def __init__(self, api_url: str, token: str, *, connections: int, proxy: str | None = None) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._proxy = proxy
        self._connections = connections
        self._way: Lines | Proxied | None = None

    async def __aenter__(self) -> Self:
        how: dict[str, Any] = {
            "most": self._connections,
            "connect_seconds": CONNECT_SECONDS,
            "keep_seconds": KEEP_SECONDS,
        }
        if self._proxy is None:
            self._way = Lines(Origin.of(self._base), **how)
        else:
            from bot.chat.proxied import Proxied  # noqa: PLC0415 - a tenth of a second that few need

            self._way = Proxied(self._base, self._proxy, **how)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._way is not None:
            await self._way.close()

    async def post(self, post: Post, *, read_seconds: float = READ_SECONDS, raw: bool = False) -> Call:
        """Post one prepared request; never raises for what network or API do. `raw` keeps the body as bytes."""
        assert self._way is not None  # noqa: S101 - opened by the composition root
        try:
            found = await self._way.post(post.method, post.body, post.content_type, read_seconds)
        except LineError as error:
            return Lost(str(error)) if error.left else NotSent(str(error))
        return Answer(found.status, decoded(found.body), _seconds(found.headers), found.body if raw else b"")

    async def call(self, method: str, /, read_seconds: float = READ_SECONDS, **parameters: Any) -> Call:
        """Call a method with JSON parameters; those that are None are left out."""
        return await self.post(prepared(method, parameters), read_seconds=read_seconds)


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


def _seconds(headers: Mapping[str, str]) -> float | None:
    """How long a 429 asks us to wait, where only its header says so."""
    stated = headers.get("retry-after", "")
    return float(stated) if stated.isdigit() else None

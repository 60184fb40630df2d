"""A local server that plays the services Chenbao asks: their headers and their refusals. Knows nothing of the bot.

Each path answers with what a test put there. Conditional requests get 304, a request without a contact 403, more than
`limit` requests a second 429; everything asked is on record in `asked`.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Self

from aiohttp import web

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType


@dataclass
class Answer:
    """What stands at one path. `fresh_for` sets Expires; `status` and `headers` break it on purpose."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fresh_for: dt.timedelta | None = None
    changed: dt.datetime | None = None
    compress: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    status: int


class SourcesServer:
    """Listens on loopback between `async with` and its end. `now` is the clock its headers tell."""

    def __init__(self, now: Callable[[], dt.datetime], *, needs_contact: bool = True) -> None:
        self.answers: dict[str, Answer | Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}
        self.asked: list[Asked] = []
        self.down = False  # an outage: every path answers 503
        self.limited = False  # every path answers 429
        self._now = now
        self._needs_contact = needs_contact
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner:
            await self._runner.cleanup()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: bytes, *, fresh_for: dt.timedelta | None = None, compress: bool = False) -> None:
        """Publish `body` at `path`, changed now."""
        self.answers[path] = Answer(body=body, fresh_for=fresh_for, changed=self._now(), compress=compress)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        answer = self.answers.get(request.path)
        if callable(answer):
            response = await answer(request)
        else:
            response = self._answer(request, answer)
        self.asked.append(Asked(request.path_qs, dict(request.headers), response.status))
        return response

    def _answer(self, request: web.Request, answer: Answer | None) -> web.Response:
        heads = {"Date": format_datetime(self._now(), usegmt=True)}
        agent = request.headers.get("User-Agent", "")
        if self._needs_contact and not ("@" in agent or "://" in agent):
            return web.Response(status=403, text="name a contact in User-Agent", headers=heads)
        if self.down:
            return web.Response(status=503, headers={**heads, "Retry-After": "120"})
        if self.limited:
            return web.Response(status=429, headers={**heads, "Retry-After": "60"})
        if answer is None:
            return web.Response(status=404, headers=heads)
        return _as_published(request, answer, heads, self._now())


def _as_published(request: web.Request, answer: Answer, heads: dict[str, str], now: dt.datetime) -> web.Response:
    """The answer with its validators, or 304 when the asker has it already."""
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    heads |= {"ETag": tag, **answer.headers}
    if answer.changed:
        heads["Last-Modified"] = format_datetime(answer.changed, usegmt=True)
    if answer.fresh_for is not None:
        heads["Expires"] = format_datetime(now + answer.fresh_for, usegmt=True)
    has_it = request.headers.get("If-None-Match") == tag
    has_it |= "If-None-Match" not in request.headers and request.headers.get("If-Modified-Since") == heads.get(
        "Last-Modified", ""
    )
    if has_it and answer.status == 200:
        return web.Response(status=304, headers=heads)
    if answer.compress:
        return web.Response(
            status=answer.status, headers={**heads, "Content-Encoding": "gzip"}, body=gzip.compress(answer.body)
        )
    return web.Response(status=answer.status, headers=heads, body=answer.body)

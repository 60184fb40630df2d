"""The playground as a server on loopback: page, Bot API and control API on one port. Knows nothing of any bot."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.clock import Clock, SettableClock, SystemClock
from bot.errors import TryLaterError
from bot.playground.api import handle_call, reply, send_file
from bot.playground.control.http import handle_control
from bot.playground.control.stream import stream
from bot.playground.gate import HEADERS, refusal
from bot.playground.lane import Lane
from bot.playground.reading import LARGEST_BODY
from bot.playground.refusal import RefusedError
from bot.playground.webhooks import Webhooks
from bot.playground.wire import Json, encode
from bot.playground.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import StreamReader
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http import RawRequestMessage
    from aiohttp.web_protocol import RequestHandler

    from bot.playground.guide import Guide

HOST = "127.0.0.1"
TOKEN = "7000000001:playground"  # noqa: S105  # opens nothing but this playground
PAGE = Path(__file__).parent / "page"
# Names of the page's files: no folder, and nothing a file system could stumble over.
PAGE_FILE = re.compile(r"[a-z]{1,32}\.(?:html|js|css|svg)", re.ASCII)
METHODS = frozenset({"GET", "POST"})
NOT_ALLOWED = encode(RefusedError(405, "Method Not Allowed").answer())
NOT_FOUND = encode(RefusedError(404, "Not Found").answer())
GRACE_SECONDS = 2.0
# Connections that may wait to be taken: a load test opens hundreds at once.
WAITING = 1_024


@dataclass(frozen=True, slots=True)
class Playground:
    """A running playground; `api_url` is what stands before /bot<token>/method, `token` one it accepts."""

    world: World
    port: int
    token: str = TOKEN

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        return self.url

    def announcement(self) -> Json:
        """What start prints."""
        chats = [*self.world.people, *self.world.chats]
        return {"url": self.url, "api_url": self.api_url, "chats": chats, "seed": self.world.seed}


@dataclass(slots=True)
class Site:
    """Every request of the port, by path."""

    world: World
    page: bool
    port: int = 0

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request. Calls of bots come first: they are nearly all of them."""
        refused = refusal(request, self.port)
        if refused:
            return self.closed(*refused)
        if request.method not in METHODS:
            return reply(405, NOT_ALLOWED)
        if request.path.startswith("/bot"):
            return await handle_call(self.world, request)
        response = await self.other(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def other(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path == "/control/events" and request.method == "GET":
            return await stream(self.world, request, HEADERS)
        if path.startswith("/control/"):
            return await handle_control(self.world, request)
        if request.method == "GET" and path.startswith("/file/bot"):
            return send_file(self.world, request)
        if request.method == "GET" and self.page:
            return page_file(path)
        return reply(404, NOT_FOUND)

    @staticmethod
    def closed(status: int, sentence: str) -> web.Response:
        return web.Response(status=status, body=encode({"error": sentence}), content_type="application/json")


def page_file(path: str) -> web.StreamResponse:
    """The page, or a file beside it; nothing outside its folder."""
    name = "index.html" if path == "/" else path.removeprefix("/page/")
    if not PAGE_FILE.fullmatch(name) or not (PAGE / name).is_file():
        return reply(404, NOT_FOUND)
    return web.FileResponse(PAGE / name)


@asynccontextmanager
async def serve(
    *,
    port: int = 0,
    clock: Clock | None = None,
    page: bool = True,
    seed: int = 0,
    started: bool = True,
    guide: Guide | None = None,
) -> AsyncIterator[Playground]:
    """Serve a new world on loopback while the block runs; `port` 0 takes a free one.

    `started`: whether people have pressed Start already; `guide`: a tour that the page shows. Raises TryLaterError
    when the port is taken.
    """
    world = World(clock or SettableClock(SystemClock().now()), seed, started, guide=guide)
    async with serving(world, port=port, page=page) as playground:
        yield playground


def large_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """A request whose body may be as large as Telegram takes files."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_BODY)


@asynccontextmanager
async def serving(world: World, *, port: int, page: bool) -> AsyncIterator[Playground]:
    site = Site(world, page)
    # aiohttp's bare server: routing and middleware would cost a quarter of what one call costs.
    server = web.Server(site.handle, request_factory=large_request, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    lanes: set[Lane] = set()
    loop = asyncio.get_running_loop()
    try:
        listener = await loop.create_server(lambda: Lane(world, site.port, lanes, server), HOST, port, backlog=WAITING)
    except OSError as error:
        await runner.cleanup()
        raise TryLaterError(f"Port {port} on {HOST} is taken; choose another with --port.") from error
    site.port = listener.sockets[0].getsockname()[1]
    try:
        async with Webhooks(world):
            yield Playground(world, site.port)
    finally:
        world.events.close()
        for bot in world.bots.values():
            bot.updates.dismiss()
        listener.close()
        for lane in list(lanes):
            lane.close()
        await runner.cleanup()


def tune_collector() -> None:
    """Collect garbage rarely: a call leaves a dozen objects that stay, and looking at them was a fifth of its cost."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def run(port: int, *, headless: bool, seed: int) -> None:
    """Serve until SIGTERM or SIGINT; one JSON line on stdout says where."""
    world = World(SettableClock(SystemClock().now()), seed)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with serving(world, port=port, page=not headless) as playground:
        sys.stdout.write(json.dumps(playground.announcement()) + "\n")
        sys.stdout.flush()
        await stop.wait()


def run_playground(*, port: int = 0, headless: bool = False, seed: int = 0) -> None:
    """The command `playground`; returns when it is told to stop."""
    tune_collector()
    asyncio.run(run(port, headless=headless, seed=seed))

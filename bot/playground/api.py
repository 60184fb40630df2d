"""The Bot API over HTTP: /bot<token>/<method>, /file/bot<token>/<path>. What calls mean stands in dispatch."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.dispatch import Answer, answer
from bot.playground.reading import read_parameters
from bot.playground.refusal import RefusedError
from bot.playground.wire import encode

if TYPE_CHECKING:
    from bot.playground.faults import Fault
    from bot.playground.world import World

# A socket that lingers zero seconds is reset instead of closed.
RESET = struct.pack("ii", 1, 0)
JSON_HEADERS = {"Content-Type": "application/json"}
# What a proxy before Telegram says instead of JSON.
PROXY = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"
PROXY_CODES = {502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Time-out"}


async def handle_call(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Answer one call, or fail at it the way a fault asks for."""
    token, _, method = request.path[4:].partition("/")
    try:
        bot = world.enter(token)
        params = await read_parameters(request)
    except RefusedError as refusal:
        return reply(refusal.code, encode(refusal.answer()))
    told = await answer(world, bot, method, params)
    if told.fault:
        return await faulty(request, told, told.fault)
    return reply(told.status, told.body, told.retry_after)


def reply(status: int, body: bytes, retry_after: int | None = None) -> web.Response:
    headers = JSON_HEADERS if retry_after is None else {**JSON_HEADERS, "Retry-After": str(retry_after)}
    return web.Response(status=status, body=body, headers=headers)


async def faulty(request: web.BaseRequest, told: Answer, fault: Fault) -> web.StreamResponse:
    if fault.kind in {"cut_before", "cut_after"}:
        return reset(request)
    if fault.kind == "truncate":
        return await truncated(request, told.body)
    if fault.kind == "slow":
        await asyncio.sleep(fault.values["seconds"])
    if fault.kind == "error" and told.status in PROXY_CODES:
        page = PROXY.format(PROXY_CODES[told.status])
        return web.Response(status=told.status, text=page, content_type="text/html")
    return reply(told.status, told.body, told.retry_after)


def reset(request: web.BaseRequest) -> web.Response:
    """Break the connection so that the other side sees a reset."""
    if request.transport:
        sock = request.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        request.transport.abort()
    return web.Response()


async def truncated(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    """Promise the whole body, send half of it, close."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return response


def send_file(world: World, request: web.BaseRequest) -> web.Response:
    """A file a bot was given the path of."""
    token, _, path = request.path.removeprefix("/file/bot").partition("/")
    try:
        world.enter(token)
    except RefusedError as refusal:
        return reply(refusal.code, encode(refusal.answer()))
    file = world.files.by_path(path)
    if file is None:
        return reply(404, encode(RefusedError(404, "Not Found").answer()))
    return web.Response(body=file.content, content_type="application/octet-stream")

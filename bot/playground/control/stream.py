"""The event stream the page listens to. Knows server-sent events, not what they mean."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.params import whole_number
from bot.playground.wire import encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.events import Event
    from bot.playground.world import World

ALIVE_EVERY = 15.0
GATHERED = 100


async def stream(world: World, request: web.BaseRequest, headers: Mapping[str, str]) -> web.StreamResponse:
    """Events from where the reader left off until it or the server goes."""
    last = request.headers.get("Last-Event-ID") or request.query.get("after") or ""
    after = whole_number(last, world.events.last_id)
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    missed = list(world.events.after(after))
    queue = world.events.listen()
    try:
        await response.write(b": welcome\n\n" + b"".join(line(each) for each in missed))
        await follow(queue, response)
    except (ConnectionResetError, asyncio.CancelledError):
        pass
    finally:
        world.events.listeners.discard(queue)
    return response


async def follow(queue: asyncio.Queue[Event | None], response: web.StreamResponse) -> None:
    while True:
        try:
            async with asyncio.timeout(ALIVE_EVERY):
                event = await queue.get()
        except TimeoutError:
            await response.write(b": alive\n\n")
            continue
        lines: list[bytes] = []
        while event is not None and len(lines) < GATHERED:
            lines.append(line(event))
            if queue.empty():
                break
            event = queue.get_nowait()
        await response.write(b"".join(lines))
        if event is None:
            return


def line(event: Event) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.id, event.kind.encode(), encode(event.data))

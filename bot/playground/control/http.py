"""The control API over HTTP: /control/<call>. Knows bodies and answers; what calls mean stands beside it."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.control import clockwork, inspection, keeping
from bot.playground.control.wishes import ControlError, Wish
from bot.playground.reading import read_body
from bot.playground.refusal import RefusedError
from bot.playground.wire import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.wire import Json
    from bot.playground.world import World

LARGEST = 16 * 1024 * 1024
READ: dict[str, Callable[[Wish], Any]] = {**inspection.READ, **clockwork.READ, **keeping.READ}
ROUTES: dict[str, Callable[[Wish], Any]] = {
    **inspection.ROUTES,
    **keeping.ROUTES,
}
# Pictures may show in the page; anything else is only ever saved.
SHOWN = frozenset({"image/png", "image/jpeg"})


async def handle_control(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Answer one control call; what is wrong with it is said in a sentence."""
    name = request.path.removeprefix("/control/").strip("/")
    try:
        if request.method == "GET":
            return await handle_get(world, request, name)
        return answer(200, await post(Wish(world, await wished(request)), name))
    except ControlError as error:
        return answer(error.status, {"error": str(error)})
    except RefusedError as error:
        return answer(error.code, {"error": error.description})
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError, RecursionError) as error:
        return answer(400, {"error": f"The body of {name} cannot be read ({type(error).__name__})."})


async def post(wish: Wish, name: str) -> Any:
    if name in keeping.DEEDS:
        return await keeping.do(wish, name)
    action = ROUTES.get(name)
    if action is None:
        raise unknown(name)
    return await done(action, wish)


async def done(action: Callable[[Wish], Any], wish: Wish) -> Any:
    result = action(wish)
    return await result if inspect.isawaitable(result) else result


async def handle_get(world: World, request: web.BaseRequest, name: str) -> web.StreamResponse:
    if name.startswith("file/"):
        return send_file(world, name.removeprefix("file/"))
    action = READ.get(name)
    if action is None:
        raise unknown(name)
    body = await done(action, Wish(world, dict(request.query)))
    return body if isinstance(body, web.StreamResponse) else answer(200, body)


def answer(status: int, body: Any) -> web.Response:
    return web.Response(status=status, body=encode(body), content_type="application/json")


def unknown(name: str) -> ControlError:
    reads, writes = ", ".join(sorted(READ)), ", ".join(sorted({*ROUTES, *keeping.DEEDS}))
    return ControlError(404, f"There is no control call {name!r}. GET: {reads}. POST: {writes}.")


async def wished(request: web.BaseRequest) -> Json:
    """The body as an object; a form does too, and the query stands in for what is missing."""
    query: Json = dict(request.query)
    if request.content_type == "application/x-www-form-urlencoded":
        form = await request.post()
        return {**query, **{key: value for key, value in form.items() if isinstance(value, str)}}
    body = await read_body(request, LARGEST)
    if not body.strip():
        return query
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise ControlError(400, "The body is not JSON.") from None
    if not isinstance(given, dict):
        raise ControlError(400, "The body must be a JSON object.")
    return {**query, **given}


def send_file(world: World, unique_id: str) -> web.Response:
    file = world.files.files.get(unique_id)
    if file is None:
        raise ControlError(404, "There is no such file (any more).")
    shown = file.content_type if file.content_type in SHOWN else picture_type(file.content)
    if shown:
        return web.Response(body=file.content, content_type=shown)
    headers = {"Content-Disposition": "attachment"}
    return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)


def picture_type(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8") else None

"""Updates by webhook: a small HTTP door that lets in only what carries the secret, and feeds it on at once.

Method setWebhook and header X-Telegram-Bot-Api-Secret-Token: core.telegram.org/bots/api#setwebhook. The path holds no
token; whatever is wrong with a request is answered with a 4xx and no word of why.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web
from yarl import URL

from bot.chat.polling import ALLOWED
from bot.delivery.answers import Answer, Call
from bot.errors import ChenbaoError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chat.transport import Transport

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 10.0
REMEMBERED = 10_000  # update ids; Telegram repeats an update until it is answered with 200
AGAIN_SECONDS = 5.0
MOST_CONNECTIONS = 40


def secret_of(token: str) -> str:
    """A secret of 32 bytes, in hex, that every process with the same token knows and nobody else can guess."""
    return hmac.new(token.encode(), b"chenbao webhook", hashlib.sha256).hexdigest()


class Webhook:
    """Listens on `listen` for updates sent to `url`, and hands each to `put` once."""

    def __init__(
        self,
        transport: Transport,
        put: Callable[[dict[str, Any]], object],
        *,
        url: str,
        listen: str,
        secret: str,
        refused: asyncio.Future[str] | None = None,
    ) -> None:
        self._transport = transport
        self._put = put
        self._url = url
        self._listen = listen
        self._secret = secret.encode()
        self._refused = refused
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._runner: web.ServerRunner | None = None

    async def open(self) -> None:
        """Listen; ChenbaoError when the address is taken."""
        host, _, port = self._listen.rpartition(":")
        self._runner = web.ServerRunner(web.Server(self._answer))
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            await self._runner.cleanup()
            raise ChenbaoError(
                f"telegram.webhook_listen {self._listen} cannot be used ({error.strerror}); free it or choose another"
            ) from error

    async def run(self) -> None:
        """Tell the API where we listen, again until it takes it; then listen until cancelled."""
        try:
            while not self._taken(await self._set()):  # noqa: ASYNC110 - asks the API anew, waits for no event of ours
                await asyncio.sleep(AGAIN_SECONDS)
            log.info("updates come by webhook", listen=self._listen)
            await asyncio.Event().wait()
        finally:
            await self.close()

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _set(self) -> Call:
        return await self._transport.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret.decode(),
            allowed_updates=ALLOWED,
            max_connections=MOST_CONNECTIONS,
        )

    def _taken(self, call: Call) -> bool:
        if isinstance(call, Answer) and call.ok:
            return True
        text = (call.body or {}).get("description", call.status) if isinstance(call, Answer) else call.reason
        log.warning("the API does not take the webhook; trying again", reason=text)
        if isinstance(call, Answer) and call.status in {400, 401, 404} and self._refused and not self._refused.done():
            self._refused.set_result(f"the API refuses the webhook {self._url} ({call.status} {text})")
        return False

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        return web.Response(status=await self._status(request))

    async def _status(self, request: web.BaseRequest) -> int:
        """What a request is answered with; an update is fed on only with 200."""
        if request.method != "POST":
            return 405
        if request.path != URL(self._url).path:
            return 404
        given = request.headers.getall(HEADER, [])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode("utf-8", "surrogateescape"), self._secret):
            return 403
        if request.content_type != "application/json":
            return 415
        if (request.content_length or 0) > LARGEST_BODY:
            return 413
        return self._take(await _body(request))

    def _take(self, body: bytes | None) -> int:
        if body is None:
            return 413
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            return 400
        if number not in self._seen:
            self._seen[number] = None
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            self._put(update)
        return 200


async def _body(request: web.BaseRequest) -> bytes | None:
    """The body; None when it is larger, or comes slower, than Telegram ever sends one."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return None
    except TimeoutError:
        return None
    return bytes(body)

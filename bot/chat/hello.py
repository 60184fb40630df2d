"""The first words with the Bot API: who are we? Method getMe: core.telegram.org/bots/api#getme."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import structlog

from bot.delivery.answers import Answer
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.chat.transport import Transport

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 5.0
SAY_EVERY = 60.0
SERVER_ERRORS = 500


async def meet(transport: Transport, api_url: str, stop: asyncio.Event) -> dict[str, Any] | None:
    """Ask who we are until the API answers, with a line a minute while it does not; None when stopped before."""
    said = -SAY_EVERY
    while not stop.is_set():
        if (own := await say_hello(transport, api_url)) is not None:
            return own
        now = asyncio.get_running_loop().time()
        if now - said >= SAY_EVERY:
            log.warning("the Bot API cannot be reached; trying again", api_url=api_url)
            said = now
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_SECONDS):
                await stop.wait()
    return None


async def say_hello(transport: Transport, api_url: str) -> dict[str, Any] | None:
    """The bot's own user; None when the API cannot be reached. ConfigurationError when it refuses the token."""
    call = await transport.call("getMe")
    if not isinstance(call, Answer) or call.status >= SERVER_ERRORS:
        return None
    if call.status in {401, 404}:
        raise ConfigurationError(
            f"telegram.token is refused by {api_url} ({call.status}); "
            "check it with @BotFather and set CHENBAO_TELEGRAM__TOKEN"
        )
    return dict(call.result) if call.ok else None

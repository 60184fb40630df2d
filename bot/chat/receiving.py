"""The way updates come in, by the settings: asked for, or brought to our door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat.polling import Polling

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.chat.lanes import Lanes
    from bot.chat.transport import Transport
    from bot.chat.webhook import Webhook
    from bot.delivery.alarm import Alarm
    from bot.reaching import Telegram


async def receiving(
    telegram: Telegram, transport: Transport, lanes: Lanes, refused: asyncio.Future[str], ring: Callable[[Alarm], None]
) -> Polling | Webhook:
    """Polling, or a webhook whose door is open; `refused` will say why the API wants no more of the token."""
    if telegram.mode == "polling" or telegram.token is None:
        return Polling(transport, lanes, telegram.poll_seconds, refused, alarm=ring)
    from bot.chat.webhook import Webhook, secret_of  # noqa: PLC0415 - its HTTP server is needed by no poller

    given = telegram.webhook_secret
    secret = given.get_secret_value() if given else secret_of(telegram.token.get_secret_value())
    url, listen = telegram.webhook_url, telegram.webhook_listen
    webhook = Webhook(transport, lanes.put, url=url, listen=listen, secret=secret, refused=refused)
    await webhook.open()
    return webhook

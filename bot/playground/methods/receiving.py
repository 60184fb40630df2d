"""How updates come to a bot: by polling or by webhook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.playground.bots import Webhook
from bot.playground.refusal import WEBHOOK_ACTIVE, RefusedError, bad_request

if TYPE_CHECKING:
    from bot.playground.methods.ask import Ask
    from bot.playground.wire import Json

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST = 100


async def get_updates(ask: Ask) -> list[Json]:
    if ask.bot.webhook:
        raise RefusedError(409, WEBHOOK_ACTIVE)
    allow(ask)
    if not ask.bot.polled:
        ask.bot.polled = True
        ask.world.events.publish("bot", {"bot": ask.bot})
    limit = ask.params.integer("limit", MOST)
    count = limit if 1 <= limit <= MOST else MOST
    seconds = max(0, ask.params.integer("timeout"))
    return await ask.bot.updates.poll(ask.params.integer("offset"), count, seconds)


def allow(ask: Ask) -> None:
    """Remember allowed_updates; absent leaves it as it was, empty means the usual kinds."""
    if not ask.params.has("allowed_updates"):
        return
    given = ask.params.structure("allowed_updates")
    if not isinstance(given, list):
        raise bad_request("can't parse allowed_updates JSON object")
    ask.bot.updates.allowed = frozenset(str(each) for each in given) or None


def set_webhook(ask: Ask) -> bool:
    url = ask.params.text("url")
    if not url:
        return delete_webhook(ask)
    check_webhook_url(url)
    secret = ask.params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allow(ask)
    forget_pending(ask)
    connections = ask.params.integer("max_connections", 40)
    ask.bot.webhook = Webhook(url, secret, max(1, min(MOST, connections)))
    ask.bot.updates.dismiss()
    ask.bot.updates.arrived.set()
    ask.world.hooked.set()
    ask.world.events.publish("bot", {"bot": ask.bot})
    return True


def check_webhook_url(url: str) -> None:
    """Only this machine is called back: a stand-in must not become a way out. Plain http is fine here."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise bad_request("bad webhook: an HTTPS URL must be provided for webhook")
    if host not in LOOPBACK:
        raise bad_request("bad webhook: the playground delivers to this machine only")


def forget_pending(ask: Ask) -> None:
    if ask.params.flag("drop_pending_updates"):
        ask.bot.updates.waiting.clear()


def delete_webhook(ask: Ask) -> bool:
    forget_pending(ask)
    ask.bot.webhook = None
    ask.world.events.publish("bot", {"bot": ask.bot})
    return True


def get_webhook_info(ask: Ask) -> Json:
    hook, queue = ask.bot.webhook, ask.bot.updates
    body: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
    body["pending_update_count"] = len(queue.waiting)
    if hook:
        body |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.last_error:
            body |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if queue.allowed:
        body["allowed_updates"] = sorted(queue.allowed)
    return body


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}

"""Other channels, through Apprise: what operators must hear, and the digest for people elsewhere. An extra.

Apprise is loaded when a channel is set, and works in a thread of its own: it knows no asyncio.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import structlog

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import SecretStr

    from bot.config import Channels as ChannelsSection

log = structlog.get_logger(__name__)


class Channels:
    """Where alarms and digests go besides Telegram. ConfigurationError for an address Apprise does not know."""

    def __init__(self, section: ChannelsSection) -> None:
        self._alarms = _opened("channels.alarms", section.alarms)
        self._digests = _opened("channels.digests", section.digests)
        self._sending: set[asyncio.Task[bool]] = set()

    @property
    def mirrors(self) -> bool:
        """Whether anybody wants the digest elsewhere."""
        return self._digests is not None

    def alarm(self, text: str) -> None:
        """Tell operators elsewhere too; nobody waits for it."""
        if self._alarms is not None:
            task = asyncio.create_task(_send(self._alarms, "Chenbao", text))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def mirror(self, title: str, text: str) -> bool:
        """Bring the digest to the other channels; False when one of them did not take it."""
        return self._digests is None or await _send(self._digests, title, text)


def _opened(setting: str, addresses: Sequence[SecretStr]) -> Any:
    """The channels of one setting; None when it names none."""
    if not addresses:
        return None
    try:
        from apprise import Apprise  # noqa: PLC0415 - an extra that most installations do without
    except ModuleNotFoundError:
        raise ConfigurationError(
            f"{setting} needs Apprise, which is not installed; install chenbao[channels]"
        ) from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it logs addresses with the passwords in them
    found = Apprise()
    for number, address in enumerate(addresses, 1):
        if not found.add(address.get_secret_value()):
            raise ConfigurationError(
                f"{setting}: address {number} is none that Apprise knows; write it like "
                "mailto://user:password@example.org (github.com/caronc/apprise lists them)"
            )
    return found


async def _send(channels: Any, title: str, text: str) -> bool:
    try:
        taken = await asyncio.to_thread(channels.notify, body=text, title=title, body_format="text")
    except Exception as error:  # a channel elsewhere must never cost anything here
        log.exception("another channel failed", reason=type(error).__name__)
        return False
    if not taken:
        log.warning("another channel did not take a message", title=title)
    return bool(taken)

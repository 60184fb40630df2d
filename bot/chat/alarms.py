"""Tells operators privately what went wrong: each thing once an hour, however often it happens. Stores nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from bot.chat import screens
from bot.chat.replies import Replies, Say
from messages.length import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.delivery.alarm import Alarm, Trouble
    from bot.delivery.sender import Sender
    from messages.message import Language

log = structlog.get_logger(__name__)

QUIET_SECONDS = 3600.0
LONGEST_REASON = 300


class Alarms:
    """The bell at the operators' door."""

    def __init__(
        self,
        operators: Sequence[int],
        language: Language,
        sender: Sender,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._operators = operators
        self._language: Language = language
        self._sender = sender
        self._now = now
        self._rung: dict[tuple[Trouble, str], float] = {}
        self.queue: Callable[[Replies], None] = lambda _reply: None  # the sending loop's, which rings this bell itself
        self.elsewhere: Callable[[str], None] = lambda _text: None

    def ring(self, alarm: Alarm) -> None:
        """Say it in the log, and to every operator unless they have heard of this trouble within the hour."""
        now = self._now()
        last = self._rung.get((alarm.trouble, alarm.about))
        if last is not None and now - last < QUIET_SECONDS:
            return
        self._rung[alarm.trouble, alarm.about] = now
        log.error("operators are told", trouble=str(alarm.trouble), reason=alarm.reason)
        text = screens.say(self._language, f"alarm.{alarm.trouble}", reason=alarm.reason[:LONGEST_REASON])
        for operator in self._operators:
            self.queue(Replies(operator, 0, [Say(text)], self._sender))
        self.elsewhere(shown(text.text))

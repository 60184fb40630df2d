"""Telegram's sending limits, counted in real time. Knows chats only by id and kind."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from bot.playground.refusal import RefusedError, too_many
from bot.playground.wire import Json, Shaped

REMEMBERED = 20_000


@dataclass(slots=True)
class Window:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return 0.0 if len(self.times) < self.count else self.times[0] + self.seconds - now

    def take(self, now: float) -> None:
        self.times.append(now)


@dataclass(slots=True)
class Bucket:
    """`rate` a second, with `burst` saved up."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self, now: float) -> None:
        self.wait(now)
        self.level -= 1


@dataclass(slots=True)
class Limits(Shaped):
    """30 a second over all, 1 a second in a chat with short bursts, 20 a minute in a group; off unless switched on."""

    enabled: bool = False
    per_second: int = 30
    per_chat_second: float = 1.0
    burst: float = 4.0
    per_group_minute: int = 20
    bots: dict[int, Window] = field(default_factory=dict)
    chats: dict[int, Bucket] = field(default_factory=dict)
    groups: dict[int, Window] = field(default_factory=dict)

    def spend(self, bot_id: int, chat_id: int, *, group: bool, now: float, messages: int = 1) -> None:
        """Count messages about to be accepted; 429 when it is too early for them."""
        if not self.enabled:
            return
        if len(self.chats) > REMEMBERED:
            self.chats.clear()
        meters: list[Window | Bucket] = [
            self.bots.setdefault(bot_id, Window(self.per_second, 1.0)),
            self.chats.setdefault(chat_id, Bucket(self.per_chat_second, self.burst, self.burst, now)),
        ]
        if group:
            meters.append(self.groups.setdefault(chat_id, Window(self.per_group_minute, 60.0)))
        wait = max(meter.wait(now) for meter in meters)
        if wait > 0:
            raise refused(wait)
        for meter in meters:
            for _ in range(messages):
                meter.take(now)

    def forget(self) -> None:
        """Begin counting anew, as after a change of values."""
        self.bots.clear()
        self.chats.clear()
        self.groups.clear()

    def shape(self) -> Json:
        return {
            "enabled": self.enabled,
            "per_second": self.per_second,
            "per_chat_second": self.per_chat_second,
            "burst": self.burst,
            "per_group_minute": self.per_group_minute,
        }


def refused(wait: float) -> RefusedError:
    return too_many(max(1, math.ceil(wait)))

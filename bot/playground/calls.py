"""The last calls bots made, for whoever inspects them. Knows what was said, not what it did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.wire import Json, Shaped, encode

if TYPE_CHECKING:
    import datetime as dt

    from bot.playground.params import Parameters

KEPT = 2_000
LARGE = 16_000


@dataclass(slots=True, eq=False)
class Call(Shaped):
    """One call and how it went."""

    id: int
    at: dt.datetime
    bot_id: int
    method: str
    params: Parameters
    chat_id: int | None = None
    message_id: int | None = None
    result: Any = None
    error_code: int | None = None
    description: str | None = None
    fault: str | None = None
    ms: float = 0.0

    @property
    def ok(self) -> bool:
        return self.error_code is None

    def shape(self) -> Json:
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "bot_id": self.bot_id,
            "method": self.method,
            "params": self.params.shown(),
            "ok": self.ok,
            "error_code": self.error_code,
            "description": self.description,
            "result": shortened(self.result),
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "fault": self.fault,
            "ms": round(self.ms, 3),
        }


@dataclass(slots=True)
class Calls:
    """The last calls, numbered from 1."""

    last_id: int = 0
    kept: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT))

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


def shortened(result: Any) -> Any:
    """A result as it is, or its size when it is too large to show."""
    size = len(encode(result))
    return result if size <= LARGE else {"cut": f"{size} bytes"}

"""What happened, for whoever watches the world: the page's event stream. Knows no HTTP."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = 2_000
QUEUED = 5_000


class Event(NamedTuple):
    """One thing that happened; `data` is shaped into JSON when somebody reads it."""

    id: int
    kind: str
    data: object


@dataclass(slots=True)
class Events:
    """The last events and those who listen; one who reads too slowly is cut off."""

    last_id: int = 0
    kept: deque[Event] = field(default_factory=lambda: deque(maxlen=KEPT))
    listeners: set[asyncio.Queue[Event | None]] = field(default_factory=set)

    def publish(self, kind: str, data: object) -> None:
        self.last_id += 1
        event = Event(self.last_id, kind, data)
        self.kept.append(event)
        for queue in list(self.listeners):
            if queue.qsize() >= QUEUED:
                self.listeners.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(event)

    def after(self, event_id: int) -> Iterator[Event]:
        """What followed event `event_id`; a reset first when part of it is no longer kept."""
        if self.kept and event_id < self.kept[0].id - 1:
            yield Event(self.last_id, "reset", {"missed": True})
            return
        yield from [each for each in self.kept if each.id > event_id]

    def listen(self) -> asyncio.Queue[Event | None]:
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self.listeners.add(queue)
        return queue

    def close(self) -> None:
        """Tell every listener that no more will come."""
        for queue in self.listeners:
            queue.put_nowait(None)
        self.listeners.clear()

"""Faults on purpose: which call or update meets which, drawn from a seed so that a run repeats. Only decides."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.wire import Json, Shaped

if TYPE_CHECKING:
    from collections.abc import Collection

BEFORE = frozenset({"flood", "error", "refuse", "cut_before", "conflict"})
AFTER = frozenset({"slow", "cut_after", "truncate"})
ON_UPDATE = frozenset({"duplicate_update", "late_update"})
KINDS = BEFORE | AFTER | ON_UPDATE | {"stale_tap"}
UNCOUNTED = 2**62


@dataclass(slots=True)
class Fault(Shaped):
    """One fault and whom it meets; `values` are its own fields."""

    id: int
    kind: str
    method: str = ""
    chat_id: int | None = None
    left: int = 1
    until: float | None = None
    skip: int = 0
    probability: float = 1.0
    values: Json = field(default_factory=dict)

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Whether a call of `method` about `chat_id` is one of its."""
        if self.chat_id is not None and chat_id != self.chat_id:
            return False
        if self.method:
            return self.method in {"*", method.lower()}
        return method != "getupdates"

    def shape(self) -> Json:
        left = None if self.left >= UNCOUNTED else self.left
        own = {"id": self.id, "kind": self.kind, "method": self.method or None, "chat_id": self.chat_id, "left": left}
        return {**own, "skip": self.skip, "probability": self.probability, **self.values}


@dataclass(slots=True)
class Faults:
    """Those waiting to happen, the earliest first."""

    seed: int = 0
    waiting: list[Fault] = field(default_factory=list)
    last_id: int = 0
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311  # a repeatable run, not a secret

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def take(self, kinds: Collection[str], method: str, chat_id: int | None, now: float) -> Fault | None:
        """The fault this call meets, used up by one; None when it is spared. `now` is real time."""
        if not self.waiting:
            return None
        self.waiting = [each for each in self.waiting if each.until is None or each.until > now]
        for fault in self.waiting:
            if fault.kind in kinds and fault.meets(method, chat_id):
                return fault if self._strikes(fault) else None
        return None

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.probability < 1 and self.dice.random() >= fault.probability:
            return False
        fault.left -= 1
        if fault.left <= 0:
            self.waiting.remove(fault)
        return True

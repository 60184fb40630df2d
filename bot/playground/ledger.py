"""What was accepted and what was refused, exactly. Counts never leave; the rows beside them are the last ones.

Knows what a call said, not what it did to the world.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TextIO

from bot.playground.wire import Json, encode

if TYPE_CHECKING:
    import datetime as dt

ROWS = 200_000
REFUSED = 10_000
CHARACTERS = 32_000_000


class Row(NamedTuple):
    """One call, accepted (then without code) or refused."""

    n: int
    method: str
    chat_id: int | None
    thread_id: int | None
    message_id: int | None
    text: str
    at: dt.datetime
    bot_id: int
    error_code: int | None = None
    description: str | None = None

    def shape(self) -> Json:
        body = self._asdict() | {"at": self.at.isoformat()}
        if self.error_code is None:
            del body["error_code"], body["description"]
        return body


@dataclass(slots=True)
class Ledger:
    """Exact counts by method, chat and topic; the last rows in full, every row in `file` when there is one."""

    total: int = 0
    refused_total: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    by_method: Counter[str] = field(default_factory=Counter)
    by_chat: Counter[int] = field(default_factory=Counter)
    by_thread: Counter[tuple[int, int]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    rows: deque[Row] = field(default_factory=deque)
    refused: deque[Row] = field(default_factory=lambda: deque(maxlen=REFUSED))
    characters: int = 0
    file: TextIO | None = None
    n: int = 0

    def accept(self, row: Row) -> None:
        self.total += 1
        self.by_method[row.method] += 1
        if row.chat_id is not None:
            self.by_chat[row.chat_id] += 1
            if row.thread_id is not None:
                self.by_thread[row.chat_id, row.thread_id] += 1
        self.rows.append(row)
        self.characters += len(row.text)
        while len(self.rows) > ROWS or self.characters > CHARACTERS:
            self.characters -= len(self.rows.popleft().text)
        if self.file:
            self.file.write(encode(row.shape()).decode() + "\n")

    def refuse(self, row: Row) -> None:
        self.refused_total += 1
        self.refusals[f"{row.error_code} {row.description}"[:200]] += 1
        if len(self.refusals) > REFUSED:
            self.refusals.popitem()
        self.refused.append(row)

    def number(self) -> int:
        self.n += 1
        return self.n

    def counts(self) -> Json:
        return {
            "accepted": self.total,
            "refused": self.refused_total,
            "calls": dict(self.calls),
            "by_method": dict(self.by_method),
            "by_chat": {str(chat): count for chat, count in self.by_chat.items()},
            "by_thread": {f"{chat}/{thread}": count for (chat, thread), count in self.by_thread.items()},
        }

    def clear(self) -> None:
        """Begin anew; numbers go on, so that no row is taken for another."""
        n, file = self.n, self.file
        self.__init__(n=n, file=file)  # type: ignore[misc]  # the dataclass's own way to say "all defaults"

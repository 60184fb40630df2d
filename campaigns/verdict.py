"""Whether a delivery campaign kept the promise, judged from what the server accepted. Pure: compares two ledgers.

The server's ledger says what readers have; the bot's books say what it believes. Rules: docs/delivery.md, "How it is
tried".
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns.faults import AMBIGUOUS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

BATCH = 100  # rows that may be `sending` when a kill comes
WINDOW = 10.0  # seconds before a kill in which one of these may be, on a machine however busy


class Accepted(NamedTuple):
    """One message a reader has. `at` in seconds of the clock that kills are noted by."""

    chat: int
    message_id: int
    at: float
    answered: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """Counts of one publication, or of many added up."""

    readers: int = 0
    accepted: int = 0
    kills: int = 0
    missed: int = 0  # living readers who have nothing
    undeclared: int = 0  # of these, not declared unknown in the books
    surplus: int = 0  # messages beyond the first a reader has
    unexplained: int = 0  # of these, neither a kill nor a hidden answer before them
    sent: int = 0  # rows the books call sent
    unbalanced: int = 0  # sent rows the server never accepted, accepted messages the books cannot explain
    open: int = 0  # rows that never came to an end

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def faults(self, *, urgent: bool, batch: int = BATCH) -> list[str]:
        """What breaks the promise: an alert rather twice than never, anything else rather never than twice."""
        found = {
            "rows never ended": self.open,
            "accepted and books differ": self.unbalanced,
            "doubled without a kill or a hidden answer": self.unexplained,
            "missed and not declared": self.undeclared,
            "missed": self.missed if urgent else 0,
            "doubled": 0 if urgent else self.surplus,
            f"surplus above {batch} a kill": max(0, self.surplus - batch * self.kills) if self.kills else 0,
        }
        return [f"{what}: {number:,}" for what, number in found.items() if number]


def verdict(
    living: Collection[int], accepted: Iterable[Accepted], rows: Sequence[Mapping[str, Any]], kills: Sequence[float]
) -> Verdict:
    """Compare the ledgers of one publication. `rows` are those of `deliveries --json`; `living` can be reached."""
    copies: defaultdict[int, list[Accepted]] = defaultdict(list)
    accepted = sorted(accepted, key=lambda one: one.at)
    excused = cut_off(accepted, kills)
    for one in accepted:
        copies[one.chat].append(one)
    row_of = {row["chat_id"]: row for row in rows}
    missed = [chat for chat in living if chat not in copies]
    return Verdict(
        readers=len(living),
        accepted=sum(map(len, copies.values())),
        kills=len(kills),
        missed=len(missed),
        undeclared=sum(row_of.get(chat, {}).get("state") != "unknown" for chat in missed),
        surplus=sum(len(each) - 1 for each in copies.values()),
        unexplained=sum(unexplained(each, excused) for each in copies.values()),
        sent=sum(row["state"] == "sent" for row in rows),
        unbalanced=sum(not balanced(copies.get(chat, []), row_of.get(chat)) for chat in {*copies, *row_of}),
        open=sum(row["state"] in {"pending", "sending"} for row in rows),
    )


def cut_off(accepted: Sequence[Accepted], kills: Iterable[float]) -> set[int]:
    """Ids of the messages whose receipt a kill may have cut off: the last batch accepted before it.

    Counted in messages, for the promise is a batch, however long a commit takes. An answer that was held back may have
    let more than a batch pass by.
    """
    times = [one.at for one in accepted]
    found: set[int] = set()
    for kill in kills:
        before = bisect.bisect_right(times, kill)
        recent = accepted[bisect.bisect_left(times, kill - WINDOW) : before]
        found.update(one.message_id for one in recent[-BATCH:])
        found.update(one.message_id for one in recent if one.answered == "delayed")
    return found


def unexplained(copies: Sequence[Accepted], excused: Collection[int]) -> int:
    """Copies that follow one whose answer the bot must have seen and kept."""
    return sum(former.answered not in AMBIGUOUS and former.message_id not in excused for former in copies[:-1])


def balanced(copies: Sequence[Accepted], row: Mapping[str, Any] | None) -> bool:
    """Whether the books explain what one chat has, to the message: each copy is the one named sent, or an attempt."""
    if row is None:
        return not copies
    if row["state"] == "sent":
        return any(one.message_id == row["message_id"] for one in copies) and len(copies) <= row["attempts"]
    return len(copies) <= row["attempts"] if row["state"] == "unknown" else not copies

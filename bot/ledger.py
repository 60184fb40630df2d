"""The words of the books: what is owed, to whom, and how it ended. Pure: knows no database and no network."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt


class Kind(enum.StrEnum):
    """What a publication is."""

    DIGEST = "digest"
    ALERT = "alert"
    ANNOUNCEMENT = "announcement"
    EDIT = "edit"


class State(enum.StrEnum):
    """Where a delivery stands. The last four are ends, but for an alert's `unknown`, which goes back to `pending`."""

    PENDING = "pending"  # owed; may be sent from `not_before` on
    SENDING = "sending"  # committed before the bytes leave; found at start it is dead and becomes unknown
    SENT = "sent"  # the API answered with a message
    REFUSED = "refused"  # the API said no, with the reason
    EXPIRED = "expired"  # no longer worth sending when its turn came
    UNKNOWN = "unknown"  # the API may have taken it; nobody can tell


class Priority(enum.IntEnum):
    """Order of sending; answers to people go before all of these."""

    ALERT = 0
    EDIT = 1
    ANNOUNCEMENT = 2
    DIGEST = 3


class QuietHours(enum.StrEnum):
    """What a publication does in a reader's quiet hours."""

    SILENCE = "silence"  # comes at its time, without a sound: digests, plain announcements
    HOLD = "hold"  # waits for their end: changes, official warnings below orange
    BREAK = "break"  # comes with a sound: danger, urgent announcements


class Link(enum.StrEnum):
    """How a publication goes to those who have an earlier one."""

    EDIT = "edit"  # it changes the message they have
    REPLY = "reply"  # it answers that message
    NOTE = "note"  # it changes that message where the weather has changed a little
    NEWS = "news"  # it answers that message as a notice: held in quiet hours, no more than two a day


def repeats_unknown(priority: Priority) -> bool:
    """Whether a delivery of unknown outcome is sent again: an alert rather twice than never, an edit without harm."""
    return priority <= Priority.EDIT


class Intent(NamedTuple):
    """A delivery whose `sending` is committed: the bytes may leave."""

    id: int
    publication_id: int
    kind: Kind
    priority: Priority
    chat_id: int
    thread_id: int
    subscription_id: int
    wishes_id: int
    attempt: int
    occurrence: str
    message_id: int | None = None  # the message an edit changes
    reply_to: int | None = None
    silent: bool = False
    marked: bool = False  # late, or a repeat of an unknown outcome: said in the text
    revision: int = 0  # of the publication's content
    anew: bool = False  # an edit that has outgrown the message it changes, and is said in a new one
    relocated: bool = False  # its topic is closed and it goes to the whole group: said in the text


@dataclass(frozen=True, slots=True)
class Sent:
    """The API answered with a message."""

    message_id: int
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The API said no. `suspend` stops the chat, `strike` counts against it; `alarm` tells the operators."""

    reason: str
    suspend: bool = False
    strike: bool = False
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The API may have taken it."""

    reason: str


Mend = Literal[
    "plain", "without thread", "without reply", "without picture", "new message", "as text", "as caption", "as answer"
]


@dataclass(frozen=True, slots=True)
class Again:
    """It was certainly not taken: send again after `wait`, in another way when `mend` says so.

    `counts` is False for a flood wait, which is no attempt.
    """

    reason: str
    wait: dt.timedelta
    counts: bool = True
    flood: bool = False
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group is a supergroup now: rename it everywhere and send again."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The token is refused: stop all sending, keep every row."""

    reason: str


Outcome = Sent | Refused | Unknown | Again | Migrated | Stopped

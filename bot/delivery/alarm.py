"""What operators must hear at once. Knows nothing of how they are told."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Trouble(enum.StrEnum):
    """Each has a phrase of its own, `alarm.` and this name, with the reason in it."""

    BOOKS = "books"  # the books cannot be written: a full or locked disk
    REFUSED = "refused"  # the API refuses a message for what is in it: a bug of ours
    STOPPED = "stopped"  # the API wants nothing more of this token
    FAULT = "fault"  # something failed that nobody foresaw
    CONFLICT = "conflict"  # another program polls with this token
    PICTURE = "picture"  # a weather card cannot be drawn, or is refused; its words go out alone
    NO_PAGE = "no_page"  # the first digests are near and there is no page
    LONG = "long"  # a fan-out will take hours at this rate
    SOURCE = "source"  # a live source is silent, floods, or is about to go
    CLOCK = "clock"  # the machine's clock has jumped


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something is wrong, and why."""

    trouble: Trouble
    reason: str
    about: str = ""  # which of several, where one alarm must not silence another

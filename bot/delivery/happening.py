"""What sending taught about a place that whoever looks after it must hear. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.places import Owner


class What(enum.Enum):
    """What became of a place."""

    SUSPENDED = enum.auto()  # nothing more can be sent there
    TOPIC_GONE = enum.auto()  # its subscription has fallen back to the group
    MOVED = enum.auto()  # the group has a new id


@dataclass(frozen=True, slots=True)
class Happening:
    """What became of which place, and who subscribed it."""

    what: What
    chat_id: int
    owners: tuple[Owner, ...] = ()

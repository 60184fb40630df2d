"""Who wants what, when, where and in which language. Pure: knows no database, no chat program and no clock."""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import Literal, Self

from pydantic import Field, field_validator

from bot.clock import known_zone
from messages.alert import Level
from messages.edition import Value
from messages.message import Audience, Form, Wishes

ChatKind = Literal["private", "group", "supergroup", "channel"]
MOST_SLOTS = 8
REST = 100  # the rest-day half of a slot is numbered this much above it, and shares its dates
MOST_KEYWORDS = 50
LONGEST_KEYWORD = 20

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MORNING = dt.time(7, 0)


class SlotKind(enum.StrEnum):
    """What a slot brings."""

    DIGEST = "digest"
    EVENING = "evening"  # tomorrow's card, the evening before


class Slot(Value):
    """A wall time and the days it holds: ISO weekdays (1 is Monday), or the calendar's work or rest days."""

    time: dt.time = MORNING
    number: int = Field(default=0, ge=0, exclude=True)  # counts from 1 within a kind once stored; 0 before
    weekdays: tuple[int, ...] = EVERY_DAY
    days: Literal["weekdays", "workdays", "restdays"] = "weekdays"
    kind: SlotKind = SlotKind.DIGEST

    @field_validator("time", mode="before")
    @classmethod
    def _wall_time(cls, value: object) -> object:
        if not isinstance(value, str | dt.time):
            raise ValueError('a time is written "07:00"')  # noqa: TRY004 - pydantic makes its error of this one
        if isinstance(value, str) and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d(:00)?", value):
            raise ValueError(f'"{value}" is not a time; write "07:00"')
        return value.zfill(5) if isinstance(value, str) and len(value) == len("7:00") else value

    @field_validator("weekdays", mode="after")
    @classmethod
    def _iso_weekdays(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or not set(value) <= set(EVERY_DAY):
            raise ValueError("weekdays are numbers from 1 (Monday) to 7 (Sunday), at least one")
        return tuple(sorted(set(value)))

    def clashes(self, other: Slot) -> bool:
        """Whether both would bring the same thing at the same minute of some day."""
        if (self.kind, self.time) != (other.kind, other.time):
            return False
        if self.days == other.days == "weekdays":
            return not set(self.weekdays).isdisjoint(other.weekdays)
        return self.days == other.days


class Quiet(Value):
    """Hours without a sound, by the chat's own wall clock; may run across midnight."""

    start: dt.time = dt.time(22, 0)
    end: dt.time = dt.time(6, 30)

    def holds(self, wall: dt.time) -> bool:
        """Whether `wall` lies in these hours: the start does, the end does not."""
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


class Subscription(Value):
    """A chat or topic and its wishes. `thread_id` 0 is the chat itself."""

    chat_id: int
    thread_id: int = 0
    kind: ChatKind = "private"
    zone: str = "Asia/Shanghai"
    wishes: Wishes = Wishes()
    slots: tuple[Slot, ...] = ()
    quiet: Quiet | None = Quiet()
    silent: bool = False
    warnings: bool = True
    floor: Level = "blue"
    without_kinds: tuple[str, ...] = Field(default=(), max_length=50)  # of warnings: "霾", "大雾"
    breaks_quiet: Literal["orange", "red", "never"] = "orange"  # from which level warnings come in quiet hours too
    owner: int | None = None  # who subscribed, in a group or channel

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)

    @property
    def subscribed(self) -> bool:
        return bool(self.slots)

    def with_slots(self, *slots: Slot) -> Self:
        return self.model_copy(update={"slots": slots})

    def with_wishes(self, **changes: object) -> Self:
        return self.model_copy(update={"wishes": self.wishes.model_copy(update=changes)})


def audience(kind: ChatKind) -> Audience:
    """How openly a message is read: alone, in a group, or by a channel's followers."""
    if kind == "private":
        return "private"
    return "channel" if kind == "channel" else "group"


def usual_form(kind: ChatKind) -> Form:
    """What a chat gets that has not chosen: the picture in private, plain text where many read."""
    return "photo" if kind == "private" else "text"

"""Readers as JSON lines, as `subs import` and `subs export` have them: one line a chat, each read on its own.

A line that is wrong, in whatever way, is a problem with its number; it neither stops the rest nor costs memory.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from pydantic import Field, ValidationError, field_validator

from bot.errors import ChenbaoError
from bot.subscription import (
    MOST_KEYWORDS,
    MOST_SLOTS,
    ChatKind,
    Quiet,
    Slot,
    Subscription,
    audience,
    usual_form,
)
from messages.alert import Level
from messages.edition import Value
from messages.message import WishedTheme, Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings

LONGEST_LINE: Final = 65_536  # bytes; a reader's takes a few hundred
LARGEST_ID: Final = 2**52  # Telegram's ids have at most 52 significant bits
BOM: Final = b"\xef\xbb\xbf"


class RosterLine(Value):
    """One line of `subs import` and `subs export`; only `chat_id` is needed."""

    chat_id: int = Field(strict=True, ge=-LARGEST_ID, le=LARGEST_ID)
    thread_id: int | None = Field(default=None, strict=True, ge=0, le=LARGEST_ID)
    kind: ChatKind | None = None
    language: Literal["zh-CN", "en"] | None = None
    zone: str | None = None
    slots: tuple[Slot, ...] = Field(default=(Slot(),), max_length=MOST_SLOTS)
    sections: dict[str, bool | int] | None = None
    form: Literal["text", "photo"] | None = None
    theme: WishedTheme | None = None
    quiet: Quiet | None = None
    silent: bool = False
    warnings: bool = True
    floor: Level = "blue"
    without_kinds: tuple[str, ...] = Field(default=(), max_length=50)
    place: str = Field(default="", max_length=60)
    breaks_quiet: Literal["orange", "red", "never"] = "orange"
    low_data: bool = False
    follow: tuple[str, ...] = Field(default=(), max_length=MOST_KEYWORDS)
    mute: tuple[str, ...] = Field(default=(), max_length=MOST_KEYWORDS)

    @field_validator("chat_id")
    @classmethod
    def _somebody(cls, value: int) -> int:
        if value == 0:
            raise ValueError("0 is nobody's")
        return value

    @field_validator("slots")
    @classmethod
    def _once_each(cls, value: tuple[Slot, ...]) -> tuple[Slot, ...]:
        for one, other in itertools.combinations(value, 2):
            if one.clashes(other):
                raise ValueError(f"{one.time:%H:%M} stands there twice for one day")
        return value


def read(settings: Settings, file: str) -> Iterator[tuple[Subscription | None, str]]:
    """Each line of a file (`-` is standard input) as a subscription, or None and what is wrong with it."""
    with _opened(file) as stream:
        for number, line in enumerate(bounded(stream), 1):
            if line is None:
                yield None, f"line {number}: longer than {LONGEST_LINE:,} bytes"
                continue
            told = line.removeprefix(BOM) if number == 1 else line
            if not told.strip():
                continue
            try:
                yield subscription_of(RosterLine.model_validate_json(told), settings), ""
            except ValidationError as error:
                yield None, f"line {number}: {_said(error)}"


def bounded(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long."""
    while line := stream.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None


@contextlib.contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as stream:
            yield stream
    except OSError as error:
        raise ChenbaoError(f"{file} cannot be read: {error.strerror}") from error


def _said(error: ValidationError) -> str:
    """The first thing that is wrong, and where in the line."""
    problem = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where + ': ' if where else ''}{problem['msg'].removeprefix('Value error, ')}"


def line_of(subscription: Subscription) -> dict[str, Any]:
    """One reader as a roster line."""
    wishes = subscription.wishes
    return {
        "chat_id": subscription.chat_id,
        "thread_id": subscription.thread_id or None,
        "kind": subscription.kind,
        "language": wishes.language,
        "zone": subscription.zone,
        "slots": [
            {"time": f"{slot.time:%H:%M}", "weekdays": list(slot.weekdays), "days": slot.days, "kind": str(slot.kind)}
            for slot in subscription.slots
        ],
        "sections": {"weather": wishes.weather, "safety": wishes.safety, "headlines": wishes.headlines},
        "form": wishes.form,
        "theme": wishes.theme,
        "quiet": subscription.quiet.model_dump(mode="json") if subscription.quiet else None,
        "silent": subscription.silent,
        "warnings": subscription.warnings,
        "floor": subscription.floor,
        "without_kinds": list(subscription.without_kinds),
        "place": wishes.place,
        "breaks_quiet": subscription.breaks_quiet,
        "low_data": wishes.low_data,
        "follow": list(wishes.follow),
        "mute": list(wishes.mute),
    }


def subscription_of(line: RosterLine, settings: Settings) -> Subscription:
    """A roster line with the paper's defaults for what it leaves out."""
    kind = line.kind or ("private" if line.chat_id > 0 else "supergroup")
    sections = line.sections or {}
    wishes = Wishes.model_validate(
        {
            "language": line.language or settings.paper.language,
            "audience": audience(kind),
            "form": line.form or usual_form(kind),
            "theme": line.theme or "auto",
            "low_data": line.low_data,
            "follow": line.follow,
            "mute": line.mute,
            "place": line.place,
            **sections,
        }
    )
    return Subscription(
        chat_id=line.chat_id,
        thread_id=line.thread_id or 0,
        kind=kind,
        zone=settings.paper.timezone if line.zone is None else line.zone,
        wishes=wishes,
        slots=line.slots,
        quiet=line.quiet,
        silent=line.silent,
        warnings=line.warnings,
        floor=line.floor,
        without_kinds=line.without_kinds,
        breaks_quiet=line.breaks_quiet,
    )

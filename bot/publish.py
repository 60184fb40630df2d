"""The story on one screen: a slot is due -> a publication is owed -> rows are written -> a message is composed.

Sending is the delivery's business, deciding what is said that of `messages`; here they meet.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.ledger import Kind, Priority, QuietHours
from bot.schedule import due
from bot.store import briefings, outbox, roster, schedules
from bot.subscription import SlotKind
from messages import answers, notices
from messages.digest import digest

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.clock import Clock
    from bot.config import Settings
    from bot.ledger import Intent
    from bot.store.briefings import Release
    from bot.store.database import Database
    from messages.message import Briefing, House, Message, Wishes

BRIEFING_SECONDS = 1.0  # how long a briefing read from the store serves again
KEPT_MESSAGES = 512
DAYS_LOOKED_BACK = 7  # digests missed longer ago are not even counted one by one


def owe_digests(connection: sa.Connection, now: dt.datetime) -> int:
    """Owe every digest whose time has come, and set each schedule's next time, in one transaction."""
    found = schedules.due(connection, now)
    for item in found:
        zone = ZoneInfo(item.zone)
        start = max(item.date, now.astimezone(zone).date() - dt.timedelta(days=DAYS_LOOKED_BACK))
        for date, at in due.missed(item.slot, zone, start, now):
            owe_digest(connection, item, date, at, now)
        date, at = due.first_after(item.slot, zone, now)
        schedules.advance(connection, item.schedule_id, date, at)
    return len(found)


def owe_digest(
    connection: sa.Connection, item: schedules.Due, date: dt.date, at: dt.datetime, now: dt.datetime
) -> None:
    """Owe one schedule's digest of one intended date; when it is too late its rows are written as missed."""
    ref = f"{item.slot.kind}-{date.isoformat()}"
    publication = outbox.publish(connection, ref=ref, kind=Kind.DIGEST, date=date, now=now)
    outbox.open_fanout(
        connection,
        publication,
        priority=Priority.DIGEST,
        due_at=at,
        schedule_id=item.schedule_id,
        date=date,
        expires=due.end_of_day(date, ZoneInfo(item.zone)),
        lateness=due.lateness(at, now),
    )


def owe_announcement(
    connection: sa.Connection, text: str, *, urgent: bool, expires: dt.datetime | None, ref: str, now: dt.datetime
) -> None:
    """Owe a text to every subscriber as they stand now: urgent ones by the alert policy."""
    publication = outbox.publish(
        connection, ref=ref, kind=Kind.ANNOUNCEMENT, now=now, content={"text": text, "urgent": urgent}, expires=expires
    )
    priority = Priority.ALERT if urgent else Priority.ANNOUNCEMENT
    quiet = QuietHours.BREAK if urgent else QuietHours.SILENCE
    outbox.open_fanout(connection, publication, priority=priority, due_at=now, expires=expires, quiet=quiet)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is owed, as read from the store."""

    ref: str
    kind: Kind
    date: dt.date | None
    content: dict[str, Any]


class Publisher:
    """Composes messages out of the store, once for all readers with the same wishes."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, release: Release) -> None:
        self.house = settings.house
        self._database = database
        self._clock = clock
        self.release = release
        self._briefing: Briefing | None = None
        self._briefed_at = 0.0
        self._reading = asyncio.Lock()  # one reads for all who wait
        self._publications: dict[int, Publication] = {}
        self._wishes: dict[int, Wishes] = {}
        self._messages: dict[tuple[object, ...], Message | None] = {}

    async def briefing(self) -> Briefing:
        """What is known now; the same value while nothing has changed."""
        if self._briefing is not None and time.monotonic() - self._briefed_at <= BRIEFING_SECONDS:
            return self._briefing
        async with self._reading:
            return await self._read_briefing()

    async def _read_briefing(self) -> Briefing:
        if self._briefing is None or time.monotonic() - self._briefed_at > BRIEFING_SECONDS:
            fresh = await self._database.read(briefings.briefing, self._clock.now(), self.release)
            if fresh != self._briefing:
                self._briefing = fresh
                self._messages.clear()
            self._briefed_at = time.monotonic()
        return self._briefing

    def forget(self) -> None:
        """An edition or the clock has changed: read anew at the next question."""
        self._briefed_at = 0.0

    async def message(self, intent: Intent) -> Message | None:
        """What `intent` says; None when there is nothing to say any more."""
        briefing = await self.briefing()
        key = (intent.publication_id, intent.wishes_id, intent.marked)
        if key not in self._messages:
            publication = await self._publication(intent.publication_id)
            wishes = await self._wanted(intent.wishes_id)
            if len(self._messages) >= KEPT_MESSAGES:
                self._messages.clear()
            self._messages[key] = compose(publication, briefing, wishes, self.house, marked=intent.marked)
        return self._messages[key]

    async def _publication(self, key: int) -> Publication:
        if key not in self._publications:
            self._publications[key] = await self._database.read(publication_of, key)
        return self._publications[key]

    async def _wanted(self, key: int) -> Wishes:
        if key not in self._wishes:
            self._wishes[key] = await self._database.read(roster.wishes_of, key)
        return self._wishes[key]


def publication_of(connection: sa.Connection, key: int) -> Publication:
    """A publication as stored."""
    row = outbox.publication(connection, key)
    date = dt.date.fromisoformat(row.date) if row.date else None
    return Publication(row.ref, Kind(row.kind), date, json.loads(row.content))


def compose(
    publication: Publication, briefing: Briefing, wishes: Wishes, house: House, *, marked: bool
) -> Message | None:
    """What a publication says to readers with these wishes; `marked` when it is late or told again."""
    match publication.kind:
        case Kind.ANNOUNCEMENT:
            return answers.announcement(publication.content["text"], house, wishes.language, again=marked)
        case Kind.DIGEST if publication.ref.startswith(SlotKind.EVENING):
            return notices.evening(briefing, wishes, house)
        case Kind.DIGEST:
            return digest(briefing, wishes, house, late=marked)
    return None

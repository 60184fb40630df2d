"""The story on one screen: a slot is due -> a publication is owed -> rows are written -> a message is composed.

Sending is the delivery's business, deciding what is said that of `messages`; here they meet.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot import corrections
from bot.clock import known_zone
from bot.errors import ConfigurationError
from bot.known import Known
from bot.ledger import Kind, Priority, QuietHours
from bot.schedule import due
from bot.store import outbox, roster, schedules
from bot.subscription import SlotKind
from messages import answers, changes, notices
from messages.digest import digest

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.clock import Clock
    from bot.config import Settings
    from bot.known import At
    from bot.ledger import Intent
    from bot.store.briefings import Release
    from bot.store.database import Database
    from messages.message import Briefing, House, Message, Wishes

KEPT_MESSAGES = 512
KEPT_ROWS = 4_096  # publications and wishes, which never change under their number
NOTICES = {"saying", "change", "rain", "note"}  # what the content of a notice holds
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


def reckon_anew(connection: sa.Connection) -> int:
    """Set every due instant by the rules its zone has today, which may be newer than the row; how many changed.

    ConfigurationError for a zone that has left the tables: its readers have a time, and nobody could say when it is.
    """
    changed = 0
    for item in schedules.every(connection):
        try:
            zone = ZoneInfo(known_zone(item.zone))
        except ValueError:
            raise ConfigurationError(
                f'readers have the time zone "{item.zone}", which this tzdata does not know; install the newest tzdata'
            ) from None
        date, at = due.next_due(item.slot, zone, item.date - due.DAY)
        if (date, at) != (item.date, item.at):
            schedules.advance(connection, item.schedule_id, date, at)
            changed += 1
    return changed


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
        silent=item.slot.kind is SlotKind.EVENING,
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

    @property
    def of_day(self) -> dt.date | None:
        """The day whose edition it is about, when that need not be today's."""
        return self.date if self.kind is Kind.EDIT else None


class Publisher:
    """Composes messages out of the store, once for all readers with the same wishes."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, release: Release) -> None:
        self.known = Known(database, settings, clock, release)
        self.release = release
        self._database = database
        self._publications: dict[tuple[int, int], Publication] = {}
        self._wishes: dict[int, Wishes] = {}
        self._messages: dict[tuple[object, ...], tuple[At, Message | None]] = {}

    @property
    def house(self) -> House:
        return self.known.house

    @house.setter
    def house(self, house: House) -> None:
        self.known.house = house

    async def briefing(self, place: str = "") -> Briefing:
        """What is known now at a place, the paper's own by default."""
        return (await self.known.at(place)).briefing

    def forget(self) -> None:
        """An edition, a live answer or the clock has changed: read anew at the next question."""
        self.known.forget()

    async def message(self, intent: Intent) -> Message | None:
        """What `intent` says; None when there is nothing to say any more."""
        wishes = await self._wanted(intent.wishes_id)
        publication = await self._publication(intent.publication_id, intent.revision)
        known = await self.known.at(wishes.place, publication.of_day)
        key = (
            *(intent.publication_id, intent.revision, intent.wishes_id),
            *(intent.marked, intent.anew, intent.relocated),
        )
        composed = self._messages.get(key)
        if composed is None or composed[0] is not known:
            if len(self._messages) >= KEPT_MESSAGES:
                self._messages.clear()
            said = compose(publication, known.briefing, wishes, known.house, marked=intent.marked, anew=intent.anew)
            if said is not None and intent.relocated:
                said = notices.relocated(said, wishes.language)
            composed = self._messages[key] = (known, said)
        return composed[1]

    async def _publication(self, key: int, revision: int) -> Publication:
        if (key, revision) not in self._publications:
            if len(self._publications) >= KEPT_ROWS:
                self._publications.clear()
            self._publications[key, revision] = await self._database.read(publication_of, key)
        return self._publications[key, revision]

    async def _wanted(self, key: int) -> Wishes:
        if key not in self._wishes:
            if len(self._wishes) >= KEPT_ROWS:
                self._wishes.clear()
            self._wishes[key] = await self._database.read(roster.wishes_of, key)
        return self._wishes[key]


def publication_of(connection: sa.Connection, key: int) -> Publication:
    """A publication as stored."""
    row = outbox.publication(connection, key)
    date = dt.date.fromisoformat(row.date) if row.date else None
    return Publication(row.ref, Kind(row.kind), date, json.loads(row.content))


def compose(
    publication: Publication, briefing: Briefing, wishes: Wishes, house: House, *, marked: bool, anew: bool = False
) -> Message | None:
    """What a publication says to readers with these wishes; `marked` when it is late or told again.

    `anew`: an edit that cannot be made in place, as a message of its own.
    """
    match publication.kind:
        case Kind.ALERT | Kind.EDIT if publication.content.keys() & NOTICES:
            return None if anew else _notice(publication, briefing, wishes, house, marked=marked)
        case Kind.ANNOUNCEMENT:
            return answers.announcement(publication.content["text"], house, wishes.language, again=marked)
        case Kind.DIGEST if publication.ref.startswith(SlotKind.EVENING):
            return notices.evening(briefing, wishes, house)
        case Kind.DIGEST:
            return digest(briefing, corrections.first_form(briefing, wishes, house), house, late=marked)
        case Kind.EDIT:
            return corrections.said(publication.content, briefing, wishes, house, marked=marked, anew=anew)
    return None


def _notice(
    publication: Publication, briefing: Briefing, wishes: Wishes, house: House, *, marked: bool
) -> Message | None:
    """An official warning at some point of its life, or weather that changes."""
    if "saying" in publication.content:
        return notices.warning(publication.content, wishes.language, house, again=marked)
    if at := publication.content.get("note"):
        card = digest(briefing, corrections.first_form(briefing, wishes, house), house, late=marked)
        return changes.updated(card, wishes.language, dt.datetime.fromisoformat(at), house.zone)
    return changes.notice(wishes.language, house, briefing, publication.content)

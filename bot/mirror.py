"""The digest for other channels: once a day at its time, in plain words, as a channel's followers would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.schedule.due import LATE, due_instant
from bot.store import notes
from messages.digest import digest
from messages.length import shown
from messages.message import Wishes

if TYPE_CHECKING:
    import datetime as dt

    import sqlalchemy as sa

    from bot.channels import Channels
    from bot.config import Settings
    from bot.publish import Publisher
    from bot.store.database import Database

MIRRORED = "mirrored digest"


def is_due(settings: Settings, now: dt.datetime) -> dt.date | None:
    """The paper's date whose digest is to be mirrored now; None before its time and when it is too late."""
    zone = ZoneInfo(settings.paper.timezone)
    date = now.astimezone(zone).date()
    at = due_instant(date, settings.channels.digest_at, zone)
    return date if at <= now <= at + LATE else None


async def mirror(
    settings: Settings, database: Database, publisher: Publisher, channels: Channels, now: dt.datetime
) -> bool:
    """Mirror the digest when it is due and has not been; True when it went out."""
    date = is_due(settings, now) if channels.mirrors else None
    if date is None or not await database.write(claim, date, now):
        return False
    known = await publisher.known.at()
    wishes = Wishes(language=settings.paper.language, audience="channel")
    message = digest(known.briefing, wishes, known.house)
    return await channels.mirror(f"{settings.paper.name} {date}", shown(message.text))


def claim(connection: sa.Connection, date: dt.date, now: dt.datetime) -> bool:
    """Note that a date's digest is mirrored; False when it has been, so that it goes out once whatever happens."""
    if notes.note(connection, MIRRORED) == date.isoformat():
        return False
    notes.put(connection, MIRRORED, date.isoformat(), now)
    return True

"""What readers may see at an instant, out of the stored editions: released, not held, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.store.editions import StoredEdition, dates, edition_of
from messages.message import Briefing

if TYPE_CHECKING:
    import sqlalchemy as sa

DAY = dt.timedelta(days=1)
LOOK_BACK = 14  # days: an older page covers no day one would still ask for


@dataclass(frozen=True, slots=True)
class Release:
    """When an edition of a date may be seen: from `at` on that date, in the paper's zone."""

    zone: str
    at: dt.time

    def today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(ZoneInfo(self.zone)).date()

    def open(self, stored: StoredEdition, now: dt.datetime) -> bool:
        """Whether readers may see `stored` at `now`."""
        if stored.held:
            return False
        start = dt.datetime.combine(stored.date, self.at, tzinfo=ZoneInfo(self.zone))
        return stored.published or now >= start


def briefing(connection: sa.Connection, now: dt.datetime, release: Release) -> Briefing:
    """All that is known at `now`: today's edition when it is out, the newest one, and the day before today's."""
    today = release.today(now)
    return briefing_of(connection, today, now, release)


def briefing_of(connection: sa.Connection, today: dt.date, now: dt.datetime, release: Release) -> Briefing:
    """The briefing whose paper date is `today`."""
    stored = readable(connection, today, now, release)
    latest = stored or newest(connection, today - DAY, now, release)
    previous = readable(connection, today - DAY, now, release)
    return Briefing(
        today=today,
        edition=stored.edition if stored else None,
        latest=latest.edition if latest else None,
        previous=previous.edition if previous else None,
        retracted=stored.retracted if stored else (),
    )


def newest(connection: sa.Connection, until: dt.date, now: dt.datetime, release: Release) -> StoredEdition | None:
    """The newest edition readers may see, dated `until` or before."""
    for date in dates(connection, until=until, limit=LOOK_BACK):
        stored = readable(connection, date, now, release)
        if stored is not None:
            return stored
    return None


def readable(connection: sa.Connection, date: dt.date, now: dt.datetime, release: Release) -> StoredEdition | None:
    """The edition of `date` when readers may see it."""
    stored = edition_of(connection, date)
    return stored if stored is not None and release.open(stored, now) else None

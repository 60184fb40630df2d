"""What readers may see at an instant, out of the stored editions: released, not held, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.live import live
from bot.store import feed_items, warnings, watching
from bot.store import live as live_forecasts
from bot.store.editions import Head, StoredEdition, dates, edition_of
from messages.alert_kin import distinct
from messages.message import Briefing

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.live import Live

DAY = dt.timedelta(days=1)
DAYLIGHT = range(6, 19)  # hours
HOUR = dt.timedelta(hours=1)
FEED_HEADLINES = 10
STALE = dt.timedelta(hours=6)  # a source of warnings that has said nothing for so long is not quoted
LOOK_BACK = 14  # days: an older page covers no day one would still ask for


@dataclass(frozen=True, slots=True)
class Release:
    """When an edition of a date may be seen: from `at` on that date, in the paper's zone."""

    zone: str
    at: dt.time

    def today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(ZoneInfo(self.zone)).date()

    def night(self, now: dt.datetime) -> bool:
        """Whether it is dark by the paper's clock: from 19 to 6."""
        return not DAYLIGHT.start <= now.astimezone(ZoneInfo(self.zone)).hour < DAYLIGHT.stop

    def open(self, stored: StoredEdition | Head, now: dt.datetime) -> bool:
        """Whether readers may see `stored` at `now`."""
        return self.out(stored.date, held=stored.held, published=stored.published, now=now)

    def out(self, date: dt.date, *, held: bool, published: bool, now: dt.datetime) -> bool:
        """The same of an edition's date and what the editors said of it."""
        if held:
            return False
        start = dt.datetime.combine(date, self.at, tzinfo=ZoneInfo(self.zone))
        return published or now >= start


def briefing(
    connection: sa.Connection, now: dt.datetime, release: Release, *, place: str = "", date: dt.date | None = None
) -> Briefing:
    """All that is known at `now` for a place: today's edition when it is out, the newest, the one before, live data.

    Of another `date`: as if it were that day.
    """
    return briefing_of(connection, date or release.today(now), now, release, place=place)


def briefing_of(
    connection: sa.Connection, today: dt.date, now: dt.datetime, release: Release, *, place: str = ""
) -> Briefing:
    """The briefing whose paper date is `today`."""
    stored = readable(connection, today, now, release)
    latest = stored or newest(connection, today - DAY, now, release)
    previous = readable(connection, today - DAY, now, release)
    return Briefing(
        today=today,
        night=release.night(now),
        edition=stored.edition if stored else None,
        latest=latest.edition if latest else None,
        previous=previous.edition if previous else None,
        retracted=stored.retracted if stored else (),
        feed=feed_items.newest(connection, now - DAY, FEED_HEADLINES),
        **official(connection, place, now),
        **vars_of(live(live_forecasts.of_place(connection, place), today, now)),
    )


def official(connection: sa.Connection, place: str, now: dt.datetime) -> dict[str, Any]:
    """The warnings in force at a place, but for those of sources silent too long; and for how long all have been."""
    fresh = watching.fresh_at(connection, place)
    silent = {key for key, at in fresh.items() if now - at > STALE}
    since = now - max(fresh.values(), default=now)
    return {
        "alerts": distinct(warnings.of_place(connection, place, now, but=silent)),
        "alerts_stale": since // HOUR * HOUR if since > STALE else None,  # whole hours, so that it seldom changes
    }


def vars_of(found: Live) -> dict[str, Any]:
    """What live sources say, under the briefing's names."""
    return {
        "live": found.forecast,
        "live_age": found.age,
        "hours": found.hours,
        "hours_credit": found.hours_credit,
        "air": found.air,
        "air_credit": found.air_credit,
    }


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


def open_dates(connection: sa.Connection, now: dt.datetime, release: Release, limit: int) -> list[dt.date]:
    """The newest dates whose editions readers may see."""
    newest_first = dates(connection, until=release.today(now), limit=limit + 5)
    return [date for date in newest_first if readable(connection, date, now, release) is not None][:limit]

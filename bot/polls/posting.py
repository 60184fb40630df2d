"""When a live forecast has changed against what readers were sent: owe a notice to who was told otherwise, once.

What readers were told is kept in spans of time. A digest or notice sent within a span said what that span says; when
the forecast now differs from it enough to matter, a notice answers those very messages, and is itself such a message.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.ledger import Link
from bot.live import live
from bot.schedule.due import due_instant, end_of_day
from bot.store import briefings, told
from bot.store import live as live_forecasts
from messages.changes import alike, kinds, rain_soon
from messages.changes import told as told_of
from messages.outlook import forecast_of, outlook
from messages.placed import placed

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.store.briefings import Release
    from messages.changes import Told
    from messages.edition import Forecast, Hour
    from messages.message import House
    from messages.place import Place

_HOUR: Final = dt.timedelta(hours=1)
_MIDNIGHT: Final = dt.time(0)


@dataclass(frozen=True, slots=True)
class Post:
    """A place whose readers are kept posted. `house` is the paper's; `release` says when its page may be seen."""

    at: Place
    house: House
    release: Release

    @property
    def place(self) -> str:
        return self.at.name

    @property
    def audience(self) -> list[str]:
        """The place as chats name it: one that chose none is at home."""
        return [self.place, *([""] if self.place == self.house.place else [])]


def keep_posted(connection: sa.Connection, post: Post, now: dt.datetime) -> int:
    """Compare the place's live forecast with what was told, and owe what follows; gives how many notices."""
    today = post.release.today(now)
    found = live(live_forecasts.of_place(connection, post.place), today, now)
    if found.forecast is None:
        return 0
    days = told_of(found.forecast, today)
    spans = told.spans(connection, post.place, today)
    if not spans:
        _begin(connection, post, days, now)
    elif spans[-1].days != days:
        told.open_span(connection, post.place, days, now)
    near = rain_soon(found.hours, now)
    owed = _changes(connection, post, days, now) or (_rain(connection, post, today, near, now) if near else 0)
    looks_another = bool(spans) and not alike(spans[-1].days, days)
    return owed or (_note(connection, post, today, now) if looks_another else 0)


def _begin(connection: sa.Connection, post: Post, days: Told, now: dt.datetime) -> None:
    """The first word of a date: where no live source spoke the day before, what was sent was the page's."""
    midnight = due_instant(days.date, _MIDNIGHT, ZoneInfo(post.release.zone))
    spoke = told.spans(connection, post.place, days.date - dt.timedelta(days=1))
    printed = None if spoke else _printed(connection, post, days.date, now)
    if printed is None:
        told.open_span(connection, post.place, days, midnight if spoke else now)
    else:
        told.open_span(connection, post.place, told_of(printed, days.date), midnight)
        told.open_span(connection, post.place, days, now)


def _printed(connection: sa.Connection, post: Post, today: dt.date, now: dt.datetime) -> Forecast | None:
    """What the page readers have seen says of the paper's own place."""
    stored = briefings.readable(connection, today, now, post.release) if post.place == post.house.place else None
    return forecast_of(stored.edition, post.place) if stored else None


def _changes(connection: sa.Connection, post: Post, days: Told, now: dt.datetime) -> int:
    """A notice for each span and source whose readers were told otherwise, once."""
    done = told.followed(connection, post.place, days.date)
    owed = 0
    for span in told.spans(connection, post.place, days.date):
        found = kinds(span.days, days, post.house.thresholds)
        for source in told.sources(connection, post.place, days.date) if found else ():
            if (span.id, source) in done or not told.reached(connection, source, span):
                continue
            publication = told.owe(
                connection,
                f"change-{post.place}-{days.date}-{span.id}-{source}",
                {"change": span.days.model_dump(mode="json")},
                source=source,
                span=span,
                audience={"places": post.audience, "kinds": found},
                expires=_end(post, days.date),
                now=now,
            )
            told.mark(connection, span, source, publication, post.place, days.date)
            owed += 1
    return owed


def _rain(connection: sa.Connection, post: Post, today: dt.date, near: Hour, now: dt.datetime) -> int:
    """Rain that is near, told once on a date to those who have its digest."""
    digest = told.digest_of(connection, today)
    ref = f"rain-{post.place}-{today}"
    if digest is None or told.is_there(connection, ref):
        return 0
    told.owe(
        connection,
        ref,
        {"rain": near.at.isoformat()},
        source=digest,
        span=None,
        audience={"places": post.audience, "kinds": ["降雨"]},
        expires=near.at + _HOUR,
        now=now,
    )
    return 1


def _note(connection: sa.Connection, post: Post, today: dt.date, now: dt.datetime) -> int:
    """A change too small for a sound: the cards that show the live forecast are changed, every three hours at most."""
    digest = told.digest_of(connection, today)
    ref = f"note-{post.place}-{today}-{now.astimezone(ZoneInfo(post.release.zone)).hour // 3}"
    if digest is None or told.is_there(connection, ref) or not _shows_live(connection, post, now):
        return 0
    told.owe(
        connection,
        ref,
        {"note": now.isoformat()},
        source=digest,
        span=None,
        audience={"places": post.audience},
        expires=_end(post, today),
        now=now,
        link=Link.NOTE,
    )
    return 1


def _shows_live(connection: sa.Connection, post: Post, now: dt.datetime) -> bool:
    """Whether the place's digest is of the live forecast: a page that speaks for the place goes before it."""
    briefing = briefings.briefing(connection, now, post.release, place=post.place)
    known, house = placed(briefing, post.house, post.at)
    return outlook(known, house.place).voice == "live"


def _end(post: Post, date: dt.date) -> dt.datetime:
    return end_of_day(date, ZoneInfo(post.release.zone))

"""What a chat's own clock says: until when its quiet hours hold a row back, and whether it had its notices of the day.

Both are SQL over `subscriptions`, with one branch for each distinct clock among the chats of a page.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.ledger import State
from bot.schedule.due import end_of_day, quiet_until
from bot.store.instants import millis
from bot.store.roster import quiet_of
from bot.store.schema import deliveries, publications, subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTICES_A_DAY: Final = 2  # of changes and warnings below orange, by the chat's own day
STANDING: Final = (str(State.PENDING), str(State.SENDING), str(State.SENT), str(State.UNKNOWN))
NEVER: Final = sa.literal(0, sa.BigInteger)
FULL: Final = f"{NOTICES_A_DAY} notices on this day already"


class Clock(NamedTuple):
    """A zone and the quiet hours kept by it."""

    zone: str
    quiet: str | None


def clocks(connection: sa.Connection, chosen: sa.Select[Any]) -> list[Clock]:
    """The clocks that chats chosen from `subscriptions` go by."""
    found = chosen.with_only_columns(subscriptions.c.zone, subscriptions.c.quiet).distinct()
    return [Clock(*clock) for clock in connection.execute(found)]


def held(clocks: Iterable[Clock], now: dt.datetime) -> sa.ColumnElement[int]:
    """Until when a chat's quiet hours hold at `now`; 0 when they do not."""
    holds = [
        (sa.and_(subscriptions.c.zone == clock.zone, subscriptions.c.quiet == clock.quiet), millis(until))
        for clock in clocks
        if (until := quiet_until(quiet_of(clock.quiet), ZoneInfo(clock.zone), now)) is not None
    ]
    return sa.case(*holds, else_=NEVER) if holds else NEVER


def had_enough(clocks: Iterable[Clock], now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether a chat has had its notices of its own day; one that waits counts for the day it comes."""
    midnights = {clock.zone: millis(_midnight(ZoneInfo(clock.zone), now)) for clock in clocks}
    if not midnights:
        return sa.false()
    since = sa.case(*((subscriptions.c.zone == zone, at) for zone, at in sorted(midnights.items())), else_=0)
    had, of = deliveries.alias(), publications.alias()
    at = sa.case((had.c.not_before > had.c.at, had.c.not_before), else_=had.c.at)
    number = (
        sa.select(sa.func.count())
        .select_from(had)
        .join(of, of.c.id == had.c.publication_id)
        .where(
            had.c.chat_id == subscriptions.c.chat_id,
            had.c.thread_id == subscriptions.c.thread_id,
            had.c.state.in_(STANDING),
            of.c.notice,
            at >= since,
        )
        .scalar_subquery()
    )
    return number >= NOTICES_A_DAY


def noticed(full: sa.ColumnElement[bool]) -> list[sa.ColumnElement[Any]]:
    """How a notice's row is written: owed, or, to a chat that had enough, as not sent and why."""
    return [
        sa.case((full, str(State.EXPIRED)), else_=str(State.PENDING)).label("state"),
        sa.case((full, FULL), else_=None).label("reason"),
    ]


def _midnight(zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    return end_of_day(now.astimezone(zone).date() - dt.timedelta(days=1), zone)

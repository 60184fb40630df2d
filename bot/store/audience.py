"""Whom a warning is owed to, by place, level and kind as each chat wishes: never by geometry, never reader by reader.

A fan-out's `audience` (JSON) holds `warning` (the event), `places` (absent: all), and for new messages `rank`, `kind`
and `anew` (also to those who were told of the event before: its level rose).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.ledger import State
from bot.schedule.due import end_of_day, quiet_until
from bot.store.instants import millis
from bot.store.roster import quiet_of
from bot.store.schema import deliveries, publications, slots, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTICES_A_DAY: Final = 2  # of changes and warnings below orange, by the chat's own day
ORANGE: Final = 3
_FLOORS: Final = ("white", "blue", "yellow", "orange", "red")  # by rank
_BREAKS: Final = {"orange": 3, "red": 4, "never": 5}  # from which rank a chat's quiet hours are broken
_STANDING: Final = (str(State.PENDING), str(State.SENDING), str(State.SENT), str(State.UNKNOWN))


def rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    """The chats of a page of subscriptions that are to be told, as rows of `deliveries`."""
    audience = json.loads(row.audience)
    chosen = _chosen(row, end, audience)
    clocks = _clocks(connection, chosen)
    hold = _hold(clocks, audience["rank"], now)
    full = _has_had_enough(clocks, now) if audience["rank"] < ORANGE else sa.false()
    return chosen.add_columns(
        hold.label("not_before"),
        _last_message(audience["warning"]).label("reply_to"),
        sa.case((full, str(State.EXPIRED)), else_=str(State.PENDING)).label("state"),
        sa.case((full, f"{NOTICES_A_DAY} notices on this day already"), else_=None).label("reason"),
    )


class _Clock(NamedTuple):
    """What the chats of a page differ by in time: their zones, quiet hours, and what breaks them."""

    zone: str
    quiet: str | None
    breaks_quiet: str


def _clocks(connection: sa.Connection, chosen: sa.Select[Any]) -> list[_Clock]:
    reader = subscriptions.c
    found = chosen.with_only_columns(reader.zone, reader.quiet, reader.breaks_quiet).distinct()
    return [_Clock(*clock) for clock in connection.execute(found)]


def _chosen(row: sa.Row[Any], end: int, audience: dict[str, Any]) -> sa.Select[Any]:
    reader = subscriptions.c
    floors = _FLOORS[: audience["rank"] + 1]
    wanted = [reader.floor.in_(floors), *_at_places(audience)]
    if kind := audience.get("kind"):
        wanted.append(~reader.without_kinds.contains(f"|{kind}|", autoescape=True))
    if not audience["anew"]:
        wanted.append(~_was_told(audience["warning"]))
    return sa.select(reader.chat_id, reader.thread_id, reader.id.label("subscription_id")).where(
        reader.id > row.cursor,
        reader.id <= end,
        reader.state == "active",
        reader.warnings,
        sa.exists().where(slots.c.subscription_id == reader.id, slots.c.open),
        *wanted,
    )


def _at_places(audience: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    places = audience.get("places")
    return [] if places is None else [subscriptions.c.place.in_(places)]


def _was_told(warning: int) -> sa.ColumnElement[bool]:
    had, of = deliveries.alias(), publications.alias()
    return sa.exists().where(
        had.c.chat_id == subscriptions.c.chat_id,
        had.c.thread_id == subscriptions.c.thread_id,
        had.c.state.in_(_STANDING),
        of.c.id == had.c.publication_id,
        of.c.warning_id == warning,
    )


def _last_message(warning: int) -> sa.ScalarSelect[Any]:
    """The chat's newest message of the event."""
    had, of = deliveries.alias(), publications.alias()
    return (
        sa.select(had.c.message_id)
        .join(of, of.c.id == had.c.publication_id)
        .where(
            had.c.chat_id == subscriptions.c.chat_id,
            had.c.thread_id == subscriptions.c.thread_id,
            had.c.state == str(State.SENT),
            of.c.warning_id == warning,
        )
        .order_by(had.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _hold(clocks: Sequence[_Clock], rank: int, now: dt.datetime) -> sa.ColumnElement[int]:
    """Until when quiet hours hold the row back; what is grave enough for the chat is not held."""
    never = sa.literal(0, sa.BigInteger)
    holds = [
        (
            sa.and_(
                subscriptions.c.zone == clock.zone,
                subscriptions.c.quiet == clock.quiet,
                subscriptions.c.breaks_quiet == clock.breaks_quiet,
            ),
            millis(until),
        )
        for clock in clocks
        if rank < _BREAKS[clock.breaks_quiet]
        and (until := quiet_until(quiet_of(clock.quiet), ZoneInfo(clock.zone), now)) is not None
    ]
    return sa.case(*holds, else_=never) if holds else never


def _has_had_enough(clocks: Sequence[_Clock], now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether a chat has had its notices of the day, by its own calendar."""
    midnights = {clock.zone: millis(_midnight(ZoneInfo(clock.zone), now)) for clock in clocks}
    if not midnights:
        return sa.false()
    since = sa.case(*((subscriptions.c.zone == zone, at) for zone, at in midnights.items()), else_=0)
    had, of = deliveries.alias(), publications.alias()
    at = sa.case((had.c.not_before > had.c.at, had.c.not_before), else_=had.c.at)
    number = (
        sa.select(sa.func.count())
        .select_from(had)
        .join(of, of.c.id == had.c.publication_id)
        .where(
            had.c.chat_id == subscriptions.c.chat_id,
            had.c.thread_id == subscriptions.c.thread_id,
            had.c.state.in_(_STANDING),
            of.c.notice,
            at >= since,
        )
        .scalar_subquery()
    )
    return number >= NOTICES_A_DAY


def _midnight(zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    return end_of_day(now.astimezone(zone).date() - dt.timedelta(days=1), zone)


def waiting(row: sa.Row[Any]) -> sa.ColumnElement[int]:
    """For a follow-up: until when it waits, so that a message is not changed over and over within a minute."""
    return sa.literal(json.loads(row.audience).get("not_before", 0), sa.BigInteger).label("not_before")


def newest_only(row: sa.Row[Any]) -> list[sa.ColumnElement[bool]]:
    """For a follow-up: only chats at its places, and only where no later message of the event has come."""
    audience = json.loads(row.audience)
    later, of = deliveries.alias(), publications.alias()
    newer = sa.exists().where(
        later.c.chat_id == deliveries.c.chat_id,
        later.c.thread_id == deliveries.c.thread_id,
        later.c.state == str(State.SENT),
        of.c.id == later.c.publication_id,
        of.c.warning_id == audience["warning"],
        of.c.id > row.source_id,
    )
    return [~newer, *_at_places(audience)]


def is_ready(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether a follow-up may be written: not while a message it is about is on its way."""
    on_its_way = sa.select(deliveries.c.id).where(
        deliveries.c.publication_id == row.source_id, deliveries.c.state == str(State.SENDING)
    )
    return connection.execute(on_its_way.limit(1)).first() is None

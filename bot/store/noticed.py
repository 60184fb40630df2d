"""Whom a notice of changed weather goes to: who has the message it answers, at its place, and wants such notices.

A fan-out's `audience` (JSON) holds `places` (as chats name them) and `kinds` of what changed. Held in quiet hours;
the third notice of a chat's day is written as not sent, with the reason.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.ledger import State
from bot.schedule.due import end_of_day, quiet_until
from bot.store.instants import millis
from bot.store.roster import quiet_of
from bot.store.schema import deliveries, publications, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

A_DAY: Final = 2
_STANDING: Final = (str(State.PENDING), str(State.SENDING), str(State.SENT), str(State.UNKNOWN))


def rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    """The chats of a page of deliveries that are to be told, as rows of `deliveries`."""
    chosen = _chosen(row, end)
    differing = chosen.with_only_columns(subscriptions.c.zone, subscriptions.c.quiet).distinct()
    clocks = [(str(zone), quiet) for zone, quiet in connection.execute(differing)]
    full = _has_had_enough({zone for zone, _ in clocks}, now)
    return chosen.add_columns(
        _held(clocks, now).label("not_before"),
        sa.case((full, str(State.EXPIRED)), else_=str(State.PENDING)).label("state"),
        sa.case((full, f"{A_DAY} notices on this day already"), else_=None).label("reason"),
    )


def cards(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    """The messages of a page of deliveries that are to be changed in place, without a sound."""
    had = deliveries.c
    return (
        sa.select(had.chat_id, had.thread_id, had.subscription_id, had.occurrence, had.variant_id, had.marked)
        .add_columns(had.message_id)
        .join(subscriptions, subscriptions.c.id == had.subscription_id)
        .where(*_there(row, end))
    )


def _chosen(row: sa.Row[Any], end: int) -> sa.Select[Any]:
    had, reader = deliveries.c, subscriptions.c
    unwanted = [
        reader.without_kinds.contains(f"|{kind}|", autoescape=True) for kind in json.loads(row.audience)["kinds"]
    ]
    return (
        sa.select(
            had.chat_id,
            had.thread_id,
            had.subscription_id,
            sa.literal("", sa.Text).label("occurrence"),  # one notice, however many slots a chat has
            had.message_id.label("reply_to"),
        )
        .join(subscriptions, reader.id == had.subscription_id)
        .where(*_there(row, end), reader.warnings, ~sa.and_(*unwanted))
    )


def _there(row: sa.Row[Any], end: int) -> list[sa.ColumnElement[bool]]:
    """Who has the source's message, of the span the fan-out names, at its places."""
    had, reader = deliveries.c, subscriptions.c
    span = [had.at >= row.sent_from] if row.sent_from is not None else []
    span += [had.at < row.sent_to] if row.sent_to is not None else []
    return [
        had.publication_id == row.source_id,
        had.id > row.cursor,
        had.id <= end,
        had.state == str(State.SENT),
        had.message_id.is_not(None),
        reader.state == "active",
        reader.place.in_(json.loads(row.audience)["places"]),
        *span,
    ]


def _held(clocks: Sequence[tuple[str, str | None]], now: dt.datetime) -> sa.ColumnElement[int]:
    """Until when a reader's quiet hours hold the row back, by their own clock."""
    never = sa.literal(0, sa.BigInteger)
    holds = [
        (sa.and_(subscriptions.c.zone == zone, subscriptions.c.quiet == quiet), millis(until))
        for zone, quiet in clocks
        if (until := quiet_until(quiet_of(quiet), ZoneInfo(zone), now)) is not None
    ]
    return sa.case(*holds, else_=never) if holds else never


def _has_had_enough(zones: set[str], now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether a chat has had its notices of its own day; one that waits counts for the day it comes."""
    if not zones:
        return sa.false()
    midnights = {zone: millis(_midnight(ZoneInfo(zone), now)) for zone in sorted(zones)}
    since = sa.case(*((subscriptions.c.zone == zone, at) for zone, at in midnights.items()), else_=0)
    other, of = deliveries.alias(), publications.alias()
    at = sa.case((other.c.not_before > other.c.at, other.c.not_before), else_=other.c.at)
    number = (
        sa.select(sa.func.count())
        .select_from(other)
        .join(of, of.c.id == other.c.publication_id)
        .where(
            other.c.chat_id == deliveries.c.chat_id,
            other.c.thread_id == deliveries.c.thread_id,
            other.c.state.in_(_STANDING),
            of.c.notice,
            at >= since,
        )
        .scalar_subquery()
    )
    return number >= A_DAY


def _midnight(zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    return end_of_day(now.astimezone(zone).date() - dt.timedelta(days=1), zone)

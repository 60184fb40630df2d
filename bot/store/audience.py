"""Whom a warning is owed to, by place, level and kind as each chat wishes: never by geometry, never reader by reader.

A fan-out's `audience` (JSON) holds `warning` (the event), `places` (absent: all), and for new messages `rank`, `kind`
and `anew` (also to those who were told of the event before: its level rose).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from bot.ledger import State
from bot.store import own_clock
from bot.store.schema import deliveries, publications, slots, subscriptions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

ORANGE: Final = 3
_FLOORS: Final = ("white", "blue", "yellow", "orange", "red")  # by rank
_BREAKS: Final = {"orange": 3, "red": 4, "never": 5}  # from which rank a chat's quiet hours are broken


def rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    """The chats of a page of subscriptions that are to be told, as rows of `deliveries`."""
    audience = json.loads(row.audience)
    chosen = _chosen(row, end, audience)
    clocks = own_clock.clocks(connection, chosen)
    full = own_clock.had_enough(clocks, now) if audience["rank"] < ORANGE else sa.false()
    return chosen.add_columns(
        _held(clocks, audience["rank"], now).label("not_before"),
        _last_message(audience["warning"]).label("reply_to"),
        *own_clock.noticed(full),
    )


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
        had.c.state.in_(own_clock.STANDING),
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


def _held(clocks: Sequence[own_clock.Clock], rank: int, now: dt.datetime) -> sa.ColumnElement[int]:
    """Until when quiet hours hold the row back; what is grave enough for the chat is not held."""
    holding = [breaks for breaks, lowest in _BREAKS.items() if rank < lowest]
    held = own_clock.held(clocks, now)
    return (
        sa.case((subscriptions.c.breaks_quiet.in_(holding), held), else_=own_clock.NEVER)
        if holding
        else own_clock.NEVER
    )


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

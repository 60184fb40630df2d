"""Whom a notice of changed weather goes to: who has the message it answers, at its place, and wants such notices.

A fan-out's `audience` (JSON) holds `places` (as chats name them) and `kinds` of what changed. Held in quiet hours;
the third notice of a chat's day is written as not sent, with the reason.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.ledger import State
from bot.store import own_clock
from bot.store.schema import deliveries, subscriptions

if TYPE_CHECKING:
    import datetime as dt


def rows(connection: sa.Connection, row: sa.Row[Any], end: int, now: dt.datetime) -> sa.Select[Any]:
    """The chats of a page of deliveries that are to be told, as rows of `deliveries`."""
    chosen = _chosen(row, end)
    clocks = own_clock.clocks(connection, chosen)
    full = own_clock.had_enough(clocks, now)
    return chosen.add_columns(own_clock.held(clocks, now).label("not_before"), *own_clock.noticed(full))


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

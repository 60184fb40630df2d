"""Many readers at once: a newsroom that brings its roster writes a page of it in a handful of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store import roster, slots
from bot.store.instants import millis
from bot.store.schema import slots as slot_rows
from bot.store.schema import subscriptions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from bot.subscription import Slot, Subscription
    from messages.message import Wishes

Chat = tuple[int, int]  # chat and topic


def put_readers(connection: sa.Connection, page: Sequence[Subscription], now: dt.datetime) -> None:
    """Store a page of subscriptions: new chats together, known ones one by one; of two of a chat the last."""
    wanted = {(each.chat_id, each.thread_id): each for each in page}
    known = _ids(connection, wanted)
    for chat in known:
        roster.put_reader(connection, wanted[chat], now)
    new = {chat: each for chat, each in wanted.items() if chat not in known}
    if new:
        _insert(connection, new, now)


def _ids(connection: sa.Connection, chats: Iterable[Chat]) -> dict[Chat, int]:
    """The ids of those chats that are stored."""
    asked = set(chats)
    rows = connection.execute(
        sa.select(subscriptions.c.id, subscriptions.c.chat_id, subscriptions.c.thread_id).where(
            subscriptions.c.chat_id.in_([chat_id for chat_id, _ in asked])
        )
    )
    return {(row.chat_id, row.thread_id): row.id for row in rows if (row.chat_id, row.thread_id) in asked}


def _insert(connection: sa.Connection, new: dict[Chat, Subscription], now: dt.datetime) -> None:
    shared = _Shared(connection, now)
    connection.execute(
        subscriptions.insert(),
        [
            {"chat_id": chat_id, "thread_id": thread_id, "joined_at": millis(now), **shared.columns(each)}
            for (chat_id, thread_id), each in new.items()
        ],
    )
    ids = _ids(connection, new)
    rows = [
        {"subscription_id": ids[chat], "kind": kind, "number": number, "open": True, **shared.schedule(slot, each.zone)}
        for chat, each in new.items()
        for (kind, number), slot in slots.numbered(each.slots, {}).items()
    ]
    if rows:
        connection.execute(slot_rows.insert(), rows)


class _Shared:
    """What many readers have in common, looked up once a page: sets of wishes, and schedules with their first date."""

    def __init__(self, connection: sa.Connection, now: dt.datetime) -> None:
        self._connection = connection
        self._now = now
        self._wishes: dict[Wishes, int] = {}
        self._schedules: dict[tuple[Slot, str], dict[str, object]] = {}

    def columns(self, subscription: Subscription) -> dict[str, object]:
        wishes = subscription.wishes
        if wishes not in self._wishes:
            self._wishes[wishes] = roster.wishes_id(self._connection, wishes)
        return roster.columns(subscription, self._wishes[wishes])

    def schedule(self, slot: Slot, zone: str) -> dict[str, object]:
        if (slot, zone) not in self._schedules:
            self._schedules[slot, zone] = {
                "schedule_id": slots.schedule_id(self._connection, slot, zone, self._now),
                "first_date": slots.first_date(slot, zone, self._now).isoformat(),
            }
        return self._schedules[slot, zone]

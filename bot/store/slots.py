"""Slots in the database: the times a chat chose, each under a number it keeps, so that one date stays one message.

A rest-day time is the other half of a slot: it is numbered 100 above it and shares its occurrences.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.schedule.due import first_after, next_due
from bot.store.instants import millis
from bot.store.schema import deliveries, schedules, slots, subscriptions
from bot.subscription import REST, Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

occurrence = slots.c.kind.concat(sa.cast(slots.c.number % REST, sa.Text))  # and a blank and the intended date


@dataclass(frozen=True, slots=True)
class Coming:
    """The next message of a slot: its intended local date and its due instant, in UTC."""

    slot: Slot
    date: dt.date
    at: dt.datetime


def open_slots(connection: sa.Connection, subscription_id: int) -> tuple[Slot, ...]:
    """The open slots of a subscription, in the order of their kinds and numbers."""
    rows = connection.execute(
        sa.select(slots.c.kind, slots.c.number, schedules.c.wall, schedules.c.days)
        .join(schedules, schedules.c.id == slots.c.schedule_id)
        .where(slots.c.subscription_id == subscription_id, slots.c.open)
        .order_by(slots.c.kind, slots.c.number)
    ).all()
    return tuple(slot_of(row.kind, row.wall, row.days, row.number) for row in rows)


def slot_of(kind: str, wall: str, days: str, number: int = 0) -> Slot:
    """The slot a schedule row stands for."""
    time = dt.time.fromisoformat(wall)
    if days.isdigit():
        return Slot(kind=SlotKind(kind), time=time, number=number, weekdays=tuple(int(day) for day in days))
    return Slot.model_validate({"kind": kind, "time": time, "days": days, "number": number})


def days_of(slot: Slot) -> str:
    """The stored form of the days a slot holds."""
    return "".join(map(str, slot.weekdays)) if slot.days == "weekdays" else slot.days


def put_slots(
    connection: sa.Connection, subscription_id: int, wanted: Sequence[Slot], zone: str, now: dt.datetime
) -> None:
    """Open the wanted slots and close the rest. A slot that is there already stays untouched."""
    stored = {
        (row.kind, row.number): row
        for row in connection.execute(
            sa.select(*slots.c, schedules.c.wall, schedules.c.days)
            .join(schedules, schedules.c.id == slots.c.schedule_id)
            .where(slots.c.subscription_id == subscription_id)
        )
    }
    chosen = numbered(wanted, {key: (row.wall, row.days) for key, row in stored.items()})
    spent = _spent(connection, subscription_id) if stored else frozenset()
    for key, slot in chosen.items():
        row = stored.get(key)
        schedule = schedule_id(connection, slot, zone, now)
        if row is not None and row.open and row.schedule_id == schedule:
            continue
        first = _coming(slot, zone, now, key, spent).date.isoformat()
        values = {"schedule_id": schedule, "open": True, "first_date": first, "closed_at": None}
        if row is None:
            kind, number = key
            connection.execute(
                slots.insert().values(subscription_id=subscription_id, kind=kind, number=number, **values)
            )
        else:
            connection.execute(slots.update().where(slots.c.id == row.id).values(**values))
    shut = {key: row.id for key, row in stored.items() if key not in chosen and row.open}
    close(connection, shut.values())
    for kind, number in shut:
        _close_owed(connection, subscription_id, f"{kind}{number}", now)


def _close_owed(connection: sa.Connection, subscription_id: int, slot: str, now: dt.datetime) -> None:
    """What a slot still owes when its reader does away with it is not sent any more."""
    connection.execute(
        deliveries.update()
        .where(
            deliveries.c.chat_id == _chat(subscription_id),
            deliveries.c.subscription_id == subscription_id,
            deliveries.c.state == "pending",
            deliveries.c.occurrence.startswith(f"{slot} "),
        )
        .values(state="expired", reason="its time was taken away", at=millis(now))
    )


def first_date(slot: Slot, zone: str, now: dt.datetime) -> dt.date:
    """The first intended date of a slot that is opened now."""
    return first_after(slot, ZoneInfo(zone), now)[0]


def close(connection: sa.Connection, ids: Collection[int], closed_at: int | None = None) -> None:
    if ids:
        connection.execute(slots.update().where(slots.c.id.in_(ids)).values(open=False, closed_at=closed_at))


def numbered(wanted: Iterable[Slot], stored: dict[tuple[str, int], tuple[str, str]]) -> dict[tuple[str, int], Slot]:
    """Slots by kind and number: their own, else that of the stored slot of the same time, else the first free one."""
    chosen: dict[tuple[str, int], Slot] = {}
    waiting: list[Slot] = []
    for slot in wanted:
        if slot.number and (str(slot.kind), slot.number) not in chosen:
            chosen[str(slot.kind), slot.number] = slot
        else:
            waiting.append(slot)
    for slot in sorted(waiting, key=lambda slot: slot.days == "restdays"):  # work days first: rest days join them
        chosen[str(slot.kind), _number(slot, chosen, stored)] = slot
    return chosen


def _number(slot: Slot, chosen: dict[tuple[str, int], Slot], stored: dict[tuple[str, int], tuple[str, str]]) -> int:
    kind, same = str(slot.kind), (f"{slot.time:%H:%M}", days_of(slot))
    for (of, number), times in stored.items():
        if of == kind and times == same and (of, number) not in chosen:
            return number
    if slot.days == "restdays":
        for (of, number), other in chosen.items():
            if of == kind and other.days == "workdays" and (of, number + REST) not in chosen:
                return number + REST
    return next(number for number in range(1, REST) if (kind, number) not in chosen)


def schedule_id(connection: sa.Connection, slot: Slot, zone: str, now: dt.datetime) -> int:
    """The schedule of one wall time, days and zone, made when it is new."""
    key = {"wall": f"{slot.time:%H:%M}", "days": days_of(slot), "zone": zone, "kind": str(slot.kind)}
    found = connection.execute(
        sa.select(schedules.c.id).where(*(schedules.c[name] == value for name, value in key.items()))
    ).scalar()
    if found is None:
        date, instant = first_after(slot, ZoneInfo(zone), now)
        inserted = connection.execute(
            schedules.insert().values(next_date=date.isoformat(), next_due=millis(instant), **key)
        ).inserted_primary_key
        assert inserted is not None  # noqa: S101 - one row was inserted, so it has a key
        found = inserted[0]
    return int(found)


def coming(connection: sa.Connection, chat_id: int, thread_id: int, now: dt.datetime) -> list[Coming]:
    """The next message of each open slot of a chat, the soonest first; a date that had its message is passed over."""
    rows = connection.execute(
        sa.select(
            subscriptions.c.id, subscriptions.c.zone, slots.c.kind, slots.c.number, slots.c.first_date,
            schedules.c.wall, schedules.c.days,
        )
        .join(slots, slots.c.subscription_id == subscriptions.c.id)
        .join(schedules, schedules.c.id == slots.c.schedule_id)
        .where(subscriptions.c.chat_id == chat_id, subscriptions.c.thread_id == thread_id, slots.c.open)
    ).all()  # fmt: skip
    if not rows:
        return []
    spent = _spent(connection, rows[0].id)
    found = [_next(row, now, spent) for row in rows]
    return sorted(found, key=lambda each: each.at)


def _next(row: Any, now: dt.datetime, spent: Collection[str]) -> Coming:
    slot = slot_of(row.kind, row.wall, row.days, row.number)
    first = dt.date.fromisoformat(row.first_date)
    return _coming(slot, row.zone, now, (row.kind, row.number), spent, first)


def _coming(
    slot: Slot, zone: str, now: dt.datetime, key: tuple[str, int], spent: Collection[str], first: dt.date = dt.date.min
) -> Coming:
    kind, number = key
    date, at = first_after(slot, ZoneInfo(zone), now)
    while date < first or f"{kind}{number % REST} {date}" in spent:
        date, at = next_due(slot, ZoneInfo(zone), date)
    return Coming(slot, date, at)


def _spent(connection: sa.Connection, subscription_id: int) -> frozenset[str]:
    """The occurrences a subscription has a row for: sent, owed, or missed, they do not come again."""
    found = connection.execute(
        sa.select(deliveries.c.occurrence).where(
            deliveries.c.chat_id == _chat(subscription_id),
            deliveries.c.subscription_id == subscription_id,
            deliveries.c.occurrence != "",
        )
    ).scalars()
    return frozenset(found)


def _chat(subscription_id: int) -> sa.ScalarSelect[int]:
    return sa.select(subscriptions.c.chat_id).where(subscriptions.c.id == subscription_id).scalar_subquery()

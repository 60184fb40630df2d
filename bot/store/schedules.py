"""Which wall times are due: one row for each distinct time, days and zone, however many readers share it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.schema import editions, schedules, slots
from bot.store.slots import slot_of
from bot.subscription import SlotKind

if TYPE_CHECKING:
    from bot.subscription import Slot


@dataclass(frozen=True, slots=True)
class Due:
    """A schedule whose time has come."""

    schedule_id: int
    slot: Slot
    zone: str
    date: dt.date
    at: dt.datetime


def due(connection: sa.Connection, now: dt.datetime, limit: int = 100) -> list[Due]:
    """Schedules due at `now`, the longest waiting first. One look at an index, however many readers there are."""
    soon = sa.select(schedules).where(schedules.c.next_due <= millis(now)).order_by(schedules.c.next_due).limit(limit)
    return [_due(row) for row in connection.execute(soon)]


def every(connection: sa.Connection) -> list[Due]:
    """All schedules with the date and instant they stand at."""
    return [_due(row) for row in connection.execute(sa.select(schedules).order_by(schedules.c.id))]


def _due(row: sa.Row[Any]) -> Due:
    return Due(
        row.id,
        slot_of(row.kind, row.wall, row.days),
        row.zone,
        dt.date.fromisoformat(row.next_date),
        instant(row.next_due),
    )


def next_due(connection: sa.Connection) -> dt.datetime | None:
    """The instant at which the next schedule is due."""
    found = connection.execute(sa.select(sa.func.min(schedules.c.next_due))).scalar()
    return instant(found) if found is not None else None


def advance(connection: sa.Connection, schedule_id: int, date: dt.date, at: dt.datetime) -> None:
    """Set a schedule's next intended date and due instant."""
    connection.execute(
        schedules.update().where(schedules.c.id == schedule_id).values(next_date=date.isoformat(), next_due=millis(at))
    )


def first_digest(connection: sa.Connection, now: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """When the first digest somebody waits for is due, from `now` to `until`."""
    wanted = sa.exists().where(slots.c.schedule_id == schedules.c.id, slots.c.open)
    found = connection.execute(
        sa.select(sa.func.min(schedules.c.next_due)).where(
            schedules.c.kind == str(SlotKind.DIGEST),
            schedules.c.next_due >= millis(now),
            schedules.c.next_due <= millis(until),
            wanted,
        )
    ).scalar()
    return instant(found) if found is not None else None


def has_page(connection: sa.Connection, date: dt.date) -> bool:
    """Whether an edition of a date may come out: it is there and not held."""
    return bool(
        connection.execute(
            sa.select(sa.exists().where(editions.c.date == date.isoformat(), sa.not_(editions.c.held)))
        ).scalar()
    )

"""Official warnings as events in the database: the last word on each, where it holds, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from bot.store.instants import instant, millis
from bot.store.schema import publications, warnings
from messages.alert import Alert
from messages.alert_kin import in_force_until

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

IN_FORCE: Final = "in force"
OVER: Final = "over"
MOST_OVER: Final = 2_000  # a forged flood of ends must not be read anew at every poll


@dataclass(frozen=True, slots=True)
class Event:
    """One warning from its first word to its end, as stored. `told_at` is None when readers got no message of it."""

    id: int
    source: str
    alert: Alert
    places: tuple[str, ...]
    state: str
    reason: str
    told_at: dt.datetime | None
    changed_at: dt.datetime


def in_force(connection: sa.Connection) -> list[Event]:
    """Every event in force, by any source."""
    return _events(connection, sa.select(warnings).where(warnings.c.state == IN_FORCE).order_by(warnings.c.id))


def over_since(connection: sa.Connection, since: dt.datetime) -> list[Event]:
    """What ended after `since`, the newest last."""
    query = sa.select(warnings).where(warnings.c.state == OVER, warnings.c.changed_at >= millis(since))
    return _events(connection, query.order_by(warnings.c.id.desc()).limit(MOST_OVER))[::-1]


def run_out(connection: sa.Connection, now: dt.datetime) -> list[Event]:
    """What is in force by the books and out of time by the clock."""
    query = sa.select(warnings).where(warnings.c.state == IN_FORCE, warnings.c.until <= millis(now))
    return _events(connection, query.order_by(warnings.c.id))


def is_run_out(connection: sa.Connection, now: dt.datetime) -> bool:
    """Whether anything in force by the books is out of time."""
    query = sa.select(warnings.c.id).where(warnings.c.state == IN_FORCE, warnings.c.until <= millis(now))
    return connection.execute(query.limit(1)).first() is not None


def told_since(connection: sa.Connection, source: str, since: dt.datetime) -> int:
    """How many messages a source has caused."""
    query = (
        sa.select(sa.func.count())
        .select_from(publications)
        .join(warnings, warnings.c.id == publications.c.warning_id)
        .where(warnings.c.source == source, publications.c.created_at > millis(since))
    )
    return int(connection.execute(query).scalar_one())


def add(
    connection: sa.Connection, source: str, alert: Alert, places: Sequence[str], now: dt.datetime, *, over: str = ""
) -> int:
    """A new event, in force or, with a reason, over from the start; gives its id."""
    key = connection.execute(
        warnings.insert().values(
            source=source,
            **_word(alert, places),
            state=OVER if over else IN_FORCE,
            reason=over,
            changed_at=millis(now),
        )
    ).inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted, so it has a key
    return int(key[0])


def change(connection: sa.Connection, key: int, alert: Alert, places: Sequence[str], now: dt.datetime) -> None:
    """The newer word on an event, which is in force again if it was over."""
    values = {**_word(alert, places), "state": IN_FORCE, "reason": "", "changed_at": millis(now)}
    connection.execute(warnings.update().where(warnings.c.id == key).values(**values))


def mark_told(connection: sa.Connection, key: int, now: dt.datetime) -> None:
    connection.execute(warnings.update().where(warnings.c.id == key).values(told_at=millis(now)))


def close(connection: sa.Connection, key: int, alert: Alert, reason: str, now: dt.datetime) -> None:
    """An event is over; `alert` is the last word on it, with the numbers a late copy may come under."""
    values = {"alert": alert.model_dump_json(), "state": OVER, "reason": reason, "changed_at": millis(now)}
    connection.execute(warnings.update().where(warnings.c.id == key).values(**values))


def merge(connection: sa.Connection, key: int, into: int) -> None:
    """What readers got of one event belongs to another from now on."""
    connection.execute(publications.update().where(publications.c.warning_id == key).values(warning_id=into))
    connection.execute(warnings.delete().where(warnings.c.id == key))


def forget(connection: sa.Connection, before: dt.datetime) -> int:
    """Drop what has long been over; gives how many."""
    stale = (warnings.c.state == OVER, warnings.c.changed_at < millis(before))
    return connection.execute(warnings.delete().where(*stale)).rowcount


def of_place(
    connection: sa.Connection, place: str, now: dt.datetime, *, but: Collection[str] = ()
) -> tuple[Alert, ...]:
    """The warnings in force at a place, as issued; not those of the sources `but`."""
    query = sa.select(warnings).where(warnings.c.state == IN_FORCE, warnings.c.until > millis(now))
    found = _events(connection, query.where(warnings.c.places.contains(json.dumps(place, ensure_ascii=False))))
    return tuple(event.alert for event in found if place in event.places and event.source not in but)


def _word(alert: Alert, places: Sequence[str]) -> dict[str, Any]:
    return {
        "alert": alert.model_dump_json(),
        "places": json.dumps(list(places), ensure_ascii=False),
        "until": millis(in_force_until(alert)),
    }


def _events(connection: sa.Connection, query: sa.Select[Any]) -> list[Event]:
    return [
        Event(
            row.id,
            row.source,
            Alert.model_validate_json(row.alert),
            tuple(json.loads(row.places)),
            row.state,
            row.reason,
            instant(row.told_at) if row.told_at is not None else None,
            instant(row.changed_at),
        )
        for row in connection.execute(query)
    ]

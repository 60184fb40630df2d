"""The newest live forecast of each source and place, kept until a better one comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.live import Kept
from bot.store.instants import instant, millis
from bot.store.outbox import insert
from bot.store.schema import live_forecasts, polls
from messages.edition import Forecast

if TYPE_CHECKING:
    import datetime as dt


def put(connection: sa.Connection, key: str, place: str, forecast: Forecast, *, rank: int, now: dt.datetime) -> None:
    """Keep a forecast in place of the last one by this key."""
    values: dict[str, object] = {"key": key, "place": place, "rank": rank}
    values |= {"forecast": forecast.model_dump_json(), "read_at": millis(now)}
    statement = insert(connection, live_forecasts).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))


def of_place(connection: sa.Connection, place: str) -> list[Kept]:
    """What is kept of a place, by any source."""
    query = (
        sa.select(live_forecasts, polls.c.good_at)
        .join(polls, polls.c.key == live_forecasts.c.key, isouter=True)
        .where(live_forecasts.c.place == place)
    )
    return [
        Kept(
            row.key,
            row.rank,
            Forecast.model_validate_json(row.forecast),
            instant(row.read_at),
            instant(max(row.good_at or 0, row.read_at)),
        )
        for row in connection.execute(query)
    ]

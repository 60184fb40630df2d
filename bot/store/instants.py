"""Instants and values as the tables hold them: whole milliseconds since 1970 in UTC, JSON text for wishes."""

from __future__ import annotations

import datetime as dt

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)


def millis(instant: dt.datetime) -> int:
    """`instant`, aware, as milliseconds since 1970."""
    return (instant - EPOCH) // MILLISECOND


def instant(milliseconds: int) -> dt.datetime:
    """The aware instant, in UTC, of a stored number."""
    return EPOCH + milliseconds * MILLISECOND

"""How deliveries ended, as the sending loop says it and as the books keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.store.instants import millis
from bot.store.packed import bound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.types import TypeEngine

    from bot.ledger import State


class Receipt(NamedTuple):
    """How a delivery is to stand in the books."""

    id: int
    attempt: int
    state: State
    variant_id: int | None = None
    message_id: int | None = None
    reason: str | None = None
    not_before: dt.datetime | None = None
    uncounted: bool = False  # a flood wait is not an attempt
    marked: bool | None = None


COLUMNS: dict[str, TypeEngine[Any]] = {
    "key": sa.BigInteger(),
    "attempt": sa.BigInteger(),
    "state": sa.Text(),
    "variant": sa.BigInteger(),
    "message": sa.BigInteger(),
    "reason": sa.Text(),
    "hold": sa.BigInteger(),
    "less": sa.BigInteger(),
    "mark": sa.Boolean(),
}


class Ended(NamedTuple):
    """Receipts as the books take them: packed, and how many."""

    packed: str
    number: int


def packed(receipts: Sequence[Receipt]) -> Ended:
    """`receipts` as `claims.turn` takes them."""
    rows = (
        (key, attempt, state, variant, message, reason, millis(hold) if hold else 0, int(uncounted), marked)
        for key, attempt, state, variant, message, reason, hold, uncounted, marked in receipts
    )
    return Ended(bound(rows), len(receipts))

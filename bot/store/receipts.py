"""How deliveries ended, as the sending loop says it and as the books keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.ledger import State
from bot.store.instants import millis
from bot.store.packed import bound, given
from bot.store.prepared import Prepared
from bot.store.schema import deliveries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.types import TypeEngine


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


def as_text(receipts: Iterable[Receipt]) -> str:
    """`receipts` as `record` takes them."""
    return bound(
        (key, attempt, state, variant, message, reason, millis(hold) if hold else 0, int(uncounted), marked)
        for key, attempt, state, variant, message, reason, hold, uncounted, marked in receipts
    )


def record(connection: sa.Connection, receipts: str, owner: str, now: dt.datetime) -> None:
    """Write how deliveries ended; a row that somebody else has taken since is left alone."""
    _record(connection, given=receipts, sender=owner, now=millis(now))


@Prepared
def _record(dialect: str) -> sa.Update:
    receipt = given(dialect, COLUMNS).c
    return (
        deliveries.update()
        .where(deliveries.c.id == receipt.key, deliveries.c.attempts == receipt.attempt)
        .where(deliveries.c.state == str(State.SENDING), deliveries.c.owner == sa.bindparam("sender"))
        .values(
            state=receipt.state,
            attempts=deliveries.c.attempts - receipt.less,
            variant_id=sa.func.coalesce(receipt.variant, deliveries.c.variant_id),
            message_id=sa.func.coalesce(receipt.message, deliveries.c.message_id),
            reason=receipt.reason,
            not_before=receipt.hold,
            marked=sa.func.coalesce(receipt.mark, deliveries.c.marked),
            at=sa.bindparam("now"),
            owner=None,
        )
    )

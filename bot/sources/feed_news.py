"""Which headlines of a feed are new, decided purely: the first sight remembers and tells nothing. Knows no store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.sources.reading import Item
from messages.edition import Value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

CEILING: Final = 20


class News(Value):
    """What follows from one answer of a feed.

    `tell` are headlines to show, newest first; `remember` the identifiers to keep; `held` counts those over the
    ceiling, which are remembered and never shown: a feed that floods is a fault, for an operator to see.
    """

    tell: tuple[Item, ...]
    remember: tuple[str, ...]
    held: int = 0


def new_items(known: AbstractSet[str], items: Iterable[Item], *, first_sight: bool, ceiling: int = CEILING) -> News:
    """What is new among `items` (newest first, as the reader gives them) beside the identifiers already known."""
    fresh = tuple({item.identifier: item for item in items if item.identifier not in known}.values())
    remember = tuple(item.identifier for item in fresh)
    if first_sight:
        return News(tell=(), remember=remember)
    return News(tell=fresh[:ceiling], remember=remember, held=max(0, len(fresh) - ceiling))

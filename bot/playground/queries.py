"""Taps and inline queries that wait for a bot's answer. Knows no HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.wire import Json

KEPT = 5_000
# A tap can be answered for some minutes; after that Telegram calls it too old.
TAP_AGE = dt.timedelta(minutes=15)


@dataclass(slots=True, eq=False)
class Query:
    """A tap or an inline query, and the bot's answer once it came."""

    id: str
    bot_id: int
    user_id: int
    at: dt.datetime
    chat_id: int | None = None
    message_id: int | None = None
    stale: bool = False
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def reply(self, answer: Json) -> None:
        self.answer = answer
        self.answered.set()

    def too_old(self, now: dt.datetime) -> bool:
        return self.stale or now - self.at > TAP_AGE


@dataclass(slots=True)
class Queries:
    """The last queries by id."""

    kept: OrderedDict[str, Query] = field(default_factory=OrderedDict)

    def add(self, query: Query) -> None:
        self.kept[query.id] = query
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)

    def get(self, query_id: str) -> Query | None:
        return self.kept.get(query_id)

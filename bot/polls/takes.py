"""What a good answer changes in the store, by what a target gives.

They run in the poll's own transaction: an answer and what follows from it are kept together or not at all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.polls.posting import Post, keep_posted
from bot.sources.feed_news import new_items
from bot.store import feed_items, live
from bot.store.briefings import Release
from messages.edition import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from bot.config import Settings
    from bot.polls.targets import Target
    from bot.sources.reading import Item, Reading

    Take = Callable[[sa.Connection, Target, Reading, dt.datetime], "Taken"]
    Still = Callable[[sa.Connection, Target, dt.datetime], "Taken"]

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What followed: `owed` when messages are to be written, `alarm` for an operator's eye."""

    owed: bool = False
    alarm: str = ""


class Forecasts:
    """Keeps forecasts, and keeps the place's readers posted when one has changed against what they were sent."""

    def __init__(self, settings: Settings) -> None:
        self._house = settings.house
        self._release = Release(settings.paper.timezone, settings.paper.release)

    def take(self, connection: sa.Connection, target: Target, reading: Reading, now: dt.datetime) -> Taken:
        """A new forecast; one without days, hours or air says nothing and replaces nothing."""
        said = [forecast for forecast in reading.forecasts if forecast.periods or forecast.hours or forecast.air]
        if not said or target.place is None:
            return Taken()
        live.put(connection, target.key, target.place.name, said[0], rank=target.rank, now=now)
        return self.still(connection, target, now)

    def still(self, connection: sa.Connection, target: Target, now: dt.datetime) -> Taken:
        """The forecast holds as it is; but time has passed, and rain may be near by now."""
        if target.place is None or target.gives == "air":
            return Taken()
        return Taken(owed=keep_posted(connection, Post(target.place, self._house, self._release), now) > 0)


def take_feed(connection: sa.Connection, target: Target, reading: Reading, now: dt.datetime) -> Taken:
    """Know the feed's headlines; of new ones, at most the ceiling in a day is for readers, and none at first sight."""
    known = feed_items.known(connection, target.key)
    left = max(0, target.ceiling - feed_items.shown_since(connection, target.key, now - _DAY))
    news = new_items(known, reading.items, first_sight=not known, ceiling=left)
    show = {item.identifier: article(item, target.source) for item in news.tell}
    feed_items.remember(connection, target.key, reading.items, show, now)
    if not news.held:
        return Taken()
    return Taken(
        alarm=f"{target.key}: {news.held} new headlines over the ceiling of {target.ceiling} a day are left out"
    )


def article(item: Item, source: str) -> Article:
    """A feed's headline as readers meet it: title, link and the paper's name only."""
    return Article(headline=item.title, link=item.link, source=source or item.source)

"""What handlers may ask for and change: who is asking, what is known now, and the readers' wishes. Sends nothing."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.chat.gate import Buckets
from bot.chat.prompts import Waiting
from bot.chat.readers import Readers
from bot.store import erasure, places, rejoining, roster, slots
from bot.subscription import Subscription, audience, usual_form
from messages.message import Wishes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from bot.chat.ask import Ask
    from bot.chat.members import Members
    from bot.clock import Clock
    from bot.config import Settings
    from bot.delivery.worker import Worker
    from bot.known import At
    from bot.publish import Publisher
    from bot.store.database import Database
    from bot.store.roster import Reader
    from bot.store.slots import Coming
    from messages.message import Briefing, House
    from messages.place import Place

KEPT_READERS = 10_000
GREETING_SECONDS = 10.0


class Newsroom:
    """The counter at which readers are served. `username` is the bot's own, known once the API has said it."""

    def __init__(
        self, *, database: Database, publisher: Publisher, settings: Settings, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self.database = database
        self.publisher = publisher
        self.settings = settings
        self.clock = clock
        self.username = ""
        self.wake = wake
        self._readers = Readers(database)
        self._misses: OrderedDict[int, int] = OrderedDict()  # texts in a row nobody understood, by chat
        self.worker: Worker  # the sending loop; set by the composition root
        self.members: Members  # knows who may do what in groups; set by the composition root
        self.waiting = Waiting()  # private chats that were asked to type something
        self.codes = Buckets()  # how often each chat has tried a code
        self.letters = asyncio.Event()  # a letter to the newsroom has come
        self._greeted: OrderedDict[int, float] = OrderedDict()  # when the bot said hello to a group

    @property
    def house(self) -> House:
        return self.publisher.house

    @property
    def places(self) -> tuple[Place, ...]:
        """The places readers may choose, the paper's own first."""
        return tuple(self.publisher.known.places.values())

    @property
    def now(self) -> dt.datetime:
        return self.clock.now()

    @property
    def local_now(self) -> dt.datetime:
        """Now by the paper's own clock."""
        return self.now.astimezone(ZoneInfo(self.house.zone))

    async def briefing(self) -> Briefing:
        return await self.publisher.briefing()

    async def known(self, place: str = "") -> At:
        """What is known now at a place, and the house as readers there meet it."""
        return await self.publisher.known.at(place)

    async def reader(self, ask: Ask) -> Reader | None:
        """Who is asking, as stored; from a bounded cache."""
        return await self._readers.get(ask.chat_id, ask.thread_id)

    async def subscription(self, ask: Ask) -> Subscription:
        """What is stored for the asker, or what a newcomer starts with."""
        found = await self.reader(ask)
        return found.subscription if found else self.newcomer(ask)

    def newcomer(self, ask: Ask) -> Subscription:
        """A reader nobody knows yet: the paper's language and zone, no slot."""
        wishes = Wishes(language=self.house.language, audience=audience(ask.kind), form=usual_form(ask.kind))
        owner = ask.user_id if ask.kind != "private" else None
        return Subscription(
            chat_id=ask.chat_id,
            thread_id=ask.thread_id,
            kind=ask.kind,
            zone=self.house.zone,
            wishes=wishes,
            owner=owner,
        )

    async def keep(self, subscription: Subscription) -> None:
        """Store a reader's wishes."""
        await self.database.write(roster.put_reader, subscription, self.now)
        self.forget(subscription.chat_id)

    async def leave(self, ask: Ask) -> bool:
        """Close every slot of the asker. False when none was open."""
        left = await self.database.write(roster.leave, ask.chat_id, ask.thread_id, self.now)
        self.forget(ask.chat_id)
        return left

    async def rejoin(self, ask: Ask) -> bool:
        """Undo the asker's last leave. False when that was too long ago."""
        rejoined = await self.database.write(rejoining.rejoin, ask.chat_id, ask.thread_id, self.now)
        self.forget(ask.chat_id)
        return rejoined

    async def suspend(self, chat_id: int, reason: str) -> None:
        await self.database.write(roster.suspend, chat_id, reason, self.now)
        self.forget(chat_id)

    async def resume(self, chat_id: int) -> None:
        await self.database.write(roster.resume, chat_id)
        self.forget(chat_id)

    async def erase(self, chat_id: int) -> None:
        await self.database.write(erasure.erase, chat_id)
        await self.database.forget()
        self.forget(chat_id)

    async def migrate(self, old: int, new: int) -> None:
        await self.database.write(places.migrate, old, new, self.now)
        self.forget(old)
        self.forget(new)

    async def next_send(self, ask: Ask) -> dt.datetime | None:
        """When the asker's next message is due; None without an open slot."""
        found = await self.coming(ask)
        return found[0].at if found else None

    async def coming(self, ask: Ask) -> list[Coming]:
        """The next message of each open slot of the asker, the soonest first."""
        return await self.database.read(slots.coming, ask.chat_id, ask.thread_id, self.now)

    def forget(self, chat_id: int) -> None:
        """A chat's row has changed."""
        self._readers.forget(chat_id)

    def missed(self, chat_id: int) -> int:
        """Count a text nobody understood; gives how many there were in a row."""
        self._misses[chat_id] = self._misses.pop(chat_id, 0) + 1
        if len(self._misses) > KEPT_READERS:
            self._misses.popitem(last=False)
        return self._misses[chat_id]

    def greets(self, chat_id: int) -> bool:
        """Whether a group is to be greeted: coming by a link, the bot is let in and told to start in one breath."""
        now = time.monotonic()
        greeted = now - self._greeted.get(chat_id, -GREETING_SECONDS) < GREETING_SECONDS
        self._greeted[chat_id] = now
        if len(self._greeted) > KEPT_READERS:
            self._greeted.popitem(last=False)
        return not greeted

    def understood(self, chat_id: int) -> None:
        self._misses.pop(chat_id, None)

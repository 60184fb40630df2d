"""Our own sending loop alone, over its books or over a list that forgets: what the books cost. One message for all."""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from bot.chat.transport import Transport
from bot.clock import SystemClock
from bot.delivery.judge import Judge
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.ledger import Kind, Priority, State
from bot.store import claims, variants
from bot.store.database import Database
from bot.store.instants import millis
from bot.store.schema import deliveries, publications, subscriptions, wishes
from bot.store.upgrade import upgrade
from campaigns.peers.job import TEXT, TOKEN, Job, wait_for_go
from messages.message import Message

if TYPE_CHECKING:
    import datetime as dt

    import sqlalchemy as sa

    from bot.ledger import Intent

CONNECTIONS = 128
RATE = 100_000.0  # a rate nobody reaches: as fast as it goes


class NoBooks:
    """In the place of the database: what is owed is counted out, how it ended is forgotten."""

    def __init__(self, chats: int) -> None:
        self._owed = map(claimed, range(1, chats + 1))

    async def write(self, work: Any, *_args: Any, **_how: Any) -> Any:
        assert work is variants.keep
        return 1, None

    async def write_each(self, work: Any, *args: Any, **_how: Any) -> Any:
        assert work is claims.turn
        _ended, want, *_ = args
        taken = list(itertools.islice(self._owed, want))
        return json.dumps(taken) if taken else None


def claimed(chat: int) -> claims.Claimed:
    """What the books would say of a row taken for `chat`."""
    return claims.Claimed(
        priority=Priority.ANNOUNCEMENT,
        not_before=0,
        id=chat,
        publication_id=1,
        kind=Kind.ANNOUNCEMENT,
        chat_id=chat,
        thread_id=0,
        subscription_id=chat,
        wishes_id=1,
        attempt=1,
        occurrence="",
        message_id=None,
        reply_to=None,
        silent=False,
        marked=False,
        revision=0,
        quiet=None,
        zone="UTC",
    )


def owe(connection: sa.Connection, chats: int, now: dt.datetime) -> None:
    """Readers, and a message owed to each of them."""
    at, each = millis(now), range(1, chats + 1)
    connection.execute(wishes.insert(), {"id": 1, "content": "{}"})
    reader = {"kind": "private", "zone": "UTC", "wishes_id": 1}
    connection.execute(subscriptions.insert(), [{"id": chat, "chat_id": chat, **reader} for chat in each])
    connection.execute(publications.insert(), {"id": 1, "ref": "a-1", "kind": Kind.ANNOUNCEMENT, "created_at": at})
    row = {"publication_id": 1, "thread_id": 0, "state": State.PENDING, "priority": Priority.ANNOUNCEMENT, "at": at}
    connection.execute(deliveries.insert(), [{"chat_id": chat, "subscription_id": chat, **row} for chat in each])


def books(job: Job, clock: SystemClock) -> Database:
    database = Database(f"sqlite:///{job.books}")
    upgrade(database)
    database.writing(owe, job.chats, clock.now())
    return database


async def send_all(job: Job) -> None:
    clock = SystemClock()
    database = books(job, clock) if job.books else cast("Database", NoBooks(job.chats))
    message = Message(text=Markup(TEXT))  # noqa: S704 - our own words

    async def compose(_intent: Intent) -> Message:
        return message

    async with Transport(job.url, TOKEN, connections=CONNECTIONS) as transport:
        sender = Sender(database, lambda _card: b"", transport.post)
        judge = Judge(database=database, sender=sender, compose=compose, clock=clock)
        worker = Worker(database=database, judge=judge, clock=clock, rate=job.per_second or RATE, alarm=print)
        gc.freeze()  # as the program does when it has started
        wait_for_go()
        sending = asyncio.create_task(worker.run())
        while worker.gauges.sent < job.chats:
            await asyncio.sleep(0.05)
        await worker.stop()
        await sending
    if job.books:
        database.close()


if __name__ == "__main__":
    asyncio.run(send_all(Job.given()))

"""A disk that is really full, a database that is really locked: sending waits, chat goes on, operators hear of it."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sqlite3
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.opening import opened
from bot.publish import owe_announcement
from bot.store import enrolment
from bot.store.schema import deliveries
from bot.subscription import Slot, Subscription
from tests.flow.running import OPERATOR, staffed
from tests.playground_client import GLANCE, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.app import App
    from bot.store.database import Database
    from tests.playground_client import Client

CROWD = range(2_000_000, 2_000_120)


async def fill(app: App) -> None:
    """From now on SQLite says "database or disk is full" to whatever needs another page."""
    await app.database.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1").scalar())


async def free(app: App) -> None:
    await app.database.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1000000").scalar())


@contextlib.contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another program holds the database for itself."""
    other = sqlite3.connect(str(database.path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextlib.contextmanager
def unwritable() -> Iterator[None]:
    """The system lets no file of this process grow beyond a few pages, the database's neither."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def answered(client: Client) -> None:
    before = len(await client.messages())
    await client.say("热线")
    async with asyncio.timeout(PATIENCE):
        while len(await client.messages()) < before + 2:
            await asyncio.sleep(GLANCE)


async def crowd(client: Client, app: App) -> None:
    """A hundred and twenty readers, written down as another program would, once the bot is up."""
    await answered(client)
    await client.do("people", count=len(CROWD), first_id=CROWD.start)
    with opened(app.settings) as database:
        page = [Subscription(chat_id=chat, slots=(Slot(),)) for chat in CROWD]
        database.writing(enrolment.put_readers, page, app.clock.now())


def announce(app: App, text: str) -> None:
    with opened(app.settings) as database:
        database.writing(owe_announcement, text, urgent=False, expires=None, ref=text, now=app.clock.now())


def states(app: App) -> list[str]:
    return app.database.reading(lambda connection: list(connection.execute(sa.select(deliveries.c.state)).scalars()))


async def delivered(client: Client, app: App, text: str) -> None:
    """Everybody has it, once."""
    async with asyncio.timeout(PATIENCE):
        while states(app) != ["sent"] * len(CROWD):
            await asyncio.sleep(GLANCE)
    world = await client.look("world")
    got = [
        entry["message"]["chat"]["id"]
        for entries in world["messages"].values()
        for entry in entries
        if text in entry["message"].get("text", "")
    ]
    assert sorted(got) == list(CROWD)


async def test_a_full_disk_stops_sending_alone_is_told_and_all_goes_on_by_itself(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await crowd(client, app)
        await fill(app)
        announce(app, "停电通知")
        await client.wait_for_text("账本写不进去", OPERATOR)
        await answered(client)
        assert "sent" not in states(app)
        await free(app)
        await delivered(client, app, "停电通知")


async def test_a_disk_that_takes_nothing_more_in_the_middle_of_a_send_doubles_nobody(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await crowd(client, app)
        announce(app, "停电通知")
        async with asyncio.timeout(PATIENCE):
            while states(app).count("sent") < 20:
                await asyncio.sleep(GLANCE)
        with unwritable():
            await client.wait_for_text("账本写不进去", OPERATOR)
            await answered(client)
            await client.say("订阅")
            await client.wait_for_text("现在存不下")
            assert len(states(app)) == len(CROWD)
        await delivered(client, app, "停电通知")


async def test_a_locked_database_is_waited_for_while_chat_goes_on(tmp_path: Path) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await crowd(client, app)
        announce(app, "停电通知")
        with locked(app.database):
            await client.wait_for_text("账本写不进去", OPERATOR)
            await answered(client)
        await delivered(client, app, "停电通知")


async def test_a_place_there_is_not_is_answered_though_nobody_can_write_down_that_it_was_asked_for(
    tmp_path: Path,
) -> None:
    async with staffed(tmp_path) as (client, _clock, app):
        await answered(client)
        with locked(app.database):
            await client.say("济南天气")
            await client.wait_for_text("只有这些地点")

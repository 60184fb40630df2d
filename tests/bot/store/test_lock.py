"""One sender a database: the second is told to try later, and may when the first has ended."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.app import run
from bot.clock import SystemClock
from bot.config import DatabaseSection, Settings
from bot.errors import TryLaterError
from bot.reaching import Telegram
from bot.store import lock
from bot.store.database import Database
from bot.store.lock import AnotherRunError, kept, sole_sender
from tests.bot.store.conftest import new_database

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_sender_waits_until_the_first_has_ended(database: Database) -> None:
    other = Database(database.url)
    try:
        told = pytest.raises(TryLaterError, match="another run already sends from")
        with sole_sender(database), told, sole_sender(other):
            pass
        with sole_sender(other):
            pass
    finally:
        other.close()


async def test_run_ends_with_75_before_it_sends_when_another_one_does(database: Database) -> None:
    token = SecretStr("123456789:" + "t" * 35)
    settings = Settings(
        database=DatabaseSection(url=database.url), telegram=Telegram(token=token, api_url="http://127.0.0.1:9")
    )
    with sole_sender(database), pytest.raises(TryLaterError) as told:
        await run(settings, SystemClock(), once=True)
    assert told.value.exit_code == 75
    assert "another run" in str(told.value), "and not that the API is out of reach"


def test_a_sender_that_fails_leaves_no_lock(database: Database) -> None:
    with pytest.raises(RuntimeError), sole_sender(database):
        raise RuntimeError
    with sole_sender(database):
        pass


@pytest.mark.postgres
def test_two_schemas_of_one_database_have_a_sender_each(postgres: str) -> None:
    one, two = Database(new_database(postgres)), Database(new_database(postgres))
    try:
        with sole_sender(one), sole_sender(two):
            pass
    finally:
        one.close()
        two.close()


def cut_off(database: Database) -> None:
    """End the connection that holds the lock, as a restart of its server does."""
    ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
    assert database.reading(lambda connection: connection.exec_driver_sql(ended).scalar()) == 1


@pytest.mark.postgres
def test_a_lock_that_went_with_its_connection_is_taken_again(postgres: str) -> None:
    database = Database(new_database(postgres))
    other = Database(database.url)
    with sole_sender(database) as hold:
        cut_off(other)
        hold.renew()
        with pytest.raises(AnotherRunError), sole_sender(other):
            pass
    database.close()
    other.close()


@pytest.mark.postgres
async def test_a_run_whose_lock_another_has_taken_ends_and_says_so(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "LOOK_SECONDS", 0.05)
    database = Database(new_database(postgres))
    other, stop = Database(database.url), asyncio.Event()

    async def until_lost() -> None:
        with sole_sender(database) as hold:
            async with asyncio.timeout(20), kept(hold, lost=stop.set):
                cut_off(other)
                with sole_sender(other):
                    await stop.wait()

    with pytest.raises(AnotherRunError, match="another run already sends"):
        await until_lost()
    database.close()
    other.close()


@pytest.mark.postgres
def test_while_the_server_is_away_the_lock_is_asked_for_again_and_nothing_ends(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(new_database(postgres))
    nobody = Database("postgresql://chenbao@127.0.0.1:9/nowhere")
    with sole_sender(database) as hold:
        cut_off(database)
        with monkeypatch.context() as away:
            away.setattr(hold, "_database", nobody)
            hold.renew()
            hold.renew()
        hold.renew()
        with pytest.raises(AnotherRunError), sole_sender(database):
            pass
    database.close()
    nobody.close()


async def test_a_lock_that_nobody_disputes_ends_nothing(database: Database) -> None:
    with sole_sender(database) as hold:
        async with kept(hold, lost=lambda: pytest.fail("nobody has taken it")):
            await asyncio.sleep(0.05)


def test_a_lock_that_cannot_be_asked_for_says_so_without_the_password(tmp_path: Path) -> None:
    nobody = Database(f"postgresql://chenbao:geheim@127.0.0.1:9/{tmp_path.name}")
    with pytest.raises(TryLaterError, match=re.escape("cannot be reached")) as said, sole_sender(nobody):
        pass
    assert "geheim" not in str(said.value)
    nobody.close()

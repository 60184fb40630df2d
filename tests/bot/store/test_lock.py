"""One sender a database: the second is told to try later, and may when the first has ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.app import run
from bot.clock import SystemClock
from bot.config import DatabaseSection, Settings
from bot.errors import TryLaterError
from bot.reaching import Telegram
from bot.store.database import Database
from bot.store.lock import sole_sender
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


def test_a_lock_that_cannot_be_asked_for_says_so_without_the_password(tmp_path: Path) -> None:
    nobody = Database(f"postgresql://chenbao:geheim@127.0.0.1:9/{tmp_path.name}")
    with pytest.raises(TryLaterError, match=re.escape("cannot be reached")) as said, sole_sender(nobody):
        pass
    assert "geheim" not in str(said.value)
    nobody.close()

"""`chenbao warnings`: what is in force, and the switch that stops new ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.store.database import Database
from bot.store.upgrade import upgrade
from tests.bot.store.readers import rows, subscribe
from tests.bot.store.warned_world import World, alert

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.chdir(tmp_path)
    database = Database(f"sqlite:///{tmp_path / 'chenbao.db'}")
    upgrade(database)
    yield World(database)
    database.close()


def command(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["warnings", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_what_is_in_force_is_listed(world: World) -> None:
    assert "no warning is in force" in command("list")
    world.hear(alert())
    assert "大风 blue  淄博市气象台  淄博" in command("list")
    assert json.loads(command("list", "--json"))["places"] == ["淄博"]


def test_an_operator_stops_what_is_owed_and_what_comes_and_lets_it_go_on(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    assert world.claim(0) == []
    assert "1 messages withdrawn" in command("stop")
    assert world.send() == []
    assert rows(world.database)[0].reason == "an operator stopped new warnings"
    assert "go on" in command("start")
    assert "were not stopped" in command("start")

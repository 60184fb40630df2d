"""`chenbao sources`: what a payload says, how sources stand, one polite question each."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.sources import kinds
from tests.bot.sources.test_recorded import CASES, FACTS, RECORDED
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CODES = {"ok": 0, "ok-empty": 0, "partial": 3, "reject": 4}
MORNING = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)


def command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["sources", *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


@pytest.mark.parametrize(("folder", "case"), CASES, ids=[case["file"] for _, case in CASES])
def test_the_command_says_of_a_payload_what_is_expected_of_it(folder: Path, case: dict[str, Any]) -> None:
    code, printed = command("read", case["file"].partition("/")[0], str(folder / case["file"]), "--json")
    read = json.loads(printed)
    expected = {CODES[case["outcome"]]} | ({4} if folder == RECORDED and case["outcome"] == "partial" else set())
    assert code in expected
    assert CODES[read["outcome"]] == code
    assert bool(read["problems"]) == (code != 0)
    assert FACTS


def test_people_are_shown_days_warnings_headlines_and_the_reason_of_a_refusal(tmp_path: Path) -> None:
    payloads = Path(__file__).parents[1] / "payloads"
    assert "小" in command("read", "open-meteo", str(payloads / "open-meteo/zibo.json"))[1]
    assert "民政八项工程" in command("read", "rss", str(payloads / "rss/plain.xml"))[1]
    bomb = tmp_path / "bomb.xml"
    bomb.write_text("<!DOCTYPE a [<!ENTITY x 'y'>]><alert>&x;</alert>")
    code, printed = command("read", "cap", str(bomb))
    assert code == 4
    assert "DOCTYPE" in printed


def test_an_unknown_kind_and_a_missing_file_are_named() -> None:
    with pytest.raises(Exception, match="no source of kind 'weather'"):
        command("read", "weather", str(Path(__file__)))
    with pytest.raises(Exception, match=r"nowhere\.json cannot be read"):
        command("read", "nws", "nowhere.json")


def test_every_kind_of_the_help_is_a_kind() -> None:
    assert set(kinds.KINDS) == {kind for kind, *_ in (case["file"].split("/") for _, case in CASES)}


@pytest.fixture
async def server() -> AsyncIterator[SourcesServer]:
    async with SourcesServer(lambda: MORNING) as running:
        yield running


async def chenbao(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """The program as an operator runs it; JSON lines."""
    program = "from bot.__main__ import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *arguments, "--json", cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return process.returncode or 0, [json.loads(line) for line in printed.decode().splitlines()]


async def test_each_source_is_asked_once_and_what_came_is_said(server: SourcesServer, tmp_path: Path) -> None:
    server.put("/v1/forecast", (Path(__file__).parents[1] / "payloads/open-meteo/zibo.json").read_bytes())
    server.put("/feed", b"<html>")
    (tmp_path / "chenbao.toml").write_text(
        f'[paper]\nplace = "淄博"\nlatitude = 36.81\nlongitude = 118.05\n[sources]\ncontact = "a@example.org"\n'
        f'[[sources.open-meteo]]\nurl = "{server.url("")}"\nair = false\n'
        f'[[sources.rss]]\nurl = "{server.url("/feed")}"\n[[sources.cap]]\nname = "省台"\nurl = "{server.url("/gone")}"\n'
    )
    code, rows = await chenbao(tmp_path, "sources", "test")
    found = {row["source"]: (row["outcome"], row["reason"]) for row in rows}
    assert code == 1
    assert found["open-meteo 淄博"] == ("ok", "")
    assert found["省台"] == ("failed", "the server answers 404")
    assert found[f"rss {server.url('/feed')}"][0] == "reject"
    assert len(server.asked) == 3
    code, rows = await chenbao(tmp_path, "sources", "list")
    assert code == 0
    assert [row["last_success"] for row in rows] == [None, None, None]

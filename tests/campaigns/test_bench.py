"""The bench's harness at its smallest: that it measures, accounts and writes. No time is asserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaigns import bench
from campaigns.figures import Goal, Reading, Row, Setting
from campaigns.measure import peer_fan_out, reading
from campaigns.peers.job import Job

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("books", [True, False])
@pytest.mark.parametrize("peer", ["aiohttp_loop", "our_loop"])
def test_a_peer_is_measured_and_every_message_accounted_for(tmp_path: Path, peer: str, *, books: bool) -> None:
    found = reading(lambda: peer_fan_out(Setting(tmp_path), peer, Job("", chats=40, in_flight=4), books=books))
    assert found.failed == ""
    assert found.figures["per_second"] > 0
    assert found.figures["cpu_us"] > 0
    assert found.figures["fullest_second"] <= 40


def test_a_peer_that_breaks_is_a_failed_reading_with_its_last_words(tmp_path: Path) -> None:
    found = reading(lambda: peer_fan_out(Setting(tmp_path), "no_such_peer", Job("", chats=1), books=False))
    assert "no_such_peer" in found.failed


def test_the_command_measures_one_row_and_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "docs" / "benchmarks.md"
    assert bench.main(["--quick", "--only", "jobs", "--write", str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert "| APScheduler |" in written
    assert written in capsys.readouterr().out


def test_an_unknown_row_is_named_beside_those_there_are() -> None:
    with pytest.raises(SystemExit, match=r"no row nothing; there are fan-out,"):
        bench.main(["--only", "nothing"])


def test_a_row_is_measured_as_often_as_asked_and_a_long_one_once(tmp_path: Path) -> None:
    goal = Goal("some", "ms", "us", at_least=0)
    for once, count in ((False, 3), (True, 1)):
        row = Row("r", "A row", "somehow", {"us": lambda _setting: Reading({"ms": 1.0})}, (goal,), once=once)
        assert len(bench.measured(row, Setting(tmp_path), 3).readings["us"]) == count

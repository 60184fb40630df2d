"""The fuzzing campaign: a short form of it, what it holds the readers to, and that it can find something."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.sources.newspaper import read_forecast
from campaigns import fuzz, fuzz_promises
from campaigns.fuzz_inputs import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from messages.edition import Forecast

SHORT = 1_500


def test_a_short_campaign_breaks_no_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "fuzz.json"
    assert fuzz.main(["--inputs", str(SHORT), "--keep", str(kept)]) == 0, capsys.readouterr().out
    assert fuzz.resumed(1, kept).done == SHORT


def test_a_campaign_goes_on_where_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "fuzz.json"
    fuzz.main(["--inputs", "20", "--keep", str(kept)])
    assert fuzz.main(["--inputs", "10", "--keep", str(kept)]) == 0
    assert fuzz.resumed(1, kept).done == 20
    assert fuzz.resumed(2, kept).done == 0


def test_an_input_is_made_of_its_number_alone() -> None:
    assert fuzz.input_of(1, 77) == fuzz.input_of(1, 77)
    assert fuzz.input_of(1, 77) != fuzz.input_of(2, 77)


def test_an_invented_number_and_an_exception_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def invented(text: str, *, date: dt.date) -> Forecast | None:
        found = read_forecast(text, date=date)
        assert found is not None
        return found.model_copy(update={"periods": tuple(one.model_copy(update={"high": 44}) for one in found.periods)})

    monkeypatch.setattr(fuzz_promises, "read_forecast", invented)
    assert fuzz_promises.broken_promise("line", "9日,晴,南风2~3级,5~27℃") == "44 is printed nowhere"

    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(fuzz_promises, "read_forecast", broken)
    monkeypatch.setattr(fuzz_promises, "read_page", broken)
    assert fuzz.tried(fuzz.input_of(1, 77))[0] == "KeyError: 'x'"


@pytest.mark.parametrize("unit", [unit for unit in HOSTILE if unit.strip()])
def test_a_block_longer_than_4_kb_is_no_forecast(unit: str) -> None:
    assert read_forecast(f"9日,晴,5~27℃{unit * 4096}", date=dt.date(2024, 2, 28)) is None

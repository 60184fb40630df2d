"""`subs import`: whatever stands in a line, it is named with its number and stops nothing else unless asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import app

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"chat_id": 42}'

WRONG = {
    "cut off": (b'{"chat_id": 1', "Invalid JSON"),
    "no JSON at all": (b"Dear newsroom,", "Invalid JSON"),
    "no object": (b"[1, 2]", "object"),
    "null": (b"null", "object"),
    "not UTF-8": (b'{"chat_id": 1, "place": "\xff\xfe"}', "Invalid JSON"),
    "no chat_id": (b'{"language": "en"}', "chat_id: Field required"),
    "chat_id in quotes": (b'{"chat_id": "1"}', "chat_id: Input should be a valid integer"),
    "chat_id true": (b'{"chat_id": true}', "chat_id: Input should be a valid integer"),
    "chat_id with a fraction": (b'{"chat_id": 1.5}', "chat_id: Input should be a valid integer"),
    "chat_id nobody's": (b'{"chat_id": 0}', "chat_id: 0 is nobody's"),
    "chat_id no database holds": (b'{"chat_id": 1' + b"0" * 30 + b"}", "chat_id: Input should be"),
    "thread_id negative": (b'{"chat_id": 1, "thread_id": -5}', "thread_id: Input should be greater"),
    "thread_id no database holds": (b'{"chat_id": 1, "thread_id": 1' + b"0" * 30 + b"}", "thread_id: Input should be"),
    "an unknown zone": (b'{"chat_id": 1, "zone": "Mars/Base"}', 'zone: "Mars/Base" is not a time zone'),
    "an offset for a zone": (b'{"chat_id": 1, "zone": "+08:00"}', 'zone: "+08:00" is not a time zone'),
    "an empty zone": (b'{"chat_id": 1, "zone": ""}', 'zone: "" is not a time zone'),
    "a time there is not": (b'{"chat_id": 1, "slots": [{"time": "25:00"}]}', 'slots.0.time: "25:00" is not a time'),
    "a time with seconds": (b'{"chat_id": 1, "slots": [{"time": "07:00:30"}]}', "slots.0.time"),
    "a time that is a number": (b'{"chat_id": 1, "slots": [{"time": 700}]}', 'slots.0.time: a time is written "07:00"'),
    "a weekday there is not": (b'{"chat_id": 1, "slots": [{"weekdays": [8]}]}', "slots.0.weekdays: weekdays are"),
    "no weekday": (b'{"chat_id": 1, "slots": [{"weekdays": []}]}', "slots.0.weekdays: weekdays are"),
    "a time twice": (b'{"chat_id": 1, "slots": [{}, {"weekdays": [1]}]}', "slots: 07:00 stands there twice"),
    "too many times": (b'{"chat_id": 1, "slots": [' + b",".join([b"{}"] * 9) + b"]}", "slots: Tuple should have"),
    "an unknown kind": (b'{"chat_id": 1, "kind": "alien"}', "kind: Input should be"),
    "an unknown language": (b'{"chat_id": 1, "language": "fr"}', "language: Input should be"),
    "an unknown section": (b'{"chat_id": 1, "sections": {"sport": true}}', "sport: Extra inputs"),
    "a misspelt name": (b'{"chat_id": 1, "slot": []}', "slot: Extra inputs"),
    "nested without end": (b'{"chat_id": ' + b"[" * 60_000, "Invalid JSON"),
    "too long a line": (b'{"chat_id": 1, "place": "' + b"x" * 200_000 + b'"}', "longer than 65,536 bytes"),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHENBAO_DATABASE__URL", f"sqlite:///{tmp_path / 'here.db'}")


def imported(roster: bytes, *options: str) -> tuple[int, list[str]]:
    """The exit code, and what was said."""
    done = CliRunner().invoke(app, ["subs", "import", *options, "-"], input=roster)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stderr.splitlines()


def stored() -> list[int]:
    listed = CliRunner().invoke(app, ["subs", "list"]).stdout
    return [json.loads(line)["chat_id"] for line in listed.splitlines()]


@pytest.mark.parametrize(("line", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_line_is_named_and_its_neighbours_are_stored(line: bytes, said: str) -> None:
    code, told = imported(GOOD + b"\n" + line + b'\n{"chat_id": 43}\n')
    assert code == 1
    assert told[0].startswith("line 2: ")
    assert said in told[0]
    assert told[1:] == ["2 stored, 1 refused"]
    assert stored() == [42, 43]


def test_strict_stores_nothing_when_a_line_is_wrong(tmp_path: Path) -> None:
    roster = tmp_path / "roster.jsonl"
    roster.write_bytes(GOOD + b"\n" + b'{"chat_id": 1' + b"\n")
    done = CliRunner().invoke(app, ["subs", "import", "--strict", str(roster)])
    assert done.exit_code == 1
    assert "line 2: Invalid JSON" in done.stderr
    assert stored() == []
    roster.write_bytes(GOOD)
    assert CliRunner().invoke(app, ["subs", "import", "--strict", str(roster)]).exit_code == 0
    assert stored() == [42]


@pytest.mark.parametrize(
    "roster",
    [
        b"\xef\xbb\xbf" + GOOD,  # as some editors begin a file
        b"\n  \n" + GOOD + b"\r\n\r\n",
        GOOD + b"\n" + GOOD,  # the same once more
        b'{"chat_id": 42, "thread_id": null, "slots": []}\n' + GOOD,  # the later line counts
        b'{"chat_id": 42, "slots": [{"time": "7:00"}, {"weekdays": [6], "time": "08:00"}]}',
    ],
    ids=["a mark at the beginning", "empty lines", "twice", "changed", "a short hour"],
)
def test_what_is_only_unusual_is_stored(roster: bytes) -> None:
    code, told = imported(roster)
    assert (code, told[0].split(",")[1]) == (0, " 0 refused")
    assert stored() == [42]


def test_an_export_is_imported_as_it_stands() -> None:
    imported(
        b'{"chat_id": -5, "kind": "group", "language": "en", "zone": "Europe/Berlin", "follow": ["Zibo"], "slots": '
        b'[{"time": "06:30", "days": "workdays"}, {"time": "08:00", "days": "restdays"}, {"time": "19:00", "kind": "evening"}]}'
    )
    before = CliRunner().invoke(app, ["subs", "export"]).stdout
    assert imported(before.encode()) == (0, ["1 stored, 0 refused"])
    assert CliRunner().invoke(app, ["subs", "export"]).stdout == before


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(name: str) -> None:
    done = CliRunner().invoke(app, ["subs", "import", name])
    assert str(done.exception).startswith(f"{name} cannot be read: ")

"""The operators' commands as one types them: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import ChenbaoError
from bot.store.database import Database
from bot.store.upgrade import upgrade

SEED = Path(__file__).parents[2] / "seeds" / "2023-03-09.txt"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHENBAO_DATABASE__URL", f"sqlite:///{tmp_path / 'here.db'}")


def chenbao(*arguments: str, given: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments), input=given)
    if isinstance(done.exception, ChenbaoError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def roster(*lines: object) -> str:
    return "\n".join(json.dumps(line) for line in lines)


def test_an_announcement_prints_its_reference_alone_and_the_books_name_it() -> None:
    chenbao("subs", "import", "-", given=roster({"chat_id": 1}, {"chat_id": 2, "warnings": False}))
    code, said = chenbao("announce", "今天停刊一天。")
    assert code == 0
    (reference,) = said.split()
    code, printed = chenbao("stats", "--json")
    found = json.loads(printed)
    assert code == 0
    assert [each["publication"] for each in found["publications"]] == [reference]
    assert found["backlog"]["fanouts"] == 1
    assert found["readers"]["subscribed"] == 2
    assert "2 subscribed" in chenbao("stats")[1]


def test_an_announcement_says_to_how_many_it_goes_and_how_long_that_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENBAO_DELIVERY__RATE", "0.5")
    chenbao("subs", "import", "-", given=roster(*({"chat_id": chat} for chat in range(1, 121))))
    done = CliRunner().invoke(app, ["announce", "早"])
    assert "to 120 subscribers, 4 min at 0.5 a second" in done.stderr


def test_an_article_is_taken_down_by_its_number_and_a_wrong_number_says_which_there_are() -> None:
    chenbao("ingest", str(SEED))
    assert "article 2 (" in chenbao("retract", "2023-03-09", "2")[1]
    assert chenbao("retract", "2023-03-09", "9") == (
        1,
        "the edition of 2023-03-09 has no article 9; its articles are 1 to 3",
    )
    assert chenbao("retract", "2023-03-10")[0] == 1
    assert "all articles" in chenbao("retract", "2023-03-09")[1]


def test_an_unknown_state_is_named_beside_those_there_are() -> None:
    code, said = chenbao("deliveries", "--state", "lost")
    assert code == 2
    assert "pending, sending, sent, refused, expired, unknown" in said


def test_a_database_of_a_newer_program_is_refused_with_a_remedy(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'here.db'}")
    upgrade(database)
    database.writing(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    code, said = chenbao("stats")
    assert code == 1
    assert "upgrade the program, or restore a backup" in said

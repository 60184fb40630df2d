"""`parse` and `ingest` as an editor meets them: what is printed, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import app

if TYPE_CHECKING:
    from typer.testing import Result

SEED = Path(__file__).parents[2] / "seeds" / "2023-03-09.txt"
DOUBTFUL = "9日,晴,南风2~3级,5~27℃,天色如洗"


def chenbao(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=given)


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.log.set_up", lambda *_: None)  # its stream is the runner's, which is closed afterwards
    monkeypatch.setenv("CHENBAO_DATABASE__URL", f"sqlite:///{tmp_path / 'pages.db'}")


def test_the_seeds_page_is_shown_line_by_line_with_what_was_read_and_exits_0() -> None:
    done = chenbao("parse", SEED)
    assert done.exit_code == 0
    assert "hotline       新闻热线 3585000" in done.stdout
    assert "9日  2023-03-09  24h  晴间多云  南2~3级 西3~4级阵风5~6级  5~27℃" in done.stdout
    assert "nothing is in doubt" in done.stdout


def test_one_file_is_one_object_and_several_are_a_list_with_the_highest_code(tmp_path: Path) -> None:
    doubtful = tmp_path / "2024-05-09.txt"
    doubtful.write_text(DOUBTFUL, "utf-8")
    one = chenbao("parse", SEED, "--json")
    assert (one.exit_code, json.loads(one.stdout)["date"]) == (0, "2023-03-09")
    both = chenbao("parse", SEED, doubtful, "--json")
    assert both.exit_code == 3
    assert [page["date"] for page in json.loads(both.stdout)] == ["2023-03-09", "2024-05-09"]


def test_a_doubt_is_shown_with_line_and_column_and_exits_3(tmp_path: Path) -> None:
    page = tmp_path / "2024-05-09.txt"
    page.write_text(f"\n{DOUBTFUL}\n", "utf-8")
    done = chenbao("parse", page)
    assert done.exit_code == 3
    assert "2:19: 天色如洗: not understood" in done.stdout


def test_standard_input_is_read_and_the_given_date_wins(tmp_path: Path) -> None:
    done = chenbao("parse", "-", "--date", "2024-02-28", "--json", given="29日,晴,南风2~3级,5~27℃\n")
    assert done.exit_code == 0
    page = json.loads(done.stdout)
    assert (page["date"], page["date_from"]) == ("2024-02-28", "given")
    assert page["forecasts"][0]["periods"][0]["date"] == "2024-02-29"


def test_a_date_that_contradicts_the_page_is_a_warning() -> None:
    done = chenbao("parse", SEED, "--date", "2023-06-01")
    assert done.exit_code == 3
    assert "filed on a day that is not in the week before 2023-06-01" in done.stdout


def test_a_forecast_for_a_day_far_from_the_papers_date_is_a_warning(tmp_path: Path) -> None:
    done = chenbao("parse", "--date", "2024-02-28", "-", given="2025年8月1日,晴,南风2~3级,26~33℃\n")
    assert done.exit_code == 3
    assert "far from the paper's date 2024-02-28" in done.stdout


def test_a_files_name_goes_before_the_page_and_its_folders_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "2022-01-01"
    folder.mkdir()
    (folder / "page.txt").write_bytes(SEED.read_bytes())
    page = json.loads(chenbao("parse", folder / "page.txt", "--json").stdout)
    assert page["date"] == "2023-03-09"
    (folder / "2023-03-10.txt").write_bytes(SEED.read_bytes())
    named = json.loads(chenbao("parse", folder / "2023-03-10.txt", "--json").stdout)
    assert (named["date"], named["date_from"]) == ("2023-03-10", "file name 2023-03-10.txt")


def test_a_line_gives_a_forecast_or_null_with_4() -> None:
    done = chenbao("parse", "--line", "9日,晴间多云,南风2~3级,5~27℃", "--date", "2023-03-09", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["periods"][0]["date"] == "2023-03-09"
    none = chenbao("parse", "--line", "土豆每斤2~3元", "--json")
    assert (none.exit_code, json.loads(none.stdout)) == (4, None)
    assert chenbao("parse", "--line", DOUBTFUL).exit_code == 3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"\x00\x01\x02 text", "binary"),
        (b"9" * (1 << 21), "at most"),
        ("Ceci n'est pas un journal. Привет, мир.".encode(), "nothing of a newspaper page"),
        ("<!DOCTYPE html><p>9日,晴,南风2~3级,5~27℃</p>".encode(), "HTML or XML"),
    ],
)
def test_a_file_that_is_no_page_exits_4_says_why_and_stores_nothing(tmp_path: Path, data: bytes, why: str) -> None:
    page = tmp_path / "2024-05-09.txt"
    page.write_bytes(data)
    for command in ("parse", "ingest"):
        done = chenbao(command, page)
        assert done.exit_code == 4
        assert why in done.stderr
        assert str(page) in done.stderr


def test_a_folder_and_a_missing_file_exit_4_and_lose_no_other_file(tmp_path: Path) -> None:
    done = chenbao("parse", tmp_path, tmp_path / "missing.txt", SEED, "--json")
    assert done.exit_code == 4
    assert "is a folder" in done.stderr
    assert "No such file" in done.stderr
    assert [page["file"] for page in json.loads(done.stdout)] == ["2023-03-09.txt"]


def test_ingest_without_a_date_to_be_found_asks_for_one_and_stores_the_others(tmp_path: Path) -> None:
    undated = tmp_path / "page.txt"
    undated.write_text("今天,晴,南风2级,5~17℃", "utf-8")
    done = chenbao("ingest", undated, SEED)
    assert done.exit_code == 4
    assert "say it with --date" in done.stderr
    assert "2023-03-09 2023-03-09.txt: stored, 3 articles" in done.stdout
    assert chenbao("ingest", undated, "--date", "2024-05-09").exit_code == 0


def test_ingest_says_what_a_replaced_page_changed(tmp_path: Path) -> None:
    page = tmp_path / "2023-03-09.txt"
    page.write_bytes(SEED.read_bytes())
    chenbao("ingest", page)
    assert "unchanged" in chenbao("ingest", page).stdout
    page.write_text(SEED.read_text("utf-8").replace("识茶 品茶 泡茶", "老年大学办茶艺课"), "utf-8")
    done = chenbao("ingest", page)
    assert "2023-03-09.txt: replaced" in done.stdout
    assert "  new article 老年大学办茶艺课" in done.stdout
    assert "  gone article 识茶 品茶 泡茶" in done.stdout


@pytest.mark.parametrize("arguments", [["parse"], ["parse", "--date", "9 March", "-"], ["parse", "--line", "x", "-"]])
def test_wrong_usage_is_refused(arguments: list[str]) -> None:
    done = chenbao(*arguments, given="")
    assert done.exit_code in {1, 2}
    assert getattr(done.exception, "exit_code", 2) == 2

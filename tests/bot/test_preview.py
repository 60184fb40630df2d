"""`preview`, as an editor meets it: the sample page's digest in both languages and forms, its picture, its README."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.errors import ChenbaoError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PAPER = {
    "CHENBAO_PAPER__NAME": "鲁中晨报",
    "CHENBAO_PAPER__NAME_EN": "Luzhong Morning Post",
    "CHENBAO_PAPER__PLACE": "淄博",
    "CHENBAO_PAPER__PLACE_EN": "Zibo",
}


@pytest.fixture
def chenbao(tmp_path: Path) -> Callable[..., Result]:
    """The program beside a database that holds the sample page."""
    environment = {**PAPER, "CHENBAO_DATABASE__URL": f"sqlite:///{tmp_path / 'preview.db'}"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, env=environment)

    assert run("ingest", str(ROOT / "seeds" / "2023-03-09.txt")).exit_code == 0
    return run


def preview(chenbao: Callable[..., Result], *options: str) -> str:
    found = chenbao("preview", "--date", "2023-03-09", *options)
    assert found.exit_code == 0, found.output
    return found.stdout


def shown_in(file: str) -> list[str]:
    """The blocks of a README that show what a reader gets."""
    return re.findall(r"```text\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.DOTALL)


def test_the_readmes_show_what_preview_prints(chenbao: Callable[..., Result]) -> None:
    chinese, english = preview(chenbao), preview(chenbao, "--language", "en")
    assert shown_in("README.md") == [chinese, english]
    assert shown_in("README.zh-CN.md") == [chinese]


def test_json_gives_text_form_and_buttons(chenbao: Callable[..., Result]) -> None:
    photo = json.loads(preview(chenbao, "--json", "--form", "photo"))
    assert set(photo) == {"text", "form", "buttons"}
    assert photo["form"] == "photo"
    assert photo["text"].startswith(
        "🌤 <b>淄博今天晴间多云，5～27℃，阵风5～6级，骑车慢行；周六有雨、风大</b>\n3月9日 周四"
    )
    assert [[button["text"] for button in row] for row in photo["buttons"]] == [["1", "2"], ["转给家人"], ["⚙️ 设置"]]
    assert json.loads(preview(chenbao, "--json"))["form"] == "text"


def test_the_picture_is_written_in_either_theme(chenbao: Callable[..., Result], tmp_path: Path) -> None:
    pictures = []
    for theme in ("light", "dark"):
        file = tmp_path / f"{theme}.png"
        preview(chenbao, "--theme", theme, "--png", str(file))
        pictures.append(file.read_bytes())
        assert pictures[-1].startswith(b"\x89PNG")
        assert len(pictures[-1]) <= 300_000
    assert pictures[0] != pictures[1]


def test_the_evening_card_can_be_looked_at_too(chenbao: Callable[..., Result]) -> None:
    assert preview(chenbao, "--evening").splitlines()[0].startswith("⛅ 淄博明天（周五）晴转多云")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--language", "fr"), 2, '--language "fr" is not zh-CN or en'),
        (("--form", "video"), 2, '--form "video" is not text or photo'),
        (("--theme", "blue"), 2, '--theme "blue" is not light or dark'),
        (("--png", "/nowhere/card.png"), 1, "/nowhere/card.png cannot be written"),
    ],
)
def test_a_wrong_word_is_named_with_what_may_stand_there(
    chenbao: Callable[..., Result], options: tuple[str, str], code: int, said: str
) -> None:
    error = chenbao("preview", "--date", "2023-03-09", *options).exception
    assert isinstance(error, ChenbaoError)
    assert error.exit_code == code
    assert said in str(error)

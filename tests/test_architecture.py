"""The layout holds: the import contracts of pyproject.toml, and what may not be loaded for a quick answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
HEAVY = ("telegram", "alembic", "sqlalchemy", "aiohttp", "PIL")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_imports_go_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def loaded(arguments: list[str], packages: tuple[str, ...], **environment: str) -> str:
    """Which of the packages a command loads, and its exit code."""
    program = (
        "import sys\n"
        "from bot.__main__ import main\n"
        f"sys.argv = ['chenbao', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as done:\n"
        f"    print(sorted(set({packages!r}) & set(sys.modules)), done.code, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "seeds/2023-03-09.txt", "--json"]])
def test_help_and_parse_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(arguments, HEAVY) == "[] 0"


@pytest.mark.parametrize("arguments", [["announce", "早上好"], ["deliveries"], ["stats"], ["subs", "list"]])
def test_what_only_asks_the_books_loads_no_chat_and_no_drawing(arguments: list[str], tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'chenbao.db'}"
    assert loaded(arguments, ("telegram", "aiohttp", "PIL"), CHENBAO_DATABASE__URL=database) == "[] 0"

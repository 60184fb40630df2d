"""docs/commands.md says what the code does."""

from __future__ import annotations

from tests import commands_written


def test_the_page_of_commands_is_what_the_code_says() -> None:
    assert list(commands_written.problems()) == []

"""Checks docs/commands.md: what it says of every command is what the code says.

`python -m tests.commands_written` tells when it is stale; `--write` writes it anew.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.chat import dispatch
from bot.chat.words import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chat.words import Command

FILE: Final = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD: Final = """# Commands

What the bot answers to in a chat. This page is written from the code: `python -m tests.commands_written --write`.

Words are matched after NFKC, without a `/` or `／` before and without `吗呢啊吧？?。.!！` after, Traditional like Simplified. A whole
word goes first, then a word with its argument, with or without a blank: 「头条2」「找物业」「订阅七点半」. The day or the place may come
first: 「明天天气」「周六下雨吗」「张店天气」. Times are read as people write them: `7点半` `早上七点` `07:30` `7:30am` `工作日 7:30`
`周一到周五 7点`; zones as `纽约` `New York` `Asia/Tokyo` `UTC-5`.

In groups the bot hears commands, replies to it and its own name; what stands with ⚙ is for administrators there.
"""
TABLE: Final = "| command | menu | words | also | what it does |\n|---|---|---|---|---|"


def page() -> str:
    """The whole page."""
    readers = [command for command in COMMANDS if not command.operator]
    listed = [command for command in readers if command.menu]
    rest = [command for command in readers if not command.menu]
    operators = [command for command in COMMANDS if command.operator]
    parts = [HEAD, "## In the menu\n", table(listed), "\n## Not in the menu\n", table(rest)]
    if operators:
        said = "Only for the ids of `operators.ids`, in their private chats, checked at every call.\n"
        parts += ["\n## For operators\n", said, table(operators)]
    return "\n".join(parts) + "\n"


def table(commands: list[Command]) -> str:
    return "\n".join((TABLE, *(row(command) for command in commands)))


def row(command: Command) -> str:
    takes = " …" if command.takes else ""
    cells = (
        f"`/{command.name}`{takes}{' ⚙' if command.group_admin else ''}",
        f"{command.zh} / {command.en}",
        " ".join(command.words),
        " ".join(f"`{name}`" for name in command.also),
        told(command),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def told(command: Command) -> str:
    """The first sentence of its handler's docstring."""
    handler = dispatch.handlers().get(command.name)
    text = inspect.getdoc(handler) if handler is not None else None
    return " ".join((text or "").split("\n\n", maxsplit=1)[0].split())


def problems() -> Iterator[str]:
    written = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if written != page():
        yield "docs/commands.md is not what the code says; run: python -m tests.commands_written --write"
    yield from (f"/{command.name} has no handler" for command in COMMANDS if command.name not in dispatch.handlers())
    yield from (f"/{command.name} is told nowhere" for command in COMMANDS if not told(command))


def main(arguments: list[str]) -> int:
    """Exit code 1 and a line a problem on standard error when anything is wrong."""
    if "--write" in arguments:
        FILE.write_text(page(), encoding="utf-8")
    found = list(problems())
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

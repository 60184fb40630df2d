"""Checks every phrase catalogue: compiled as it stands, the same names in all languages, all used, none missing.

`python -m tests.phrases_compiled` tells what is wrong; `--write` compiles the catalogues anew first.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel.messages.catalog import Catalog

ROOT: Final = Path(__file__).parent.parent
FOLDERS: Final = (ROOT / "messages" / "phrases", ROOT / "bot" / "chat" / "phrases")
FIRST: Final = "zh_CN"
_MSGID: Final = re.compile(r"[a-z_]+(\.[a-z0-9_]+)*")
_BEGINS: Final = re.compile(r"[a-z_]+\\\.")  # a namespace and a dot
_IN_TEMPLATE: Final = re.compile(r'"([^"\n]*)"')
_ANY_PART: Final = "[a-z0-9_]*"
_WRITTEN: Final = dt.datetime(2023, 3, 9, tzinfo=dt.UTC)  # a fixed date: compiling again must change nothing


@dataclass(frozen=True)
class Catalogue:
    """One .po file: its texts by name."""

    path: Path
    texts: dict[str, str]

    @property
    def locale(self) -> str:
        return self.path.parent.parent.name


def catalogues(folder: Path) -> list[Catalogue]:
    """The catalogues below one `phrases` folder."""
    return [read(path) for path in sorted(folder.glob("*/LC_MESSAGES/*.po"))]


def read(path: Path) -> Catalogue:
    return Catalogue(path, texts(parsed(path)))


def parsed(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=path.parent.parent.name, abort_invalid=True)


def texts(catalogue: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def problems(folder: Path) -> Iterator[str]:
    """Everything wrong with the catalogues below a folder, one line each."""
    found = catalogues(folder)
    for one in found:
        yield from stale(one)
        yield from (f"{name(one.path)}: {msgid} stands there twice" for msgid in twice(one.path))
        yield from (f"{name(one.path)}: {msgid} is empty" for msgid, text in one.texts.items() if not text)
    for first in (one for one in found if one.locale == FIRST):
        for other in (one for one in found if one.path.name == first.path.name):
            yield from differences(first, other)
        yield from unused(first, folder.parent)


def twice(path: Path) -> list[str]:
    """Names a file gives more than once: the parser keeps one of them and says nothing."""
    named = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return sorted({msgid for msgid in named if named.count(msgid) > 1})


def stale(one: Catalogue) -> Iterator[str]:
    compiled = one.path.with_suffix(".mo")
    if not compiled.exists() or texts(read_mo(io.BytesIO(compiled.read_bytes()))) != one.texts:
        yield f"{name(compiled)} is not what {one.path.name} compiles to; run ./run fix"


def differences(first: Catalogue, other: Catalogue) -> Iterator[str]:
    """Names one language lacks, and placeholders only the other has: a language may leave one out, never invent one."""
    for msgid in sorted(first.texts.keys() ^ other.texts.keys()):
        yield f"{name(other.path)}: {msgid} stands in one language only"
    for msgid in sorted(first.texts.keys() & other.texts.keys()):
        given, wanted = placeholders(first.texts[msgid]), placeholders(other.texts[msgid])
        if not (wanted <= given or given <= wanted):
            yield f"{name(other.path)}: {msgid} has {sorted(wanted)}, {first.locale} has {sorted(given)}"


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def unused(catalogue: Catalogue, package: Path) -> Iterator[str]:
    """Names no code mentions, and names the code mentions that the catalogue lacks."""
    patterns = set(mentioned(package))
    spaces = {msgid.partition(".")[0] for msgid in catalogue.texts}
    used = re.compile("|".join(patterns) or "(?!)")
    for msgid in sorted(catalogue.texts):
        if not used.fullmatch(msgid):
            yield f"{name(catalogue.path)}: {msgid} is used nowhere in {package.name}"
    for pattern in sorted(patterns):
        literal = pattern.replace("\\", "")
        if (
            "." in literal
            and _MSGID.fullmatch(literal)
            and literal.partition(".")[0] in spaces
            and literal not in catalogue.texts
        ):
            yield f"{package.name}: {literal} is in no catalogue"


def mentioned(package: Path) -> Iterator[str]:
    """Patterns of every name mentioned in a package's code and templates."""
    for path in package.rglob("*.py"):
        yield from in_code(path.read_text(encoding="utf-8"))
    for path in package.rglob("*.html"):
        yield from in_template(path.read_text(encoding="utf-8"))


def in_code(text: str) -> Iterator[str]:
    """String constants that look like names, and f-strings with any part in place of what they insert."""
    tree = ast.parse(text)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _MSGID.fullmatch(node.value):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(_part(part) for part in node.values)
            if _BEGINS.match(pattern):
                yield pattern


def in_template(text: str) -> Iterator[str]:
    return (re.escape(found) for found in _IN_TEMPLATE.findall(text) if _MSGID.fullmatch(found))


def _part(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else _ANY_PART


def write(folders: Iterable[Path]) -> None:
    """Compile every catalogue beside its text."""
    for path in (one.path for folder in folders for one in catalogues(folder)):
        found = parsed(path)
        found.creation_date = found.revision_date = _WRITTEN
        with path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, found)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main(arguments: list[str]) -> int:
    """Exit code 1 and a line a problem on standard error when anything is wrong."""
    if "--write" in arguments:
        write(FOLDERS)
    found = [line for folder in FOLDERS for line in problems(folder)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

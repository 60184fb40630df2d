"""`./run check`: the two lock files agree with each other, name no index, and hold what pyproject.toml asks for."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def normal(name: str) -> str:
    """A project name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str) -> dict[str, str]:
    """Names and versions of a lock."""
    return {normal(name): version for name, version in _PINNED.findall(text)}


def problems() -> list[str]:
    """What is wrong with the locks; empty when nothing is."""
    runtime_text = (ROOT / "requirements.lock").read_text()
    runtime = pinned(runtime_text)
    dev_text = (ROOT / "requirements-dev.lock").read_text()
    dev = pinned(dev_text)
    found = [f"{name} is {v} in one lock, {dev.get(name)} in the other" for name, v in runtime.items() if dev.get(name) != v]
    found += ["a lock names an index or an address"] if re.search(r"https?://|--index|--find-links", runtime_text + dev_text) else []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [normal(re.split(r"[\s~<>=!\[;]", line)[0]) for line in project["dependencies"]]
    return found + [f"{name} is in pyproject.toml and not in the lock: ./run lock" for name in asked if name not in runtime]


if __name__ == "__main__":
    for problem in problems():
        sys.stderr.write(problem + "\n")
    sys.exit(bool(problems()))

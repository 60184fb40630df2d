"""`./run bench`: Chenbao measured beside its peers, interleaved in one run, judged by a counting server.

Each row is measured `--repeat` times, its contenders one after the other each time, so that a slow minute of the
machine slows all of them. Knows nothing of how a row is measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns import report
from campaigns.figures import Reading, Result, Row, Setting
from campaigns.process import heed_sigterm
from campaigns.rows import answers, fan_out, page, playground, rendering, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path("docs/benchmarks.md")
PEERS = ("python-telegram-bot", "aiolimiter", "httpx", "aiogram", "aiohttp", "APScheduler", "SQLAlchemy")


def all_rows() -> Iterator[Row]:
    yield fan_out.fan_out()
    yield fan_out.ledger()
    yield fan_out.distant()
    yield from fan_out.pacing()
    yield answers.commands()
    yield answers.overtaking()
    yield answers.flooded()
    yield waiting.start()
    yield waiting.idle()
    yield waiting.claim()
    yield waiting.overtake()
    yield waiting.jobs()
    yield rendering.rendering()
    yield page.page()
    yield playground.playground()


def measured(row: Row, setting: Setting, repeat: int) -> Result:
    """The row, its contenders interleaved; a row without a goal is measured once, as nothing is held to it."""
    began = time.monotonic()
    repeat = repeat if row.goals and not row.once else 1
    readings: dict[str, list[Reading]] = {name: [] for name in row.contenders}
    for turn in range(repeat):
        for name, contender in row.contenders.items():
            print(f"{row.name}: {name}, {turn + 1} of {repeat}", file=sys.stderr, flush=True)
            readings[name].append(contender(setting))
    print(f"{row.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return Result(row, readings)


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"


def facts(repeat: int, *, quick: bool) -> Iterator[str]:
    """What a reader must know to judge the figures."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    system = f"{platform.system()} {platform.release()}"
    yield f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB, {system}, everything on loopback"
    yield f"Python {platform.python_version()}; " + ", ".join(map(_version, PEERS))
    yield f"{repeat} interleaved repetitions" + ("; the quick form, whose figures say nothing" if quick else "")
    yield f"Load average at the start: {os.getloadavg()[0]:.2f}"


def chosen(rows: Iterable[Row], only: list[str]) -> list[Row]:
    """All rows, or those named; an unknown name ends with what there is."""
    known = {row.name: row for row in rows}
    if unknown := set(only) - known.keys():
        sys.exit(f"no row {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return [row for name, row in known.items() if not only or name in only]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure Chenbao beside its peers.")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, once: only that it works")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="one row; may be repeated")
    parser.add_argument("--repeat", type=int, default=None, help="interleaved repetitions (3; 1 when quick)")
    parser.add_argument("--write", type=Path, metavar="FILE", help=f"write the page there (a whole run: {PAGE})")
    return parser


def main(given: list[str] | None = None) -> int:
    asked = arguments().parse_args(given)
    repeat = asked.repeat or (1 if asked.quick else 3)
    known = list(facts(repeat, quick=asked.quick))
    target = asked.write or (None if asked.quick or asked.only else PAGE)
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="chenbao-bench-") as folder:
        setting = Setting(Path(folder), quick=asked.quick)
        for row in chosen(all_rows(), asked.only):
            results.append(measured(row, setting, repeat))
            if target is not None:  # after every row, so that a run that is broken off keeps what it has measured
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(report.page(results, known), encoding="utf-8")
    print(report.page(results, known))
    return int(any(result.failure(name) for result in results for name in result.row.contenders))


if __name__ == "__main__":
    heed_sigterm()
    sys.exit(main())

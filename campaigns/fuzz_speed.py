"""How fast pages are read, in CPU time of one core: the sample page, many pages, and 64 kB of hostile families."""

from __future__ import annotations

import time
from importlib.resources import files
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from bot.sources.newspaper import read_page
from campaigns.fuzz_inputs import BIG, HOSTILE, pages, small_input

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = 20
TRIES = 5  # the least disturbed counts: what else runs on the machine takes time, too
PAGES = 1_000
GRAIN = 0.02  # seconds; below, the clock's grain decides


def figures() -> Iterator[str]:
    """One line a figure, with what has to be reached."""
    sample = (files("seeds") / "2023-03-09.txt").read_text("utf-8")
    first, then = seconds(sample), median(seconds(sample) for _ in range(CALLS))
    yield f"the sample page: {first * 1000:.1f} ms at the first call, then {then * 1000:.1f} ms (at most 10)"
    chance = Random(1)
    made = [one.text for one in (small_input(chance) for _ in range(PAGES)) if one.kind == "page"]
    many = [sample, *pages(), *made]
    rate = len(many) * 60 / sum(map(seconds, many))
    yield f"{len(many)} pages of {sum(map(len, many)):,} characters: {rate:,.0f} a minute (at least 1,000)"
    slowest, ratio = _hostile()
    yield (
        f"64 kB of hostile families, in one line and in many: {slowest * 1000:.0f} ms at most (500 allowed); "
        f"twice the text takes {ratio:.2f} times the time at most"
    )


def _hostile() -> tuple[float, float]:
    slowest = ratio = 0.0
    for unit in (*HOSTILE, *(f"{unit}\n" for unit in HOSTILE if unit.strip())):
        whole = unit * (BIG // len(unit.encode()) + 1)
        half = min(seconds(whole[: len(whole) // 2]) for _ in range(TRIES))
        full = min(seconds(whole) for _ in range(TRIES))
        slowest = max(slowest, full)
        ratio = max(ratio, full / half) if full > GRAIN else ratio
    return slowest, ratio


def seconds(text: str) -> float:
    """CPU time of one reading."""
    began = time.process_time()
    read_page(text)
    return time.process_time() - began

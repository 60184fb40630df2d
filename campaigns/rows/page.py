"""Row about reading a newspaper page: how long the seed's takes, and 64 kB of anything."""

from __future__ import annotations

import random
import time
from pathlib import Path

from bot.sources.newspaper import read_page
from campaigns.figures import Goal, Reading, Row, Setting

SEED_PAGE = Path(__file__).resolve().parents[2] / "seeds" / "2023-03-09.txt"
FAMILIES = {
    "digits": "1234567890",
    "weather": "晴转多云，南风3～4级，",
    "full stops": "。",
    "brackets": "（【「《",
    "datelines": "本报3月8日讯",
    "blank lines": "\n\n",
    "spaces": " 　\t",
}


def _milliseconds(text: str) -> float:
    before = time.perf_counter()
    read_page(text)
    return (time.perf_counter() - before) * 1000


def _seed_page(setting: Setting) -> Reading:
    page = SEED_PAGE.read_text(encoding="utf-8")
    first = _milliseconds(page)
    rest = sorted(_milliseconds(page) for _ in range(setting.size(30, 3)))
    return Reading({"first_ms": first, "ms": rest[len(rest) // 2]})


def _worst(setting: Setting) -> Reading:
    """The slowest of the hostile families at 64 kB, and how it grew from 32 kB."""
    mixed = "".join(random.Random(7).choices("".join(FAMILIES.values()), k=30_000))
    size = setting.size(64_000, 8_000)
    worst = {"ms": 0.0, "growth": 0.0}
    for family in (*FAMILIES.values(), mixed):
        whole = (family * size).encode()[:size].decode(errors="ignore")
        half = min(_milliseconds(whole[: len(whole) // 2]) for _ in range(3))
        full = min(_milliseconds(whole) for _ in range(3))
        worst = max(worst, {"ms": full, "growth": full / half}, key=lambda one: one["ms"])
    return Reading(worst)


def page() -> Row:
    """Reading is pure, so it is timed in this process."""
    return Row(
        "page",
        "Reading a page",
        "the seed's page, median of 30 calls after the first; 64 kB of eight hostile families, the slowest of them",
        {"the seed's page": _seed_page, "64 kB of anything": _worst},
        (
            Goal("≤ 10 ms from the second call on", "ms", "the seed's page", at_most=10),
            Goal("64 kB ≤ 500 ms", "ms", "64 kB of anything", at_most=500),
            Goal("linear: ≤ 2.6 × for twice as much", "growth", "64 kB of anything", at_most=2.6),
        ),
    )

"""The bench's results as Markdown. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from campaigns.figures import Result

UNITS = {
    "per_second": "messages/s",
    "fullest_second": "in the fullest second",
    "cpu_us": "µs CPU each",
    "rate_of_nominal": "× nominal",
    "fullest_of_nominal": "× nominal in the fullest second",
    "p50_ms": "ms p50",
    "p95_ms": "ms p95",
    "seconds": "s",
    "mib": "MiB",
    "told": "answers to the flooding chat",
    "cpu_ms_a_second": "ms CPU a second",
    "missed_share": "of all missed",
    "first_ms": "ms the first time",
    "ms": "ms",
    "us": "µs a reader",
    "growth": "× for twice the size",
    "per_core": "messages a second of its own CPU",
    "mib_at_a_quarter": "MiB after a quarter",
    "mib_of_a_quarter": "× after a quarter",
}


def number(value: float) -> str:
    """Three digits that mean something."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def section(result: Result) -> str:
    """One row: who was measured and how each goal came out."""
    lines = [f"## {result.row.title}", "", f"{result.row.how}.", "", "| who | median |", "|---|---|"]
    for contender in result.row.contenders:
        figures = ", ".join(f"{number(value)} {UNITS[name]}" for name, value in result.typical(contender).items())
        failure = result.failure(contender)
        lines.append(f"| {contender} | {f'FAILED: {failure}' if failure else figures} |".replace("\n", " "))
    if result.row.goals:
        lines += ["", "| goal | found | |", "|---|---|---|"]
    for goal in result.row.goals:
        lines.append(f"| {goal.text} | {number(goal.found(result.readings))} | {goal.verdict(result.readings)} |")
    return "\n".join(lines) + "\n"


def page(results: Sequence[Result], facts: Iterable[str]) -> str:
    """The whole page; `facts` are lines about machine, versions and settings."""
    head = [
        "# Benchmarks",
        "",
        "Written by `./run bench --write docs/benchmarks.md`. Ratios are medians of pairs measured side by side in one",
        "run; absolute figures hold for this machine only. Every message is accounted for on the counting server, or",
        "the row says FAILED.",
        "",
        *(f"- {fact}" for fact in facts),
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(section(result) for result in results)

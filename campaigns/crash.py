"""`./run crash`: kill, stop, flood and mislead the bot, and judge it from the ledger of the server it spoke to.

Exits 0 when the promise of docs/delivery.md held in every trial and the books balance to the message.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from campaigns.faults import Plan
from campaigns.mornings import morning
from campaigns.process import CampaignError, heed_sigterm
from campaigns.trials import Outcome, Scale, answers, flood, kills, stops

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaigns.trials import Say


def trials(scale: Scale, say: Say = lambda _line: None) -> dict[str, Callable[[], Outcome]]:
    """All trials by name; the kills shared between alerts and plain announcements. `say` hears how far they are."""
    hidden = Plan(scale.seed, odds={"reset_after": 0.005, "truncated": 0.005, "delayed": 0.02}, delay=0.1)
    half = replace(scale, kills=max(1, scale.kills // 2))
    return {
        "kills-alert": lambda: kills(half, urgent=True, plan=Plan(scale.seed), say=say),
        "kills-digest": lambda: kills(half, urgent=False, plan=Plan(scale.seed), say=say),
        "kills-hidden": lambda: kills(replace(half, kills=max(1, half.kills // 5)), urgent=True, plan=hidden, say=say),
        "kills-morning": lambda: morning(half),
        "stops-alert": lambda: stops(scale, urgent=True),
        "stops-digest": lambda: stops(scale, urgent=False),
        "flood": lambda: flood(scale),
        "answers-alert": lambda: answers(scale, urgent=True),
        "answers-digest": lambda: answers(scale, urgent=False),
    }


def lines(outcome: Outcome) -> list[str]:
    """What a trial found, for a reader of the terminal."""
    found = outcome.verdict
    return [
        f"{'FAILED' if outcome.faults else 'held  '} {outcome.name}: {found.readers:,} readers, {found.kills} kills"
        + (f", {outcome.notes}" if outcome.notes else ""),
        (
            f"       {found.accepted:,} accepted, {found.sent:,} sent in the books, {found.surplus:,} told twice, "
            f"{found.missed:,} missed ({found.undeclared:,} undeclared), {found.unbalanced:,} not in balance"
        ),
        *(f"       ! {fault}" for fault in outcome.faults),
    ]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run crash", description="Try the promise of delivery with kills and faults."
    )
    parser.add_argument("--kills", type=int, default=1_000, help="SIGKILLs in all, shared by alerts and announcements")
    parser.add_argument("--readers", type=int, default=3_000, help="readers of each fan-out")
    parser.add_argument("--rate", type=float, default=500.0, help="delivery.rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="one trial; may be repeated")
    return parser


def main(given: list[str] | None = None) -> int:
    asked = arguments().parse_args(given)
    scale = Scale(asked.seed, asked.readers, asked.rate, asked.kills)
    known = trials(scale, lambda line: print(line, flush=True))
    if unknown := set(asked.only) - known.keys():
        print(f"no trial {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    broken = False
    for name in asked.only or known:
        began = time.monotonic()
        try:
            outcome = known[name]()
        except CampaignError as error:
            print(f"FAILED {name}: {error}", flush=True)
            broken = True
            continue
        print("\n".join(lines(outcome)), f"\n       {time.monotonic() - began:.0f} s", flush=True)
        broken = broken or bool(outcome.faults)
    return int(broken)


if __name__ == "__main__":
    heed_sigterm()
    sys.exit(main())

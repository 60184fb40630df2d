"""`./run fuzz`: feed the readers a million made-up inputs, and stop at the first that breaks a promise.

Promises: no exception; every printed line stands in a block; nothing is dropped silently; what is read is printed;
64 kB of anything take at most half a second of CPU. Every input is made from (seed, number) alone, so a number found
here is found again with `--only NUMBER`. Progress is kept in a file: a campaign that was cut off goes on where it was.
`./run fuzz --speed` measures how fast pages are read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UnreadableError
from bot.sources.decode import decode
from campaigns.fuzz_inputs import BIG, Input, big_input, small_input
from campaigns.fuzz_promises import broken_promise
from campaigns.fuzz_speed import figures

if TYPE_CHECKING:
    from campaigns.fuzz_inputs import Kind

WHERE = Path("fuzz.json")
EVERY_SECONDS = 10.0
BIG_EVERY = 5_000  # every so many inputs one of 64 kB
SLOWEST = 0.5  # CPU seconds for 64 kB


@dataclass
class Progress:
    """How far a campaign is: inputs done, and the slowest big one in CPU seconds."""

    seed: int
    done: int = 0
    slowest: float = 0.0
    slowest_number: int = 0


def input_of(seed: int, number: int) -> Input:
    """The input of a number; the same for ever."""
    chance = random.Random(f"{seed}:{number}")
    return big_input(chance) if number % BIG_EVERY == 0 else small_input(chance)


def tried(made: Input) -> tuple[str | None, float]:
    """What promise an input breaks, and the CPU seconds it took."""
    began = time.process_time()
    try:
        text = decode(made.data).text if made.data is not None else made.text
    except UnreadableError:
        return None, 0.0
    try:
        broken = broken_promise(made.kind, text)
    except Exception as error:  # noqa: BLE001 - any exception is the finding
        broken = f"{type(error).__name__}: {error}"
    took = time.process_time() - began
    if broken is None and len(text.encode("utf-8", "replace")) >= BIG and took > SLOWEST:
        took = min(took, *(_seconds(made.kind, text) for _ in range(2)))  # unless something else held the processor
        broken = f"took {took:.2f} s of CPU" if took > SLOWEST else None
    return broken, took


def _seconds(kind: Kind, text: str) -> float:
    began = time.process_time()
    broken_promise(kind, text)
    return time.process_time() - began


def campaign(progress: Progress, until: int, keep: Path | None, said: float = 0.0) -> int:
    """Try every input up to `until`; gives the exit code."""
    began, first = time.monotonic(), progress.done
    while progress.done < until:
        made = input_of(progress.seed, progress.done)
        broken, took = tried(made)
        if broken:
            print(f"input {progress.done} ({made.kind}): {broken}\n{made.text[:2000]!r}")
            return 1
        if took > progress.slowest:
            progress.slowest, progress.slowest_number = took, progress.done
        progress.done += 1
        if time.monotonic() - said > EVERY_SECONDS or progress.done == until:
            said = time.monotonic()
            rate = (progress.done - first) / max(said - began, 0.001)
            print(
                f"{progress.done:,} of {until:,} inputs, {rate:,.0f} a second, slowest {progress.slowest:.3f} s",
                flush=True,
            )
            if keep:
                keep.write_text(json.dumps(asdict(progress)), "utf-8")
    return 0


def resumed(seed: int, keep: Path) -> Progress:
    """The progress a file keeps, when it is of this seed."""
    try:
        found = Progress(**json.loads(keep.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Progress(seed)
    return found if found.seed == seed else Progress(seed)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run fuzz", description="Feed pages and forecasts, made up, to the readers."
    )
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many (default: a million)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="try this one input and show it")
    parser.add_argument("--keep", type=Path, default=WHERE, help=f"file that keeps the progress (default: {WHERE})")
    parser.add_argument("--speed", action="store_true", help="measure the readers instead")
    parser.add_argument("--anew", action="store_true", help="begin at the first input, whatever the file says")
    return parser


def main(given: list[str] | None = None) -> int:
    asked = arguments().parse_args(given)
    if asked.speed:
        print("\n".join(figures()))
        return 0
    if asked.only is not None:
        made = input_of(asked.seed, asked.only)
        print(repr(made.text[:4000]))
        broken, took = tried(made)
        print(f"{made.kind}: {broken or 'every promise kept'}, {took:.3f} s")
        return int(broken is not None)
    progress = Progress(asked.seed) if asked.anew else resumed(asked.seed, asked.keep)
    return campaign(progress, asked.inputs, asked.keep)


if __name__ == "__main__":
    sys.exit(main())

"""`./run warnings`: from the publication of an official warning to the last of its readers, beside a running send.

Judged from outside: the instants are those at which the Bot API server accepted each message.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.chenbao import Chenbao
from campaigns.faults import Plan
from campaigns.office import office
from campaigns.process import heed_sigterm, running, server, until
from campaigns.verdict import Accepted

if TYPE_CHECKING:
    from campaigns.process import Server

BOUND = 60.0  # seconds from publication until sending has begun to every reader
PATIENCE = 300.0
WORDS = "warning-campaign-end"
FLOOD = 10_000


@dataclass(frozen=True)
class Found:
    """What one run measured, in seconds from publication. `late`: plain messages accepted between the warning's own."""

    readers: int
    warned: int
    doubled: int
    first: float
    last: float
    late: int

    @property
    def faults(self) -> list[str]:
        wrong = [f"{self.readers - self.warned:,} readers were not warned"] if self.warned < self.readers else []
        wrong += [f"{self.doubled:,} were warned twice"] if self.doubled else []
        wrong += [f"the last was reached after {self.last:.1f} s, above {BOUND:.0f}"] if self.last > BOUND else []
        return wrong + ([f"{self.late:,} plain messages went before it"] if self.late > self.readers / 20 else [])


def measured(readers: int, rate: float, every: int) -> Found:
    """Warn `readers` chats while a plain announcement to all of them is being sent."""
    with tempfile.TemporaryDirectory(prefix="chenbao-warnings-") as made, office() as issuing:
        folder = Path(made)
        with server(["campaigns.fault_server", json.dumps(asdict(Plan(1)))], folder / "server.log") as api:
            ours = Chenbao(folder / "installation", api.url, rate)
            ours.import_readers(range(1, readers + 1))
            file = configured(folder, issuing.address, every)
            with running(["bot", "run", "--config", str(file)], ours.log, ours.environment):
                until(lambda: issuing.asked > 0, PATIENCE, "the office is asked", pause=0.05)
                ours.announce("plain-campaign-end")
                until(lambda: len(ledger(api, "plain-campaign-end")) > 0, PATIENCE, "the plain send begins", pause=0.05)
                issuing.issue("w1", WORDS)
                published = time.monotonic()
                until(lambda: len(ledger(api, WORDS)) >= readers, PATIENCE, "every reader is warned", pause=0.2)
                return judged(readers, published, ledger(api, WORDS), ledger(api, "plain-campaign-end"))


def judged(readers: int, published: float, warned: list[Accepted], plain: list[Accepted]) -> Found:
    instants = sorted(one.at - published for one in warned)
    between = [one for one in plain if instants[0] <= one.at - published <= instants[-1]]
    chats = {one.chat for one in warned}
    return Found(readers, len(chats), len(warned) - len(chats), instants[0], instants[-1], len(between))


def configured(folder: Path, address: str, every: int) -> Path:
    """The settings: a paper of one place that listens to one office."""
    file = folder / "chenbao.toml"
    file.write_text(
        f'[paper]\nplace = "淄博"\n[sources]\ndefault = ""\n'
        f'[[sources.cap]]\nname = "office"\nurl = "{address}"\nevery = "{every}s"\n',
        encoding="utf-8",
    )
    return file


def ledger(api: Server, text: str) -> list[Accepted]:
    return [Accepted(*one) for one in api.get(f"ledger?text={text}")]


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run warnings", description="Time a warning from its publication on.")
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=1_000.0, help="delivery.rate")
    parser.add_argument("--every", type=int, default=30, help="seconds between two questions to the office")
    asked = parser.parse_args(given)
    found = measured(asked.readers, asked.rate, asked.every)
    print(
        f"{found.warned:,} of {found.readers:,} readers warned, {found.doubled:,} twice; "
        f"first {found.first:.1f} s, last {found.last:.1f} s after publication; {found.late:,} plain messages between"
    )
    for fault in found.faults:
        print(f"  ! {fault}")
    return int(bool(found.faults))


if __name__ == "__main__":
    heed_sigterm()
    sys.exit(main())

"""Our own program, driven as an operator would: by its command line and environment. Imports nothing of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from campaigns.peers.job import TOKEN
from campaigns.process import ROOT, CampaignError, Process, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

COMMAND_SECONDS = 900.0


class Chenbao:
    """One installation in a folder of its own."""

    def __init__(self, folder: Path, api_url: str, rate: float) -> None:
        self.folder = folder
        self.log = folder / "run.log"
        self.database = folder / "chenbao.db"
        self.environment = {
            "CHENBAO_TELEGRAM__API_URL": api_url,
            "CHENBAO_TELEGRAM__TOKEN": TOKEN,
            "CHENBAO_DATABASE__URL": f"sqlite:///{self.database}",
            "CHENBAO_DELIVERY__RATE": f"{rate:g}",
            "CHENBAO_PAPER__INBOX": str(folder / "inbox"),
        }
        (folder / "inbox").mkdir(parents=True, exist_ok=True)

    def command(self, *arguments: str) -> str:
        """What one command prints; it must exit 0."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env={**os.environ, **self.environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode:
            raise CampaignError(f"bot {arguments[0]} ended with {done.returncode}: {done.stderr[-600:].strip()}")
        return done.stdout

    def import_readers(self, chats: Iterable[int], due: dt.datetime | None = None) -> None:
        """Readers whose digest is due at `due` (UTC); by default half a day away, so that it comes between nothing."""
        roster = self.folder / "roster.jsonl"
        due = due or dt.datetime.now(dt.UTC) + dt.timedelta(hours=12)
        rest = json.dumps(
            {"zone": "UTC", "slots": [{"time": due.strftime("%H:%M"), "weekdays": [1, 2, 3, 4, 5, 6, 7]}]}
        )
        with roster.open("w") as lines:
            lines.writelines(f'{{"chat_id": {chat}, {rest[1:]}\n' for chat in chats)
        self.command("subs", "import", str(roster))

    def announce(self, text: str, *, urgent: bool = False) -> str:
        """Owe `text` to every reader; the publication's reference."""
        return self.command("announce", text, *(["--urgent"] if urgent else [])).strip()

    def deliveries(self, reference: str) -> list[dict[str, Any]]:
        """The ledger of one publication."""
        printed = self.command("deliveries", "--publication", reference, "--json")
        return [json.loads(line) for line in printed.splitlines()]

    def start(self) -> Process:
        return Process(["bot", "run"], self.log, self.environment)

    @contextlib.contextmanager
    def running(self) -> Iterator[Process]:
        with running(["bot", "run"], self.log, self.environment) as process:
            yield process

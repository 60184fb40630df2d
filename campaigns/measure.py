"""One fan-out, one round of commands or one start, of ours or of a peer, judged from the counting server's side."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.chenbao import Chenbao
from campaigns.figures import Reading, Setting
from campaigns.peers.job import TEXT, Job
from campaigns.process import CampaignError, Process, Server, running, server, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 900.0  # seconds a single measurement may take
FIRST_COMMANDER = 2_000_000_001  # chats that ask, apart from those that are sent to


@contextlib.contextmanager
def place(setting: Setting, round_trip: float = 0.0) -> Iterator[tuple[Path, Server]]:
    """An empty folder and a fresh counting server."""
    with tempfile.TemporaryDirectory(dir=setting.folder) as made:
        folder = Path(made)
        with server(["campaigns.bare_server", "--round-trip", str(round_trip)], folder / "server.log") as counting:
            yield folder, counting


def reading(measure: Callable[[], Reading]) -> Reading:
    """A campaign that breaks is a reading that failed, with the reason."""
    try:
        return measure()
    except CampaignError as error:
        return Reading(failed=str(error).splitlines()[-1][-300:])


def accounted(counting: Server, chats: int, figures: dict[str, float]) -> Reading:
    """The figures, unless somebody was missed or got it twice."""
    counts = counting.get(f"counts?first=1&count={chats}")
    if counts["once"] == counts["accepted"] == chats:
        return Reading(figures)
    return Reading(figures, f"of {chats} chats {counts['missed']} missed, {counts['doubled']} doubled")


def sent_to_all(counting: Server, process: Process, chats: int, cpu_before: float) -> dict[str, float]:
    """Wait for the last message; figures from the server's clock and the process's CPU clock."""
    cpu = [cpu_before]

    def all_there() -> bool:
        if not process.running:
            accepted = counting.get("counts")["accepted"]
            if accepted < chats:
                raise CampaignError(f"{process.name} ended after {accepted} of {chats}: {process.last_words()}")
            return True
        cpu.append(process.cpu_seconds())
        return bool(counting.get("counts")["accepted"] >= chats)

    until(all_there, PATIENCE, f"{process.name}, {chats} messages")
    pace = counting.get("pace")
    return {**pace, "cpu_us": (cpu[-1] - cpu_before) / chats * 1e6}


def peer_fan_out(setting: Setting, peer: str, job: Job, *, books: bool, round_trip: float = 0.0) -> Reading:
    """A peer sends to each chat once."""
    with place(setting, round_trip) as (folder, counting):
        given = replace(job, url=counting.url, books=str(folder / "books.db") if books else "")
        with running([f"campaigns.peers.{peer}", json.dumps(asdict(given))], folder / "peer.log") as process:
            process.line()
            before = process.cpu_seconds()
            process.tell("go")
            figures = sent_to_all(counting, process, job.chats, before)
            process.wait(60)
        return accounted(counting, job.chats, figures)


def chenbao_fan_out(setting: Setting, readers: int, rate: float, round_trip: float = 0.0) -> Reading:
    """Our program announces to every reader; the books must agree with the server's."""
    with place(setting, round_trip) as (folder, counting):
        ours = Chenbao(folder, counting.url, rate)
        ours.import_readers(range(1, readers + 1))
        with ours.running() as process:
            polling(counting, process)
            before = process.cpu_seconds()
            reference = ours.announce(TEXT)
            figures = sent_to_all(counting, process, readers, before)
        sent = sum(row["state"] == "sent" for row in ours.deliveries(reference))
        if sent != readers:
            return Reading(figures, f"the books say {sent} sent, the server {readers}")
        return accounted(counting, readers, figures)


def polling(counting: Server, process: Process) -> None:
    """Wait for the first long poll."""

    def polled() -> bool:
        if not process.running:
            raise CampaignError(f"{process.name} ended before its first poll: {process.last_words()}")
        return bool(counting.get("polls")["polls"])

    until(polled, 120, f"first poll of {process.name}", pause=0.005)


def answers(counting: Server, process: Process, count: int, per_second: float = 0.0) -> Reading:
    """Let `count` chats ask for help, and wait until each has its answer."""
    before = process.cpu_seconds()
    counting.post("commands", first_chat=FIRST_COMMANDER, count=count, per_second=per_second, text="/help")
    until(lambda: counting.get("answers")["answered"] >= count, PATIENCE, f"{count} answers of {process.name}")
    figures = counting.get("answers")
    return Reading(
        {
            "per_second": figures["per_second"],
            "p50_ms": figures["p50_ms"],
            "p95_ms": figures["p95_ms"],
            "cpu_us": (process.cpu_seconds() - before) / count * 1e6,
        }
    )


def started(counting: Server, process: Process, since: float) -> Reading:
    """Seconds from the start of the process to its first poll, and its memory a second later, all of it in use once."""
    polling(counting, process)
    seconds = time.monotonic() - since
    time.sleep(1.0)
    return Reading({"seconds": seconds, "mib": process.memory_mib("VmHWM")})

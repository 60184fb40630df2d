"""Trials of our program against the server of faults: kills, graceful stops, floods, and every answer there is.

Each trial starts and ends its own processes, is bounded in time, and gives a verdict from the server's ledger alone.
"""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns import pace
from campaigns.chenbao import Chenbao
from campaigns.faults import Plan
from campaigns.process import CampaignError, Process, Server, server, until
from campaigns.verdict import Accepted, Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Say = Callable[[str], None]

PATIENCE = 600.0  # seconds until every row must have come to its end
STILL = 6.0  # seconds without a message after which a fan-out counts as done
LIVES = 20  # kills a fan-out bears before it may end
FLOOD_SECONDS = 120  # how long a flood lasts at its true limit: the first refusal is paid once, whatever comes after
EARLY = 0.2  # share of the kills that come while the program still starts


@dataclass(frozen=True)
class Scale:
    """How much one trial does."""

    seed: int = 1
    readers: int = 1_000
    rate: float = 300.0
    kills: int = 10


@dataclass(frozen=True)
class Outcome:
    """What one trial found, and what breaks the promise."""

    name: str
    verdict: Verdict
    faults: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class World:
    """A server of faults and our program beside it, with its readers imported."""

    faulty: Server
    ours: Chenbao
    chats: tuple[int, ...]
    plan: Plan

    def accepted(self, text: str = "") -> int:
        """How many messages the server has accepted in all, or with this text."""
        return len(self.ledger(text)) if text else int(self.faulty.get("counts").get("accepted", 0))

    def ledger(self, text: str) -> list[Accepted]:
        return [Accepted(*one) for one in self.faulty.get(f"ledger?text={text}")]

    def keep(self, text: str, rows: list[dict[str, Any]], kills: list[float]) -> str:
        """Lay down both ledgers of a publication for a person to look into."""
        kept = Path(tempfile.mkdtemp(prefix="chenbao-fault-")) / "ledgers.json"
        kept.write_text(json.dumps({"accepted": self.ledger(text), "books": rows, "kills": kills}, ensure_ascii=False))
        return f"both ledgers of it are kept in {kept}"

    def living(self) -> list[int]:
        """Chats that can be reached, under the id they have in the end."""
        natures = {chat: self.plan.nature(chat) for chat in self.chats}
        moved = {chat: no.extra.get("migrate_to_chat_id") for chat, no in natures.items() if no}
        return [found for chat in self.chats if (found := moved.get(chat, chat))]


@contextlib.contextmanager
def world(plan: Plan, chats: tuple[int, ...], rate: float) -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="chenbao-trial-") as made:
        folder = Path(made)
        with server(["campaigns.fault_server", json.dumps(asdict(plan))], folder / "server.log") as faulty:
            ours = Chenbao(folder / "installation", faulty.url, rate)
            if chats:
                ours.import_readers(chats)
            yield World(faulty, ours, chats, plan)


def finished(there: World, reference: str) -> list[dict[str, Any]]:
    """Wait until every row of a publication has ended; the rows."""
    rows: list[dict[str, Any]] = []

    def all_ended() -> bool:
        rows[:] = there.ours.deliveries(reference)
        return len(rows) >= len(there.chats) and not any(row["state"] in {"pending", "sending"} for row in rows)

    quiet(there)  # to ask for the books costs the program's start, which is not to slow down the sending
    until(all_ended, PATIENCE, f"all rows of {reference} end", pause=0.5)
    return rows


def quiet(there: World, seconds: float = 2.0) -> None:
    """Wait until the server has heard nothing for so long."""
    seen = since = -1.0

    def still() -> bool:
        nonlocal seen, since
        now, calls = time.monotonic(), there.faulty.get("counts").get("calls", 0)
        seen, since = (seen, since) if calls == seen else (calls, now)
        return now - since > seconds

    until(still, PATIENCE, "the sending ends", pause=0.1)


def killed_during(there: World, dice: random.Random, count: int, reach: float) -> list[float]:
    """Start the program and kill it, `count` times or until it has nothing left to send; when it was killed.

    `reach`: how many messages a life may send; most send far fewer, so that one fan-out bears many kills. One life in
    five ends while it still starts.
    """
    kills: list[float] = []
    busy = True
    while busy and len(kills) < count:
        process = there.ours.start()
        try:
            if dice.random() < EARLY:
                time.sleep(dice.uniform(0, 1.5))
            else:
                busy = _sends(there, process, dice.uniform(1, reach) * dice.random())
            time.sleep(dice.uniform(0, 0.05))
        finally:
            process.kill()
        _heard_out(there)
        if busy:
            kills.append(time.monotonic())
    return kills


def _heard_out(there: World) -> None:
    """Wait until the server has taken what left before the end: it reads all that lies there before a second answer."""
    for _ in range(2):
        there.faulty.get("counts")


def _sends(there: World, process: Process, messages: float) -> bool:
    """Wait until the program has sent so many; False when it has stopped sending before."""
    before = last = there.accepted()
    since = time.monotonic()
    while last - before < messages:
        if not process.running:
            raise CampaignError(f"{process.name} ended by itself: {process.last_words()}")
        now = there.accepted()
        since, last = (time.monotonic(), now) if now > last else (since, last)
        if time.monotonic() - since > STILL:
            return False
        time.sleep(0.005)
    return True


def kills(scale: Scale, *, urgent: bool, plan: Plan, say: Say) -> Outcome:
    """SIGKILL at seeded moments of one fan-out after another, until `kills` have been spent."""
    dice = random.Random(scale.seed)
    total, rounds, began = Verdict(), 0, time.monotonic()
    with world(plan, tuple(range(1, scale.readers + 1)), scale.rate) as there:
        while total.kills < scale.kills:
            rounds += 1
            text = f"campaign-{scale.seed}-{rounds}-end"
            reference = there.ours.announce(text, urgent=urgent)
            deaths = killed_during(there, dice, min(scale.kills - total.kills, LIVES), scale.readers / 10)
            with there.ours.running():
                rows = finished(there, reference)
            found = verdict(there.living(), there.ledger(text), rows, deaths)
            # A round in which nothing was left to kill still counts as one, so that the campaign ends.
            total += replace(found, kills=max(1, found.kills))
            if found.faults(urgent=urgent):
                say(f"       {there.keep(text, rows, deaths)}")
            say(so_far(total, scale.kills, time.monotonic() - began, total.faults(urgent=urgent)))
    name = f"kills, {'alert' if urgent else 'announcement'}"
    return Outcome(name, total, tuple(total.faults(urgent=urgent)), f"{rounds} fan-outs")


def so_far(total: Verdict, wanted: int, seconds: float, faults: list[str]) -> str:
    """A line on a trial of kills that is still going on."""
    return (
        f"       {total.kills:,} of {wanted:,} kills, {seconds / total.kills:.1f} s each; {total.accepted:,} accepted, "
        f"{total.missed:,} missed, {total.surplus:,} told twice; {', '.join(faults) or 'no fault'}"
    )


def stops(scale: Scale, *, urgent: bool) -> Outcome:
    """SIGTERM in the middle of a fan-out, three times: it must exit 0, and nobody may notice."""
    dice = random.Random(scale.seed)
    text, codes = f"stops-{scale.seed}-end", []
    with world(Plan(scale.seed), tuple(range(1, scale.readers + 1)), scale.rate) as there:
        reference = there.ours.announce(text, urgent=urgent)
        for _ in range(3):
            process = there.ours.start()
            try:
                _sends(there, process, dice.uniform(1, scale.readers / 5))
            finally:
                codes.append(process.stop())
        with there.ours.running():
            rows = finished(there, reference)
        found = verdict(there.living(), there.ledger(text), rows, [])
    wrong = [f"exit code {code}" for code in codes if code] + promise_broken(found)
    return Outcome(f"graceful stops, {'alert' if urgent else 'announcement'}", found, tuple(wrong))


@dataclass(frozen=True)
class Ended:
    """A fan-out that ran to its end without anybody touching it."""

    chats: tuple[int, ...]
    verdict: Verdict
    reasons: dict[int, str | None]  # of the rows that were refused
    counts: dict[str, int]  # the server's
    instants: list[float]  # of each accepted message


def undisturbed(scale: Scale, plan: Plan, chats: tuple[int, ...], *, urgent: bool) -> Ended:
    text = f"fan-out-{scale.seed}-end"
    with world(plan, chats, scale.rate) as there, there.ours.running():
        rows = finished(there, there.ours.announce(text, urgent=urgent))
        ledger = there.ledger(text)
        return Ended(
            chats,
            verdict(there.living(), ledger, rows, []),
            {row["chat_id"]: row["reason"] for row in rows if row["state"] == "refused"},
            there.faulty.get("counts"),
            [one.at for one in ledger],
        )


def flood(scale: Scale) -> Outcome:
    """A true limit at half our rate, by a server that punishes who does not wait."""
    limit = scale.rate / 2
    plan = Plan(scale.seed, per_second=limit, wait=1, punish=0.5)
    readers = max(scale.readers, int(limit * FLOOD_SECONDS))
    ended = undisturbed(scale, plan, tuple(range(1, readers + 1)), urgent=False)
    share = pace.rate(ended.instants) / limit
    refused = ended.counts.get("waits", 0) / max(1, ended.verdict.accepted)
    wrong = promise_broken(ended.verdict)
    wrong += [f"refused {refused:.1%} of accepted, above 5 %"] if refused > 0.05 else []
    wrong += [f"{share:.0%} of the true limit, below 90 %"] if share < 0.9 else []
    notes = f"{share:.0%} of the true limit, refused {refused:.1%} of accepted"
    return Outcome("flood", ended.verdict, tuple(wrong), notes)


def promise_broken(found: Verdict) -> list[str]:
    """Where nothing excuses a miss or a double: the faults by both policies."""
    return list(dict.fromkeys(found.faults(urgent=True) + found.faults(urgent=False)))


ANSWERS = {
    "reset_before": 0.01,
    "reset_after": 0.01,
    "truncated": 0.01,
    "garbled": 0.01,
    "delayed": 0.01,
    "deleted": 0.005,
    "restart": 0.01,
    "bad_gateway": 0.005,
    "unavailable": 0.005,
    "gateway_timeout": 0.005,
    "chat_wait": 0.01,
    "bug": 0.002,
}


def answers(scale: Scale, *, urgent: bool) -> Outcome:
    """Every answer of the table, a tenth of the chats dead, one in fifty groups migrated."""
    plan = Plan(scale.seed, odds=ANSWERS, dead=0.1, migrated=0.02, unparsable=0.02, delay=0.3)
    half = scale.readers // 2
    ended = undisturbed(scale, plan, (*range(1, half + 1), *range(-half, 0)), urgent=urgent)
    dead = {chat for chat in ended.chats if (no := plan.nature(chat)) and not no.extra}
    # A living chat that met one of our own bugs is refused with its text, and so listed.
    missed = max(0, ended.verdict.undeclared - ended.counts.get("bug", 0))
    found = {
        "dead and not classified": sum(not ended.reasons.get(chat) for chat in dead),
        "living, missed and not declared": missed,
        "accepted and books differ": ended.verdict.unbalanced,
        "rows never ended": ended.verdict.open,
        "doubled": 0 if urgent else ended.verdict.surplus,
    }
    wrong = tuple(f"{what}: {number:,}" for what, number in found.items() if number)
    notes = f"{len(dead)} dead, {ended.counts['calls']} calls, {ended.verdict.missed} declared missed"
    return Outcome(f"every answer, {'alert' if urgent else 'announcement'}", ended.verdict, wrong, notes)

"""What an answer means for the next question, decided purely. Knows no network and no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import yarl

from bot.sources.fetch import Fetched, NotModified, RetryLater
from bot.store.polls import Poll

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.polls.targets import Target
    from bot.sources.fetch import Outcome

SILENT: Final = dt.timedelta(hours=6)
FIRST_WAIT: Final = dt.timedelta(minutes=1)
LONGEST_WAIT: Final = {"alerts": dt.timedelta(minutes=10)}  # warnings are tried again soon, the rest within the hour
_HOUR: Final = dt.timedelta(hours=1)
_DOUBLINGS: Final = 10


def resolved(target: Target, polls: Mapping[str, Poll]) -> Target | None:
    """The target with its address; None while the poll that knows the address has not answered."""
    if not target.via:
        return target
    poll = polls.get(target.via)
    address = (poll.detail or "").split("\n") if poll else []
    found = dict(line.split(" ", 1) for line in address if " " in line).get(target.part)
    return replace(target, address=found, trusted=same_origin(found, target.address)) if found else None


def same_origin(address: str, known: str) -> bool:
    """Whether an address that a service named is the service's own: only then is it trusted as that is."""
    return yarl.URL(address).origin() == yarl.URL(known).origin()


def due(targets: Iterable[Target], polls: Mapping[str, Poll], now: dt.datetime) -> list[Target]:
    """Targets to ask at `now`: warnings first, then the longest waiting."""
    waiting: list[tuple[bool, float, Target]] = []
    for target in targets:
        poll = polls.get(target.key)
        found = resolved(target, polls) if poll is None or is_due(poll, now) else None
        if found is not None:
            since = poll.next_at.timestamp() if poll and poll.next_at else 0.0
            waiting.append((target.gives != "alerts", since, found))
    return [target for _, _, target in sorted(waiting, key=lambda row: row[:2])]


def is_due(poll: Poll, now: dt.datetime) -> bool:
    """Whether an address may be asked; also when the clock was set back since it last was."""
    set_back = poll.asked_at is not None and poll.asked_at > now
    return poll.next_at is None or poll.next_at <= now or set_back


def before(target: Target, poll: Poll | None) -> Poll:
    """What is known of a target; validators of another address are worth nothing."""
    if poll is None:
        return Poll(target.key, target.address)
    if poll.address != target.address:
        return replace(poll, address=target.address, etag=None, last_modified=None, next_at=None)
    return poll


def after(target: Target, known: Poll, outcome: Outcome, unreadable: str | None, now: dt.datetime) -> Poll:
    """How the poll stands after an answer. One that could not be read is asked for anew, without its validators."""
    if isinstance(outcome, (Fetched, NotModified)) and unreadable is None:
        kept = outcome.validators
        return replace(
            known,
            etag=kept.etag,
            last_modified=kept.last_modified,
            next_at=kept.next_at,
            asked_at=now,
            good_at=now,
            error=None,
            failures=0,
        )
    reason = unreadable or getattr(outcome, "reason", "")
    failures = known.failures + 1
    wait = now + waiting(target, failures)
    asked_not_before = (
        outcome.at
        if isinstance(outcome, RetryLater)
        else (outcome.validators.next_at or now)
        if isinstance(outcome, Fetched)
        else now
    )
    return replace(
        known, next_at=max(wait, asked_not_before), asked_at=now, failed_at=now, error=reason, failures=failures
    )


def first_wait(target: Target) -> dt.timedelta:
    """How soon an address is tried again after a first failure."""
    return min(FIRST_WAIT, target.every)


def fell_silent(known: Poll, poll: Poll, now: dt.datetime) -> bool:
    """Whether a source has just now been without a good answer for too long."""
    since = poll.good_at
    if poll.error is None or since is None or now - since <= SILENT:
        return False
    return known.asked_at is None or known.asked_at - since <= SILENT


def waiting(target: Target, failures: int) -> dt.timedelta:
    """How long to leave an address in peace after so many failures in a row."""
    longest = LONGEST_WAIT.get(target.gives, _HOUR)
    return min(first_wait(target) * (1 << min(failures - 1, _DOUBLINGS)), longest)

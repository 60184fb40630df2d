"""What operators ask of live sources from the command line: what a payload says, how each stands, one polite question.

Reading stores nothing and needs neither network nor database.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.errors import ChenbaoError, UnreadableError
from bot.sources import kinds
from bot.sources.reading import MAX_BYTES, refusal_as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.config import Settings
    from bot.polls.targets import Target
    from bot.sources.fetch import Fetcher, Outcome
    from bot.sources.reading import Reading
    from bot.store.polls import Poll

STDIN = "-"
WARNINGS, NOTHING = 3, 4
AT_ONCE = 4


def read(kind: str, file: str, zone: str) -> tuple[int, dict[str, Any]]:
    """What one payload says, as JSON, and the exit code: 0 read, 3 in part, 4 refused with the reason."""
    try:
        reading = kinds.read(kind, payload(file), zone=ZoneInfo(zone))
    except UnreadableError as error:
        return NOTHING, refusal_as_json(kind, str(error))
    return (WARNINGS if reading.problems else 0), reading.as_json()


def payload(file: str) -> bytes:
    """The bytes of a file, at most one more than is ever read; `-` is standard input."""
    if file == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ChenbaoError(f"{file} cannot be read: {error.strerror}") from error


def summary(read: dict[str, Any]) -> Iterator[str]:
    """A reading in a few lines for people."""
    yield f"{read['kind']}: {read['outcome']}"
    for forecast in read["forecasts"]:
        yield from (_day(period) for period in forecast["periods"])
        if forecast["hours"]:
            yield f"  {len(forecast['hours'])} hours from {forecast['hours'][0]['at']}"
    for alert in read["alerts"]:
        event = next((text["headline"] or text["event"] for text in alert["texts"]), "")
        yield f"  {alert['message_type']} {alert['level'] or alert['severity'] or ''} {event} ({alert['identifier']})"
    yield from (f"  {item['title']}" for item in read["items"])
    yield from (f"  left out: {dropped['identifier']}: {dropped['reason']}" for dropped in read["dropped"])
    yield from (f"  problem: {problem}" for problem in read["problems"])


def _day(period: dict[str, Any]) -> str:
    bounds = "~".join("" if bound is None else f"{bound:g}" for bound in (period["low"], period["high"]))
    return f"  {period['date'] or period['label']}  {'转'.join(period['sky'])}  {bounds}℃"


def standing(settings: Settings, now: dt.datetime) -> list[dict[str, Any]]:
    """How every configured source stands: last success, its age, when it is asked next, why it failed."""
    from bot.opening import opened  # noqa: PLC0415 - reading a payload needs no store
    from bot.polls.targets import targets  # noqa: PLC0415
    from bot.store import polls  # noqa: PLC0415

    with opened(settings) as database:
        known = database.reading(polls.all_polls)
    return [_standing(target, known.get(target.key), now) for target in targets(settings)]


def _standing(target: Target, poll: Poll | None, now: dt.datetime) -> dict[str, Any]:
    good = poll.good_at if poll else None
    return {
        "source": target.key,
        "kind": target.kind,
        "gives": target.gives,
        "last_success": _iso(good),
        "age_seconds": round((now - good).total_seconds()) if good else None,
        "next": _iso(poll.next_at if poll else None),
        "failures": poll.failures if poll else 0,
        "error": poll.error if poll else None,
    }


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def standing_line(row: dict[str, Any]) -> str:
    """One source in a line for people."""
    if row["last_success"] is None:
        age = "no answer yet"
    else:
        age = f"good {row['last_success']} ({span(row['age_seconds'])} ago)"
    following = f"next {row['next']}" if row["next"] else "next: at once"
    error = f"failed {row['failures']} times: {row['error']}" if row["error"] else ""
    return "  ".join(filter(None, (row["source"], age, following, error)))


def span(seconds: int) -> str:
    """A length of time in its largest unit: 40 s, 12 min, 5 h, 3 d."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def test(settings: Settings, now: dt.datetime) -> list[dict[str, Any]]:
    """Ask every configured source once, politely, and say what came. Stores nothing."""
    from bot.polls.targets import targets  # noqa: PLC0415

    return asyncio.run(_test(settings, targets(settings), now))


async def _test(settings: Settings, asked: tuple[Target, ...], now: dt.datetime) -> list[dict[str, Any]]:
    from bot.polls.asking import user_agent_of  # noqa: PLC0415
    from bot.sources.fetch import Fetcher  # noqa: PLC0415

    turns = asyncio.Semaphore(AT_ONCE)
    async with Fetcher(user_agent_of(settings), proxy=settings.sources.proxy) as fetcher:
        return await asyncio.gather(*(_ask(target, fetcher, turns, now) for target in asked if not target.via))


async def _ask(target: Target, fetcher: Fetcher, turns: asyncio.Semaphore, now: dt.datetime) -> dict[str, Any]:
    from bot.sources.fetch import Request  # noqa: PLC0415

    async with turns:
        request = Request(target.address, trusted=True, headers=target.headers)
        outcome = await fetcher.fetch(request, now=now)
    return {"source": target.key, "kind": target.kind, **came(target, outcome)}


def came(target: Target, outcome: Outcome) -> dict[str, Any]:
    """What an answer holds, or why there is none."""
    from bot.sources.fetch import Fetched  # noqa: PLC0415

    if not isinstance(outcome, Fetched):
        return {"outcome": "failed", "reason": getattr(outcome, "reason", "not modified")}
    zone = ZoneInfo(target.zone) if target.zone else None
    try:
        reading = kinds.read(target.kind, outcome.data, zone=zone, place=target.place.name if target.place else None)
    except UnreadableError as error:
        return {"outcome": "reject", "reason": str(error), "bytes": len(outcome.data)}
    return {"outcome": reading.outcome, "reason": "; ".join(reading.problems), **counts(reading)}


def counts(reading: Reading) -> dict[str, int]:
    """How much of each there is."""
    return {
        "days": sum(len(forecast.periods) for forecast in reading.forecasts),
        "hours": sum(len(forecast.hours) for forecast in reading.forecasts),
        "alerts": len(reading.alerts),
        "headlines": len(reading.items),
    }


def came_line(row: dict[str, Any]) -> str:
    """What one source answered, in a line for people."""
    found = ", ".join(f"{row[name]} {name}" for name in ("days", "hours", "alerts", "headlines") if row.get(name))
    return "  ".join(filter(None, (row["source"], row["outcome"], found, row["reason"])))

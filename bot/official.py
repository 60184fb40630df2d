"""What operators do about official warnings from the command line: see them, stop new ones, let them go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.opening import opened
from bot.store import warned, warnings, watching

if TYPE_CHECKING:
    import datetime as dt

    from bot.config import Settings
    from bot.store.warnings import Event


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every warning in force, the gravest first."""
    with opened(settings) as database:
        events = database.reading(warnings.in_force)
    return [row(event) for event in sorted(events, key=lambda event: (-event.alert.rank, event.id))]


def row(event: Event) -> dict[str, Any]:
    """One warning as `chenbao warnings list --json` prints it."""
    alert = event.alert
    return {
        "ref": f"warning-{event.id}",
        "source": event.source,
        "kind": alert.kind or next((text.event for text in alert.texts), None),
        "level": alert.level or alert.level_text,
        "issuer": alert.issuer or alert.sender,
        "sent": alert.sent.isoformat(),
        "places": list(event.places),
        "told_at": event.told_at.isoformat() if event.told_at else None,
    }


def line(given: dict[str, Any]) -> str:
    """One warning for people."""
    told = f"told {given['told_at'][:16]}" if given["told_at"] else "not told"
    level = given["level"] or "no level"
    return f"{given['ref']}  {given['kind']} {level}  {given['issuer']}  {', '.join(given['places'])}  {told}"


def stop(settings: Settings, now: dt.datetime) -> int:
    """Tell readers of no new warning from now on; gives how many messages that were owed are withdrawn."""
    with opened(settings) as database:
        database.writing(watching.stop, now)
        return database.writing(warned.withdraw_all, now)


def start(settings: Settings) -> bool:
    """Tell readers of new warnings again; False when they were not stopped."""
    with opened(settings) as database:
        return database.writing(watching.start)

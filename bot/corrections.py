"""What is owed after a digest: a page that came late, a correction, an article taken down, a forecast that turned.

Each is a publication of kind `edit`: it changes the very message each reader has, or answers it. Found by looking, once
a second, whether the edition of a date with a digest still stands as it was when that was composed.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.ledger import Kind, Link, QuietHours
from bot.schedule.due import LATE, end_of_day
from bot.store import briefings, editions, outbox
from messages import changes, notices
from messages.digest import digest
from messages.outlook import outlook
from messages.state import no_issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from bot.store.briefings import Release
    from messages.message import Briefing, House, Message, Wishes

SETTLE = dt.timedelta(seconds=3)  # pages of one edition come together, and what is in flight has to land
APART = dt.timedelta(seconds=60)  # a chat's message is edited unprompted no more often
LOOKED_BACK = 3  # days in which an article taken down is still taken out of what was sent
DAY = dt.timedelta(days=1)


class Why(enum.StrEnum):
    """What made the edition another than the one that was sent."""

    LATE = "late"  # there was none
    CORRECTION = "correction"
    RETRACTION = "retraction"  # only articles were taken down


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an edition a digest depends on; `revision` 0 stands for none that may be seen."""

    revision: int = 0
    retracted: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A digest of a date whose edition stands differently now."""

    publication: int
    date: dt.date
    now: Standing
    content: dict[str, Any]


def standing(connection: sa.Connection, date: dt.date, now: dt.datetime, release: Release) -> Standing:
    """How the edition of a date stands for readers at an instant."""
    head = editions.head_of(connection, date)
    if head is None or not release.open(head, now):
        return Standing()
    return Standing(head.revision, len(head.retracted))


def changed(connection: sa.Connection, now: dt.datetime, release: Release) -> list[Changed]:
    """Digests of the last days whose edition has changed since they were composed, or that are not noted yet."""
    today = release.today(now)
    found = []
    for date in (today - DAY * back for back in range(LOOKED_BACK)):
        row = outbox.reference(connection, f"digest-{date}")
        if row is None:
            continue
        content, current = json.loads(row.content), standing(connection, date, now, release)
        noted = content.get("revision")
        if noted is None or (current.revision and current.revision != noted):
            found.append(Changed(row.id, date, current, content))
    return found


def owe(connection: sa.Connection, now: dt.datetime, release: Release, place: str) -> int:
    """Note what digests are composed of, and owe what readers must get after a change; how many publications."""
    return sum(_owe(connection, each, now, release, place) for each in changed(connection, now, release))


def _owe(connection: sa.Connection, change: Changed, now: dt.datetime, release: Release, place: str) -> int:
    noted, stamp = change.content.get("revision"), now.timestamp()
    if noted is None:
        _note(connection, change, now, release, place)
        return 0
    since = change.content.get("changed_at")
    if since is None or change.content.get("changed_to") != change.now.revision:
        told = {**change.content, "changed_at": stamp, "changed_to": change.now.revision}
        outbox.set_content(connection, change.publication, told)
        return 0
    if stamp - since < SETTLE.total_seconds() or stamp - change.content.get("edited_at", 0) < APART.total_seconds():
        return 0
    owed = _publish(connection, change, now, release)
    _note(connection, change, now, release, place, edited_at=stamp)
    return owed


def _note(
    connection: sa.Connection, change: Changed, now: dt.datetime, release: Release, place: str, **more: object
) -> None:
    """Keep with the digest what it is composed of from now on."""
    found = briefings.briefing_of(connection, change.date, now, release)
    told = changes.told(outlook(found, place).forecast, change.date).model_dump(mode="json")
    content = {"revision": change.now.revision, "retracted": change.now.retracted, "told": told, **more}
    outbox.set_content(connection, change.publication, content)


def why(change: Changed) -> Why:
    if not change.content["revision"]:
        return Why.LATE
    only_taken_down = change.now.retracted > change.content.get("retracted", 0)
    return Why.RETRACTION if only_taken_down else Why.CORRECTION


def _publish(connection: sa.Connection, change: Changed, now: dt.datetime, release: Release) -> int:
    """The edit of what was sent, and where it matters a new message that answers it."""
    reason = why(change)
    since = now - LATE if reason is Why.LATE else None
    follow: dict[str, Any] = {
        "source_id": change.publication,
        "due_at": now,
        "sent_from": since,
        "sent_to": now,
        "expires": end_of_day(change.date + DAY * LOOKED_BACK, ZoneInfo(release.zone)),
    }
    for name, content, how in _parts(change, reason):
        key = outbox.publish(
            connection,
            ref=f"{name}-digest-{change.date}-{change.now.revision}",
            kind=Kind.EDIT,
            date=change.date,
            now=now,
            content=content,
        )
        outbox.open_follow_up(connection, key, **follow, **how)
    return 1


def _parts(change: Changed, reason: Why) -> Iterator[tuple[str, dict[str, object], dict[str, Any]]]:
    yield "edit", {"part": "edit", "why": str(reason)}, {"link": Link.EDIT}
    if reason is Why.LATE:
        yield "arrived", {"part": "arrived"}, {"link": Link.REPLY, "silent": True}
    if reason is not Why.RETRACTION:
        content = {"part": "change", "told": change.content["told"]}
        yield "change", content, {"link": Link.REPLY, "quiet": QuietHours.HOLD}


def first_form(briefing: Briefing, wishes: Wishes, house: House) -> Wishes:
    """A digest without its page is text: a caption could not take in the page when it comes."""
    waits = briefing.edition is None and not no_issue(house, briefing.today)
    return wishes.model_copy(update={"form": "text"}) if waits else wishes


def said(
    content: dict[str, Any], briefing: Briefing, wishes: Wishes, house: House, *, marked: bool, anew: bool = False
) -> Message | None:
    """What such a publication says to readers with these wishes; None when there is nothing to say to them.

    `anew`: as a message of its own, because it has outgrown the words under the picture.
    """
    match content:
        case {"part": "edit", "why": Why.LATE}:
            return digest(briefing, wishes.model_copy(update={"form": "text"}), house, late=marked)
        case {"part": "edit", "why": reason}:
            form = wishes.model_copy(update={"form": "text"}) if anew else wishes
            return digest(briefing, form, house, late=marked, correction=anew or reason == Why.CORRECTION)
        case {"part": "arrived"}:
            return notices.headlines_arrived(wishes.language) if wishes.headlines and briefing.edition else None
        case {"part": "change", "told": days} if wishes.weather:
            return changes.corrected(wishes.language, house, briefing, changes.Told.model_validate(days))
    return None

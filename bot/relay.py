"""From what a source says to what readers are owed: decide about its warnings, keep them, and owe the messages.

One transaction an answer. Deciding is `messages.alert_life`'s business, writing rows and sending them the outbox's.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.ledger import Kind, Link, Priority
from bot.store import outbox, warned, warnings
from bot.store.instants import millis
from bot.store.warnings import Event
from messages.alert_kin import Heard, in_force_until, is_end
from messages.alert_kinds import signal
from messages.alert_life import CEILING, OVER_CEILING, Ended, Known, Poll, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from messages.alert import Alert
    from messages.alert_life import Decision

Saying = Literal["new", "update", "upgrade", "clear", "over"]

CEILING_SPAN: Final = dt.timedelta(hours=1)
MEMORY: Final = dt.timedelta(days=15)  # longer than any warning is believed to last
EDITS_APART: Final = dt.timedelta(seconds=60)  # one message is not changed over and over
ORANGE: Final = 3
BY_ISSUER: Final = ("cancelled", "all clear", "ends nothing told")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one poll of a source said. `first_sight` is set for its first good answer. `home`: the first place."""

    source: str
    heard: Sequence[Heard]
    home: str
    complete: bool = False
    first_sight: dt.datetime | None = None
    ceiling: int = CEILING
    pushing: bool = True  # False: an operator has stopped new messages; all is kept, nothing is told


@dataclass(frozen=True, slots=True)
class Relayed:
    """What followed: how many publications are owed, and how many new warnings were left out as too many."""

    owed: int = 0
    left_out: int = 0


def relay(connection: sa.Connection, answer: Answer, now: dt.datetime) -> Relayed:
    """Carry out what follows from one answer of one source."""
    events = warnings.in_force(connection)
    over = warnings.over_since(connection, now - MEMORY)
    told = warnings.told_since(connection, answer.source, now - CEILING_SPAN)
    books = _Books(connection, answer, now, warned.peaks(connection))
    known = [books.known(event) for event in events]
    poll = Poll(
        now,
        known=tuple(one for one, event in zip(known, events, strict=True) if event.source == answer.source),
        others=tuple(one for one, event in zip(known, events, strict=True) if event.source != answer.source),
        ended=tuple(books.ended(event) for event in over),
        complete=answer.complete,
        first_sight=answer.first_sight if answer.pushing else now,
        ceiling=max(0, answer.ceiling - told) if answer.pushing else 0,
    )
    left_out = 0
    for decision in decide(poll, [Heard(alert=_plain(one.alert), places=one.places) for one in answer.heard]):
        books.carry_out(decision)
        left_out += decision.reason == OVER_CEILING
    return Relayed(books.owed, left_out)


def close_run_out(connection: sa.Connection, now: dt.datetime, home: str) -> Relayed:
    """Close what has run out, also when its source is silent; forget what has long been over."""
    warnings.forget(connection, now - MEMORY)
    owed = 0
    for event in warnings.run_out(connection, now):
        books = _Books(connection, Answer(event.source, (), home), now)
        books.known(event)
        books.close(event, event.places, "out of time", None)
        owed += books.owed
    return Relayed(owed)


def _plain(alert: Alert) -> Alert:
    """An alert without its shapes: where it holds has been found out, and they are all its weight."""
    areas = tuple(area.model_copy(update={"polygons": (), "circles": ()}) for area in alert.areas)
    return alert.model_copy(update={"areas": areas})


@dataclass
class _Books:
    """The rows of one answer's events, found again by the very value that was decided about."""

    connection: sa.Connection
    answer: Answer
    now: dt.datetime
    peaks: dict[int, dict[str, int]] = field(default_factory=dict)  # by event and place, the highest rank told
    at: dict[int, Event] = field(default_factory=dict)
    owed: int = 0

    def known(self, event: Event) -> Known:
        self.at[id(event.alert)] = event
        peaks = tuple(self.peaks.get(event.id, {}).items())
        return Known(alert=event.alert, places=event.places, told=event.told_at is not None, peaks=peaks)

    def ended(self, event: Event) -> Ended:
        self.at[id(event.alert)] = event
        told = event.told_at is not None
        return Ended(alert=event.alert, places=event.places, told=told, by_issuer=event.reason in BY_ISSUER)

    def carry_out(self, decision: Decision) -> None:
        event = self.at.get(id(decision.of)) if decision.of is not None else None
        alert = decision.alert
        match decision.action:
            case "tell" if alert:
                self._tell(self._kept(event, alert, decision.places), decision, event)
            case "edit" if alert and event:
                self._edit(self._kept(event, alert, decision.places), decision.places)
            case "note" if alert and event:
                self._kept(event, alert, decision.places)
            case "remember" if alert:
                over = decision.reason if is_end(alert) else ""
                warnings.add(self.connection, self.answer.source, alert, decision.places, self.now, over=over)
            case "merge" if alert and event:
                self._merge(event, self.at[id(alert)])
            case "close" if event:
                self.close(event, decision.places, decision.reason, alert)
            case _:
                pass

    def close(self, event: Event, places: Sequence[str], reason: str, alert: Alert | None) -> None:
        """An event is over, or over at some of its places; who has its message learns so without a sound."""
        left = tuple(place for place in event.places if place not in places)
        there = self._by_name(places) if left else None
        by = "its end" if alert else reason
        for telling in warned.told(self.connection, event.id):
            warned.withdraw(self.connection, telling.id, by, self.now, there)
            self._follow(event, telling.id, "clear" if alert else "over", _end_of(event.alert, alert), there)
        if left:
            warnings.change(self.connection, event.id, event.alert, left, self.now)
            self.at[id(event.alert)] = replace(event, places=left)
        else:
            last = _heir_of(event.alert, alert)
            warnings.close(self.connection, event.id, last, reason, self.now)

    def _kept(self, event: Event | None, alert: Alert, places: Sequence[str]) -> Event:
        """The event with its newer word, and as such found again by the decisions that follow."""
        if event is None:
            key = warnings.add(self.connection, self.answer.source, alert, places, self.now)
            event = Event(key, self.answer.source, alert, tuple(places), warnings.IN_FORCE, "", None, self.now)
        else:
            there = tuple(dict.fromkeys((*event.places, *places)))
            warnings.change(self.connection, event.id, alert, there, self.now)
            event = replace(event, alert=alert, places=there)
        self.at[id(alert)] = event
        return event

    def _tell(self, event: Event, decision: Decision, before: Event | None) -> None:
        rose = decision.reason == "the level rose"
        tellings = warned.told(self.connection, event.id)
        there = None if set(event.places) <= set(decision.places) else self._by_name(decision.places)
        for telling in tellings if rose else ():
            warned.withdraw(self.connection, telling.id, "a higher level", self.now, there)
        alert = event.alert
        saying: Saying = "upgrade" if rose and before is not None and before.told_at else "new"
        publication = warned.publish(
            self.connection,
            f"warning-{event.id}" + (f"-{len(tellings) + 1}" if tellings else ""),
            _content(alert, saying),
            warning=event.id,
            notice=alert.rank < ORANGE,
            now=self.now,
        )
        audience = {
            "warning": event.id,
            "places": self._by_name(decision.places),
            "rank": alert.rank,
            "kind": signal(alert),
            "anew": rose,
        }
        warned.open_telling(self.connection, publication, audience, expires=in_force_until(alert), now=self.now)
        warnings.mark_told(self.connection, event.id, self.now)
        self.at[id(alert)] = replace(event, told_at=self.now)
        self.owed += 1

    def _edit(self, event: Event, places: Sequence[str]) -> None:
        """What is owed says the newer words, and what was sent is changed."""
        for telling in warned.told(self.connection, event.id):
            content = _content(event.alert, json.loads(telling.content)["saying"])
            warned.renew(self.connection, telling.id, content, in_force_until(event.alert))
            there = self._by_name(places) if set(places) != set(event.places) else None
            self._follow(event, telling.id, "update", event.alert, there)

    def _follow(self, event: Event, telling: int, saying: Saying, alert: Alert, places: list[str] | None) -> None:
        """Answer or change the messages of one telling."""
        ref = f"warning-{event.id}-{saying}-{telling}-{millis(self.now)}"
        ends, over = saying == "clear", saying == "over"
        kind = Kind.ALERT if ends else Kind.EDIT
        publication = outbox.publish(self.connection, ref=ref, kind=kind, now=self.now, content=_content(alert, saying))
        outbox.open_follow_up(
            self.connection,
            publication,
            source_id=telling,
            link=Link.REPLY if ends else Link.EDIT,
            due_at=self.now,
            priority=Priority.DIGEST if over else Priority.EDIT,
            silent=True,
        )
        audience: dict[str, object] = {"warning": event.id}
        if places is not None:
            audience["places"] = places
        if saying == "update":
            audience["not_before"] = millis(warned.edit_after(self.connection, event.id, self.now, EDITS_APART))
        warned.set_audience(self.connection, publication, audience)
        self.owed += 1

    def _merge(self, event: Event, into: Event) -> None:
        warnings.merge(self.connection, event.id, into.id)
        places = tuple(dict.fromkeys((*into.places, *event.places)))
        told_at = max(filter(None, (into.told_at, event.told_at)), default=None)
        self.at[id(into.alert)] = replace(into, places=places, told_at=told_at)
        if told_at:
            warnings.mark_told(self.connection, into.id, told_at)

    def _by_name(self, places: Sequence[str]) -> list[str]:
        """Places as chats name them: one that chose none is at home."""
        return [*places, *([""] if self.answer.home in places else [])]


def _content(alert: Alert, saying: Saying) -> dict[str, object]:
    return {"alert": alert.model_dump(mode="json", exclude={"areas"}), "saying": saying}


def _end_of(told: Alert, end: Alert | None) -> Alert:
    """The end as readers should read it: a cancel often says nothing but what it cancels."""
    if end is None:
        return told
    update = {"sent": end.sent, "issuer": end.issuer or told.issuer, "link": end.link or told.link}
    return told.model_copy(update=update | ({"texts": end.texts} if end.texts else {}))


def _heir_of(told: Alert, end: Alert | None) -> Alert:
    """The last word on an event, with every number a late copy of it may come under."""
    if end is None:
        return told
    numbers = dict.fromkeys((*end.references, told.identifier, *told.merged, *told.references))
    update = {"references": tuple(numbers), "issuer": end.issuer or told.issuer, "kind": end.kind or told.kind}
    return end.model_copy(update=update | ({} if end.texts else {"texts": told.texts}))

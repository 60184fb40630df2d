"""The life of an alert, decided purely: told, told anew, edited, closed, or left alone with a reason. Knows no store.

What was told comes in as `Known`, what a source says now as `Heard`, and decisions go out. An alert told to a place
stays with it until it is cancelled, cleared, out of time, or gone from a source that lists all it has in force; what
is over is remembered for a while, so that a late or repeated message wakes nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from messages.alert import Alert
from messages.alert_index import Index
from messages.alert_kin import Heard, heir, in_force_until, is_end, is_twin, names, subject, succeeds
from messages.alert_news import newest
from messages.edition import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CEILING: Final = 20  # new messages of one source in an hour; more is a fault or a forgery, for an operator to see
AHEAD: Final = dt.timedelta(hours=24)  # a clock may be wrong by a zone; what is further ahead was never issued
OVER_CEILING: Final = "over the ceiling of new warnings"


class Known(Heard):
    """An alert in force. `told`: readers were sent a message of it; else it is only shown to those who ask.

    `peaks`: by place, the highest rank readers there were told of; a level that fell and rises again is no news.
    """

    told: bool = True
    peaks: tuple[tuple[str, int], ...] = ()


class Ended(Known):
    """An alert that is over. `by_issuer`: its issuer said so; else its time ran out or its source listed it no more."""

    by_issuer: bool


class Decision(Value):
    """What to do about one alert at some places.

    tell: a new message, replying to that of `of` when there is one (the level rose). edit: change the message of `of`.
    note: keep the newer word of `of`, readers see no difference. remember: keep it, in force or over, without a
    message. merge: what was told as `of` belongs to `alert` from now on. close: the message of `of` is over there;
    with an `alert` the issuer said so. ignore: nothing happens.
    """

    action: Literal["tell", "edit", "note", "remember", "merge", "close", "ignore"]
    alert: Alert | None
    places: tuple[str, ...]
    reason: str
    of: Alert | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """One answer of a source, to be decided. `others` are in force by other sources, `ended` are over by any.

    `complete`: the answer lists all that is in force at its source. `first_sight`: set for the first answer of a
    source; what was issued until then is remembered, not told. `ceiling`: how many messages may still be told.
    """

    now: dt.datetime
    known: tuple[Known, ...] = ()
    others: tuple[Known, ...] = ()
    ended: tuple[Ended, ...] = ()
    complete: bool = False
    first_sight: dt.datetime | None = None
    ceiling: int = CEILING


def decide(poll: Poll, heard: Iterable[Heard]) -> tuple[Decision, ...]:
    """What follows from one answer of one source."""
    words, replaced = newest(heard, poll.now, complete=poll.complete)
    deciding = _Deciding(poll, words)
    decisions = [ignored(old, "replaced in the same answer") for old in replaced]
    # The gravest first: what falls under the ceiling is the least, and it is the lesser of two that is covered.
    for news in sorted(words, key=lambda news: (-news.alert.rank, news.alert.sent)):
        decisions += deciding.about(news)
    return (*decisions, *deciding.unmentioned())


def ignored(alert: Alert | None, reason: str) -> Decision:
    return Decision(action="ignore", alert=alert, places=(), reason=reason)


class _Deciding:
    """One answer while it is being decided: what is known, what is covered, how many may still be told."""

    def __init__(self, poll: Poll, words: Sequence[Heard]) -> None:
        self._poll = poll
        self._known, self._others = Index(poll.known), Index(poll.others)
        self._ended = Index(poll.ended)
        self._run_out = Index(over for over in poll.ended if not over.by_issuer and over.places)
        self._listed = {name for news in words for name in names(news.alert)}
        self._touched: set[int] = set()
        self._cover: dict[tuple[str | None, str], int] = {}
        self._left = poll.ceiling
        for known in (*poll.known, *poll.others):
            if known.told:
                self._covered_by(known.alert, known.places)

    def about(self, news: Heard) -> list[Decision]:
        alert = news.alert
        if alert.sent > self._poll.now + AHEAD:
            return [ignored(alert, "issued in the future")]
        earlier = self._earlier(news)
        self._touched |= {id(known) for known in earlier}
        running = [known for known in earlier if not isinstance(known, Ended)]
        if any(alert.sent < known.alert.sent for known in earlier):
            return [ignored(alert, "older than what was told")]
        if is_end(alert):
            reason = "cancelled" if alert.message_type == "cancel" else "all clear"
            return [_closed(known, known.places, reason, alert) for known in running] or [self._too_early(news)]
        if not running and any(_was_ended(alert, over) for over in self._ended.related(alert)):
            return [ignored(alert, "its issuer has ended it")]
        if in_force_until(alert) <= self._poll.now:
            return [_closed(known, known.places, "out of time") for known in running] or [ignored(alert, "out of time")]
        return self._continued(news, earlier) if earlier else [self._begun(news)]

    def unmentioned(self) -> list[Decision]:
        """What nobody mentioned: out of time, or gone from a complete list."""
        over = []
        for known in (known for known in self._poll.known if id(known) not in self._touched):
            if in_force_until(known.alert) <= self._poll.now:
                over.append(_closed(known, known.places, "out of time"))
            elif self._poll.complete:
                over.append(_closed(known, known.places, "no longer listed"))
        return over

    def _earlier(self, news: Heard) -> list[Known]:
        """What is in force, or ran out without its issuer's word, and `news` goes on with; an end also ends elsewhere.

        What a complete list still holds under its own number is not gone on with by mere likeness.
        """
        found = self._known.succeeded(news.alert) or [
            known
            for known in self._known.followed(news)
            if not (self._poll.complete and names(known.alert) & self._listed)
        ]
        if is_end(news.alert):
            elsewhere = (*self._others.succeeded(news.alert), *self._others.twins(news.alert))
            return found + [
                known
                for known in {id(known): known for known in elsewhere}.values()
                if known.alert.sent <= news.alert.sent and _ends(news.alert, known.alert)
            ]
        if found:
            return found
        run_out = self._run_out.succeeded(news.alert) or self._run_out.followed(news)
        return [*run_out[-1:]]

    def _too_early(self, news: Heard) -> Decision:
        """An end of what was never told is kept, so that a beginning that comes after it is not told."""
        kept = any(names(news.alert) & names(over.alert) for over in self._ended.twins(news.alert))
        if kept or not (news.places or news.alert.references):
            return ignored(news.alert, "ends nothing told")
        return Decision(action="remember", alert=news.alert, places=news.places, reason="ends nothing told")

    def _begun(self, news: Heard) -> Decision:
        alert = news.alert
        if not news.places:
            return ignored(alert, "concerns no place of ours")
        if self._poll.first_sight is not None and alert.sent <= self._poll.first_sight:
            return Decision(action="remember", alert=alert, places=news.places, reason="older than our first sight")
        if places := self._uncovered(alert, news.places):
            return self._told(Decision(action="tell", alert=alert, places=places, reason="new"))
        if self._others.twins(alert):
            return Decision(action="remember", alert=alert, places=news.places, reason="told by another source")
        return ignored(alert, "the same kind is told to these places already")

    def _continued(self, news: Heard, earlier: Sequence[Known]) -> list[Decision]:
        """An event goes on: told where the level rose or a place is new, edited where it stays, closed elsewhere."""
        last = max(earlier, key=lambda known: known.alert.sent)
        alert = heir(news.alert, [known.alert for known in earlier])
        before = dict.fromkeys(place for known in earlier for place in known.places)
        risen = {place for place in before if _rises(alert, earlier, place)}
        rose = bool(risen & set(news.places))
        wanted = tuple(place for place in news.places if place in risen or place not in before)
        told_to = self._uncovered(alert, wanted)
        kept = tuple(place for place in news.places if place in before and place not in told_to)
        left = tuple(place for place in before if place not in news.places)
        decisions = [
            Decision(action="merge", alert=last.alert, places=known.places, reason="one warning now", of=known.alert)
            for known in earlier
            if known is not last
        ]
        decisions += [_closed(last, left, "holds there no more")] if left else []
        decisions += [_kept(alert, last, kept)] if kept else []
        if told_to:
            reason = "the level rose" if rose else "reaches further places"
            telling = Decision(action="tell", alert=alert, places=told_to, reason=reason, of=last.alert)
            decisions.append(self._told(telling))
        return decisions or [ignored(alert, "nothing new")]

    def _told(self, decision: Decision) -> Decision:
        """The decision to tell, unless too many were told already."""
        self._left -= 1
        if self._left < 0 or decision.alert is None:
            return ignored(decision.alert, OVER_CEILING)
        self._covered_by(decision.alert, decision.places)
        return decision

    def _covered_by(self, alert: Alert, places: Iterable[str]) -> None:
        for place in places:
            key = (subject(alert), place)
            self._cover[key] = max(alert.rank, self._cover.get(key, -1))

    def _uncovered(self, alert: Alert, places: Sequence[str]) -> tuple[str, ...]:
        """The places not told of this kind at this level or above: a county's signal beside its city's is not news."""
        kind = subject(alert)
        return tuple(p for p in places if kind is None or self._cover.get((kind, p), -1) < alert.rank)


def _ends(alert: Alert, known: Alert) -> bool:
    return succeeds(alert, known) or (is_twin(alert, known) and _one_level(alert, known))


def _was_ended(alert: Alert, over: Ended) -> bool:
    """Whether a late copy or an earlier message of what its issuer has ended, by this source or another."""
    if not over.by_issuer:
        return False
    if names(alert) & {*names(over.alert), *over.alert.references}:
        return True
    related = succeeds(alert, over.alert) or (is_twin(alert, over.alert) and _one_level(alert, over.alert))
    return related and alert.sent <= over.alert.sent


def _one_level(one: Alert, other: Alert) -> bool:
    return None in {one.level, other.level} or one.level == other.level


def _rises(alert: Alert, earlier: Iterable[Known], place: str) -> bool:
    """Whether the level is above the last, and above the highest told at the place; what ran out begins anew."""
    running = (known for known in earlier if not isinstance(known, Ended))
    peak = max((dict(known.peaks).get(place, -1) for known in running), default=-1)
    return alert.rank > max(peak, *(known.alert.rank for known in earlier))


def _kept(alert: Alert, last: Known, places: tuple[str, ...]) -> Decision:
    if isinstance(last, Ended):
        return Decision(action="edit", alert=alert, places=places, reason="in force again", of=last.alert)
    if changed := _change(alert, last.alert):
        return Decision(action="edit", alert=alert, places=places, reason=changed, of=last.alert)
    if alert == last.alert:
        return ignored(alert, "nothing new")
    return Decision(action="note", alert=alert, places=places, reason="nothing new to readers", of=last.alert)


def _change(alert: Alert, before: Alert) -> str | None:
    """What an update changed, in words; None when only its number or its time of issue did."""
    if alert.rank != before.rank or alert.kind != before.kind:
        return "level or kind changed"
    if (alert.onset, alert.expires, alert.ends) != (before.onset, before.expires, before.ends):
        return "times changed"
    if alert.areas != before.areas:
        return "areas changed"
    return "wording changed" if alert.texts != before.texts else None


def _closed(known: Known, places: tuple[str, ...], reason: str, alert: Alert | None = None) -> Decision:
    return Decision(action="close", alert=alert, places=places, reason=reason, of=known.alert)

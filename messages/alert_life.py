"""The life of an alert, decided purely: told, told anew, edited, closed, or left alone with a reason. Knows no store.

What was told comes in as `Known`, what a source says now as `Heard`, and decisions go out. An alert told to a place
stays with it until it is cancelled, cleared, out of time, or gone from a source that lists all it has in force.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from messages.alert import Alert
from messages.edition import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNSTATED_LIFE: Final = dt.timedelta(hours=24)  # how long an alert without expiry counts as in force
CEILING: Final = 20  # new messages of one source in one poll; more is a fault or a forgery, for an operator to see


class Heard(Value):
    """An alert and the places it concerns, by name (`places_of`, or the one place that was asked about)."""

    alert: Alert
    places: tuple[str, ...]


class Known(Heard):
    """An alert told to the readers of its places, and not yet over."""


class Decision(Value):
    """What to do about one alert at some places.

    tell: a new message, replying to that of `of` when there is one (the level rose). edit: change the message of `of`.
    close: the message of `of` is over there; with an `alert` the issuer said so. ignore: nothing reaches readers.
    """

    action: Literal["tell", "edit", "close", "ignore"]
    alert: Alert | None
    places: tuple[str, ...]
    reason: str
    of: Alert | None = None


class _Poll(NamedTuple):
    """One answer of a source, being decided."""

    now: dt.datetime
    known: Sequence[Known]


def in_force_until(alert: Alert) -> dt.datetime:
    """The instant an alert runs out: of its message, else of the event, else a bound of ours."""
    return alert.expires or alert.ends or (alert.onset or alert.sent) + UNSTATED_LIFE


def is_end(alert: Alert) -> bool:
    return alert.message_type == "cancel" or alert.all_clear


def decide(
    known: Sequence[Known], heard: Iterable[Heard], *, now: dt.datetime, complete: bool = False, ceiling: int = CEILING
) -> tuple[Decision, ...]:
    """What follows from one answer of one source. `known` are that source's own; `complete` is the Reading's.

    At the first sight of a source nothing is known: what is in force is told, what is over is not.
    """
    newest, replaced = _newest(heard)
    decisions = [
        Decision(action="ignore", alert=old, places=(), reason="replaced in the same answer") for old in replaced
    ]
    poll = _Poll(now, known)
    touched: set[int] = set()
    # The gravest first: what falls under the ceiling is the least, and it is the lesser of two that is covered.
    for news in sorted(newest, key=lambda news: (-news.alert.rank, news.alert.sent)):
        earlier = [told for told in known if succeeds(news.alert, told.alert)]
        touched |= {id(told) for told in earlier}
        decisions += _about(news, earlier, poll, decisions)
    decisions += _over([told for told in known if id(told) not in touched], now, complete=complete)
    return _under(decisions, ceiling)


def known_after(known: Iterable[Known], decisions: Iterable[Decision]) -> tuple[Known, ...]:
    """What is told and not over once the decisions are carried out."""
    places = {told.alert: set(told.places) for told in known}
    for decision in decisions:
        if decision.action in {"tell", "edit"} and decision.alert:
            places.setdefault(decision.alert, set()).update(decision.places)
        if decision.of and decision.of != decision.alert and decision.of in places:
            places[decision.of] -= set(decision.places)
    return tuple(Known(alert=alert, places=tuple(sorted(where))) for alert, where in places.items() if where)


def succeeds(alert: Alert, earlier: Alert) -> bool:
    """Whether an alert speaks of the same event as one known: by identifier, by reference, else by what it is about."""
    if _names(alert) & _names(earlier) or set(alert.references) & _names(earlier):
        return True
    if alert.sender != earlier.sender or _where(alert) != _where(earlier):
        return False
    # 12379 refers to the first message of the event throughout; lists without references have kind, office and time.
    if set(alert.references) & set(earlier.references):
        return True
    return alert.kind is not None and alert.kind == earlier.kind and _overlap(alert, earlier)


def _names(alert: Alert) -> set[str]:
    return {alert.identifier, *alert.merged}


def _where(alert: Alert) -> frozenset[object]:
    return frozenset((area.name, area.codes, area.polygons) for area in alert.areas)


def _overlap(one: Alert, other: Alert) -> bool:
    return (one.onset or one.sent) < in_force_until(other) and (other.onset or other.sent) < in_force_until(one)


def _newest(heard: Iterable[Heard]) -> tuple[list[Heard], list[Alert]]:
    """The last word on each event of an answer, heir to the references of what it replaces; and the words replaced."""
    newest: list[Heard] = []
    replaced: list[Alert] = []
    for news in sorted(heard, key=lambda news: news.alert.sent):
        old = [other for other in newest if succeeds(news.alert, other.alert)]
        newest = [other for other in newest if other not in old]
        replaced += [other.alert for other in old]
        inherited = {name for other in old for name in (*_names(other.alert), *other.alert.references)}
        references = tuple(sorted((inherited | set(news.alert.references)) - _names(news.alert)))
        changed = news.alert.model_copy(update={"references": references}) if old else news.alert
        newest.append(Heard(alert=changed, places=news.places))
    return newest, replaced


def _about(news: Heard, earlier: Sequence[Known], poll: _Poll, decided: Sequence[Decision]) -> list[Decision]:
    alert = news.alert
    if any(alert.sent < told.alert.sent for told in earlier):
        return [_ignored(alert, "older than what was told")]
    if is_end(alert):
        reason = "cancelled" if alert.message_type == "cancel" else "all clear"
        return [_closed(told, told.places, reason, alert) for told in earlier] or [_ignored(alert, "ends nothing told")]
    if in_force_until(alert) <= poll.now:
        return [_closed(told, told.places, "out of time") for told in earlier] or [_ignored(alert, "out of time")]
    return _continued(news, earlier) if earlier else [_begun(news, poll, decided)]


def _begun(news: Heard, poll: _Poll, decided: Sequence[Decision]) -> Decision:
    if not news.places:
        return _ignored(news.alert, "concerns no place of ours")
    if _is_covered(news, poll.known, decided):
        return _ignored(news.alert, "the same kind and level is told to these places already")
    return Decision(action="tell", alert=news.alert, places=news.places, reason="new")


def _continued(news: Heard, earlier: Sequence[Known]) -> list[Decision]:
    """An event goes on: told where the level rose or a place is new, edited where it stays, closed elsewhere."""
    alert = news.alert
    last = max(earlier, key=lambda told: told.alert.sent)
    before = {place for told in earlier for place in told.places}
    kept = tuple(place for place in news.places if place in last.places)
    gained = tuple(place for place in news.places if place not in before)
    decisions: list[Decision] = []
    if alert.rank > max(told.alert.rank for told in earlier):
        decisions.append(
            Decision(action="tell", alert=alert, places=news.places, reason="the level rose", of=last.alert)
        )
    else:
        if gained:
            decisions.append(Decision(action="tell", alert=alert, places=gained, reason="reaches further places"))
        if kept and (changed := _change(alert, last.alert)):
            decisions.append(Decision(action="edit", alert=alert, places=kept, reason=changed, of=last.alert))
    for told in earlier:
        stays = kept if told is last else ()
        if left := tuple(place for place in told.places if place not in stays):
            reason = "holds there no more" if told is last else "replaced"
            decisions.append(_closed(told, left, reason))
    return decisions or [_ignored(alert, "nothing new")]


def _change(alert: Alert, before: Alert) -> str | None:
    """What an update changed, in words; None when only its number or its time of issue did."""
    if alert.rank != before.rank or alert.kind != before.kind:
        return "level or kind changed"
    if (alert.onset, alert.expires, alert.ends) != (before.onset, before.expires, before.ends):
        return "times changed"
    if _where(alert) != _where(before):
        return "areas changed"
    return "wording changed" if alert.texts != before.texts else None


def _is_covered(news: Heard, known: Sequence[Known], decided: Sequence[Decision]) -> bool:
    """Whether every place has this kind at this level already: a county's signal beside its city's is not news."""
    alert = news.alert
    told = [(one.alert, one.places) for one in known]
    told += [(one.alert, one.places) for one in decided if one.action == "tell" and one.alert]
    same = [places for other, places in told if alert.kind and (other.kind, other.rank) == (alert.kind, alert.rank)]
    return bool(same) and set(news.places) <= {place for places in same for place in places}


def _over(known: Iterable[Known], now: dt.datetime, *, complete: bool) -> list[Decision]:
    """What nobody mentioned: out of time, or gone from a complete list."""
    over = []
    for told in known:
        if in_force_until(told.alert) <= now:
            over.append(_closed(told, told.places, "out of time"))
        elif complete:
            over.append(_closed(told, told.places, "no longer listed"))
    return over


def _under(decisions: Iterable[Decision], ceiling: int) -> tuple[Decision, ...]:
    """The decisions with no more than `ceiling` new messages; the rest comes up again with the next answer."""
    kept: list[Decision] = []
    told = 0
    for decision in decisions:
        told += decision.action == "tell"
        over = decision.action == "tell" and told > ceiling
        kept.append(_ignored(decision.alert, f"over the ceiling of {ceiling}") if over else decision)
    return tuple(kept)


def _closed(told: Known, places: tuple[str, ...], reason: str, alert: Alert | None = None) -> Decision:
    return Decision(action="close", alert=alert, places=places, reason=reason, of=told.alert)


def _ignored(alert: Alert | None, reason: str) -> Decision:
    return Decision(action="ignore", alert=alert, places=(), reason=reason)

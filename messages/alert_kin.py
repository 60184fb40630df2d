"""When two messages speak of one warning: by identifier, by reference, else by office, kind, place and time. Pure.

CAP has identity and references; Chinese lists have neither; 12379 refers to the first message throughout; MeteoAlarm
issues everything anew every few hours under new numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from messages.alert import Alert
from messages.edition import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSTATED_LIFE: Final = dt.timedelta(hours=24)  # how long an alert without expiry counts as in force
LONGEST_LIFE: Final = dt.timedelta(days=14)  # a forged expiry must not keep a warning for years


class Heard(Value):
    """An alert and the places it concerns, by name (`places_of`, or the one place that was asked about)."""

    alert: Alert
    places: tuple[str, ...]


def in_force_until(alert: Alert) -> dt.datetime:
    """The instant an alert runs out: of its message, else of the event, else a bound of ours."""
    begun = alert.sent if alert.onset is None else max(alert.sent, alert.onset)
    return min(alert.expires or alert.ends or begun + UNSTATED_LIFE, alert.sent + LONGEST_LIFE)


def is_end(alert: Alert) -> bool:
    return alert.message_type == "cancel" or alert.all_clear


def names(alert: Alert) -> set[str]:
    """Every identifier the same message goes by."""
    return {alert.identifier, *alert.merged}


def subject(alert: Alert) -> str | None:
    """What it warns of, for comparing: the signal, else the issuer's word for the event."""
    given = alert.kind or next((text.event for text in alert.texts if text.event), None)
    return given.casefold() if given else None


def office(alert: Alert) -> str:
    """Who issued it, for comparing across services that number the same warning differently."""
    return "".join((alert.issuer or alert.sender).split()).casefold()


def succeeds(alert: Alert, earlier: Alert) -> bool:
    """Whether their numbers say that an alert replaces one we know, is it, or is an earlier word on it come late."""
    if set(alert.references) & names(earlier) or names(alert) & {*names(earlier), *earlier.references}:
        return True
    # 12379 refers to the first message of the event throughout, which need not be the one we know.
    return alert.sender == earlier.sender and bool(set(alert.references) & set(earlier.references))


def follows(news: Heard, earlier: Heard) -> bool:
    """Whether one without references goes on with another: the same office, kind and place, at overlapping times.

    An end ends the level it names: 解除蓝色 after 发布黄色 is only the blue signal's end.
    """
    one, other = news.alert, earlier.alert
    if one.kind is None or one.kind != other.kind or one.sender != other.sender or is_end(other):
        return False
    if is_end(one) and one.level and other.level and one.level != other.level:
        return False
    places = set(news.places) & set(earlier.places) or one.areas == other.areas
    return bool(places) and _overlap(one, other)


def is_twin(alert: Alert, other: Alert) -> bool:
    """Whether two services carry one warning: the same number, or the same office on the same subject."""
    if names(alert) & names(other):
        return True
    return subject(alert) is not None and (subject(alert), office(alert)) == (subject(other), office(other))


def heir(alert: Alert, earlier: Iterable[Alert]) -> Alert:
    """The alert with the numbers of all it goes on with, so that a late copy of any of them is known again."""
    inherited = {name for old in earlier for name in (*names(old), *old.references)} - names(alert)
    references = tuple(dict.fromkeys((*alert.references, *sorted(inherited))))
    return alert if references == alert.references else alert.model_copy(update={"references": references})


def distinct(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """What a reader of one place needs to see, the gravest first: of one subject the gravest, of two the newer."""
    kept: dict[str, Alert] = {}
    for number, alert in enumerate(sorted(alerts, key=lambda alert: (-alert.rank, -alert.sent.timestamp()))):
        kept.setdefault(subject(alert) or f"{number}", alert)
    return tuple(kept.values())


def _overlap(one: Alert, other: Alert) -> bool:
    return (one.onset or one.sent) < in_force_until(other) and (other.onset or other.sent) < in_force_until(one)

"""Changing the times of a chat: morning, rest days, evening, further slots. Pure; a slot keeps its number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.subscription import EVERY_DAY, MOST_SLOTS, REST, Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.subscription import Subscription

EVENING = dt.time(20, 0)


def digests(slots: Iterable[Slot]) -> list[Slot]:
    """The slots that bring a digest, the main one first; the rest-day half of one is no slot of its own."""
    return [slot for slot in slots if slot.kind is SlotKind.DIGEST and not half(slot)]


def half(slot: Slot) -> bool:
    """Whether a slot is the rest-day half of another."""
    return slot.number > REST


def main(subscription: Subscription) -> Slot | None:
    """The slot 早报时间 speaks of."""
    return next(iter(digests(subscription.slots)), None)


def rest_of(slots: Sequence[Slot], slot: Slot) -> Slot | None:
    """The rest-day half of a slot."""
    return next((other for other in slots if other.kind is slot.kind and other.number == slot.number + REST), None)


def evening(subscription: Subscription) -> Slot | None:
    return next((slot for slot in subscription.slots if slot.kind is SlotKind.EVENING), None)


def with_morning(subscription: Subscription, time: dt.time, days: Slot | None = None) -> Subscription:
    """The main slot at another time, and on the days of `days` where those were said; a first slot when none was."""
    at = main(subscription)
    if at is None:
        wanted = days or Slot()
        return subscription.with_slots(wanted.model_copy(update={"time": time}), *subscription.slots)
    changed = at.model_copy(update={"time": time})
    if days is not None:
        changed = changed.model_copy(update={"weekdays": days.weekdays, "days": days.days})
    return replaced(subscription, at, changed)


def with_rest(subscription: Subscription, time: dt.time | None) -> Subscription:
    """Rest days at a time of their own, or like the other days again."""
    at = main(subscription)
    if at is None:
        at = Slot(number=1)
        subscription = subscription.with_slots(at, *subscription.slots)
    other = rest_of(subscription.slots, at)
    kept = subscription if other is None else replaced(subscription, other)
    if time is None:
        whole = (
            at.model_copy(update={"days": "weekdays", "weekdays": EVERY_DAY}) if other or at.days == "workdays" else at
        )
        return replaced(kept, at, whole)
    workdays = at.model_copy(update={"days": "workdays", "weekdays": EVERY_DAY})
    rest = Slot(time=time, days="restdays", number=at.number + REST)
    changed = replaced(kept, at, workdays)
    return changed.with_slots(*changed.slots, rest)


def with_evening(subscription: Subscription, time: dt.time | None) -> Subscription:
    """The evening card at a time, or none."""
    at = evening(subscription)
    if time is None:
        return subscription if at is None else replaced(subscription, at)
    if at is None:
        return subscription.with_slots(*subscription.slots, Slot(time=time, kind=SlotKind.EVENING))
    return replaced(subscription, at, at.model_copy(update={"time": time}))


def with_further(subscription: Subscription, slot: Slot) -> Subscription | None:
    """One more digest slot; None when there are as many as a chat may have, or one like it."""
    own = digests(subscription.slots)
    twin = any((each.time, each.weekdays, each.days) == (slot.time, slot.weekdays, slot.days) for each in own)
    if len(own) >= MOST_SLOTS or twin:
        return None
    return subscription.with_slots(*subscription.slots, slot)


def without(subscription: Subscription, number: int) -> Subscription | None:
    """The digest slot of a number, and its rest-day half, taken away."""
    at = numbered(subscription, number)
    if at is None:
        return None
    other = rest_of(subscription.slots, at)
    return replaced(replaced(subscription, at), other) if other else replaced(subscription, at)


def on_weekday(subscription: Subscription, number: int, weekday: int, *, on: bool) -> Subscription | None:
    """A digest slot with one weekday more or less; its last day stays. A slot of work days becomes one of weekdays."""
    at = numbered(subscription, number)
    if at is None or weekday not in EVERY_DAY:
        return None
    days = set(at.weekdays) | {weekday} if on else set(at.weekdays) - {weekday}
    changed = at.model_copy(update={"days": "weekdays", "weekdays": tuple(sorted(days)) or at.weekdays})
    other = rest_of(subscription.slots, at)
    return replaced(replaced(subscription, other) if other else subscription, at, changed)


def numbered(subscription: Subscription, number: int) -> Slot | None:
    return next((slot for slot in digests(subscription.slots) if slot.number == number), None)


def replaced(subscription: Subscription, old: Slot, *new: Slot) -> Subscription:
    """The subscription with one slot replaced, or gone."""
    kept: list[Slot] = []
    for slot in subscription.slots:
        kept.extend(new if slot == old else (slot,))
    return subscription.with_slots(*kept)

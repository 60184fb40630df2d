"""Alerts found again by number, by likeness or as twins: thousands must not be compared pair by pair. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from messages.alert_kin import Heard, follows, is_twin, names, office, subject, succeeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from messages.alert import Alert

T = TypeVar("T", bound=Heard)
Key = tuple[str | None, ...]


class Index(Generic[T]):
    """Entries in the order they came."""

    def __init__(self, entries: Iterable[T] = ()) -> None:
        self._entries: dict[int, T] = {}
        self._found: dict[Key, dict[int, None]] = defaultdict(dict)
        self._next = 0
        for entry in entries:
            self.add(entry)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def add(self, entry: T) -> None:
        number, self._next = self._next, self._next + 1
        self._entries[number] = entry
        for key in _keys(entry.alert):
            self._found[key][number] = None

    def take(self, entries: Iterable[T]) -> None:
        """Take entries out."""
        gone = {id(entry) for entry in entries}
        for number in [number for number, entry in self._entries.items() if id(entry) in gone] if gone else ():
            for key in _keys(self._entries.pop(number).alert):
                self._found[key].pop(number, None)

    def succeeded(self, alert: Alert) -> list[T]:
        """What `alert` goes on with by number."""
        keys: list[Key] = [("name", name) for name in alert.references]
        keys += [("named", name) for name in names(alert)]
        keys += [("reference", alert.sender, name) for name in alert.references]
        return [entry for entry in self._at(keys) if succeeds(alert, entry.alert)]

    def followed(self, news: Heard) -> list[T]:
        """What `news` goes on with by office, kind, place and time."""
        return [entry for entry in self._at([("kind", news.alert.sender, news.alert.kind)]) if follows(news, entry)]

    def related(self, alert: Alert) -> list[T]:
        """What may be the same warning: its twins, and what names it or is named by it."""
        found = self._at([("twin", subject(alert), office(alert))])
        return list({id(entry): entry for entry in (*found, *self.succeeded(alert))}.values())

    def twins(self, alert: Alert) -> list[T]:
        keys: list[Key] = [("name", name) for name in names(alert)]
        return [e for e in self._at([*keys, ("twin", subject(alert), office(alert))]) if is_twin(alert, e.alert)]

    def _at(self, keys: Iterable[Key]) -> list[T]:
        numbers = {number for key in keys if key in self._found for number in self._found[key]}
        return [self._entries[number] for number in sorted(numbers)]


def _keys(alert: Alert) -> set[Key]:
    """Under what an alert is found."""
    keys: set[Key] = {("name", name) for name in names(alert)}
    keys |= {("named", name) for name in (*names(alert), *alert.references)}
    keys |= {("reference", alert.sender, name) for name in alert.references}
    return keys | {("kind", alert.sender, alert.kind), ("twin", subject(alert), office(alert))}

"""One event that a service issues once for each region, made one alert. Knows no service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from messages.alert import Alert


def merged(alerts: Iterable[Alert], event: Callable[[Alert], Hashable]) -> tuple[Alert, ...]:
    """One alert for each `event`, in the order first met; it keeps the identifiers and references of all."""
    groups: dict[Hashable, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(event(alert), []).append(alert)
    return tuple(_one(group) for group in groups.values())


def _one(group: list[Alert]) -> Alert:
    """The group's first by identifier, so that the same regions in another order are the same alert."""
    if len(group) == 1:
        return group[0]
    first, *rest = sorted(group, key=lambda alert: alert.identifier)
    areas = dict.fromkeys(area for alert in (first, *rest) for area in alert.areas)
    references = dict.fromkeys(name for alert in (first, *rest) for name in alert.references)
    others = (name for alert in rest for name in (alert.identifier, *alert.merged))
    return first.model_copy(
        update={
            "areas": tuple(areas),
            "references": tuple(references),
            "merged": tuple(dict.fromkeys(name for name in (*first.merged, *others) if name != first.identifier)),
            "sent": max(alert.sent for alert in group),
        },
    )

"""What is in force once decisions about alerts are carried out: the books of a story that needs no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.alert_kin import is_end
from messages.alert_life import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from messages.alert_life import Decision


def known_after(known: Iterable[Known], decisions: Iterable[Decision]) -> tuple[Known, ...]:
    """What is in force, told or remembered, once the decisions are carried out."""
    places = {known_one.alert: set(known_one.places) for known_one in known}
    told = {known_one.alert: known_one.told for known_one in known}
    peaks = {known_one.alert: dict(known_one.peaks) for known_one in known}
    for decision in decisions:
        alert, of = decision.alert, decision.of
        before = bool(of and told.get(of))
        if decision.action == "merge" and alert and of:
            places.setdefault(alert, set()).update(places.pop(of, set()))
            told[alert] = told.get(alert, False) or before
            peaks[alert] = _highest(peaks.get(alert, {}), peaks.get(of, {}))
        elif decision.action in {"tell", "edit", "note", "remember"} and alert and not is_end(alert):
            told[alert] = decision.action == "tell" or before or told.get(alert, False)
            places.setdefault(alert, set()).update(decision.places)
            new = dict.fromkeys(decision.places, alert.rank) if decision.action == "tell" else {}
            peaks[alert] = _highest(peaks.get(alert, {}), peaks.get(of, {}) if of else {}, new)
        if of and of != alert and of in places:
            places[of] -= set(decision.places)
    return tuple(
        Known(alert=alert, places=tuple(sorted(where)), told=told[alert], peaks=tuple(sorted(peaks[alert].items())))
        for alert, where in places.items()
        if where
    )


def _highest(*ranks: dict[str, int]) -> dict[str, int]:
    return {place: max(found.get(place, 0) for found in ranks) for found in ranks for place in found}

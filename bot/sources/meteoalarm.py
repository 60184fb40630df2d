"""MeteoAlarm's JSON feed of a country: CAP alerts in JSON. Greens are dropped, an event issued region by region is one.

Credit is EUMETNET's; warnings may not be altered and are shown with their time of issue (their redistribution terms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.cap_fields import alert_from
from bot.sources.merging import merged
from bot.sources.payload import as_object, json_object, objects
from bot.sources.reading import MAX_ENTRIES, Dropped, Problems, Reading
from messages.alert import Alert
from messages.edition import Credit

if TYPE_CHECKING:
    from collections.abc import Hashable

CREDIT: Final = Credit(text="EUMETNET – MeteoAlarm", url="https://meteoalarm.org")


def read(data: bytes) -> Reading:
    """The warnings in force in one country's feed."""
    problems = Problems()
    body = json_object(data, problems)
    warnings = body.get("warnings")
    if not isinstance(warnings, list):
        raise UnreadableError("no list of warnings stands in it; this is not MeteoAlarm's feed")
    if len(warnings) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(warnings)} warnings were read")
    found = [
        alert_from(as_object(entry.get("alert")), "meteoalarm", problems, credit=CREDIT)
        for entry in objects(warnings[:MAX_ENTRIES])
    ]
    return Reading(
        kind="meteoalarm",
        alerts=merged((alert for alert in found if isinstance(alert, Alert)), _event),
        dropped=tuple(alert for alert in found if isinstance(alert, Dropped)),
        problems=problems.listed(),
        complete=not problems.listed(),
    )


def _event(alert: Alert) -> Hashable:
    """What regions of one event have in common; their headlines name the region and differ."""
    texts: tuple[Any, ...] = tuple((text.language, text.event, text.description) for text in alert.texts)
    return (
        alert.sender,
        alert.message_type,
        alert.level,
        alert.kind,
        texts,
        alert.onset,
        alert.expires,
        alert.all_clear,
    )

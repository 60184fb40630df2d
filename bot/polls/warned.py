"""What an answer with warnings changes: each is matched to our places once, decided about, and owed to readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.polls.takes import Taken
from bot.relay import Answer, relay
from bot.store import watching
from messages.alert_kin import Heard, is_end
from messages.place import places_of

if TYPE_CHECKING:
    import datetime as dt

    import sqlalchemy as sa

    from bot.polls.targets import Target
    from bot.sources.reading import Reading
    from messages.alert import Alert
    from messages.place import Place


@dataclass(frozen=True, slots=True)
class TakeAlerts:
    """Takes the warnings of one answer. `places` are all there are, the first one home; `ceiling` is a source's."""

    places: tuple[Place, ...]
    ceiling: int

    def __call__(self, connection: sa.Connection, target: Target, reading: Reading, now: dt.datetime) -> Taken:
        watched = watching.seen(connection, target.key, target.place.name if target.place else "", now)
        answer = Answer(
            source=target.key,
            heard=[heard for alert in reading.alerts if (heard := self._heard(alert, target))],
            home=self.places[0].name if self.places else "",
            complete=reading.complete,
            first_sight=watched.since if watched.is_first else None,
            ceiling=self.ceiling,
            pushing=not watching.is_stopped(connection),
        )
        followed = relay(connection, answer, now)
        return Taken(owed=followed.owed > 0, alarm=self._alarm(target, followed.left_out))

    def _heard(self, alert: Alert, target: Target) -> Heard | None:
        """The alert with the places it concerns; None when it is no business of ours."""
        if target.place is not None:
            return Heard(alert=alert, places=(target.place.name,))
        found = tuple(place.name for place in places_of(alert, self.places))
        is_ours = found or alert.references or is_end(alert)
        return Heard(alert=alert, places=found) if is_ours else None

    def _alarm(self, target: Target, left_out: int) -> str:
        if not left_out:
            return ""
        return (
            f"{target.key}: {left_out} new warnings over the ceiling of {self.ceiling} an hour are left out; "
            "look at the source, and stop all warnings with `chenbao warnings stop` if it is a fault or a forgery"
        )

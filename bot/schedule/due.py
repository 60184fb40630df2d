"""When a slot is due. Pure: the wall time, the zone and the days are arguments, and so is now.

The schedule keeps wall time, zone name and intended local date. The due instant is that date and wall time in the
zone with fold=0: a gap in the clocks moves it forward by its length, an overlap takes the first of the two.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from bot.subscription import Quiet, Slot

LATE = dt.timedelta(hours=3)  # a digest missed by more is skipped and counted
DAY = dt.timedelta(days=1)


def due_instant(date: dt.date, wall: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The instant, in UTC, at which `wall` on the intended local `date` is due in `zone`."""
    return dt.datetime.combine(date, wall, tzinfo=zone).replace(fold=0).astimezone(dt.UTC)


@functools.lru_cache(maxsize=4096)
def rest_day(date: dt.date) -> bool:
    """Whether `date` is a rest day in China: public holidays count, working weekends (调休上班日) do not."""
    import holidays  # noqa: PLC0415 - half a second of import that only work-day slots need

    calendar = holidays.country_holidays("CN", years=date.year, categories=("public",))
    workdays = getattr(calendar, "weekend_workdays", {})
    return date not in workdays and (date in calendar or date.isoweekday() >= 6)  # noqa: PLR2004 - Saturday, Sunday


def holds(slot: Slot, date: dt.date) -> bool:
    """Whether `slot` wants something on the local `date`."""
    if slot.days == "weekdays":
        return date.isoweekday() in slot.weekdays
    return rest_day(date) == (slot.days == "restdays")


def next_due(slot: Slot, zone: ZoneInfo, after: dt.date) -> tuple[dt.date, dt.datetime]:
    """The first intended date past `after` on which `slot` holds, with its due instant."""
    date = after + DAY
    while not holds(slot, date):
        date += DAY
    return date, due_instant(date, slot.time, zone)


def first_after(slot: Slot, zone: ZoneInfo, now: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """The first intended date whose due instant still lies ahead of `now`."""
    date, instant = next_due(slot, zone, now.astimezone(zone).date() - 2 * DAY)
    while instant <= now:
        date, instant = next_due(slot, zone, date)
    return date, instant


def missed(slot: Slot, zone: ZoneInfo, date: dt.date, now: dt.datetime) -> Iterator[tuple[dt.date, dt.datetime]]:
    """Every intended date from `date` on whose due instant is not after `now`.

    Of two dates that fall on one instant (Apia had no 30 December 2011) only the later one counts.
    """
    instant = due_instant(date, slot.time, zone)
    while instant <= now:
        following, following_instant = next_due(slot, zone, date)
        if following_instant != instant:
            yield date, instant
        date, instant = following, following_instant


def end_of_day(date: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first instant after the local `date`: from then on its digest is no longer worth sending."""
    return due_instant(date + DAY, dt.time(0), zone)


def quiet_until(quiet: Quiet | None, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """When the quiet hours that hold at `now` end; None when none do."""
    local = now.astimezone(zone)
    if quiet is None or not quiet.holds(local.time()):
        return None
    ends = due_instant(local.date(), quiet.end, zone)
    return ends if ends > now else due_instant(local.date() + DAY, quiet.end, zone)


def lateness(due: dt.datetime, now: dt.datetime) -> Literal["on time", "late", "too late"]:
    """How a due instant found at `now` is treated: sent, sent and marked 「补发」, or skipped and counted."""
    if now - due > LATE:
        return "too late"
    return "late" if now - due > dt.timedelta(minutes=2) else "on time"

"""`./run zones`: every change of every zone's clocks, walked by our schedule and by APScheduler's CronTrigger.

For each change the wall times around it that matter, and for each of those five days: a reader must get exactly one
message a day. Judged by instants alone; the judge has its own rule for when a day's message belongs (`expected`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import sys
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bot.schedule.due import first_after, missed
from bot.subscription import Slot

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
STEP = dt.timedelta(hours=12)  # no zone changes twice within it in these years


@dataclass(frozen=True)
class Change:
    """A zone's clocks change at `at` (UTC) from one offset to another."""

    zone: str
    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta


@dataclass(frozen=True)
class Case:
    """A wall time and the days around a change on which it is wanted."""

    zone: str
    wall: dt.time
    date: dt.date

    def days(self) -> list[dt.date]:
        return [self.date + DAY * number for number in range(-2, 3)]

    def expected(self) -> list[dt.datetime]:
        """When each day's message belongs: its wall time, moved forward by a gap, the first of an overlap."""
        zone = ZoneInfo(self.zone)
        return [dt.datetime.combine(day, self.wall, tzinfo=zone).astimezone(dt.UTC) for day in self.days()]


Walk = Callable[[Case, dt.datetime, dt.datetime], Iterable[dt.datetime]]


def changes(name: str, first_year: int, last_year: int) -> Iterator[Change]:
    """Every change of offset in these years, to the second."""
    zone = ZoneInfo(name)
    at = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    while at.year <= last_year:
        before, after = offset(zone, at), offset(zone, at + STEP)
        if before != after:
            yield Change(name, turn(zone, at, at + STEP), before, after)
        at += STEP


def offset(zone: ZoneInfo, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta()


def turn(zone: ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    """The first second with the offset of `high`."""
    while high - low > dt.timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
    return high


def cases(change: Change) -> list[Case]:
    """Wall times at, in and beside the gap or overlap, and midnight: each once."""
    turned = change.at.replace(tzinfo=None)
    first, last = sorted((turned + change.before, turned + change.after))
    middle = first + (last - first) / 2
    midnight = dt.datetime.combine(last.date(), dt.time())
    walls = {first - MINUTE, first, middle, last - MINUTE, last, midnight}
    return [Case(change.zone, wall.time().replace(second=0, microsecond=0), wall.date()) for wall in sorted(walls)]


def ours(case: Case, start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """As the bot walks: from the first intended date after `start`, every one that has come by `end`."""
    slot, zone = Slot(time=case.wall), ZoneInfo(case.zone)
    date, _ = first_after(slot, zone, start)
    return (instant for _, instant in missed(slot, zone, date, end))


def cron_trigger(case: Case, start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """As APScheduler walks."""
    trigger = CronTrigger(hour=case.wall.hour, minute=case.wall.minute, timezone=ZoneInfo(case.zone))
    fired, now = trigger.get_next_fire_time(None, start), start
    while fired is not None and fired <= end:
        now = max(now, fired.astimezone(dt.UTC)) + dt.timedelta(microseconds=1)  # in UTC: local sums forget the fold
        yield fired.astimezone(dt.UTC)
        fired = trigger.get_next_fire_time(fired, now)


def each_day(expected: Sequence[dt.datetime], fired: Iterable[dt.datetime]) -> list[int]:
    """How many messages belong to each expected instant: those nearest to it."""
    bounded = itertools.islice(fired, 10 * len(expected))  # a walk that stands still must not hang the campaign
    nearest = Counter(min(range(len(expected)), key=lambda day: abs(expected[day] - one)) for one in bounded)
    return [nearest[day] for day in range(len(expected))]


def judge(case: Case, walk: Walk) -> Counter[str]:
    """Days of this case without a message, and with more than one."""
    expected = case.expected()
    found = each_day(expected, walk(case, expected[0] - STEP, expected[-1] + STEP - MINUTE))
    return Counter(skipped=found.count(0), doubled=sum(number > 1 for number in found))


def moved(case: Case) -> bool:
    """Whether the wall time does not exist on the day, so that its message comes later."""
    instant = case.expected()[2].astimezone(ZoneInfo(case.zone))
    return instant.replace(tzinfo=None) != dt.datetime.combine(case.date, case.wall)


def sweep(names: Iterable[str], first_year: int, last_year: int, walk: Walk) -> Counter[str]:
    """All cases of all these zones: how many, how many moved, and what went wrong."""
    total: Counter[str] = Counter()
    for name in names:
        for change in changes(name, first_year, last_year):
            for case in cases(change):
                total += Counter(cases=1, moved=int(moved(case))) + judge(case, walk)
    return total


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run zones", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--zone", action="append", help="only this zone; may be repeated")
    parser.add_argument("--from", type=int, default=2024, dest="first", metavar="YEAR")
    parser.add_argument("--to", type=int, default=2035, dest="last", metavar="YEAR")
    parser.add_argument("--no-peer", action="store_true", help="leave CronTrigger out")
    asked = parser.parse_args(given)
    names = asked.zone or sorted(zoneinfo.available_timezones() - {"localtime"})
    print(f"{len(names)} zones, {asked.first}–{asked.last}")
    found = sweep(names, asked.first, asked.last, ours)
    report("Chenbao", found)
    if not asked.no_peer:
        report("CronTrigger", sweep(names, asked.first, asked.last, cron_trigger))
    return int(bool(found["skipped"] or found["doubled"] or not found["cases"]))


def report(who: str, found: Counter[str]) -> None:
    print(
        f"{who}: {', '.join(f'{found[name]:,} {name}' for name in ('cases', 'moved', 'skipped', 'doubled'))}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

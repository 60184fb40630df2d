"""The sweep over clock changes: a sample of it, and that its judge can tell wrong from right."""

from __future__ import annotations

import datetime as dt

import pytest

from campaigns import zones

SAMPLE = (
    "Africa/Cairo",  # a gap at midnight
    "Africa/Casablanca",  # Ramadan
    "America/New_York",
    "America/Nuuk",  # a gap that ends after midnight
    "America/Santiago",
    "Asia/Beirut",
    "Asia/Shanghai",  # no change at all
    "Australia/Lord_Howe",  # half an hour
    "Europe/Berlin",
    "Pacific/Chatham",
)


def test_nobody_is_skipped_or_doubled_by_any_change_of_the_sample() -> None:
    found = zones.sweep(SAMPLE, 2026, 2027, zones.ours)
    assert found["cases"] > 150
    assert found["moved"] > 40
    assert (found["skipped"], found["doubled"]) == (0, 0)


def test_changes_are_found_to_the_second() -> None:
    spring, autumn = zones.changes("America/New_York", 2026, 2026)
    assert spring.at == dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC)
    assert autumn.at == dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC)
    assert (autumn.before, autumn.after) == (dt.timedelta(hours=-4), dt.timedelta(hours=-5))


@pytest.mark.parametrize(
    ("zone", "wall", "date", "found"),
    [
        ("America/New_York", dt.time(1, 30), dt.date(2026, 11, 1), {"skipped": 0, "doubled": 1}),
        ("Africa/Cairo", dt.time(0, 0), dt.date(2026, 4, 24), {"skipped": 1, "doubled": 0}),
        ("Asia/Shanghai", dt.time(7, 0), dt.date(2026, 4, 24), {"skipped": 0, "doubled": 0}),
    ],
)
def test_the_judge_sees_what_cron_trigger_skips_and_doubles(
    zone: str, wall: dt.time, date: dt.date, found: dict[str, int]
) -> None:
    judged = zones.judge(zones.Case(zone, wall, date), zones.cron_trigger)
    assert {name: judged[name] for name in ("skipped", "doubled")} == found


def test_a_walk_that_stands_still_ends_all_the_same() -> None:
    def stuck(_case: zones.Case, start: dt.datetime, _end: dt.datetime) -> object:
        while True:
            yield start

    judged = zones.judge(zones.Case("Asia/Shanghai", dt.time(7, 0), dt.date(2026, 4, 24)), stuck)  # type: ignore[arg-type]
    assert judged["skipped"] == 4

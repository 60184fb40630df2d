"""Ten thousand places in simulated time: no window of any service's rules overflows, and everybody is asked."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from bisect import bisect_left

import pytest

from bot.config import Settings
from bot.polls.targets import Target, targets
from bot.sources.pace import Pace

PUBLISHED = {  # what the services say, not what we keep
    "open-meteo": ((600, 60.0), (5_000, 3_600.0), (10_000, 86_400.0)),
    "met-norway": ((20, 1.0),),
}
SPAN = {"open-meteo": dt.timedelta(days=3), "met-norway": dt.timedelta(hours=2)}


def asked(found: tuple[Target, ...], span: dt.timedelta) -> tuple[list[float], set[str]]:
    """When requests go out, and to whom, if every target comes up again after its time and its chance delay."""
    pace, chance = Pace(), random.Random(0)
    waiting = [(0.0, number) for number in range(len(found))]
    times: list[float] = []
    keys: set[str] = set()
    while waiting and waiting[0][0] < span.total_seconds():
        now, number = heapq.heappop(waiting)
        target = found[number]
        at = now + pace.take(target.host, now)
        times.append(at)
        keys.add(target.key)
        again = target.every + chance.random() * target.spread
        heapq.heappush(waiting, (at + again.total_seconds(), number))
    return sorted(times), keys


@pytest.mark.parametrize("kind", SPAN)
def test_ten_thousand_places_never_exceed_what_a_service_allows(kind: str) -> None:
    places = tuple(
        {"name": f"地{number}", "latitude": number / 200, "longitude": number / 100} for number in range(10_000)
    )
    sources = {"contact": "editor@example.org", kind.replace("-", "_"): ({},)}
    found = targets(Settings.model_validate({"places": places, "sources": sources}))
    times, keys = asked(found, SPAN[kind])
    for most, seconds in PUBLISHED[kind]:
        worst = max(at - bisect_left(times, times[at] - seconds + 1e-6) + 1 for at in range(len(times)))
        assert worst <= most, (most, seconds)
    assert keys == {target.key for target in found}

"""How often each host may be asked: sliding windows that no stretch of time exceeds. Pure but for its own record."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Rule(NamedTuple):
    """At most `most` requests in any `seconds`."""

    most: int
    seconds: float


POLITE: Final = (Rule(2, 1.0),)
# Below what each service publishes and never in a burst, so that clocks and delays may differ (sources.md section 3).
SERVICES: Final[dict[str, tuple[Rule, ...]]] = {
    "api.open-meteo.com": (Rule(10, 1), Rule(500, 60), Rule(4_500, 3_600), Rule(9_000, 86_400)),
    "api.met.no": (Rule(10, 1),),
    "api.weather.gov": (Rule(5, 1),),
    "www.nmc.cn": (Rule(1, 5),),
    "www.12379.cn": (Rule(1, 5),),
}
# Hosts of one service, whose limits count together.
SHARED: Final = {"air-quality-api.open-meteo.com": "api.open-meteo.com"}


class Pace:
    """Remembers when each host was asked. Times are seconds of any clock that only goes forward."""

    def __init__(self, rules: Mapping[str, Sequence[Rule]] = SERVICES, default: Sequence[Rule] = POLITE) -> None:
        self._rules = rules
        self._default = default
        self._asked: dict[str, deque[float]] = {}

    def rules(self, host: str) -> Sequence[Rule]:
        return self._rules.get(SHARED.get(host, host), self._default)

    def recall(self, host: str, times: Sequence[float]) -> None:
        """What was asked before this record began (an earlier run), so that a restart opens no new day."""
        self.wait(host, 0.0)
        asked = self._asked[SHARED.get(host, host)]
        asked.extend(sorted((*asked, *times))[-(asked.maxlen or 1) :])

    def take(self, host: str, now: float) -> float:
        """Take the next free place for a request to `host`; gives the seconds to wait for it."""
        wait = self.wait(host, now)
        self._asked[SHARED.get(host, host)].append(now + wait)
        return wait

    def wait(self, host: str, now: float) -> float:
        """The seconds until a request to `host` may go out; takes no place."""
        rules, host = self.rules(host), SHARED.get(host, host)
        keep = max((rule.most for rule in rules), default=0)
        asked = self._asked.setdefault(host, deque(maxlen=keep or 1))
        free = [asked[-rule.most] + rule.seconds for rule in rules if len(asked) >= rule.most]
        return max(0.0, max(free, default=now) - now)


def interval(rules: Sequence[Rule], count: int) -> float:
    """The seconds between two rounds over `count` addresses of one service that keep every one of its long rules."""
    return max((count * rule.seconds / rule.most for rule in rules), default=0.0)

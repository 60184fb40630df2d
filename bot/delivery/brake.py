"""What holds the whole bot: a flood that is not one chat's, and a service that fails half of 20 calls.

While held nothing goes; then one probe alone, and the rest when it got through. Times are monotonic seconds, handed in.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

SLOWEST = 0.01
KNEE = 0.97  # of the pace that was refused last: up to there it comes back fast, from there on gently
FAST = 0.25  # of the full rate, regained each second up to the knee
GENTLE = 1e-8  # beyond it, by the cube of the seconds since the flood: hardly for two minutes, wholly in six
MEASURE = 10  # messages in the second before a flood that say what pace the API takes; fewer say nothing
BREAKER_CALLS = 20
LONGEST_PAUSE = 60.0
LOOK_AGAIN = 0.05


@dataclass
class Brake:
    """A flood halves the pace (`factor` of `rate`), which comes back by steps and remembers where it was refused."""

    rate: float = 30.0
    until: float = 0.0
    factor: float = 1.0
    probing: bool = False
    _probe_out: bool = False
    _refused_at: float = 1.0  # the factor at which a flood came last
    _pause: float = 1.0
    _raised_at: float = 0.0
    _flooded_at: float = 0.0  # when the hold of the last flood ended
    _passed: deque[float] = field(default_factory=lambda: deque(maxlen=5000))
    _results: deque[bool] = field(default_factory=lambda: deque(maxlen=BREAKER_CALLS))

    def wait(self, now: float) -> float:
        """Seconds until something may go; while a probe is out, a moment to look again."""
        if now < self.until:
            return self.until - now
        return LOOK_AGAIN if self.probing and self._probe_out else 0.0

    def left(self) -> None:
        """A request leaves."""
        self._probe_out = self.probing

    def flooded(self, wait: float, now: float) -> None:
        """Several chats refuse us: hold the bot, halve the pace, then probe."""
        self.until = max(self.until, now + wait)
        if not self.probing:
            self._refused_at = self._taken(now)
            self.factor = max(self._refused_at / 2, SLOWEST)
        self._hold(now)
        self._flooded_at = self._raised_at

    def _taken(self, now: float) -> float:
        """The pace the API has just shown to take: what passed in the last second, when we were sending at our pace."""
        passed = sum(now - at <= 1.0 for at in self._passed)
        return min(passed / self.rate, self.factor) if passed >= MEASURE else self.factor

    def failed(self, now: float) -> None:
        """A call did not get through; half of the last 20 hold the bot, 1, 2, 4 … 60 s."""
        self._results.append(False)
        enough = len(self._results) == BREAKER_CALLS and self._results.count(False) * 2 >= BREAKER_CALLS
        if enough or self.probing:
            self.until = max(self.until, now + self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._hold(now)

    def passed(self, now: float) -> None:
        """A call got through: an answer of any kind that is no flood."""
        self._results.append(True)
        self._passed.append(now)
        if self._probe_out:  # an answer to something sent before the hold says nothing
            self._results.clear()
            self.probing = self._probe_out = False
        self._pause = 1.0
        if self.factor < 1.0:
            self._recover(now)

    def _recover(self, now: float) -> None:
        knee = KNEE * self._refused_at
        since, self._raised_at = max(0.0, now - self._raised_at), now
        quickly = min(self.factor + FAST * since, max(knee, self.factor))
        gently = knee + GENTLE * max(0.0, now - self._flooded_at) ** 3 if quickly >= knee else 0.0
        self.factor = min(1.0, max(quickly, gently))

    def _hold(self, now: float) -> None:
        self.probing, self._probe_out = True, False
        self._raised_at = max(now, self.until)

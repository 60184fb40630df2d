"""How fast one may send, decided on a monotonic time in seconds that is handed in. Sends nothing and never waits.

Telegram allows about 30 messages a second in all, one a second to a chat and 20 a minute to a group, and answers
429 with a wait when it disagrees (core.telegram.org/bots/faq, "My bot is hitting limits").
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

BURST = 0.03  # of a second's budget: what a stall may catch up on, so that no second goes above 1.05
BULK = 0.985  # of the budget is for what is owed to many; the rest is a reserve for answers to people
GROUP_A_MINUTE = 20
CHAT_BURST = 5  # answers in a row one chat may get before a second's pause each
SLOWEST = 0.02
RECOVERY = 0.02  # of the full rate, regained each second without a refusal
BREAKER_CALLS = 20
LONGEST_PAUSE = 60.0


class Pace:
    """A token bucket: `rate` a second, and `burst` at once after a stall."""

    def __init__(self, rate: float, burst: float = 1.0) -> None:
        self.rate = rate
        self.burst = max(1.0, burst)
        self._tokens = 1.0
        self._at: float | None = None

    def wait(self, now: float, factor: float = 1.0) -> float:
        """Seconds until one more may go, 0 when it may go now. `factor` slows the pace."""
        if self._at is not None:
            self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate * factor)
        self._at = now
        return 0.0 if self._tokens >= 1.0 - 1e-9 else (1.0 - self._tokens) / (self.rate * factor)

    def take(self) -> None:
        """One goes now."""
        self._tokens -= 1.0


class ChatBudgets:
    """What each chat was sent of late: one a second with a small burst, a group 20 a minute as well."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def wait(self, chat_id: int, now: float, *, burst: int = 1) -> float:
        """Seconds until `chat_id` may get one more; `burst` may go in a row."""
        held = self._held.get(chat_id, now) - now
        sent = self._sent.get(chat_id)
        if not sent:
            return max(held, 0.0)
        recent = sum(1 for at in sent if now - at < burst)
        spaced = (sent[-burst] + burst - now) if recent >= burst else 0.0
        grouped = (sent[0] + 60.0 - now) if chat_id < 0 and len(sent) >= GROUP_A_MINUTE else 0.0
        return max(held, spaced, grouped, 0.0)

    def sent(self, chat_id: int, now: float) -> None:
        """`chat_id` gets one now."""
        self._sent.setdefault(chat_id, deque(maxlen=GROUP_A_MINUTE)).append(now)
        if len(self._sent) > 10_000:  # noqa: PLR2004 - bounded: old entries say nothing any more
            self._forget(now)

    def hold(self, chat_id: int, until: float) -> None:
        """`chat_id` refused us until then."""
        self._held[chat_id] = until

    def held(self, now: float) -> set[int]:
        """Chats that refuse us at `now`."""
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        return set(self._held)

    def _forget(self, now: float) -> None:
        self._sent = {chat: sent for chat, sent in self._sent.items() if now - sent[-1] < (60.0 if chat < 0 else 5.0)}


@dataclass
class Brake:
    """The whole bot's holds: a flood that is not one chat's, and a service that fails half of 20 calls.

    While held nothing goes; then one probe alone, and the rest when it got through. A flood halves the pace, which
    comes back by steps.
    """

    until: float = 0.0
    factor: float = 1.0
    probing: bool = False
    _probe_out: bool = False
    _pause: float = 1.0
    _raised_at: float = 0.0
    _results: deque[bool] = field(default_factory=lambda: deque(maxlen=BREAKER_CALLS))

    def wait(self, now: float) -> float:
        """Seconds until something may go; while a probe is out, a moment to look again."""
        if now < self.until:
            return self.until - now
        return 0.05 if self.probing and self._probe_out else 0.0

    def left(self) -> None:
        """A request leaves."""
        self._probe_out = self.probing

    def flooded(self, wait: float, now: float) -> None:
        """Several chats refuse us: hold the bot, halve the pace, then probe."""
        self.until = max(self.until, now + wait)
        if not self.probing:
            self.factor = max(self.factor / 2, SLOWEST)
        self._hold(now)

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
        if self.probing:
            self._results.clear()
            self.probing = self._probe_out = False
        self._pause = 1.0
        if self.factor < 1.0:
            self.factor = min(1.0, self.factor + RECOVERY * (now - self._raised_at))
            self._raised_at = now

    def _hold(self, now: float) -> None:
        self.probing, self._probe_out = True, False
        self._raised_at = max(now, self.until)

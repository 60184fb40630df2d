"""How fast one may send, decided on a monotonic time in seconds that is handed in. Sends nothing and never waits.

Telegram allows about 30 messages a second in all, one a second to a chat and 20 a minute to a group, and answers
429 with a wait when it disagrees (core.telegram.org/bots/faq, "My bot is hitting limits").
"""

from __future__ import annotations

from collections import deque

BULK = 0.98  # of the rate is the pace of what is owed to many
RESERVE = 0.015  # of the rate is left free in every window for answers: after a stall and its catching up the window
# has a gap in which nothing leaves it, a second later and again, and an answer would wait for the end of that gap
SLACK = 0.25  # seconds of the budget that may be caught up on after a stall; no full second exceeds the rate by it
SECOND = 1.0
LEAVING = 1.01  # seconds in which never more than the rate leave: a second, and what the network may squeeze together
ARRIVING = 1.04  # of the rate is the most that may reach the API within a second, however long some were on their way
TRIP_GROWS = 1.0002  # a message, so that a way that has become longer is learned
LOOK_AGAIN = 0.05  # seconds, when only an answer can make room
GROUP_A_MINUTE = 20
MINUTE = 60.0
CHAT_BURST = 5  # answers in a row one chat may get before a second's pause each


class Pace:
    """An even pace of `rate` a second. After a stall up to SLACK seconds' worth go at once."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._next = 0.0  # when the next one is due by the even pace

    def wait(self, now: float) -> float:
        """Seconds until one more may go, 0 when it may go now."""
        return max(0.0, self._next - now)

    def take(self, now: float, factor: float = 1.0) -> None:
        """One goes now. `factor` slows the pace."""
        self._next = max(self._next, now - SLACK) + 1 / (self._rate * factor)


class Budget:
    """The whole bot's: a pace for what is owed to many, and for everything a full second nobody may overdraw.

    The second is held twice: by when messages leave, and by when they may have reached the API. One that is on its way
    may arrive at any moment, so it counts until its answer came and a second more, less the shortest trip there is:
    what a stalled network lets arrive all at once is still no more than the API allows.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._bulk = Pace(rate * BULK)
        self._left: deque[float] = deque(maxlen=max(1, int(rate)))
        self._answered: deque[float] = deque()
        self._out = 0
        self.shortest_trip = SECOND  # of late: what the way takes when nobody waits in it

    def wait(self, now: float, factor: float = 1.0) -> float:
        """Seconds until an answer to a person may go. `factor` lowers what a second may hold."""
        return self._until_room(now, factor, reserve=0)

    def bulk_wait(self, now: float, factor: float = 1.0) -> float:
        """Seconds until something owed to many may go."""
        return max(self._bulk.wait(now), self._until_room(now, factor, reserve=int(self._rate * factor * RESERVE)))

    def _until_room(self, now: float, factor: float, reserve: int) -> float:
        leaving = self._rate * factor
        arriving = self._rate * (ARRIVING if factor == 1.0 else factor)  # a brake has found where the API refuses
        return max(self._until_fewer(leaving - reserve, now), self._until_fewer_arrive(arriving - reserve, now))

    def _until_fewer(self, most: float, now: float) -> float:
        """Seconds until fewer than `most` have left within the window."""
        number = max(1, int(most))
        return max(0.0, self._left[-number] + LEAVING - now) if len(self._left) >= number else 0.0

    def _until_fewer_arrive(self, most: float, now: float) -> float:
        """Seconds until fewer than `most` are on their way or have arrived within a second."""
        counts = SECOND - self.shortest_trip
        while self._answered and self._answered[0] + counts <= now:
            self._answered.popleft()
        surplus = self._out + len(self._answered) - max(1, int(most))
        if surplus < 0:
            return 0.0
        return self._answered[surplus] + counts - now if surplus < len(self._answered) else LOOK_AGAIN

    def take(self, now: float, messages: int = 1) -> None:
        """An answer of so many messages goes now."""
        self._left.extend([now] * messages)
        self._out += messages

    def take_bulk(self, now: float, factor: float = 1.0) -> None:
        """Something owed to many goes now."""
        self.take(now)
        self._bulk.take(now, factor)

    def answered(self, now: float, messages: int = 1) -> None:
        """So many have reached the API by now, or never will."""
        self._answered.extend([now] * messages)
        self._out -= messages

    def learn(self, trip: float) -> None:
        """A message was sent and its answer came in so many seconds."""
        self.shortest_trip = min(trip, self.shortest_trip * TRIP_GROWS)


class Recent:
    """When each chat got its last messages, forgotten after one to two spans of `span` seconds."""

    def __init__(self, span: float) -> None:
        self._span = span
        self._since = 0.0
        self._young: dict[int, tuple[float, ...]] = {}
        self._old: dict[int, tuple[float, ...]] = {}

    def of(self, chat_id: int, now: float) -> tuple[float, ...]:
        """Those within the span, the oldest first."""
        found = self._young.get(chat_id) or self._old.get(chat_id)
        return tuple(at for at in found if now - at < self._span) if found else ()

    def add(self, chat_id: int, now: float) -> None:
        if now - self._since > self._span:
            self._young, self._old, self._since = {}, self._young, now
        self._young[chat_id] = (*self.of(chat_id, now), now)


class ChatBudgets:
    """What each chat was sent of late: one a second with a small burst, a group 20 a minute as well."""

    def __init__(self) -> None:
        self._people = Recent(CHAT_BURST)
        self._groups = Recent(MINUTE)
        self._held: dict[int, float] = {}

    def wait(self, chat_id: int, now: float, *, burst: int = 1) -> float:
        """Seconds until `chat_id` may get one more; `burst` may go in a row."""
        held = self._held.get(chat_id, now) - now if self._held else 0.0
        sent = self._of(chat_id).of(chat_id, now)
        if not sent:
            return max(held, 0.0)
        recent = [at for at in sent if now - at < burst]
        spaced = recent[-burst] + burst - now if len(recent) >= burst else 0.0
        grouped = sent[-GROUP_A_MINUTE] + MINUTE - now if chat_id < 0 and len(sent) >= GROUP_A_MINUTE else 0.0
        return max(held, spaced, grouped, 0.0)

    def sent(self, chat_id: int, now: float) -> None:
        """`chat_id` gets one now."""
        self._of(chat_id).add(chat_id, now)

    def hold(self, chat_id: int, until: float) -> None:
        """`chat_id` refused us until then."""
        self._held[chat_id] = until

    def held(self, now: float) -> set[int]:
        """Chats that refuse us at `now`."""
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        return set(self._held)

    def _of(self, chat_id: int) -> Recent:
        return self._groups if chat_id < 0 else self._people

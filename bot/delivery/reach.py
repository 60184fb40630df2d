"""How much may be on its way at once: rows `sending`, requests, rows of one claim. Pure: learns what it is told.

A rate needs as many requests as a round trip is long; a commit has its price, so rows are claimed many at a time.
"""

from __future__ import annotations

BATCH = 100  # rows that are ever `sending` at once: a kill leaves no more unknown
COMMIT_SECONDS = 0.1
COMMIT_AHEAD = 0.001  # seconds: about what a commit takes, so that no connection waits for it
LEAST_CONNECTIONS, MOST_CONNECTIONS = 4, 128
SPARE = 1.5  # as many connections as the rate needs, and half as many again
SMALLEST_CLAIM, LARGEST_CLAIM = 2, 65
FIRST_TRIP = 0.05  # seconds, until one is measured


class Reach:
    """For one rate. `requests` may be open, `rows` may be `sending`, `claim` of them are claimed in one commit."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._round_trip = FIRST_TRIP
        self._flow = min(rate, BATCH / FIRST_TRIP)  # deliveries a second of late; to learn from above goes faster
        self._turned_at = 0.0
        self._settle(FIRST_TRIP)

    def learn(self, trip: float) -> None:
        """An answer came after `trip` seconds."""
        self._round_trip += 0.1 * (trip - self._round_trip)

    def turned(self, ended: int, shortest_trip: float, now: float) -> None:
        """So many deliveries have ended since the last commit; of late none took less than `shortest_trip` seconds."""
        if ended:
            self._flow += 0.2 * (ended / max(now - self._turned_at, 1e-3) - self._flow)
        self._turned_at = now
        self._settle(shortest_trip)

    def _settle(self, shortest_trip: float) -> None:
        connections = min(MOST_CONNECTIONS, max(LEAST_CONNECTIONS, self._rate * self._round_trip * SPARE))
        self.rows = int(min(BATCH, max(connections, self._rate * COMMIT_SECONDS)))
        # What need not be on its way to keep the pace, but at least what leaves during a commit.
        unneeded = BATCH - self._flow * shortest_trip * SPARE
        least = max(SMALLEST_CLAIM, self._flow * COMMIT_AHEAD)
        self.claim = int(min(LARGEST_CLAIM, self.rows * 3 // 4, max(least, unneeded)))
        self.requests = int(min(connections, BATCH - self.claim))

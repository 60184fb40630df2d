"""One chat cannot hurt others: what is not for us, and what is too much, is turned away before any work is done.

A chat and a person each have a bucket: 20 at once, then as many as Telegram lets us answer, one a second (a group: 20 a
minute). What is turned away empties the bucket further, so that a flood keeps its own door shut; it is told so once.
"""

from __future__ import annotations

import enum
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Update = dict[str, Any]

BURST = 20.0
A_SECOND = 1.0
A_SECOND_IN_GROUPS = 20 / 60
TAPS_BURST, QUERIES_BURST = 40.0, 60.0  # one pages through a screen faster than one types; inline asks at each letter
DEEPEST = -20.0  # how long silence lasts after a flood
KEPT = 20_000
SERVICE = ("migrate_to_chat_id", "migrate_from_chat_id", "chat_shared")


class Verdict(enum.Enum):
    """What becomes of an update."""

    PASS = enum.auto()
    WARN = enum.auto()  # too much: say so, once
    DROP = enum.auto()  # not for us, or too much and told


@dataclass(slots=True)
class Bucket:
    """Tokens left at an instant; `warned` until it has half recovered."""

    tokens: float
    at: float
    warned: bool = False

    def spend(self, now: float, burst: float, a_second: float) -> Verdict:
        self.tokens = min(burst, self.tokens + (now - self.at) * a_second)
        self.at = now
        if self.tokens >= burst / 2:
            self.warned = False
        if self.tokens >= 1.0:
            self.tokens -= 1.0
            return Verdict.PASS
        self.tokens = max(DEEPEST, self.tokens - 1.0)
        verdict = Verdict.DROP if self.warned else Verdict.WARN
        self.warned = True
        return verdict


class Buckets:
    """A bucket for each key; of too many the one longest unused is forgotten."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[tuple[str, int], Bucket] = OrderedDict()

    def spend(self, key: tuple[str, int], burst: float, a_second: float) -> Verdict:
        """Take one token of `key`'s bucket."""
        found = self._kept.pop(key, None) or Bucket(burst, self._now())
        self._kept[key] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found.spend(self._now(), burst, a_second)


class Gate:
    """Judges raw updates. `username` tells the bot's own name, once the API has said it."""

    def __init__(self, username: Callable[[], str], now: Callable[[], float] = time.monotonic) -> None:
        self._username = username
        self._buckets = Buckets(now)
        self.dropped = 0

    def judge(self, update: Update) -> Verdict:
        """What becomes of `update`."""
        verdict = self._judged(update)
        self.dropped += verdict is Verdict.DROP
        return verdict

    def _judged(self, update: Update) -> Verdict:
        if isinstance(message := update.get("message"), dict):
            return self._message(message)
        if isinstance(query := update.get("callback_query"), dict):
            chat = (query.get("message") or {}).get("chat") or {}
            return self._spend("tap", TAPS_BURST, chat.get("id"), query.get("from", {}).get("id"))
        if isinstance(query := update.get("inline_query"), dict):
            found = self._spend("inline", QUERIES_BURST, None, query.get("from", {}).get("id"))
            return Verdict.DROP if found is Verdict.WARN else found
        return Verdict.PASS if "my_chat_member" in update else Verdict.DROP

    def _message(self, message: dict[str, Any]) -> Verdict:
        chat = message.get("chat") or {}
        if any(name in message for name in SERVICE):
            return Verdict.PASS
        if chat.get("type") != "private" and not addressed(message, self._username()):
            return Verdict.DROP
        person = None if "sender_chat" in message else (message.get("from") or {}).get("id")
        return self._spend("say", BURST, chat.get("id"), person)

    def _spend(self, kind: str, burst: float, chat: int | None, person: int | None) -> Verdict:
        """The chat's bucket and the person's; both pay, and the worse counts. A private chat is its person."""
        found = Verdict.PASS
        for key in {each for each in (chat, person) if each is not None}:
            verdict = self._buckets.spend((kind, key), burst, _a_second(key))
            found = verdict if verdict.value > found.value else found
        return found


def _a_second(key: int) -> float:
    return A_SECOND_IN_GROUPS if key < 0 else A_SECOND


def addressed(message: dict[str, Any], username: str) -> bool:
    """Whether a group's message may be meant for the bot: a command, its name, or a reply to it."""
    text = message.get("text") or message.get("caption") or ""
    if text.startswith(("/", "／")) or (username and f"@{username.lower()}" in text.lower()):
        return True
    author = (message.get("reply_to_message") or {}).get("from") or {}
    return bool(username) and author.get("username") == username

"""What a Bot API that breaks on purpose answers, decided from a seed. Pure: knows no socket and no clock.

A *refusal* is a chat's nature: it says no whatever is sent. A *fault* befalls single calls. The rows are those of the
answer table in docs/delivery.md.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MIGRATED_BELOW = -1_000_000_000_000  # ids of supergroups; those a group is migrated to


@dataclass(frozen=True)
class Refusal:
    """An answer that says no; nothing was accepted."""

    code: int
    description: str
    extra: Mapping[str, Any] = field(default_factory=dict)


PRIVATE_DEAD = (
    Refusal(403, "Forbidden: bot was blocked by the user"),
    Refusal(403, "Forbidden: user is deactivated"),
    Refusal(403, "Forbidden: bot can't initiate conversation with a user"),
    Refusal(403, "Forbidden: bot can't send messages to bots"),
    Refusal(400, "Bad Request: chat not found"),
    Refusal(400, "Bad Request: PEER_ID_INVALID"),
    Refusal(400, "Bad Request: ALLOW_PAYMENT_REQUIRED_5"),
)
GROUP_DEAD = (
    Refusal(403, "Forbidden: bot was kicked from the group chat"),
    Refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
    Refusal(403, "Forbidden: bot was kicked from the channel chat"),
    Refusal(403, "Forbidden: bot is not a member of the supergroup chat"),
    Refusal(403, "Forbidden: the group chat was deleted"),
    Refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
    Refusal(400, "Bad Request: have no rights to send a message"),
    Refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    Refusal(400, "Bad Request: CHAT_RESTRICTED"),
    Refusal(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    Refusal(400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    Refusal(400, "Bad Request: CHANNEL_PRIVATE"),
    Refusal(400, "Bad Request: CHANNEL_INVALID"),
)
# Our own bugs as Telegram reports them; a plan may show them to single calls to see that nothing is retried for ever.
BUGS = (
    Refusal(400, "Bad Request: message is too long"),
    Refusal(400, "Bad Request: message text is empty"),
    Refusal(400, "Bad Request: BUTTON_DATA_INVALID"),
    Refusal(400, "Bad Request: reply markup is too long"),
    Refusal(413, "Request Entity Too Large"),
    Refusal(400, "Bad Request: something nobody has seen before"),
)
CLOSED_TOPICS = (
    Refusal(400, "Bad Request: TOPIC_CLOSED"),
    Refusal(400, "Bad Request: message thread not found"),
    Refusal(400, "Bad Request: TOPIC_DELETED"),
)
UNPARSABLE = Refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0')
NO_REPLY_TARGET = Refusal(400, "Bad Request: message to be replied not found")
BAD_PICTURE = Refusal(400, "Bad Request: Wrong type of the web page content")
# What befalls the whole bot until the plan changes.
BOT_ANSWERS = {
    "unauthorized": Refusal(401, "Unauthorized"),
    "not_found": Refusal(404, "Not Found"),
    "misdirected": Refusal(421, "Misdirected Request"),
    "logged_out": Refusal(400, "Bad Request: Logged out"),
    "closed": Refusal(400, "Bad Request: the bot has already been closed"),
}


@dataclass(frozen=True)
class Fault:
    """What befalls one call. `accepts` None: a coin of the plan decides, as nobody outside can know."""

    name: str
    accepts: bool | None
    refusal: Refusal | None = None


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("reset_before", accepts=False),
        Fault("reset_after", accepts=True),
        Fault("truncated", accepts=True),  # fewer bytes than announced, then the end
        Fault("garbled", accepts=True),  # all bytes, and no JSON
        Fault("delayed", accepts=True),
        Fault(
            "deleted",
            accepts=True,
            refusal=Refusal(500, "Internal Server Error: sent message was immediately deleted and can't be returned"),
        ),
        Fault("restart", accepts=False, refusal=Refusal(500, "Internal Server Error: restart")),
        Fault("bad_gateway", accepts=None, refusal=Refusal(502, "<html><title>502 Bad Gateway</title></html>")),
        Fault("unavailable", accepts=False, refusal=Refusal(503, "Service Unavailable")),
        Fault("gateway_timeout", accepts=None, refusal=Refusal(504, "Gateway Timeout")),
        Fault("too_many_bare", accepts=False, refusal=Refusal(429, "Too Many Requests")),  # header only
        Fault("chat_wait", accepts=False),  # 429 with retry_after for one chat
        Fault("bot_wait", accepts=False),  # 429 with retry_after for every chat
        Fault("bug", accepts=False),
    )
}
AMBIGUOUS = {"reset_after", "truncated", "garbled", "deleted", "bad_gateway", "gateway_timeout"}


@dataclass(frozen=True)
class Plan:
    """Everything a server of faults will do, fixed by `seed`. Shares are of chats, odds are of calls."""

    seed: int = 0
    odds: Mapping[str, float] = field(default_factory=dict)  # fault name → probability
    dead: float = 0.0
    migrated: float = 0.0  # of groups
    refuses: tuple[str, ...] = ()  # of "topics", "replies", "pictures": what no living chat takes
    unparsable: float = 0.0  # of chats: HTML is refused, plain text taken
    delay: float = 0.5  # seconds of a delayed answer
    wait: int = 1  # seconds of retry_after
    per_second: float = 0.0  # the true limit, 0 for none
    chat_gap: float = 0.0  # seconds one chat must be left alone
    punish: float = 0.0  # seconds added to a wait for each call made during it
    bot_answer: str = ""  # a key of BOT_ANSWERS

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Plan:
        """From JSON; unknown keys and unknown faults are errors."""
        unknown = (given.keys() - {one.name for one in fields(cls)}) | (given.get("odds", {}).keys() - FAULTS.keys())
        if unknown:
            raise ValueError(f"a plan has no {', '.join(sorted(unknown))}")
        return cls(**given)

    def _dice(self, *about: object) -> random.Random:
        return random.Random(":".join(map(str, (self.seed, *about))))

    def fault(self, call: int) -> Fault | None:
        """What befalls the `call`-th send; its coin decides what nobody can know."""
        dice = self._dice("call", call)
        drawn = dice.random()
        for name, odds in self.odds.items():
            drawn -= odds
            if drawn < 0:
                fault = FAULTS[name]
                accepts = dice.random() < 0.5 if fault.accepts is None else fault.accepts
                refusal = dice.choice(BUGS) if name == "bug" else fault.refusal
                return Fault(name, accepts, refusal)
        return None

    def nature(self, chat: int) -> Refusal | None:
        """How `chat` refuses everything; None for a living chat."""
        if chat < MIGRATED_BELOW:
            return None
        dice = self._dice("chat", chat)
        drawn = dice.random()
        if drawn < self.dead:
            return dice.choice(PRIVATE_DEAD if chat > 0 else GROUP_DEAD)
        if chat < 0 and drawn < self.dead + self.migrated:
            return Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": MIGRATED_BELOW + chat},
            )
        return None

    def refusal(self, chat: int, asked: Mapping[str, Any]) -> Refusal | None:
        """What a call with these parameters is refused for, before any fault."""
        if found := BOT_ANSWERS.get(self.bot_answer) or self.nature(chat):
            return found
        if asked.get("message_thread_id") and "topics" in self.refuses:
            return self._dice("topic", chat).choice(CLOSED_TOPICS)
        if asked.get("reply_parameters") and "replies" in self.refuses:
            return NO_REPLY_TARGET
        if asked.get("photo") and "pictures" in self.refuses:
            return BAD_PICTURE
        if asked.get("parse_mode") and self._dice("parse", chat).random() < self.unparsable:
            return UNPARSABLE
        return None


class Gate:
    """The true rate limit: refuses what comes too fast, and punishes who does not wait. `now` in seconds."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._taken: deque[float] = deque()
        self._chat_taken: dict[int, float] = {}
        self._held = -math.inf
        self._chat_held: dict[int, float] = {}

    def hold(self, now: float, chat: int | None = None) -> int:
        """Begin a wait for `chat`, or for everybody; seconds to say as retry_after."""
        if chat is None:
            self._held = now + self._plan.wait
        else:
            self._chat_held[chat] = now + self._plan.wait
        return self._plan.wait

    def wait(self, chat: int, now: float) -> int:
        """Seconds this call must wait; 0 lets it pass and counts it."""
        while self._taken and now - self._taken[0] >= 1:
            self._taken.popleft()
        if now < self._held:
            self._held += self._plan.punish
            return math.ceil(self._held - now)
        if now < self._chat_held.get(chat, -math.inf):
            self._chat_held[chat] += self._plan.punish
            return math.ceil(self._chat_held[chat] - now)
        if self._plan.per_second and len(self._taken) >= self._plan.per_second:
            return self.hold(now)
        if self._plan.chat_gap and now - self._chat_taken.get(chat, -math.inf) < self._plan.chat_gap:
            return self.hold(now, chat)
        self._taken.append(now)
        self._chat_taken[chat] = now
        return 0

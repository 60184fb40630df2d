"""What an outcome means for the limits, the counts and the operator. Pure but for what it is told to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.alarm import Alarm, Trouble
from bot.ledger import Again, Outcome, Refused, Sent, Stopped, Unknown

if TYPE_CHECKING:
    from bot.delivery.brake import Brake
    from bot.delivery.gauges import Gauges
    from bot.delivery.limits import ChatBudgets


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a request ended, for everybody who has to know."""

    outcome: Outcome

    @property
    def stopped(self) -> str | None:
        """Why nothing more may be sent at all."""
        return self.outcome.reason if isinstance(self.outcome, Stopped) else None

    @property
    def alarm(self) -> Alarm | None:
        """What operators must hear."""
        match self.outcome:
            case Refused(alarm=True, reason=reason):
                return Alarm(Trouble.REFUSED, reason)
            case Stopped(reason=reason):
                return Alarm(Trouble.STOPPED, reason)
        return None

    @property
    def wait(self) -> float | None:
        """Seconds until it may be tried again; None when it has ended."""
        return self.outcome.wait.total_seconds() if isinstance(self.outcome, Again) else None

    def teach(self, brake: Brake, chats: ChatBudgets, chat_id: int, now: float) -> None:
        """Tell the limits what the API made of it."""
        match self.outcome:
            case Again(flood=True, wait=wait):
                until = now + wait.total_seconds()
                if chats.held(now) - {chat_id}:
                    brake.flooded(wait.total_seconds(), now)
                elif brake.probing:
                    brake.failed(now)
                chats.hold(chat_id, until)
            case Again() | Unknown() | Stopped():
                brake.failed(now)
            case _:
                brake.passed(now)

    def count(self, gauges: Gauges) -> None:
        """Add to the operator's gauges."""
        match self.outcome:
            case Sent():
                gauges.sent += 1
            case Refused():
                gauges.refused += 1
            case Unknown():
                gauges.unknown += 1
            case _:
                gauges.again += 1

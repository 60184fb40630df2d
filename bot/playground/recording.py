"""What people did and what bots answered to it, kept to be done again. Knows neither people nor methods."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.wire import Json

STEPS = 10_000
ANSWERS = 1_000


@dataclass(slots=True)
class Recorder:
    """Steps since recording began: what was done, and the bots' calls until the next step."""

    on: bool = False
    seed: int = 0
    began: str = ""
    steps: list[Json] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def did(self, name: str, body: Json) -> None:
        if self.on and len(self.steps) < STEPS:
            self.steps.append({"do": name, "body": body, "bot": []})

    def undo(self) -> None:
        """The last step could not be done."""
        if self.on and self.steps:
            self.steps.pop()

    def failed(self, name: str, body: Json, why: str) -> None:
        """A step of a recording that cannot be done again."""
        self.steps.append({"do": name, "body": body, "bot": [], "error": why})

    def heard(self, call: Json) -> None:
        """A bot's call that was accepted."""
        if self.on and self.steps and len(self.steps[-1]["bot"]) < ANSWERS:
            self.steps[-1]["bot"].append(call)
            self.answered.set()

    def shape(self) -> Json:
        return {"seed": self.seed, "clock": self.began, "steps": self.steps}

    def state(self) -> Json:
        return {"on": self.on, "steps": len(self.steps)}

    async def settled(self, count: int, seconds: float) -> None:
        """Wait until the last step has `count` answers, or `seconds` have passed."""
        try:
            async with asyncio.timeout(seconds):
                while len(self.steps[-1]["bot"]) < count:
                    self.answered.clear()
                    await self.answered.wait()
        except TimeoutError:
            return


def differences(before: list[Json], after: list[Json]) -> list[Json]:
    """Steps whose answers are not the same, with both; `error` where one could not even be done."""
    return [
        {"step": number, "do": old["do"], "body": old["body"], "expected": old.get("bot", []), "got": new["bot"]}
        | ({"error": new["error"]} if "error" in new else {})
        for number, (old, new) in enumerate(zip(before, after, strict=False), 1)
        if old.get("bot", []) != new["bot"] or "error" in new
    ]

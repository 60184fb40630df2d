"""What the bot asked somebody to type: known by the prompt a reply quotes, so that nothing need be remembered. Pure.

In a private chat, where one types without replying, the last prompt counts for ten minutes.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, get_args

from bot.chat.screens import CHAT
from messages.message import Language

if TYPE_CHECKING:
    from bot.chat.ask import Ask

PROMPTS = {  # a prompt's phrase and the command it asks an argument for
    "time.type": "sub",
    "rest.type": "rest",
    "evening.type": "evening",
    "quiet.type": "quiet",
    "zone.type": "zone",
    "slot.type": "slot",
    "place.type": "place",
    "search.type": "search",
    "follow.type": "follow",
    "mute.type": "mute",
    "feedback.ask": "feedback",
    "move.ask": "move",
}
WAIT_SECONDS = 600.0
KEPT = 10_000


def prompted(quoted: str) -> str | None:
    """The command a quoted prompt of ours asks an argument for."""
    if not quoted:
        return None
    for msgid, command in PROMPTS.items():
        if any(quoted == CHAT.words(language, msgid) for language in get_args(Language)):
            return command
    return None


class Waiting:
    """Which private chats were asked to type something, until they do, or ask for something else."""

    def __init__(self) -> None:
        self._asked: OrderedDict[int, tuple[str, float]] = OrderedDict()

    def expect(self, ask: Ask, command: str, now: float) -> None:
        if ask.private:
            self._asked[ask.chat_id] = command, now + WAIT_SECONDS
            if len(self._asked) > KEPT:
                self._asked.popitem(last=False)

    def take(self, ask: Ask, now: float) -> str | None:
        """What the chat was asked for; asked once."""
        command, until = self._asked.pop(ask.chat_id, ("", 0.0))
        return command if now < until else None

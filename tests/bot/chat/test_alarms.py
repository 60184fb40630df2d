"""The bell at the operators' door."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from bot.chat.alarms import QUIET_SECONDS, Alarms
from bot.delivery.alarm import Alarm, Trouble

if TYPE_CHECKING:
    from bot.chat.replies import Replies
    from bot.delivery.sender import Sender
    from messages.message import Language

NOBODY = cast("Sender", None)  # nothing is sent here


class Time:
    now = 0.0


def bell(time: Time, said: list[Replies], language: Language = "zh-CN") -> Alarms:
    alarms = Alarms((7, 8), language, NOBODY, lambda: time.now)
    alarms.queue = said.append
    return alarms


def test_every_operator_hears_of_a_trouble_once_an_hour() -> None:
    time = Time()
    said: list[Replies] = []
    alarms = bell(time, said)
    for _ in range(3):
        alarms.ring(Alarm(Trouble.BOOKS, "No space left on device"))
    assert [reply.chat_id for reply in said] == [7, 8]
    alarms.ring(Alarm(Trouble.REFUSED, "message is too long"))
    assert len(said) == 4
    time.now = QUIET_SECONDS
    alarms.ring(Alarm(Trouble.BOOKS, "still full"))
    assert len(said) == 6


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_its_words(trouble: Trouble, language: Language) -> None:
    said: list[Replies] = []
    bell(Time(), said, language).ring(Alarm(trouble, "<why> & how" * 100))
    assert said[0].messages == 1

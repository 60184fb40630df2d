"""The digest in every state and both languages: as printed in `snapshots/`, within Telegram's rules and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from inline_snapshot import external_file

from messages.digest import digest
from messages.message import Wishes
from tests import telegram_html
from tests.messages.editions import HOUSE, states

if TYPE_CHECKING:
    from messages.message import Form, Language

STATES = states()
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def buttons(message_buttons: tuple[tuple[object, ...], ...]) -> str:
    return "\n".join(" · ".join(getattr(button, "text", "") for button in row) for row in message_buttons)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_reads_as_it_should(state: str, language: Language) -> None:
    message = digest(STATES[state], Wishes(language=language), HOUSE)
    telegram_html.parse(message.text)
    assert f"{message.text}\n\n[{buttons(message.buttons)}]\n" == external_file(f"snapshots/{state}.{language}.txt")


@pytest.mark.parametrize("form", ["text", "photo"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_within_the_limits(state: str, language: Language, form: Form) -> None:
    message = digest(STATES[state], Wishes(language=language, form=form), HOUSE)
    parsed = telegram_html.parse(message.text)
    assert parsed.units <= (1_024 if message.card else 3_500)
    assert len(parsed.entities) <= 60

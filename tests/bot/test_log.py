"""Logs name neither a reader nor a token."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from bot import log

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = 5_123_456_789


@pytest.fixture
def _own_logs() -> Iterator[None]:
    kept, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = kept
    logging.getLogger().setLevel(level)


@pytest.mark.usefixtures("_own_logs")
@pytest.mark.parametrize("style", ["text", "json"])
def test_a_line_about_a_reader_shows_a_name_that_is_not_theirs_but_always_the_same(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up("debug", style)
    logger = structlog.get_logger("test")
    logger.warning("an answer did not get through", chat_id=READER)
    logger.warning("an answer did not get through", chat_id=READER, user_id=READER)
    shown = capsys.readouterr().err
    assert str(READER) not in shown
    names = {
        word.strip("\",}'").rpartition("=")[2].strip("'")
        for word in shown.replace(": ", "=").split()
        if "chat_id" in word
    }
    assert len(names) == 1

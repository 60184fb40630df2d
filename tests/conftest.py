"""What every test starts from: logs as they are before any command has set them up."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command sends all logs to the standard error of its test, which is closed when the next one begins."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = [handler for handler in logging.root.handlers if handler in handlers]
    logging.root.handlers += [handler for handler in handlers if handler not in logging.root.handlers]
    logging.root.setLevel(level)
    structlog.reset_defaults()

"""Logs to standard error, with every token taken out wherever it stands."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_TOKEN = re.compile(r"(\d{3,}):[A-Za-z0-9_-]{20,}")
PERSONAL = ("chat_id", "user_id", "owner")  # what a line may not say, so that erasing need not touch logs
QUIET = ("httpx", "httpcore", "aiohttp.access", "apscheduler", "alembic", "asyncio", "telegram")


def redacted(text: str) -> str:
    """`text` with every bot token reduced to its bot's id."""
    return _TOKEN.sub(r"\1:***", text)


class Redacting(logging.Formatter):
    """Formats a record, its traceback and its arguments, and redacts the whole."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class Pseudonyms:
    """Shows who a line is about without saying it: the same short name for one chat until the program ends."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        named = {name: self.of(event[name]) for name in PERSONAL if isinstance(event.get(name), int)}
        return {**event, **named}

    def of(self, number: int) -> str:
        return hmac.new(self._key, str(number).encode(), hashlib.sha256).hexdigest()[:8]


def _redact_event(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}


def set_up(level: str, style: str) -> None:
    """Send all logs to standard error as text or JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if style == "json" else _plain
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            Pseudonyms(),
            _redact_event,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _plain(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    """One readable line: time, level, what happened, and what belongs to it."""
    trace = event.pop("exception", None)
    head = f"{event.pop('timestamp', '')} {event.pop('level', '').upper():<7} {event.pop('event', '')}"
    rest = " ".join(f"{key}={value!r}" for key, value in event.items())
    line = f"{head} {rest}".rstrip()
    return f"{line}\n{trace}" if trace else line

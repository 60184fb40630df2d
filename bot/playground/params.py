"""The parameters of one call, however they came: Telegram reads every scalar as text. Knows no method."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.refusal import bad_request
from bot.playground.wire import decode

if TYPE_CHECKING:
    from bot.playground.wire import Json

LARGEST = 2**63
DIGITS = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values by name, typed only when asked for; what is ill-typed reads as absent, as at Telegram."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None else _as_text(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if type(value) is int:
            return value if -LARGEST <= value < LARGEST else default
        return whole_number(self.text(name), default)

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is not a number") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes", "t"}

    def structure(self, name: str) -> Any:
        """An object or list, given as such or as JSON text; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return decode(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def shown(self) -> Json:
        """As the inspector shows them: files by name and size."""
        files = {name: {"file": each.name, "size": len(each.content)} for name, each in self.files.items()}
        return {**self.values, **files} if files else self.values


def whole_number(text: str, default: int) -> int:
    """The integer `text` says, when it is one that fits 64 bits."""
    text = text.strip()
    if not text.removeprefix("-").isdecimal() or len(text) > DIGITS:
        return default
    number = int(text)
    return number if -LARGEST <= number < LARGEST else default


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else json.dumps(value)

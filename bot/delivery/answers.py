"""What one call of the Bot API came to, as the transport tells it. Knows no HTTP library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Post:
    """A prepared request: the method's name and the encoded body."""

    method: str
    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """The API answered: HTTP status, the decoded body (None when it is no JSON), and the Retry-After header."""

    status: int
    body: dict[str, Any] | None
    retry_after: float | None = None
    raw: bytes = b""

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.body is not None and self.body.get("ok") is True  # noqa: PLR2004 - HTTP OK

    @property
    def result(self) -> Any:
        return self.body.get("result") if self.body else None


@dataclass(frozen=True, slots=True)
class NotSent:
    """No byte of the request left: refused, unresolved or unconnected. Safe to try again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The request began to leave and no answer came: the API may have taken it."""

    reason: str


Call = Answer | NotSent | Lost

"""A call refused, in Telegram's words. Knows what is said, not when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.wire import Json

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class RefusedError(Exception):
    """The Bot API's error answer: HTTP code, description, parameters such as retry_after."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str, parameters: Json | None = None) -> RefusedError:
    return RefusedError(400, f"Bad Request: {words}", parameters)


def forbidden(words: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {words}")


def too_many(seconds: int) -> RefusedError:
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(to: int) -> RefusedError:
    return bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": to})

"""Every answer of the Bot API and what it means for a delivery: one pure table.

Decided on the HTTP code and parameters first, then on the description without its "Bad Request: " prefix, lower-cased.
An unknown 400 or 403 is refused with its text and raises an alarm; it is never success and never "blocked".
Source: core.telegram.org/bots/api (ResponseParameters, making requests) and the server's own error texts.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.delivery.answers import Answer, Call, Lost, NotSent
from bot.ledger import Again, Mend, Migrated, Outcome, Refused, Sent, Stopped, Unknown

SECOND = dt.timedelta(seconds=1)
FLOOD_WITHOUT_TERM = 30.0  # seconds, when a 429 says nothing of how long
LONGEST_BACKOFF = 60.0

_PREFIX = re.compile(
    r"^(bad request|forbidden|unauthorized|conflict|not found|internal server error)\s*:\s*", re.IGNORECASE
)

# The start of a description, and what to do about it; the first that fits counts.
_STRIKES = ("chat not found", "private chat not found", "chat_id is empty")
_SUSPENDING = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation",
    "bot can't send messages to bots",
    "user_is_blocked",
    "peer_id_invalid",
    "bot was kicked from",
    "bot is not a member of",
    "the group chat was deleted",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "chat_send_",
    "channel_private",
    "channel_invalid",
)
_PAYMENT = ("allow_payment_required",)
_TOO_OLD = ("query is too old", "query_id_invalid")
_SAME_TEXT = ("message is not modified",)
_SERVER_RESTARTS = ("restart", "request aborted")
_LOGGED_OUT = ("logged out", "the bot has already been closed")
_MENDS: tuple[tuple[str, Mend], ...] = (
    ("can't parse entities", "plain"),
    ("topic_closed", "without thread"),
    ("topic_deleted", "without thread"),
    ("message thread not found", "without thread"),
    ("replied message not found", "without reply"),
    ("message to be replied not found", "without reply"),
    ("wrong http url", "without picture"),
    ("failed to get http url", "without picture"),
    ("wrong type of the web page", "without picture"),
    ("wrong file identifier", "without picture"),
    ("message to edit not found", "new message"),
    ("message can't be edited", "new message"),
    ("message_id_invalid", "new message"),
    ("there is no text in the message to edit", "as caption"),
    ("there is no caption in the message to edit", "as text"),
    ("there is no media in the message to edit", "as text"),
)


def outcome(call: Call, attempt: int, *, jitter: float = 0.0) -> Outcome:
    """What `call`, the `attempt`-th for this delivery, comes to. `jitter` in 0–1 spreads the waits."""
    if isinstance(call, NotSent):
        return Again(call.reason, backoff(attempt, jitter))
    if isinstance(call, Lost):
        return Unknown(call.reason)
    if call.status == 200:  # noqa: PLR2004 - HTTP OK
        return accepted(call)
    return refusal(call, attempt, jitter)


def backoff(attempt: int, jitter: float = 0.0) -> dt.timedelta:
    """1, 2, 4 … 60 s, and up to as much again by `jitter`, so that a crowd does not come back at once."""
    return min(2.0 ** (attempt - 1), LONGEST_BACKOFF) * (1 + jitter) * SECOND


def accepted(answer: Answer) -> Outcome:
    """A 200: the message is there when the body says so; a broken body leaves it unknown."""
    result = answer.result
    if answer.ok and isinstance(result, dict) and isinstance(result.get("message_id"), int):
        photos = result.get("photo")
        file_id = photos[-1].get("file_id") if isinstance(photos, list) and photos else None
        return Sent(result["message_id"], file_id)
    if answer.ok and result is True:  # an edit of an inline message
        return Sent(0)
    return Unknown("the API accepted it with an answer nobody can read")


def refusal(answer: Answer, attempt: int, jitter: float) -> Outcome:  # noqa: PLR0911 - one line a row of the table
    """Anything but a 200."""
    text = description(answer)
    match answer.status:
        case 401 | 404 | 421:
            return Stopped(f"the API refuses the token ({answer.status} {text})")
        case 429:
            return Again(text, flood_wait(answer), counts=False, flood=True)
        case 400 | 403:
            return denied(answer, text)
        case 413:
            return Refused(text or "request too large", alarm=True)
        case 500 if text.startswith(_SERVER_RESTARTS):
            return Again(text, backoff(attempt, jitter))
        case status if status >= 500:  # noqa: PLR2004 - HTTP server errors
            return Unknown(f"{status} {text}".strip())
        case status:
            return Refused(f"{status} {text}".strip(), alarm=True)


def description(answer: Answer) -> str:
    """The description in lower case without its prefix; "" when there is none."""
    found = (answer.body or {}).get("description")
    return _PREFIX.sub("", found).lower() if isinstance(found, str) else ""


def flood_wait(answer: Answer) -> dt.timedelta:
    """How long a 429 asks us to wait: its parameter, else its header, else half a minute."""
    parameters = (answer.body or {}).get("parameters")
    stated = parameters.get("retry_after") if isinstance(parameters, dict) else None
    seconds = stated if isinstance(stated, int | float) else answer.retry_after
    return (FLOOD_WITHOUT_TERM if seconds is None else max(float(seconds), 0.0)) * SECOND


def denied(answer: Answer, text: str) -> Outcome:  # noqa: PLR0911 - one line a row of the table
    """A 400 or 403, by its parameters and then by its text."""
    parameters = (answer.body or {}).get("parameters")
    moved = parameters.get("migrate_to_chat_id") if isinstance(parameters, dict) else None
    if isinstance(moved, int):
        return Migrated(moved)
    if text.startswith(_STRIKES):
        return Refused(text, strike=True)
    if text.startswith(_SUSPENDING):
        return Refused(text, suspend=True)
    if text.startswith(_PAYMENT):
        return Refused("the reader charges for messages", suspend=True)
    if text.startswith(_SAME_TEXT):
        return Sent(0)
    if text.startswith(_TOO_OLD):
        return Refused(text)
    if text.startswith(_LOGGED_OUT):
        return Stopped(text)
    retry = mended(text)
    return retry if retry is not None else Refused(text or f"{answer.status} without a reason", alarm=True)


def mended(text: str) -> Again | None:
    """The refusals one can mend by sending the message once more in another way."""
    found = next((mend for start, mend in _MENDS if text.startswith(start)), None)
    return Again(text, dt.timedelta(0), mend=found) if found else None

"""When a source may be asked again, decided purely from what its answer said. Knows no network.

Lengths of time are taken between the server's own Date and Expires, so that neither clock has to be right.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = dt.timedelta(hours=24)  # a forged Expires must not silence a source for years
RETRY: Final = dt.timedelta(minutes=5)
_MAX_AGE: Final = re.compile(r"(?:^|,)\s{0,9}max-age\s{0,9}=\s{0,9}\"?(\d{1,9})", re.IGNORECASE)
_MAX_VALIDATOR: Final = 300
_TEN_DIGITS: Final = 10


@dataclass(frozen=True)
class Validators:
    """What to hand back with the next request to one address, kept beside the source's row."""

    etag: str | None = None
    last_modified: str | None = None  # as it was sent: MET Norway wants exactly that text back
    next_at: dt.datetime | None = None  # no request before this instant

    def headers(self) -> dict[str, str]:
        """The conditional headers; both where both are known."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


def validators(
    headers: Mapping[str, str], before: Validators, now: dt.datetime, *, at_least: dt.timedelta, spread: dt.timedelta
) -> Validators:
    """What to keep after an answer (a 304 may leave validators out: the old ones stay).

    `at_least` is our own politeness, `spread` the random delay that keeps us off the full hour.
    """
    return Validators(
        etag=_kept(headers.get("ETag"), before.etag),
        last_modified=_kept(headers.get("Last-Modified"), before.last_modified),
        next_at=now + max(at_least, fresh_for(headers, now)) + spread,
    )


def fresh_for(headers: Mapping[str, str], now: dt.datetime) -> dt.timedelta:
    """How long an answer is good: the longer of Cache-Control's max-age and Expires, within a day."""
    found = _MAX_AGE.search(headers.get("Cache-Control", "")[:500])
    age = headers.get("Age", "")
    spent = int(age) if age.isascii() and age.isdigit() and len(age) < _TEN_DIGITS else 0
    by_age = dt.timedelta(seconds=int(found.group(1)) - spent) if found else dt.timedelta()
    expires = http_date(headers.get("Expires"))
    by_date = expires - (http_date(headers.get("Date")) or now) if expires else dt.timedelta()
    return min(max(by_age, by_date, dt.timedelta()), LONGEST)


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> dt.timedelta:
    """How long a 429 or 503 asks us to wait, within a day; a default of ours when it does not say."""
    given = headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdigit() and len(given) < _TEN_DIGITS:
        return min(max(dt.timedelta(seconds=int(given)), dt.timedelta(seconds=1)), LONGEST)
    at = http_date(given)
    if at is None:
        return RETRY
    return min(max(at - (http_date(headers.get("Date")) or now), dt.timedelta(seconds=1)), LONGEST)


def http_date(given: str | None) -> dt.datetime | None:
    """An instant as HTTP writes it, or None: servers also send 0 and -1."""
    try:
        read = parsedate_to_datetime(given[:60]) if given else None
    except (ValueError, TypeError, OverflowError):
        return None
    return read.replace(tzinfo=dt.UTC) if read and read.tzinfo is None else read


def _kept(given: str | None, before: str | None) -> str | None:
    """A validator that can be sent back; one that is too long to be any is not kept."""
    return given if given and len(given) <= _MAX_VALIDATOR else before if given is None else None

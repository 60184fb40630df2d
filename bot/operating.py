"""What operators do from the command line: announce, read the ledger, import and export readers."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import sys
import time
from typing import TYPE_CHECKING, Any

from bot import roster_file
from bot.clock import SystemClock
from bot.delivery.progress import Progress, hours
from bot.errors import ChenbaoError, ConfigurationError
from bot.ledger import State
from bot.opening import opened
from bot.publish import owe_announcement
from bot.store import books, editions, erasure, roster
from bot.store import stats as books_in_numbers
from bot.store.enrolment import put_readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config import Settings
    from bot.subscription import Subscription

IMPORT_PAGE = 500


def announce(settings: Settings, text: str, *, urgent: bool, expires: str | None) -> tuple[str, list[str]]:
    """Store one publication for every subscriber; gives its reference and what to tell the operator."""
    said = (sys.stdin.read() if text == "-" else text).strip()
    if not said:
        raise ConfigurationError("there is nothing to announce: the text is empty")
    now = SystemClock().now()
    ref = f"announcement-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    with opened(settings) as database:
        database.writing(owe_announcement, said, urgent=urgent, expires=expiry(expires, now), ref=ref, now=now)
        counted = database.reading(roster.counts)
        left_out = database.reading(books_in_numbers.excluded, urgent=urgent)
    to = counted["subscribed"] - left_out.get("warnings off", 0)
    takes = Progress(sent=0, left=to, seconds=0).remaining(settings.delivery.rate)
    said_to = f"to {to} subscribers, {hours(takes)} at {settings.delivery.rate:g} a second"
    return ref, [said_to, *(f"left out, {reason}: {number}" for reason, number in left_out.items())]


def expiry(text: str | None, now: dt.datetime) -> dt.datetime | None:
    """An instant given as ISO, or in minutes from now."""
    if text is None:
        return None
    if text.isdecimal():
        return now + dt.timedelta(minutes=int(text))
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            f'--expires "{text}" is neither minutes nor a time like 2023-03-09T12:00+08:00'
        ) from None
    return found if found.tzinfo else found.astimezone()


def retract(settings: Settings, date: dt.date, item: int | None) -> str:
    """Take one article down, by its number from 1, or all of an edition's; says what was done."""
    with opened(settings) as database:
        stored = database.reading(editions.edition_of, date)
        if stored is None:
            raise ChenbaoError(f"there is no edition of {date}; `chenbao ingest` stores one")
        count = len(stored.edition.articles)
        if item is not None and not 1 <= item <= count:
            raise ChenbaoError(f"the edition of {date} has no article {item}; its articles are 1 to {count}")
        taken = range(count) if item is None else [item - 1]
        database.writing(editions.retract, date, list(taken))
    what = "all articles" if item is None else f"article {item} ({stored.edition.articles[item - 1].headline})"
    return f"{date}: {what} taken down; `run` edits what was sent"


def stats(settings: Settings, ref: str | None, days: float) -> dict[str, Any]:
    """The books in numbers, of the last `days`."""
    now = SystemClock().now()
    with opened(settings) as database:
        return database.reading(books_in_numbers.stats, now - dt.timedelta(days=days), now, ref)


def stats_lines(found: dict[str, Any]) -> Iterator[str]:
    """The same for a reader of the terminal."""
    readers, waiting = found["readers"], found["backlog"]
    yield f"readers: {readers['subscribed']} subscribed, {readers['suspended']} suspended, {readers['known']} known"
    yield (
        f"backlog: {waiting['pending']} pending, {waiting['sending']} being sent, {waiting['fanouts']} fan-outs open; "
        f"the oldest waits {waiting['oldest_seconds']} s"
    )
    if asked := ", ".join(f"{place} ({chats} chats)" for place, chats in found["places_asked"].items()):
        yield f"places asked for that are not configured: {asked}"
    for each in found["publications"]:
        outcomes = ", ".join(f"{number} {state}" for state, number in each["outcomes"].items()) or "no rows yet"
        late = each["late_seconds"]
        span = f"; first after {late['first']} s, last after {late['last']} s" if late else ""
        yield f"{each['publication']}: {outcomes}{span}; {each['opted_out']} opted out within a day"
        for hour, states in each["hours"].items():
            yield f"  {hour}  " + ", ".join(f"{number} {state}" for state, number in states.items())


def deliveries(settings: Settings, ref: str | None, state: str | None) -> Iterator[dict[str, Any]]:
    """The ledger's rows."""
    if state is not None and state not in set(State):
        raise ConfigurationError(f'--state "{state}" is none of {", ".join(State)}')
    with opened(settings) as database:
        last = 0
        while rows := database.reading(books.page, last, ref, state):
            for key, row in rows:
                last = key
                yield row


def roster_lines(settings: Settings) -> Iterator[dict[str, Any]]:
    """Every subscribed chat in the form `subs import` takes."""
    with opened(settings) as database:
        readers = database.reading(lambda connection: list(roster.all_readers(connection)))
    for reader in readers:
        if reader.subscription.subscribed and reader.active:
            yield roster_file.line_of(reader.subscription)


def import_roster(settings: Settings, file: str, *, strict: bool) -> tuple[int, list[str]]:
    """Upsert readers from JSON lines; a malformed line is named and stops nothing else unless `strict`.

    Reads line by line and stores page by page, so that a million readers need no memory; with `strict` the whole
    roster is read once before, and nothing is stored when a line is wrong. Gives how many were stored.
    """
    if strict and file == "-":
        raise ConfigurationError("--strict reads the roster twice, which standard input cannot be; name a file")
    if strict and (wrong := [problem for _, problem in roster_file.read(settings, file) if problem]):
        return 0, wrong
    stored, problems = 0, []
    now = SystemClock().now()
    with opened(settings) as database, progress("readers") as counted:
        page: list[Subscription] = []
        for subscription, problem in roster_file.read(settings, file):
            if subscription is None:
                problems.append(problem)
                continue
            page.append(subscription)
            if len(page) == IMPORT_PAGE:
                database.writing(put_readers, page, now)
                stored += len(page)
                counted(stored)
                page = []
        database.writing(put_readers, page, now)
    return stored + len(page), problems


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Tell a person at a terminal how far long work is, about once a second; silent elsewhere."""
    said = time.monotonic()

    def count(done: int) -> None:
        nonlocal said
        if sys.stderr.isatty() and time.monotonic() - said >= 1:
            said = time.monotonic()
            sys.stderr.write(f"\r{done:,} {what} …")
            sys.stderr.flush()

    yield count


def remove(settings: Settings, chat_id: int) -> bool:
    """Erase a chat; False when nothing was kept of it."""
    with opened(settings) as database:
        erased = database.writing(erasure.erase, chat_id)
        database.forget_now()
        return erased

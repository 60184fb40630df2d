"""Notices of changed weather: who is told, when, in answer to what; on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.ledger import Kind, Link
from bot.store import outbox, told
from bot.subscription import Quiet, Slot
from messages.changes import Told
from messages.edition import Period
from messages.message import Wishes
from tests.bot.store.readers import NOW, fan_out, owe, rows, subscribe
from tests.bot.store.test_outbox import send_all

if TYPE_CHECKING:
    from bot.store.database import Database

HOUR = dt.timedelta(hours=1)
DATE = NOW.date()
HOME = ["淄博", ""]


def days(sky: str = "晴") -> Told:
    return Told(date=DATE, today=Period(label="9日", date=DATE, sky=(sky,)))


def sent_digest(database: Database) -> int:
    """A digest everybody has; messages are ten times the chat."""
    key = owe(database, "digest-2023-03-09")
    send_all(database)
    return key


def notice(database: Database, source: int, ref: str = "change-1", **given: Any) -> list[Any]:
    """Owe a notice to the readers at home; the rows it made."""
    how = {"span": None, "audience": {"places": HOME, "kinds": ["降雨"]}, "expires": NOW + 9 * HOUR, "now": NOW}
    key = database.writing(told.owe, ref, {"rain": NOW.isoformat()}, source=source, **(how | given))
    fan_out(database, given.get("now", NOW))
    return [row for row in rows(database) if row.publication_id == key]


def test_it_answers_the_message_of_those_at_the_place_who_want_such_notices(database: Database) -> None:
    subscribe(database, 1)
    subscribe(database, 2, wishes=Wishes(place="纽约"))
    subscribe(database, 3, without_kinds=("降雨",))
    subscribe(database, 4, warnings=False)
    subscribe(database, 5, without_kinds=("大风",))
    made = notice(database, sent_digest(database))
    assert [(row.chat_id, row.reply_to) for row in made] == [(1, 10), (5, 50)]


def test_it_waits_for_the_end_of_quiet_hours(database: Database) -> None:
    subscribe(database, 1, quiet=Quiet(start=dt.time(7), end=dt.time(9)))  # it is eight by this reader's clock
    (row,) = notice(database, sent_digest(database))
    assert row.not_before == (NOW + HOUR).timestamp() * 1000


def test_a_chat_with_two_slots_gets_one_notice(database: Database) -> None:
    subscribe(database, 1, slots=(Slot(), Slot(time=dt.time(7, 30))))
    source = sent_digest(database)
    assert len(notice(database, source)) == 1


def test_the_third_of_a_day_is_written_as_not_sent_and_why(database: Database) -> None:
    subscribe(database, 1)
    source = sent_digest(database)
    for ref in ("change-1", "change-2"):
        assert notice(database, source, ref)[0].state == "pending"
        send_all(database)
    (third,) = notice(database, source, "change-3")
    assert (third.state, third.reason) == ("expired", "2 notices on this day already")
    (next_day,) = notice(database, source, "change-4", now=NOW + 24 * HOUR, expires=NOW + 30 * HOUR)
    assert next_day.state == "pending"


def test_a_note_changes_the_card_of_those_at_the_place_and_makes_no_notice(database: Database) -> None:
    subscribe(database, 1, warnings=False, quiet=Quiet(start=dt.time(7), end=dt.time(9)))
    subscribe(database, 2, wishes=Wishes(place="纽约"))
    (row,) = notice(database, sent_digest(database), audience={"places": HOME}, link=Link.NOTE)
    assert (row.chat_id, row.message_id, row.reply_to, row.not_before) == (1, 10, None, 0)


def test_only_what_was_sent_within_the_span_is_answered(database: Database) -> None:
    subscribe(database, 1)
    source = sent_digest(database)
    database.writing(told.open_span, "淄博", days(), NOW - HOUR)
    database.writing(told.open_span, "淄博", days("小雨"), NOW + HOUR)
    before, after = database.reading(told.spans, "淄博", DATE)
    assert (before.to_at, after.to_at) == (NOW + HOUR, None)
    assert database.reading(told.reached, source, before)
    assert not database.reading(told.reached, source, after)
    assert len(notice(database, source, span=before)) == 1
    assert notice(database, source, "change-2", span=after) == []


def test_a_notice_is_followed_up_like_the_digest_it_answered(database: Database) -> None:
    subscribe(database, 1)
    source = sent_digest(database)
    database.writing(told.open_span, "淄博", days(), NOW - HOUR)
    (span,) = database.reading(told.spans, "淄博", DATE)
    (made,) = notice(database, source, span=span)
    database.writing(told.mark, span, source, made.publication_id, "淄博", DATE)
    assert database.reading(told.followed, "淄博", DATE) == {(span.id, source)}
    assert made.publication_id in database.reading(told.sources, "淄博", DATE)


def test_days_that_are_past_are_forgotten_with_their_notices(database: Database) -> None:
    subscribe(database, 1)
    source = sent_digest(database)
    database.writing(told.open_span, "淄博", days(), NOW)
    (span,) = database.reading(told.spans, "淄博", DATE)
    database.writing(told.mark, span, source, 1, "淄博", DATE)
    later = days().model_copy(update={"date": DATE + dt.timedelta(days=1)})
    database.writing(told.open_span, "淄博", later, NOW + 24 * HOUR)
    assert not database.reading(told.spans, "淄博", DATE)
    assert not database.reading(told.followed, "淄博", DATE)


def test_a_dates_digest_is_found_by_its_reference(database: Database) -> None:
    key = database.writing(outbox.publish, ref=f"digest-{DATE}", kind=Kind.DIGEST, now=NOW, date=DATE)
    assert database.reading(told.digest_of, DATE) == key
    assert database.reading(told.digest_of, DATE + dt.timedelta(days=1)) is None

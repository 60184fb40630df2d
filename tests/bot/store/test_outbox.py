"""Publications and their fan-outs, on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.ledger import Kind, Link, Priority, QuietHours, State
from bot.publish import owe_digests
from bot.store import outbox, roster
from bot.store.receipts import Receipt
from bot.subscription import Quiet, Slot, Subscription
from tests.bot.store.readers import NOW, claim, fan_out, owe, publish, record, rows, subscribe

if TYPE_CHECKING:
    from bot.store.database import Database

HOUR = dt.timedelta(hours=1)


def send_all(database: Database, now: dt.datetime = NOW) -> None:
    """Every pending row is sent, with ten times its chat as the message."""
    claimed = claim(database, now=now)
    receipts = [Receipt(one.id, one.attempt, State.SENT, message_id=abs(one.chat_id) * 10) for one in claimed]
    record(database, *receipts, now=now)


def test_everybody_subscribed_is_owed_once_however_the_pages_fall(database: Database) -> None:
    subscribe(database, *range(1, 8))
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)
    assert fan_out(database, size=3) == 7
    assert [row.chat_id for row in rows(database)] == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_left_to_send_counts_rows_not_yet_written_and_none_that_must_wait(database: Database) -> None:
    subscribe(database, *range(1, 8))
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 3)
    assert database.reading(outbox.left, NOW) == 7
    database.writing(lambda c: c.exec_driver_sql("UPDATE deliveries SET not_before = 9223372036854775807 WHERE id = 1"))
    assert database.reading(outbox.left, NOW) == 6


def test_who_subscribes_after_the_announcement_is_not_part_of_it(database: Database) -> None:
    subscribe(database, 1)
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)
    subscribe(database, 2)
    assert fan_out(database) == 1


def test_a_page_cut_off_by_a_crash_is_written_again_without_doubles(database: Database) -> None:
    subscribe(database, 1, 2, 3)
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 2)
    assert fan_out(database, size=2) == 1
    database.writing(outbox.open_fanout, key, priority=Priority.ANNOUNCEMENT, due_at=NOW)  # opened twice: nothing new
    assert fan_out(database) == 0


def test_an_urgent_fan_out_is_written_before_a_long_one_that_already_runs(database: Database) -> None:
    subscribe(database, *range(1, 6))
    slow, urgent = publish(database, "slow"), publish(database, "urgent")
    database.writing(outbox.open_fanout, slow, priority=Priority.DIGEST, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 2)
    database.writing(outbox.open_fanout, urgent, priority=Priority.ALERT, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 2)
    assert [row.publication_id for row in rows(database)] == [slow, slow, urgent, urgent]


def test_those_who_turned_warnings_off_get_no_urgent_one(database: Database) -> None:
    subscribe(database, 1)
    subscribe(database, 2, warnings=False)
    owe(database, "plain")
    owe(database, "urgent", Priority.ALERT)
    assert [row.chat_id for row in rows(database)] == [1, 2, 1]


def test_what_is_held_in_quiet_hours_waits_for_their_end_by_each_readers_clock(database: Database) -> None:
    subscribe(database, 1, quiet=Quiet(start=dt.time(22), end=dt.time(9)))  # 08:00 in Beijing
    subscribe(database, 2, quiet=Quiet(start=dt.time(22), end=dt.time(9)), zone="Europe/Berlin")  # 01:00
    subscribe(database, 3, quiet=Quiet(start=dt.time(22), end=dt.time(6)))
    subscribe(database, 4)
    owe(database, quiet=QuietHours.HOLD)
    assert [row.not_before for row in rows(database)] == [
        int((NOW + HOUR).timestamp() * 1000),
        int((NOW + 8 * HOUR).timestamp() * 1000),
        0,
        0,
    ]


def test_an_edit_goes_to_exactly_those_who_have_the_message_and_names_it(database: Database) -> None:
    subscribe(database, 1, 2, 3)
    source = owe(database, "digest-1")
    send_all(database)
    database.writing(roster.suspend, 2, "bot was blocked by the user", NOW)
    subscribe(database, 4)
    edit = publish(database, "edit-1", kind=Kind.EDIT)
    database.writing(outbox.open_follow_up, edit, source_id=source, link=Link.EDIT, due_at=NOW)
    assert fan_out(database) == 2
    found = [row for row in rows(database) if row.publication_id == edit]
    assert [(row.chat_id, row.message_id, row.reply_to) for row in found] == [(1, 10, None), (3, 30, None)]


def test_an_answer_to_a_message_names_it_and_may_be_silent(database: Database) -> None:
    subscribe(database, 1)
    source = owe(database, "digest-1")
    send_all(database)
    reply = publish(database, "reply-1", kind=Kind.EDIT)
    database.writing(outbox.open_follow_up, reply, source_id=source, link=Link.REPLY, due_at=NOW, silent=True)
    fan_out(database)
    (intent,) = claim(database)
    assert (intent.message_id, intent.reply_to, intent.silent) == (None, 10, True)


def test_only_those_of_a_span_of_time_are_followed_up(database: Database) -> None:
    subscribe(database, 1)
    source = owe(database, "digest-1")
    send_all(database)
    for number, (start, end) in enumerate([(NOW - HOUR, NOW - HOUR), (NOW + HOUR, None), (NOW - HOUR, NOW)]):
        edit = publish(database, f"edit-{number}", kind=Kind.EDIT)
        database.writing(
            outbox.open_follow_up, edit, source_id=source, link=Link.EDIT, due_at=NOW, sent_from=start, sent_to=end
        )
        assert fan_out(database) == int(number == 2)


def test_what_is_superseded_is_not_sent_any_more_and_not_written_either(database: Database) -> None:
    subscribe(database, 1, 2, 3)
    key = publish(database)
    database.writing(outbox.open_fanout, key, priority=Priority.ALERT, due_at=NOW)
    database.writing(outbox.fan_out_page, NOW, 2)
    assert database.writing(outbox.supersede, key, "alert-2", NOW) == 2
    assert fan_out(database) == 0
    assert {(row.state, row.reason) for row in rows(database)} == {("expired", "superseded by alert-2")}


def test_a_slot_that_was_left_and_taken_again_does_not_repeat_a_date(database: Database) -> None:
    reader = Subscription(chat_id=1, slots=(Slot(time=dt.time(9)),), quiet=None)
    database.writing(roster.put_reader, reader, NOW)
    database.writing(owe_digests, NOW + HOUR)
    assert fan_out(database, NOW + HOUR) == 1
    database.writing(roster.leave, 1, 0, NOW + HOUR)
    database.writing(roster.put_reader, reader.with_slots(Slot(time=dt.time(10))), NOW + HOUR)
    database.writing(owe_digests, NOW + 2 * HOUR)
    assert fan_out(database, NOW + 2 * HOUR) == 0, "one digest for a slot and date, whatever its time became"
    database.writing(owe_digests, NOW + 26 * HOUR)
    assert fan_out(database, NOW + 26 * HOUR) == 1


def test_a_digest_found_too_late_is_written_as_missed_and_a_late_one_is_marked(database: Database) -> None:
    subscribe(database, 1, slots=(Slot(time=dt.time(9)),))
    database.writing(owe_digests, NOW + HOUR + 20 * dt.timedelta(minutes=1))
    fan_out(database)
    (row,) = rows(database)
    assert (row.state, bool(row.marked)) == ("pending", True)
    database.writing(owe_digests, NOW + 29 * HOUR)
    fan_out(database)
    assert [(row.state, row.reason) for row in rows(database)][1] == ("expired", "missed: more than 3 hours late")

"""What is kept and for how long, and the books in numbers, on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.ledger import State
from bot.store import roster, stats, upkeep
from bot.store.receipts import Receipt
from tests.bot.store.readers import NOW, claim, owe, record, rows, subscribe

if TYPE_CHECKING:
    from bot.store.database import Database

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def end(database: Database, *states: State, now: dt.datetime = NOW) -> None:
    """The next rows end so."""
    claimed = claim(database, len(states), now)
    receipts = [
        Receipt(one.id, one.attempt, state, message_id=5 if state is State.SENT else None)
        for one, state in zip(claimed, states, strict=True)
    ]
    record(database, *receipts, now=now)


def numbers(database: Database, now: dt.datetime = NOW) -> dict[str, dict[str, int]]:
    (found,) = database.reading(stats.stats, NOW - DAY, now)["publications"]
    return dict(found["hours"])


def test_outcomes_are_counted_by_the_hour_and_survive_the_rows(database: Database) -> None:
    subscribe(database, 1, 2, 3, 4)
    owe(database)
    end(database, State.SENT, State.REFUSED)
    end(database, State.SENT, now=NOW + 61 * MINUTE)
    counted = {
        "2023-03-09T00:00:00+00:00": {"pending": 1, "refused": 1, "sent": 1},
        "2023-03-09T01:00:00+00:00": {"sent": 1},
    }
    assert numbers(database) == counted
    assert database.writing(upkeep.tally_page, NOW) == 0, "not old enough"
    while database.writing(upkeep.tally_page, NOW + MINUTE, 3):
        pass
    assert rows(database) == []
    counted["2023-03-09T00:00:00+00:00"] = {"expired": 1, "refused": 1, "sent": 1}
    assert numbers(database) == counted


def test_who_leaves_within_a_day_of_a_message_is_counted_with_it(database: Database) -> None:
    subscribe(database, 1, 2, 3, 4)
    owe(database)
    end(database, State.SENT, State.SENT, State.SENT, State.SENT)
    database.writing(roster.leave, 1, 0, NOW + MINUTE)
    database.writing(roster.suspend, 2, "bot was blocked by the user", NOW + MINUTE)
    database.writing(roster.leave, 3, 0, NOW + 2 * DAY)
    (found,) = database.reading(stats.stats, NOW - DAY, NOW)["publications"]
    assert found["opted_out"] == 2


def test_backlog_and_lateness_are_numbers(database: Database) -> None:
    subscribe(database, 1, 2)
    owe(database)
    end(database, State.SENT, now=NOW + MINUTE)
    found = database.reading(stats.stats, NOW - DAY, NOW + 2 * MINUTE)
    assert found["backlog"] == {"pending": 1, "sending": 0, "fanouts": 0, "oldest_seconds": 120}
    assert found["publications"][0]["late_seconds"] == {"first": 60, "last": 60}


def test_readers_an_announcement_leaves_out_are_counted_by_reason(database: Database) -> None:
    subscribe(database, 1)
    subscribe(database, 2, warnings=False)
    subscribe(database, 3, slots=())
    subscribe(database, 4)
    database.writing(roster.suspend, 4, "bot was blocked by the user", NOW)
    plain = {"unsubscribed": 1, "suspended": 1}
    assert database.reading(stats.excluded, urgent=False) == plain
    assert database.reading(stats.excluded, urgent=True) == {**plain, "warnings off": 1}


def test_a_place_without_rights_is_tried_again_after_a_week_and_a_block_never(database: Database) -> None:
    subscribe(database, -1, 2)
    database.writing(roster.suspend, -1, "chat_write_forbidden", NOW)
    database.writing(roster.suspend, 2, "bot was blocked by the user", NOW)
    assert database.writing(upkeep.recheck, NOW + 6 * DAY) == 0
    assert database.writing(upkeep.recheck, NOW + 7 * DAY) == 1
    found = [database.reading(roster.reader_of, chat) for chat in (-1, 2)]
    assert [reader.active for reader in found if reader] == [True, False]


def test_somebody_who_deleted_their_account_is_forgotten_after_the_term(database: Database) -> None:
    subscribe(database, 1, 2)
    database.writing(roster.suspend, 1, "user is deactivated", NOW)
    assert database.writing(upkeep.erase_deactivated, NOW) == []
    assert database.writing(upkeep.erase_deactivated, NOW + MINUTE) == [1]
    assert database.reading(roster.reader_of, 1) is None
    assert database.reading(roster.reader_of, 2) is not None


def test_three_strikes_suspend_only_when_they_span_a_day(database: Database) -> None:
    subscribe(database, 1)
    hours = dt.timedelta(hours=1)
    struck = [
        database.writing(roster.strike, 1, "chat not found", NOW + after) for after in (0 * hours, hours, 2 * hours)
    ]
    assert struck == [False, False, False]
    assert database.writing(roster.strike, 1, "chat not found", NOW + 24 * hours)
    reader = database.reading(roster.reader_of, 1)
    assert reader is not None
    assert (reader.active, reader.reason) == (False, "chat not found")

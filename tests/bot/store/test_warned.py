"""What readers are owed of a warning: once, as each chat wishes, edited in place, and closed without a sound."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from bot.ledger import State
from bot.store import warnings
from bot.store.receipts import Receipt
from bot.subscription import Quiet
from messages.message import Wishes
from tests.bot.store.readers import NOW, record, rows, subscribe
from tests.bot.store.warned_world import HOUR, World, alert, reworded, update

if TYPE_CHECKING:
    from bot.store.database import Database

NIGHT = Quiet(start=dt.time(7, 0), end=dt.time(9, 0))  # NOW is 08:00 in Beijing


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_a_warning_is_sent_once_however_often_it_is_heard(world: World) -> None:
    subscribe(world.database, 1, 2)
    for hours in (0, 0.1, 1):
        world.at(hours).hear(alert())
        world.send()
    assert [(got.chat_id, got.saying, got.silent) for got in world.got] == [(1, "new", False), (2, "new", False)]


def test_new_words_change_the_message_and_send_no_second_one(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    (first,) = world.send()
    world.at(1).hear(update("a2", "a1", texts=reworded("改了措辞")))
    (edit,) = world.send()
    assert (edit.saying, edit.number, edit.changed, edit.message_id) == ("update", "a2", first.message_id, None)


def test_what_is_still_owed_says_the_newest_words(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    world.at(1).hear(update("a2", "a1", texts=reworded("改了措辞")))
    assert [(got.saying, got.number) for got in world.send()] == [("new", "a2")]


def test_a_message_is_not_changed_twice_within_a_minute(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    world.send()
    for hours, name in ((1, "a2"), (1.005, "a3"), (1.01, "a4")):
        world.at(hours).hear(update(name, "a1", hours, texts=reworded(name)))
        world.send()
    assert [got.number for got in world.got] == ["a1", "a2"]
    world.at(1.1)
    assert [got.number for got in world.send()] == ["a4"]


def test_a_higher_level_is_a_new_message_that_answers_the_old_one_with_a_sound(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    (first,) = world.send()
    world.at(1).hear(update("a2", "a1", level="orange"))
    (raised,) = world.send()
    assert (raised.saying, raised.answers, raised.silent) == ("upgrade", first.message_id, False)


def test_a_level_that_falls_and_rises_again_is_said_in_place(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert(level="yellow"))
    (first,) = world.send()
    world.at(1).hear(update("a2", "a1", level="blue"))
    world.at(2).hear(update("a3", "a2", 2, level="yellow"))
    assert [(got.saying, got.changed) for got in world.send()] == [("update", first.message_id)]
    world.at(3).hear(update("a4", "a3", 3, level="orange"))
    (raised,) = world.send()
    assert (raised.saying, raised.answers, raised.changed) == ("upgrade", first.message_id, None)


def test_a_higher_level_takes_the_place_of_what_was_not_sent_yet(world: World) -> None:
    subscribe(world.database, 1, quiet=NIGHT)
    world.hear(alert())
    assert world.send() == []
    world.at(0.2).hear(update("a2", "a1", 0.2, level="orange"))
    assert [(got.saying, got.number, got.answers) for got in world.send()] == [("upgrade", "a2", None)]
    assert world.at(2).send() == []


def test_the_end_is_a_silent_answer_to_the_newest_message(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    world.send()
    world.at(1).hear(update("a2", "a1", level="orange"))
    (raised,) = world.send()
    world.at(2).hear(update("a3", "a2", 2, message_type="cancel", texts=(), level=None, kind=None, areas=()), places=())
    (end,) = world.send()
    assert (end.saying, end.answers, end.silent) == ("clear", raised.message_id, True)
    assert world.at(3).hear(alert()).owed == 0
    assert world.send() == []


def test_what_ends_before_it_is_sent_is_not_sent(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    world.claim(0)
    world.at(1).hear(update("a2", "a1", message_type="cancel"))
    assert world.send() == []
    assert [(row.state, row.reason) for row in rows(world.database)] == [("expired", "superseded by its end")]


def test_an_end_waits_for_what_is_on_its_way_and_then_answers_it(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    on_its_way = world.claim()
    world.at(1).hear(update("a2", "a1", message_type="cancel"))
    assert world.claim() == []
    (first,) = world.finish(on_its_way)
    assert [(got.saying, got.answers) for got in world.send()] == [("clear", first.message_id)]


def test_an_alert_of_unknown_outcome_is_not_repeated_after_its_end(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    (intent,) = world.claim()
    world.at(1).hear(update("a2", "a1", message_type="cancel"))
    back = Receipt(intent.id, intent.attempt, State.PENDING, reason="reset", marked=True)
    record(world.database, back, now=world.now)
    assert world.send() == []


def test_an_alert_that_ran_out_is_edited_by_the_clock_alone(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert())
    (first,) = world.send()
    world.at(12).run_out()
    assert [(got.saying, got.changed) for got in world.send()] == [("over", first.message_id)]
    world.at(13).run_out()
    assert world.send() == []


def test_an_expired_alert_is_never_sent(world: World) -> None:
    subscribe(world.database, 1, quiet=NIGHT)
    world.hear(alert(expires=NOW + 0.5 * HOUR))
    assert world.at(2).send() == []
    assert [row.state for row in rows(world.database)] == ["expired"]


@pytest.mark.parametrize(
    ("level", "wishes", "hours"),
    [
        ("blue", {}, 1.0),
        ("yellow", {}, 1.0),
        ("orange", {}, 0.0),
        ("orange", {"breaks_quiet": "red"}, 1.0),
        ("red", {"breaks_quiet": "red"}, 0.0),
        ("red", {"breaks_quiet": "never"}, 1.0),
    ],
)
def test_quiet_hours_hold_what_is_not_grave_enough(
    world: World, level: str, wishes: dict[str, Any], hours: float
) -> None:
    subscribe(world.database, 1, quiet=NIGHT, **wishes)
    world.hear(alert(level=level))
    assert bool(world.send()) == (hours == 0)
    world.at(1)
    assert len(world.send()) == (hours != 0)


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({}, True),
        ({"warnings": False}, False),
        ({"floor": "yellow"}, True),
        ({"floor": "orange"}, False),
        ({"without_kinds": ("霾", "大风")}, False),
        ({"without_kinds": ("霾",)}, True),
        ({"wishes": Wishes(place="淄博")}, True),
        ({"wishes": Wishes(place="潍坊")}, False),
        ({"slots": ()}, False),
    ],
)
def test_a_chat_is_told_by_place_level_and_kind(world: World, wishes: dict[str, Any], *, told: bool) -> None:
    subscribe(world.database, 1, **wishes)
    world.hear(alert(level="yellow"))
    assert len(world.send()) == told


def test_two_notices_a_day_and_danger_beside_them(world: World) -> None:
    subscribe(world.database, 1)
    for number, kind in enumerate(("大风", "暴雨", "寒潮")):
        world.at(number).hear(alert(f"n{number}", kind=kind, sent=world.now))
        world.send()
    world.at(3).hear(alert("red", kind="高温", level="red", sent=world.now))
    world.send()
    assert [got.number for got in world.got] == ["n0", "n1", "red"]
    refused = [row.reason for row in rows(world.database) if row.state == "expired"]
    assert refused == ["2 notices on this day already"]
    world.at(17).hear(alert("n9", kind="干旱", sent=world.now, expires=None))  # 01:00 the next day
    assert [got.number for got in world.send() if got.changed is None] == ["n9"]


def test_a_place_reached_later_is_told_and_nobody_is_told_twice(world: World) -> None:
    subscribe(world.database, 1)
    subscribe(world.database, 2, wishes=Wishes(place="潍坊"))
    world.hear(alert())
    world.send()
    subscribe(world.database, 1, wishes=Wishes(place="潍坊"))  # has moved meanwhile, and knows
    world.at(1).hear(update("a2", "a1"), places=("淄博", "潍坊"))
    assert [(got.chat_id, got.saying) for got in world.send() if got.changed is None] == [(2, "new")]


def test_a_place_the_warning_leaves_is_told_that_it_is_over_there(world: World) -> None:
    subscribe(world.database, 1)
    subscribe(world.database, 2, wishes=Wishes(place="潍坊"))
    world.hear(alert(), places=("淄博", "潍坊"))
    world.send()
    world.at(1).hear(update("a2", "a1"))
    assert [(got.chat_id, got.saying) for got in world.send()] == [(2, "over")]
    assert world.database.reading(warnings.of_place, "潍坊", world.now) == ()
    assert len(world.database.reading(warnings.of_place, "淄博", world.now)) == 1


def test_two_services_with_one_warning_send_it_once_and_end_it_once(world: World) -> None:
    subscribe(world.database, 1)
    twin = alert("q1", sender="other", source="qweather")
    world.hear(alert())
    world.at(0.1).hear(twin, source="qweather")
    world.at(1).hear(update("a2", "a1", message_type="cancel"))
    world.at(1.1).hear(twin, source="qweather")
    world.send()
    assert [got.saying for got in world.got] == []
    world.at(2).hear(alert("b1", sent=world.now))
    world.at(2.1).hear(alert("q2", sender="other", source="qweather", sent=world.now), source="qweather")
    assert [got.number for got in world.send()] == ["b1"]


def test_at_first_sight_nothing_is_sent_and_what_is_in_force_is_known(world: World) -> None:
    subscribe(world.database, 1)
    world.hear(alert(), first_sight=world.now)
    assert world.send() == []
    assert len(world.database.reading(warnings.of_place, "淄博", world.now)) == 1
    world.at(1).hear(update("a2", "a1", level="red"))
    assert [(got.saying, got.answers) for got in world.send()] == [("new", None)]


def test_a_flood_sends_no_more_than_its_ceiling_in_an_hour(world: World) -> None:
    subscribe(world.database, 1)
    flood = [alert(f"n{n}", kind=f"kind {n}", level="red") for n in range(300)]
    first = world.hear(*flood)
    again = world.at(0.5).hear(*flood)
    assert (first.owed, first.left_out) == (20, 280)
    assert (again.owed, again.left_out) == (0, 280)
    assert len(world.send()) == 20


def test_an_operator_stops_all_new_warnings(world: World) -> None:
    subscribe(world.database, 1)
    assert world.hear(alert(level="red"), pushing=False).owed == 0
    world.at(1).hear(alert(level="red"))
    assert world.send() == []
    assert len(world.database.reading(warnings.of_place, "淄博", world.now)) == 1

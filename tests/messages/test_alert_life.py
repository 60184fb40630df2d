"""The life of an alert: each table row or story states what readers get, and why."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from messages.alert import Alert, AlertText, Area
from messages.alert_kin import Heard, follows, in_force_until, succeeds
from messages.alert_life import CEILING, OVER_CEILING, Decision, Ended, Known, Poll
from messages.alert_life import decide as decide_poll
from tests.messages.known_after import known_after

NOW = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ZIBO = Area(name="淄博市", codes=(("adcode", "370300"),))


def alert(name: str = "a1", **changes: Any) -> Alert:
    given: dict[str, Any] = {
        "identifier": name,
        "sender": "淄博市气象台",
        "sent": NOW,
        "source": "cap",
        "texts": (AlertText(language="zh-CN", event="大风", headline="大风蓝色预警"),),
        "areas": (ZIBO,),
        "level": "blue",
        "kind": "大风",
        "expires": NOW + 12 * HOUR,
    }
    return Alert(**(given | changes))


def update(name: str, of: str, **changes: Any) -> Alert:
    return alert(name, **({"message_type": "update", "references": (of,), "sent": NOW + HOUR} | changes))


def heard(*alerts: Alert, places: tuple[str, ...] = ("淄博",)) -> list[Heard]:
    return [Heard(alert=one, places=places) for one in alerts]


def told(*alerts: Alert, places: tuple[str, ...] = ("淄博",)) -> list[Known]:
    return [Known(alert=one, places=places) for one in alerts]


def decide(known: Any, heard: Any, *, now: dt.datetime, **poll: Any) -> tuple[Decision, ...]:
    return decide_poll(Poll(now, tuple(known), **poll), heard)


def steps(decisions: tuple[Decision, ...]) -> list[tuple[str, str]]:
    return [(decision.action, decision.reason) for decision in decisions]


def test_a_new_alert_is_told_once_and_then_left_alone() -> None:
    first = decide([], heard(alert()), now=NOW)
    assert steps(first) == [("tell", "new")]
    assert steps(decide(known_after([], first), heard(alert()), now=NOW + HOUR)) == [("ignore", "nothing new")]


CONTINUED = [
    ({}, [("note", "nothing new to readers")]),
    ({"texts": (AlertText(language="zh-CN", event="大风", headline="改了措辞"),)}, [("edit", "wording changed")]),
    ({"expires": NOW + 20 * HOUR}, [("edit", "times changed")]),
    ({"areas": (ZIBO, Area(name="潍坊市"))}, [("edit", "areas changed")]),
    ({"level": "yellow"}, [("tell", "the level rose")]),
    ({"level": "white"}, [("edit", "level or kind changed")]),
    ({"message_type": "cancel"}, [("close", "cancelled")]),
    ({"message_type": "cancel", "texts": (), "areas": (), "kind": None, "level": None}, [("close", "cancelled")]),
    ({"all_clear": True}, [("close", "all clear")]),
    ({"expires": NOW}, [("close", "out of time")]),
    ({"sent": NOW - HOUR}, [("ignore", "older than what was told")]),
]


@pytest.mark.parametrize(("changes", "expected"), CONTINUED)
def test_what_follows_an_alert_that_was_told(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert steps(decide(told(alert()), heard(update("a2", "a1", **changes)), now=NOW + HOUR)) == expected


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (alert(expires=NOW), "out of time"),
        (alert(message_type="cancel"), "ends nothing told"),
        (alert(all_clear=True), "ends nothing told"),
    ],
)
def test_what_is_over_or_ends_nothing_is_not_told(one: Alert, reason: str) -> None:
    (decision,) = decide([], heard(one), now=NOW)
    assert decision.action in {"ignore", "remember"}
    assert decision.reason == reason


def test_at_first_sight_what_was_issued_before_is_remembered_and_what_came_since_is_told() -> None:
    since = alert("b1", sent=NOW + HOUR, kind="暴雨")
    found = decide([], heard(alert(), since), now=NOW + HOUR, first_sight=NOW)
    assert steps(found) == [("remember", "older than our first sight"), ("tell", "new")]
    assert {one.alert.identifier: one.told for one in known_after([], found)} == {"a1": False, "b1": True}


def test_what_was_remembered_is_told_when_its_level_rises() -> None:
    quiet = [Known(alert=alert(), places=("淄博",), told=False)]
    found = decide(quiet, heard(update("a2", "a1", level="orange")), now=NOW + HOUR)
    assert steps(found) == [("tell", "the level rose")]


def test_an_alert_for_none_of_our_places_reaches_nobody() -> None:
    assert steps(decide([], heard(alert(), places=()), now=NOW)) == [("ignore", "concerns no place of ours")]


def test_an_update_that_reaches_further_is_told_there_and_edited_here() -> None:
    bigger = update("a2", "a1", texts=(AlertText(language="zh-CN", event="大风", headline="范围扩大"),))
    found = decide(told(alert()), heard(bigger, places=("淄博", "潍坊")), now=NOW + HOUR)
    assert [(d.action, d.places) for d in found] == [("edit", ("淄博",)), ("tell", ("潍坊",))]
    assert {known.alert.identifier: known.places for known in known_after(told(alert()), found)} == {
        "a2": ("淄博", "潍坊")
    }


def test_a_place_that_an_update_leaves_is_closed() -> None:
    found = decide(told(alert(), places=("淄博", "潍坊")), heard(update("a2", "a1")), now=NOW + HOUR)
    assert [(d.action, d.places) for d in found] == [("close", ("潍坊",)), ("note", ("淄博",))]


def test_an_update_of_two_alerts_leaves_one_message() -> None:
    both = told(alert("a1"), alert("b1", areas=(), kind="暴雨", sent=NOW + HOUR / 2))
    merged = update("c", "a1", references=("a1", "b1"), expires=NOW + 20 * HOUR)
    found = decide(both, heard(merged), now=NOW + HOUR)
    assert steps(found) == [("merge", "one warning now"), ("edit", "level or kind changed")]
    assert [known.alert.identifier for known in known_after(both, found)] == ["c"]


def test_nobody_mentions_it_and_its_time_runs_out() -> None:
    assert decide(told(alert()), [], now=NOW + 11 * HOUR) == ()
    assert steps(decide(told(alert()), [], now=NOW + 12 * HOUR)) == [("close", "out of time")]


def test_gone_from_a_complete_list_it_is_over_and_from_another_it_is_not() -> None:
    assert steps(decide(told(alert()), [], now=NOW, complete=True)) == [("close", "no longer listed")]
    assert decide(told(alert()), [], now=NOW, complete=False) == ()


def test_an_alert_and_its_update_in_one_answer_are_one_message() -> None:
    found = decide([], heard(alert(), update("a2", "a1", level="red")), now=NOW + HOUR)
    assert steps(found) == [("ignore", "replaced in the same answer"), ("tell", "new")]


def test_a_chain_read_at_once_still_finds_what_was_told() -> None:
    found = decide(
        told(alert()), heard(update("a2", "a1"), update("a3", "a2", sent=NOW + 2 * HOUR, all_clear=True)), now=NOW
    )
    assert steps(found)[-1] == ("close", "all clear")


def test_a_county_beside_its_city_is_not_news_until_the_city_ends() -> None:
    county = alert("county", sender="张店区气象台", areas=(Area(name="张店区"),))
    first = decide([], heard(alert(), county), now=NOW)
    assert steps(first) == [("tell", "new"), ("ignore", "the same kind is told to these places already")]
    known = known_after(known_after([], first), decide(known_after([], first), [], now=NOW, complete=True))
    assert steps(decide(known, heard(county), now=NOW)) == [("tell", "new")]


def test_a_graver_one_is_never_covered() -> None:
    red = alert("county", sender="张店区气象台", level="red")
    assert ("tell", "new") in steps(decide(told(alert()), heard(red), now=NOW))


def test_offices_that_refer_to_nothing_are_followed_by_kind_office_and_area() -> None:
    raised = alert("37030041600000_2", sent=NOW + HOUR, level="orange")
    assert steps(decide(told(alert()), heard(raised), now=NOW + HOUR))[0] == ("tell", "the level rose")
    ended = alert("37030041600000_3", sent=NOW + 2 * HOUR, message_type="cancel", all_clear=True)
    assert steps(decide(told(alert()), heard(ended), now=NOW + 2 * HOUR)) == [("close", "cancelled")]


@pytest.mark.parametrize(
    "other",
    [
        alert("x", sender="another office"),
        alert("x", kind="暴雨"),
        alert("x", kind=None),
        alert("x", sent=NOW + 20 * HOUR, onset=NOW + 20 * HOUR, expires=NOW + 30 * HOUR),
        alert("x", level="yellow", message_type="cancel", sent=NOW + HOUR),
    ],
)
def test_another_office_kind_or_time_or_the_end_of_another_level_is_another_event(other: Alert) -> None:
    (one,), (new,) = heard(alert()), heard(other)
    assert not succeeds(other, alert())
    assert not follows(new, one)


def test_another_place_is_another_event() -> None:
    (one,) = heard(alert())
    (new,) = heard(alert("x", areas=(Area(name="潍坊市"),)), places=("潍坊",))
    assert not follows(new, one)


def test_the_end_of_the_old_level_does_not_end_the_new_one() -> None:
    raised = alert("y", sent=NOW + HOUR, level="yellow")
    ended = alert("z", sent=NOW + HOUR, message_type="cancel", all_clear=True)
    found = decide(told(alert()), heard(raised, ended), now=NOW + HOUR)
    assert ("tell", "the level rose") in steps(found)
    assert [one.alert.identifier for one in known_after(told(alert()), found)] == ["y"]


def test_in_a_complete_list_two_alike_are_two_and_the_graver_is_told() -> None:
    both = [alert("orange", level="orange"), alert("blue", sent=NOW + HOUR / 2)]
    found = decide([], heard(*both), now=NOW + HOUR, complete=True)
    assert [(d.action, d.alert and d.alert.identifier) for d in found] == [("tell", "orange"), ("ignore", "blue")]


def test_one_warning_by_two_services_is_told_once_and_ends_once() -> None:
    other = alert("q1", sender="x", source="qweather", issuer="淄博市气象台", expires=NOW + 24 * HOUR)
    mine = told(alert(issuer="淄博市气象台"))
    joined = decide([], heard(other), now=NOW, others=tuple(mine))
    assert steps(joined) == [("remember", "told by another source")]
    end = alert("a2", message_type="cancel", sent=NOW + HOUR, issuer="淄博市气象台")
    closing = decide(mine, heard(end), now=NOW + HOUR, others=known_after([], joined))
    assert steps(closing) == [("close", "cancelled"), ("close", "cancelled")]
    over = (Ended(alert=end, places=("淄博",), by_issuer=True),)
    assert steps(decide([], heard(other), now=NOW + HOUR, ended=over)) == [("ignore", "its issuer has ended it")]


def test_a_beginning_that_comes_after_its_end_wakes_nobody() -> None:
    end = update("a2", "a1", message_type="cancel", texts=(), areas=(), kind=None, level=None)
    (kept,) = decide([], heard(end, places=()), now=NOW + HOUR)
    assert kept.action == "remember"
    over = (Ended(alert=end, places=(), by_issuer=True),)
    assert steps(decide([], heard(alert()), now=NOW + HOUR, ended=over)) == [("ignore", "its issuer has ended it")]
    assert steps(decide([], heard(end, places=()), now=NOW + HOUR, ended=over)) == [("ignore", "ends nothing told")]


def test_what_ran_out_and_is_prolonged_is_edited_and_not_told_again() -> None:
    over = (Ended(alert=alert(), places=("淄博",), by_issuer=False),)
    longer = update("a2", "a1", sent=NOW + 13 * HOUR, expires=NOW + 20 * HOUR)
    found = decide([], heard(longer), now=NOW + 13 * HOUR, ended=over)
    assert steps(found) == [("edit", "in force again")]


def test_of_two_places_only_the_one_not_yet_told_is_told() -> None:
    county = alert("county", sender="张店区气象台")
    found = decide(told(alert()), heard(county, places=("淄博", "张店")), now=NOW)
    assert [(d.action, d.places) for d in found] == [("tell", ("张店",))]


def test_a_late_copy_of_any_earlier_word_is_known_again() -> None:
    known: tuple[Known, ...] = tuple(told(alert()))
    for name, of in (("a2", "a1"), ("a3", "a2")):
        known = known_after(known, decide(known, heard(update(name, of, kind=None)), now=NOW + HOUR))
    assert steps(decide(known, heard(alert(kind=None)), now=NOW + HOUR)) == [("ignore", "older than what was told")]


def test_thousands_of_alerts_that_name_each_other_are_decided_in_bounds() -> None:
    crossed = tuple(f"r{n}" for n in range(100))
    flood = [alert(f"n{n}", sender=f"s{n}", kind="大风", references=crossed) for n in range(2_000)]
    many = [Known(alert=one, places=("淄博",)) for one in flood]
    started = time.monotonic()
    assert decide(many, heard(*flood), now=NOW)
    assert time.monotonic() - started < 20


def test_regions_merged_under_another_name_are_the_same_event() -> None:
    assert succeeds(alert("a0", merged=("a1",), kind=None), alert())


def test_a_flood_of_alerts_is_told_gravest_first_up_to_the_ceiling() -> None:
    flood = [alert(f"n{n}", kind=f"kind {n}", areas=()) for n in range(500)]
    flood.append(alert("grave", kind="暴雨", level="red", sent=NOW + HOUR))
    found = decide([], heard(*flood), now=NOW)
    tells = [decision for decision in found if decision.action == "tell"]
    assert len(tells) == CEILING
    assert tells[0].alert is not None
    assert tells[0].alert.identifier == "grave"
    assert ("ignore", OVER_CEILING) in steps(found)
    assert len(known_after([], found)) == CEILING


def test_an_alert_without_expiry_lives_a_day() -> None:
    assert in_force_until(alert(expires=None)) == NOW + 24 * HOUR
    assert in_force_until(alert(expires=NOW + 9_000 * HOUR)) == NOW + dt.timedelta(days=14)
    assert in_force_until(alert(expires=None, ends=NOW + HOUR)) == NOW + HOUR
    assert in_force_until(alert(expires=NOW + HOUR, ends=NOW + 9 * HOUR)) == NOW + HOUR


def test_a_week_of_one_warning_is_told_twice_edited_once_and_closed() -> None:
    week = [
        alert("w1"),
        update("w2", "w1", texts=()),
        update("w3", "w2", sent=NOW + 2 * HOUR, level="orange"),
        update("w4", "w3", sent=NOW + 3 * HOUR, level="orange", message_type="cancel"),
    ]
    known: tuple[Known, ...] = ()
    seen = []
    for at, one in enumerate(week):
        found = decide(known, heard(one), now=NOW + at * HOUR)
        seen += [decision.action for decision in found]
        known = known_after(known, found)
    assert seen == ["tell", "edit", "tell", "close"]
    assert known == ()


def story(*levels: str) -> list[str]:
    """What is done about each word on one warning, which takes these levels from hour to hour."""
    known: tuple[Known, ...] = ()
    seen: list[str] = []
    for at, level in enumerate(levels):
        one = update(f"s{at}", f"s{at - 1}", sent=NOW + at * HOUR, level=level) if at else alert("s0", level=level)
        found = decide(known, heard(one), now=NOW + at * HOUR)
        seen += [decision.action for decision in found]
        known = known_after(known, found)
    return seen


def test_only_a_level_above_the_highest_told_sounds_again() -> None:
    assert story("yellow", "blue", "yellow", "blue", "orange", "yellow", "orange", "red") == [
        *("tell", "edit", "edit", "edit", "tell", "edit", "edit", "tell"),
    ]


def test_a_place_that_was_told_of_less_hears_of_a_level_that_is_no_news_elsewhere() -> None:
    event = update("a3", "a1", level="blue", sent=NOW + HOUR)
    known = [Known(alert=event, places=("淄博", "张店"), peaks=(("张店", 1), ("淄博", 2)))]
    again = update("a4", "a3", level="yellow", sent=NOW + 2 * HOUR)
    found = decide(known, heard(again, places=("淄博", "张店")), now=NOW + 2 * HOUR)
    assert [(one.action, one.places, one.reason) for one in found] == [
        ("edit", ("淄博",), "level or kind changed"),
        ("tell", ("张店",), "the level rose"),
    ]


def test_what_is_issued_again_after_its_end_is_new_whatever_was_told_before() -> None:
    over = Ended(alert=alert(level="blue"), places=("淄博",), peaks=(("淄博", 3),), by_issuer=False)
    late = NOW + 13 * HOUR
    again = alert("a9", level="yellow", sent=late, expires=late + 6 * HOUR, references=("a1",))
    assert steps(decide([], heard(again), now=late, ended=(over,))) == [("tell", "the level rose")]
    ended = Ended(alert=alert(level="blue"), places=("淄博",), peaks=(("淄博", 3),), by_issuer=True)
    assert steps(decide([], heard(again), now=late, ended=(ended,))) == [("tell", "new")]

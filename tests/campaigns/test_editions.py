"""A short run of the campaign of made-up mornings, and that its judge can tell wrong from right."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from campaigns.editions import Order, batch, fault, orders, report
from campaigns.made_up import Maker
from messages.message import Button, Message


def test_no_made_up_morning_breaks_a_limit_or_is_refused() -> None:
    found = batch(Order(seed=1, first=0, count=400, draw_every=100))
    assert found.faults == []
    assert found.mornings == 400
    assert found.messages > 600
    assert found.photos > 20
    assert "0 faults" in report(found)


def test_the_same_number_makes_the_same_morning() -> None:
    assert Maker(7).morning(3) == Maker(7).morning(3)
    assert Maker(7).morning(3) != Maker(7).morning(4)


def test_a_run_goes_on_where_one_was_broken_off() -> None:
    whole = orders(0, 5_000, seed=1, draw_every=0)
    assert [(each.first, each.count) for each in whole] == [(0, 2_000), (2_000, 2_000), (4_000, 1_000)]
    assert orders(2_000, 5_000, seed=1, draw_every=0) == whole[1:]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<b>open", "refused"),
        ("x" * 3_501, "3501 units"),
        ("x" * 5_000, "refused"),
        ("<b>x</b> " * 61, "61 entities"),
        ("a\u202eb", "hidden"),
        ("a\u200bb", "hidden"),
        ("\ud800", "refused"),
        ("<s>x</s>", "foreign"),
    ],
)
def test_the_judge_names_what_is_wrong(html: str, said: str) -> None:
    assert said in fault(Message(text=Markup(html)))  # noqa: S704 - as if it had slipped through


def test_the_judge_reads_the_buttons() -> None:
    long = Button(text="1", data="x" * 65)
    assert "BUTTON_DATA_INVALID" in fault(Message(text=Markup("x"), buttons=((long,),)))
    row = tuple(Button(text=str(number), data="a") for number in range(9))
    assert fault(Message(text=Markup("x"), buttons=(row,))) == "a row of buttons too long"
    assert fault(Message(text=Markup("x"), buttons=(row[:8],))) == ""

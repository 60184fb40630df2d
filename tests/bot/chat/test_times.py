"""Times, days, zones and spans of hours as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import times
from bot.subscription import EVERY_DAY, Slot

TODAY = dt.date(2023, 3, 9)  # a Thursday


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("7点半", "07:30"), ("早上七点", "07:00"), ("07:30", "07:30"), ("7:30am", "07:30"), ("7:30 PM", "19:30"),
        ("７：３０", "07:30"), ("晚上八点一刻", "20:15"), ("下午3点45分", "15:45"), ("中午十二点", "12:00"),
        ("晚上十二点", "00:00"), ("凌晨12点", "00:00"), ("0730", "07:30"), ("7am", "07:00"), ("12am", "00:00"),
        ("12:00pm", "12:00"), ("二十三点五十九分", "23:59"), ("24:00", "00:00"), ("7時半", "07:30"), ("十点整", "10:00"),
    ],
)  # fmt: skip
def test_a_typed_time_is_read(typed: str, wall: str) -> None:
    found = times.wall_time(typed)
    assert found is not None
    assert f"{found:%H:%M}" == wall


@pytest.mark.parametrize("typed", ["25:00", "7:60", "13am", "点", "周六", "七", "7", "-7:00", "7:30:00:00", "noon"])
def test_what_is_no_time_gives_none(typed: str) -> None:
    assert times.wall_time(typed) is None


@given(st.times())
def test_every_minute_is_read_back_in_each_form(time: dt.time) -> None:
    wall = dt.time(time.hour, time.minute)
    for typed in (f"{wall:%H:%M}", f"{wall.hour}点{wall.minute}分", f"{wall:%I:%M%p}", f"{wall.hour}：{wall:%M}"):
        assert times.wall_time(typed) == wall


@pytest.mark.parametrize(
    ("typed", "slot"),
    [
        ("工作日 7:30", {"time": "07:30", "days": "workdays"}),
        ("休息日九点", {"time": "09:00", "days": "restdays"}),
        ("周末9点", {"time": "09:00", "weekdays": (6, 7)}),
        ("周一到周五 早上七点", {"time": "07:00", "weekdays": (1, 2, 3, 4, 5)}),
        ("周一三五 8:00", {"time": "08:00", "weekdays": (1, 3, 5)}),
        ("星期天 八点", {"time": "08:00", "weekdays": (7,)}),
        ("每天早上七点", {"time": "07:00"}),
        ("weekends 9am", {"time": "09:00", "weekdays": (6, 7)}),
        ("mon-fri 7:30", {"time": "07:30", "weekdays": (1, 2, 3, 4, 5)}),
        ("Mon Wed 9pm", {"time": "21:00", "weekdays": (1, 3)}),
    ],
)
def test_days_may_stand_before_a_time(typed: str, slot: dict[str, object]) -> None:
    assert times.slot(typed) == Slot.model_validate(slot)


@given(st.text(max_size=60))
def test_any_text_is_a_slot_or_none(text: str) -> None:
    found = times.slot(text)
    assert found is None or set(found.weekdays) <= set(EVERY_DAY)
    times.span(text)
    times.zone(text)
    times.day(text, TODAY)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("今天", "2023-03-09"), ("明天", "2023-03-10"), ("大后天", "2023-03-12"), ("周六", "2023-03-11"),
        ("周四", "2023-03-09"), ("下周一", "2023-03-13"), ("周末", "2023-03-11"), ("10日", "2023-03-10"),
        ("8号", "2023-04-08"), ("3月8日", "2024-03-08"), ("Sat", "2023-03-11"), ("Sunday", "2023-03-12"),
    ],
)  # fmt: skip
def test_a_day_is_the_next_of_its_name(typed: str, date: str) -> None:
    assert times.day(typed, TODAY) == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("纽约", "America/New_York"), ("UTC-5", "Etc/GMT+5"), ("UTC+8", "Etc/GMT-8"), ("asia/tokyo", "Asia/Tokyo"),
        ("New York", "America/New_York"), ("GMT+0", "Etc/UTC"), ("北京时间", "Asia/Shanghai"), ("UTC+5:30", "Asia/Kolkata"),
        ("加德满都", "Asia/Kathmandu"), ("Los Angeles", "America/Los_Angeles"), ("nowhere", None), ("UTC+15", None),
    ],
)  # fmt: skip
def test_a_zone_is_known_by_city_by_name_and_by_offset(typed: str, zone: str | None) -> None:
    assert times.zone(typed) == zone


@pytest.mark.parametrize(
    "typed", ["22:00-6:30", "22:00–06:30", "晚上十点到早上六点半", "10pm to 6:30am", "22:00～6:30"]
)
def test_a_span_of_hours_is_read(typed: str) -> None:
    assert times.span(typed) == (dt.time(22), dt.time(6, 30))

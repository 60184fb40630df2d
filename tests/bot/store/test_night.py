"""When it is night for a picture: by the paper's clock, whatever the machine's."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.store.briefings import Release


@pytest.mark.parametrize(
    ("hour", "minute", "night"), [(5, 59, True), (6, 0, False), (18, 59, False), (19, 0, True), (0, 0, True)]
)
def test_it_is_night_from_seven_to_six(hour: int, minute: int, *, night: bool) -> None:
    now = dt.datetime(2023, 3, 9, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(dt.UTC)
    assert Release("Asia/Shanghai", dt.time(5)).night(now) is night

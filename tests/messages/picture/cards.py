"""Cards to draw: the sample page's three days, and others of every length and kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from messages.edition import Forecast, Period, Precipitation, Wind
from messages.message import Card, Language, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = dt.date(2023, 3, 9)
WARNINGS: dict[Language, str] = {
    "zh-CN": "周六变天：小雨，阵风7～8级，最低6℃（比周五低9℃）",
    "en": "Saturday: rain and strong wind, gusts force 7–8 (14–21 m/s), low 6 °C",
}


def wind(
    direction: str | None, low: int, high: int, gusts: tuple[int, int] | None = None, where: str | None = None
) -> Wind:
    gust_min, gust_max = gusts or (None, None)
    return Wind(direction=direction, force_min=low, force_max=high, gust_min=gust_min, gust_max=gust_max, where=where)


SAMPLE = (
    Period(label="9日", sky=("晴间多云",), wind=(wind("南", 2, 3), wind("西", 3, 4, (5, 6))), low=5, high=27),
    Period(
        label="10日", sky=("晴", "多云"), wind=(wind("南", 3, 4, (5, 6)), wind("西南", 3, 4, (5, 6))), low=15, high=29
    ),
    Period(
        label="11日",
        sky=("阴",),
        wind=(wind("东北", 4, 5, (7, 8)),),
        low=6,
        high=24,
        precipitation=(Precipitation(type="小雨", phase=0),),
    ),
)


def dated(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Give the periods the days from TODAY on."""
    return tuple(
        period.model_copy(update={"date": TODAY + dt.timedelta(days=number)}) for number, period in enumerate(periods)
    )


def card(
    periods: Sequence[Period] = SAMPLE,
    *,
    language: Language = "zh-CN",
    theme: Theme = "light",
    warning: bool = False,
) -> Card:
    zh = language == "zh-CN"
    return Card(
        forecast=Forecast(printed="", periods=dated(periods)),
        today=TODAY,
        printed_on=TODAY,
        place="淄博" if zh else "Zibo",
        paper="鲁中晨报" if zh else "Luzhong Morning Post",
        warning=WARNINGS[language] if warning else None,
        theme=theme,
        language=language,
    )


def rows(periods: Sequence[Period], days: int) -> list[tuple[Period, ...]]:
    """Cut the periods into forecasts of `days` days, the last filled up from the first."""
    return [tuple((*periods, *periods)[start : start + days]) for start in range(0, len(periods), days)]

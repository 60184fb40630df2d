"""Prints forecasts in the forms papers use, beside the Periods they say: what the reader must give back.

The other way round from the reader, and simpler: it knows what it wants to say, and picks a form for each part.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hypothesis import strategies as st

from messages.edition import Period, Precipitation, Wind

WEEKDAYS = "一二三四五六日"
NUMERALS = "零一二三四五六七八九"
DIRECTIONS = (
    "东",
    "南",
    "西",
    "北",
    "东北",
    "东南",
    "西北",
    "西南",
    "偏东",
    "偏南",
    "偏西",
    "偏北",
    "东到东南",
    "北到东北",
)
DRY = (
    "晴",
    "多云",
    "阴",
    "少云",
    "晴间多云",
    "多云间晴",
    "多云到晴",
    "晴到少云",
    "阴间多云",
    "霾",
    "浮尘",
    "扬沙",
    "雾",
)
WET = (
    "小雨", "中雨", "大雨", "暴雨", "大暴雨", "阵雨", "雷阵雨", "小到中雨", "中到大雨", "雨夹雪", "小雪", "中雪", "阵雪", "冻雨",
    "阵雨或雷雨", "雨夹雪或雪", "(雷)阵雨", "分散阵雨", "零星小雨",
)  # fmt: skip
PLACES = ("局部", "部分地区", "山区", "西部", "北部", "沿海", "个别地方", "东部和南部")
MARKS = ("~", "～", "∼", "〜", "-", "－", "—", "–", "到", "至")


@dataclass(frozen=True)
class Said:
    """A part of a forecast as printed, and the fields of its Period."""

    printed: str
    fields: dict[str, object]


def number(value: int, numeral: bool) -> str:  # noqa: FBT001 - a form of print
    return NUMERALS[value] if numeral and 0 < value < len(NUMERALS) else str(value)


@st.composite
def forces(draw: st.DrawFn, mark: str) -> tuple[str, tuple[int, int]]:
    low = draw(st.integers(1, 8))
    high = low + draw(st.integers(0, 2))
    numeral = draw(st.booleans()) and high < len(NUMERALS)
    if low == high:
        return f"{number(low, numeral)}级{draw(st.sampled_from(('', '', '左右')))}", (low, high)
    if numeral:
        between = draw(st.sampled_from(("", "到", "至")))
        return f"{NUMERALS[low]}{between}{NUMERALS[high]}级", (low, high)
    return draw(st.sampled_from((f"{low}{mark}{high}级", f"{low}级{mark}{high}级"))), (low, high)


@st.composite
def winds(draw: st.DrawFn, mark: str) -> Said:
    """A wind in one of its forms; the second leg has another direction or another force."""
    way = draw(st.sampled_from(DIRECTIONS))
    other = draw(st.sampled_from(tuple(one for one in DIRECTIONS if one != way and "到" not in one)))
    force, (low, high) = draw(forces(mark))
    second, (least, most) = draw(forces(mark))
    leg, last = Wind(direction=way, force_min=low, force_max=high), Wind(force_min=least, force_max=most)
    gust, blown = f"阵风{high + 2}级", leg.model_copy(update={"gust_min": high + 2, "gust_max": high + 2})
    blows = draw(st.sampled_from(("风", "")))
    forms: dict[str, tuple[Wind, ...]] = {
        "": (),
        "微风": (Wind(word="微风"),),
        f"{way}风{force}": (leg,),
        f"{force}{way}风": (leg,),
        f"{way}风{force}{gust}": (blown,),
        f"{way}风{force},{gust}": (blown,),
        f"{way}{blows}转{other}风{force}": (leg, leg.model_copy(update={"direction": other})),
        f"{way}风{force}转{other}风{second}": (leg, last.model_copy(update={"direction": other})),
        f"{way}风{force}转{second}": (leg, last.model_copy(update={"direction": way})),
        f"{way}风{force},海上{second}": (leg, last.model_copy(update={"where": "海上"})),
    }
    printed = draw(st.sampled_from(tuple(forms)))
    return Said(printed, {"wind": forms[printed]})


@st.composite
def skies(draw: st.DrawFn) -> Said:
    phases = draw(st.lists(st.sampled_from(DRY + WET), min_size=1, max_size=3, unique=True))
    rains = [Precipitation(type=sky, phase=index) for index, sky in enumerate(phases) if sky in WET]
    printed = "转".join(phases)
    if len(phases) == 1 and phases[0] in ("多云", "阴") and draw(st.booleans()):
        rain, where = draw(st.sampled_from(WET)), draw(st.sampled_from((None, *PLACES)))
        printed += f",{where}有{rain}" if where else f"有{rain}"
        rains.append(Precipitation(type=rain, phase=0, where=where))
    return Said(printed, {"sky": tuple(phases), "precipitation": tuple(rains)})


@st.composite
def warmths(draw: st.DrawFn, mark: str) -> Said:
    low = draw(st.integers(-38, 36))
    high = low + draw(st.integers(1, 14))
    below = draw(st.booleans())
    degree = draw(st.sampled_from(("℃", "°C", "度", " ℃")))
    cold, warm = (f"零下{-one}" if below and one < 0 else f"{one}" for one in (low, high))
    both: dict[str, int | None] = {"low": low, "high": high}
    forms: dict[str, dict[str, int | None]] = {
        f"{cold}{mark}{warm}{degree}": both,
        f"{cold}℃{mark}{warm}℃": both,
        f"{warm}℃{mark}{cold}℃": both,
        f"{high}/{low}℃": both,
        f"{low}℃/{high}℃": both,
        f"气温{cold}{mark}{warm}{degree}": both,
        f"最低气温{cold}{degree},最高气温{warm}{degree}": both,
        f"最高气温{warm}{degree}": {"low": None, "high": high},
        "": {"low": None, "high": None},
    }
    printed = draw(st.sampled_from(tuple(forms)))
    return Said(printed, {**forms[printed]})


@st.composite
def labels(draw: st.DrawFn, date: dt.date, paper: dt.date) -> Said:
    """A day's name; relative ones only where they fit."""
    week = WEEKDAYS[date.weekday()]
    plain = (f"{date.day}日", f"{date.month}月{date.day}日", f"{date.day}日(周{week})")
    forms: dict[str, dict[str, object]] = {name: {"part": "24h"} for name in plain}
    forms[f"{date.day}日白天"] = {"part": "day"}
    forms[f"{date.day}日夜间"] = {"part": "night"}
    following = date + dt.timedelta(days=1)
    forms[f"{date.day}日夜间到{following.day}日白天"] = {"part": "night-day", "date_end": following}
    word = {0: "今天", 1: "明天", 2: "后天"}.get((date - paper).days)
    if word:
        forms[word] = {"part": "24h"}
    printed = draw(st.sampled_from(tuple(forms)))
    return Said(printed, {"label": printed, "date": date, **forms[printed]})


@st.composite
def forecasts(draw: st.DrawFn) -> tuple[str, dt.date, tuple[Period, ...]]:
    """A printed forecast, the paper's date, and its periods."""
    paper = draw(st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31)))
    mark = draw(st.sampled_from(MARKS))
    between, comma = draw(
        st.sampled_from(((" / ", ","), ("/", ","), (";", ","), ("；", "，"), ("。", "，"), ("\n", " "), ("; ", " ")))
    )
    days: list[str] = []
    periods: list[Period] = []
    for offset in range(draw(st.integers(1, 4))):
        date = paper + dt.timedelta(days=offset)
        name, sky, wind, warm = draw(labels(date, paper)), draw(skies()), draw(winds(mark)), draw(warmths(mark))
        parts = [sky.printed, *(draw(st.permutations([wind.printed, warm.printed])))]
        said = comma.join(part.replace(",", comma) for part in parts if part)
        days.append(f"{name.printed}{draw(st.sampled_from((comma, ':')))}{said}")
        periods.append(Period.model_validate({**name.fields, **sky.fields, **wind.fields, **warm.fields}))
    return between.join(days), paper, tuple(periods)

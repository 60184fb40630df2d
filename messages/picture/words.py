"""The card's short texts in both languages; its sky and wind words come from messages.sky and messages.wind.

Knows nothing of where they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from messages.dates import date_words, full_date, weekday
from messages.sky import SkyKind, kinds, sky_en, sky_zh, worst
from messages.wind import Forces, span, wind_en, wind_zh

if TYPE_CHECKING:
    import datetime as dt

    from messages.edition import Period
    from messages.message import Card, Language

PARTS: dict[Language, dict[str, str]] = {
    "zh-CN": {"24h": "", "day": "白天", "night": "夜间", "night-day": "夜起"},
    "en": {"24h": "", "day": " day", "night": " night", "night-day": " night"},
}
TONIGHT: dict[Language, dict[str, str]] = {
    "zh-CN": {"night": "今夜", "night-day": "今夜起"},
    "en": {"night": "Tonight", "night-day": "Tonight"},
}
TODAY: dict[Language, str] = {"zh-CN": "今天", "en": "Today"}
LONG_PLACE = 4  # characters
TURNS: dict[Language, str] = {"zh-CN": "转", "en": "then "}
# A sky too long for its room is said by the kind of each phase.
KINDS: dict[Language, dict[SkyKind, str]] = {
    "zh-CN": {
        SkyKind.CLEAR: "晴",
        SkyKind.PARTLY: "少云",
        SkyKind.CLOUDY: "多云",
        SkyKind.OVERCAST: "阴",
        SkyKind.HAZE: "霾",
        SkyKind.FOG: "雾",
        SkyKind.DUST: "沙尘",
        SkyKind.SHOWER: "阵雨",
        SkyKind.LIGHT_RAIN: "小雨",
        SkyKind.MODERATE_RAIN: "中雨",
        SkyKind.SLEET: "雨夹雪",
        SkyKind.SNOW: "雪",
        SkyKind.HEAVY_RAIN: "大雨",
        SkyKind.FREEZING: "冻雨",
        SkyKind.THUNDER: "雷雨",
    },
    "en": {
        SkyKind.CLEAR: "sunny",
        SkyKind.PARTLY: "some cloud",
        SkyKind.CLOUDY: "cloudy",
        SkyKind.OVERCAST: "overcast",
        SkyKind.HAZE: "haze",
        SkyKind.FOG: "fog",
        SkyKind.DUST: "dust",
        SkyKind.SHOWER: "showers",
        SkyKind.LIGHT_RAIN: "light rain",
        SkyKind.MODERATE_RAIN: "rain",
        SkyKind.SLEET: "sleet",
        SkyKind.SNOW: "snow",
        SkyKind.HEAVY_RAIN: "heavy rain",
        SkyKind.FREEZING: "freezing rain",
        SkyKind.THUNDER: "thunder",
    },
}


class Leg(NamedTuple):
    """Wind in words, and where it comes from as printed: one direction, or several said in one line."""

    text: str
    directions: tuple[str | None, ...]


def masthead_date(date: dt.date, language: Language) -> str:
    """Give the date in full with its weekday."""
    full, day_of_week = full_date(language, date), weekday(language, date, long=True)
    return f"{full} {day_of_week}" if language == "zh-CN" else f"{day_of_week} {full}"


def title(card: Card) -> str:
    return f"{card.place}天气" if card.language == "zh-CN" else f"{card.place} weather" if card.place else "Weather"


def source(card: Card) -> str:
    """Name whoever made the forecast: the credit of a live source, else the paper and the date of its page."""
    zh = card.language == "zh-CN"
    if card.forecast.credit:
        return f"{'来源：' if zh else 'Source: '}{card.forecast.credit.text}"
    date = full_date(card.language, card.printed_on) if card.printed_on else ""
    return f"来源《{card.paper}》{date}" if zh else f"Source: {', '.join(filter(None, (card.paper, date)))}"


def day(period: Period, today: dt.date, language: Language) -> str:
    """Name the day as people do; by the page's own label when it has no date."""
    if period.date is None:
        return period.label
    if period.date == today:
        return TONIGHT[language].get(period.part) or TODAY[language] + PARTS[language][period.part]
    return weekday(language, period.date) + PARTS[language][period.part]


def date(period: Period, language: Language) -> str:
    """Give the date; of a span inside one month both days, "11～12日"."""
    first, last = period.date, period.date_end
    if first is None:
        return ""
    if last is None or last <= first or last.month != first.month:
        return date_words(language, first)
    zh = language == "zh-CN"
    return f"{first.day}～{last.day}日" if zh else f"{first.day}–{date_words(language, last)}"


def skies(period: Period, language: Language) -> tuple[str, ...]:
    """Give the sky in full, then shorter and shorter; where the page names none, what else it says of the weather."""
    zh = language == "zh-CN"
    full = sky_zh(period) if zh else sky_en(period)
    if not full:
        return (("，" if zh else ", ").join(period.other),)
    known = dict.fromkeys(kinds(period))
    if SkyKind.UNKNOWN in known:
        return (full,)
    short = [KINDS[language][kind] for kind in known]
    return full, ("转" if zh else ", then ").join(short), " › ".join(short), KINDS[language][worst(tuple(known))]


def legs(period: Period, language: Language) -> tuple[Leg, ...]:
    """Give the wind leg by leg; each after the first says that the wind turns, unless it blows elsewhere."""
    if not period.wind:
        return ()
    zh = language == "zh-CN"
    said = wind_zh(period).split("转") if zh else wind_en(period).split(", turning ")
    if len(said) != len(period.wind):  # a printed direction that holds the joint itself
        return (Leg(wind_zh(period) if zh else wind_en(period), (None,)),)
    turns = ["", *("" if leg.where else TURNS[language] for leg in period.wind[1:])]
    found = (Leg(turn + text, (leg.direction,)) for turn, text, leg in zip(turns, said, period.wind, strict=True))
    return tuple(leg for leg in found if leg.text)


def brief_legs(period: Period, language: Language) -> tuple[Leg, ...]:
    """Give the legs with long places cut, so that the force, which comes last, still finds room."""
    cut = {leg: f"{leg.where[:2]}…" for leg in period.wind if leg.where and len(leg.where) > LONG_PLACE}
    winds = tuple(leg.model_copy(update={"where": cut.get(leg, leg.where)}) for leg in period.wind)
    return legs(period.model_copy(update={"wind": winds}), language)


def gust(forces: Forces, language: Language) -> str:
    return f"阵风{span(*forces, '～')}级" if language == "zh-CN" else f"gusts {span(*forces, '–')}"


def as_printed(period: Period, language: Language) -> str:
    """Give what the page says of a day nobody could read."""
    text = "，".join((*period.other, *period.unread))
    if language == "zh-CN":
        return f"原文：{text}" if text else "报上没有这天的天气"
    return f"As printed: {text}" if text else "No forecast in the paper for this day"

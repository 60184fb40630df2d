"""What the printed sky words mean: their kind, emoji and English. Knows nothing of layout, rules or drawing.

Kinds stand in order of how much they matter to someone going out, so that `max` of several is the one to show.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from messages.edition import Period, Precipitation


class SkyKind(IntEnum):
    """A class of weather; the value is its rank."""

    UNKNOWN = 0  # no word we know: shown as printed, never guessed at
    CLEAR = 1  # 晴
    PARTLY = 2  # 晴间多云, 少云
    CLOUDY = 3  # 多云
    OVERCAST = 4  # 阴
    HAZE = 5  # 霾
    FOG = 6  # 雾
    DUST = 7  # 浮尘, 扬沙, 沙尘暴
    SHOWER = 8  # 阵雨
    LIGHT_RAIN = 9  # 小雨, 毛毛雨, 雨
    MODERATE_RAIN = 10  # 中雨, 小到中雨
    SLEET = 11  # 雨夹雪
    SNOW = 12  # 雪
    HEAVY_RAIN = 13  # 大雨, 暴雨, 强阵雨
    FREEZING = 14  # 冻雨
    THUNDER = 15  # 雷雨, 雷暴, 冰雹

    @property
    def wet(self) -> bool:
        return self >= SkyKind.SHOWER

    @property
    def snowy(self) -> bool:
        return self is SkyKind.SLEET or self is SkyKind.SNOW


EMOJI: Final = {
    SkyKind.UNKNOWN: "",
    SkyKind.CLEAR: "☀️",
    SkyKind.PARTLY: "🌤",
    SkyKind.CLOUDY: "⛅",
    SkyKind.OVERCAST: "☁️",
    SkyKind.HAZE: "🌫",
    SkyKind.FOG: "🌫",
    SkyKind.DUST: "💨",
    SkyKind.SHOWER: "🌦",
    SkyKind.LIGHT_RAIN: "🌧",
    SkyKind.MODERATE_RAIN: "🌧",
    SkyKind.SLEET: "🌨",
    SkyKind.SNOW: "🌨",
    SkyKind.HEAVY_RAIN: "🌧",
    SkyKind.FREEZING: "🌧",
    SkyKind.THUNDER: "⛈",
}

_LONGEST: Final = 60  # no sky phrase in print is longer; keeps hostile pages cheap

# The first pattern found decides: a range ("中到大雨") thereby counts by its upper bound.
_PATTERNS: Final = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        ("雷|雹", SkyKind.THUNDER),
        ("冻雨|冻毛毛雨", SkyKind.FREEZING),
        ("雨夹雪|雪夹雨|雨雪|冰粒|雪\\(雨\\)|雨或雪|雪或雨", SkyKind.SLEET),
        ("雪", SkyKind.SNOW),
        ("暴雨|大雨|强阵雨|强降雨", SkyKind.HEAVY_RAIN),
        ("中雨", SkyKind.MODERATE_RAIN),
        ("阵雨", SkyKind.SHOWER),
        ("雨", SkyKind.LIGHT_RAIN),
        ("沙|尘", SkyKind.DUST),
        ("雾", SkyKind.FOG),
        ("霾", SkyKind.HAZE),
        ("少云|大部晴|晴.*(?:云|阴)|(?:云|阴).*晴", SkyKind.PARTLY),
        ("^多云|云.*阴", SkyKind.CLOUDY),
        ("阴", SkyKind.OVERCAST),
        ("多云", SkyKind.CLOUDY),
        ("晴", SkyKind.CLEAR),
    )
)

_ENGLISH: Final = {
    "晴天": "sunny",
    "晴": "sunny",
    "大部晴": "mostly sunny",
    "少云": "mostly sunny",
    "多云": "cloudy",
    "阴天": "overcast",
    "阴": "overcast",
    "毛毛雨": "drizzle",
    "小毛毛雨": "light drizzle",
    "中毛毛雨": "drizzle",
    "大毛毛雨": "heavy drizzle",
    "小雨": "light rain",
    "中雨": "moderate rain",
    "大雨": "heavy rain",
    "暴雨": "torrential rain",
    "大暴雨": "very heavy torrential rain",
    "特大暴雨": "extreme torrential rain",
    "小到中雨": "light to moderate rain",
    "中到大雨": "moderate to heavy rain",
    "大到暴雨": "heavy to torrential rain",
    "雨": "rain",
    "阵雨": "showers",
    "小阵雨": "light showers",
    "中阵雨": "showers",
    "大阵雨": "heavy showers",
    "强阵雨": "heavy showers",
    "雷阵雨": "thundery showers",
    "雷雨": "thunderstorms",
    "雷暴": "thunderstorms",
    "雷电": "thunder",
    "冰雹": "hail",
    "小冰雹": "small hail",
    "大冰雹": "large hail",
    "冻雨": "freezing rain",
    "冻毛毛雨": "freezing drizzle",
    "雨夹雪": "sleet",
    "阵雨夹雪": "sleet showers",
    "小雪": "light snow",
    "中雪": "moderate snow",
    "大雪": "heavy snow",
    "暴雪": "very heavy snow",
    "小到中雪": "light to moderate snow",
    "中到大雪": "moderate to heavy snow",
    "大到暴雪": "heavy to very heavy snow",
    "雪": "snow",
    "阵雪": "snow showers",
    "小阵雪": "light snow showers",
    "大阵雪": "heavy snow showers",
    "米雪": "snow grains",
    "雾": "fog",
    "轻雾": "mist",
    "大雾": "dense fog",
    "浓雾": "dense fog",
    "雾凇": "rime fog",
    "霾": "haze",
    "浮尘": "dust in the air",
    "扬沙": "blowing sand",
    "沙尘": "sand and dust",
    "沙尘暴": "sandstorm",
    "强沙尘暴": "severe sandstorm",
}
_LINKS: Final = {"间": ", some ", "到": " to ", "或": " or ", "伴有": " with ", "伴": " with ", "有": ", ", "、": ", "}
_QUALIFIERS: Final = {
    "分散": "scattered ",
    "零星": "patchy ",
    "局部": "local ",
    "短时": "brief ",
    "弱": "light ",
    "强": "heavy ",
}
_AFTER_SOME: Final = {"cloudy": "cloud", "sunny": "sun", "overcast": "thick cloud"}  # "some" takes a noun
_TOKEN: Final = re.compile(
    "|".join(re.escape(word) for word in sorted((*_ENGLISH, *_LINKS, *_QUALIFIERS), key=len, reverse=True))
)


@lru_cache(maxsize=512)  # pages repeat a few dozen words
def sky_kind(text: str) -> SkyKind:
    """The class of a sky or precipitation word: "晴间多云" is PARTLY, "阴有小雨" is LIGHT_RAIN."""
    head = text[:_LONGEST]
    return next((kind for pattern, kind in _PATTERNS if pattern.search(head)), SkyKind.UNKNOWN)


def kinds(period: Period) -> tuple[SkyKind, ...]:
    """One kind a phase of the sky, rain counted in its phase; rain that belongs to no phase comes last."""
    phases = [sky_kind(word) for word in period.sky]
    for rain in period.precipitation:
        kind = sky_kind(rain.type)
        if rain.phase is not None and rain.phase < len(phases):
            phases[rain.phase] = worst((phases[rain.phase], kind))
        elif kind not in phases:
            phases.append(kind)
    return tuple(phases)


def worst(found: tuple[SkyKind, ...]) -> SkyKind:
    """The kind that matters most; UNKNOWN for none."""
    return max(found, default=SkyKind.UNKNOWN)


def emoji(period: Period) -> str:
    """The one emoji for a period: that of its worst kind."""
    return EMOJI[worst(kinds(period))]


def sky_zh(period: Period) -> str:
    """The sky in the page's own words: "晴转多云", "阴有小雨", "多云间阴，傍晚前后西部有阵雨"."""
    phases = [word + _rain_zh(period, index, word) for index, word in enumerate(period.sky)]
    apart = [f"{rain.when or ''}{rain.where or ''}有{rain.type}" for rain in _apart(period)]
    return "，".join(part for part in ("转".join(phases), *apart) if part)


def sky_en(period: Period) -> str:
    """The sky in English, from the parsed words; a word we do not know stands as printed."""
    phases = [_phase_en(period, index, word) for index, word in enumerate(period.sky)]
    apart = [_rain_en(rain) for rain in _apart(period)]
    words = ", ".join(part for part in (", then ".join(phases), *apart) if part)
    return words.replace("sunny", "clear") if period.part == "night" else words


def english(text: str) -> str:
    """One printed sky word in English: "晴间多云" is "sunny, some cloud"; as printed when any part is unknown."""
    if len(text) > _LONGEST:
        return text
    words, end = "", 0
    for token in _TOKEN.finditer(text):
        if token.start() != end:
            return text
        word, end = token.group(), token.end()
        words += _LINKS.get(word) or _QUALIFIERS.get(word) or _noun(words, _ENGLISH[word])
    return words if end == len(text) else text


def _noun(before: str, word: str) -> str:
    return _AFTER_SOME.get(word, word) if before.endswith(", some ") else word


def _own(period: Period, index: int, word: str) -> list[Precipitation]:
    """The precipitation of one phase, unless the phase's word says it already."""
    return [rain for rain in period.precipitation if rain.phase == index and rain.type not in word]


def _apart(period: Period) -> list[Precipitation]:
    inside = range(len(period.sky))
    said = "".join(period.sky)
    return [rain for rain in period.precipitation if rain.phase not in inside and rain.type not in said]


def _rain_zh(period: Period, index: int, word: str) -> str:
    return "".join(f"{rain.when or ''}{rain.where or ''}有{rain.type}" for rain in _own(period, index, word))


def _phase_en(period: Period, index: int, word: str) -> str:
    return ", ".join((english(word), *(_rain_en(rain) for rain in _own(period, index, word))))


def _rain_en(rain: Precipitation) -> str:
    return english(rain.type) + (" in places" if rain.where else "") + (" at times" if rain.when else "")

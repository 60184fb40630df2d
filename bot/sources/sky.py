"""The sky in the page's words: one list of words in order of weight, the WMO codes, chains and the rain in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from messages.edition import Precipitation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# WMO 4677, the part Open-Meteo uses (sources.md section 3).
WMO: Final = {
    0: "晴",
    1: "大部晴",
    2: "多云间晴",
    3: "阴",
    45: "雾",
    48: "雾凇",
    51: "小毛毛雨",
    53: "毛毛雨",
    55: "大毛毛雨",
    56: "冻毛毛雨",
    57: "冻毛毛雨",
    61: "小雨",
    63: "中雨",
    65: "大雨",
    66: "冻雨",
    67: "冻雨",
    71: "小雪",
    73: "中雪",
    75: "大雪",
    77: "米雪",
    80: "小阵雨",
    81: "阵雨",
    82: "强阵雨",
    85: "小阵雪",
    86: "大阵雪",
    95: "雷阵雨",
    96: "雷阵雨伴有小冰雹",
    99: "雷阵雨伴有大冰雹",
}
_LASTING_HOURS: Final = 2
_WET: Final = ("雨", "雪", "冰雹", "冰粒")
# From what matters least to what matters most; a word not listed stands between the dry and the wet ones.
_ORDER: Final = (
    *("晴", "大部晴", "少云", "晴间多云", "多云间晴", "多云", "阴", "浮尘", "霾", "雾", "雾凇", "扬沙", ""),
    *("小毛毛雨", "毛毛雨", "大毛毛雨", "小阵雨", "小雨", "阵雨", "中雨", "小阵雪", "小雪", "阵雪", "雨夹雪"),
    *("中雪", "米雪", "强阵雨", "大雨", "大阵雪", "大雪", "冻毛毛雨", "冻雨", "暴雨", "暴雪", "雷阵雨", "强雷阵雨"),
)
_WEIGHT: Final = {word: weight for weight, word in enumerate(_ORDER)}


def weight(word: str) -> int:
    """How much a word matters to people outdoors; thunder and hail above all."""
    if word in _WEIGHT:
        return _WEIGHT[word]
    return len(_ORDER) if "雷" in word or "雹" in word else _WEIGHT[""]


def is_wet(word: str) -> bool:
    return any(part in word for part in _WET)


def chain(words: Iterable[str | None]) -> tuple[str, ...]:
    """Phases in order, unknown ones left out and neighbours that say the same made one: 晴, 晴, 多云 is 晴转多云."""
    phases: list[str] = []
    for word in words:
        if word and (not phases or phases[-1] != word):
            phases.append(word)
    return tuple(phases)


def lasting(words: Sequence[tuple[str, float]]) -> str | None:
    """One word for a stretch of (word, hours): the weightiest wet one that lasts two hours, else the longest."""
    hours: dict[str, float] = {}
    for word, length in words:
        hours[word] = hours.get(word, 0) + length
    if not hours:
        return None
    wet = [word for word, length in hours.items() if is_wet(word) and length >= _LASTING_HOURS]
    return max(wet, key=weight) if wet else max(hours, key=lambda word: (hours[word], weight(word)))


def precipitation(phases: Sequence[str]) -> tuple[Precipitation, ...]:
    """The rain, snow or hail that the phases themselves name, as the page's reader gives it."""
    return tuple(Precipitation(type=word, phase=index) for index, word in enumerate(phases) if is_wet(word))

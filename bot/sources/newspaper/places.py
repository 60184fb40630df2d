"""Cuts a printed list of several places into one stretch of text a place: 济南:晴,…;青岛:多云,… or 【青岛市区】…【莱西】…."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sources.newspaper.labels import labels, opens_with_label
from bot.sources.newspaper.tokens import tokens

_NAME = r"[一-龥]{2,7}?"
_SKY = (
    "(?:晴|多云|少云|阴|雾|霾|[小中大暴阵雷特]{1,2}(?:[阵到至转][小中大暴特]{0,2})?[雨雪]|雨|雪|有[小雷阵]|扬沙|浮尘)"
)
_DAYS = r"(?:今|明|后天|\d{1,2}日|周[一二三四五六日])"
_HEAD = re.compile(
    rf"(?:【([^】]{{1,12}})】|(?:(?<=[;。\n/|:])|(?<=^)|(?<=[℃度级日天气报] )|(?<=[日天间晚夜],))[ ]{{0,4}}({_NAME}))(?:(?:[:,|] ?| {{1,4}})(?=-?\d)|(?:[:,|] ?| {{1,4}})?(?={_SKY}|{_DAYS}))",
    re.MULTILINE,
)
_NO_NAME = re.compile(
    "预计|预报|天气|气象|未来|[今明昨前][天日晚夜晨早]|去年|后天|我市|全市|全省|本市|全区|全县|我省|其中|局部|部分|白天|夜间|早晨|上午|下午|傍晚|气温|温度|阵风|风力|具体|最高|最低|周[一二三四五六日]|时|讯$|专电$|消息$|报道$|记者"
)
_PART_OF_AREA = re.compile("地区|地方|[东南西北中]部|沿海|海上|海区")  # a place of its own only in brackets
_AREA_NAME = re.compile("我市|全市|本市|我省|全省|市区|城区|郊区")
_NEXT_WORD = 8  # characters, enough for the word after a name
_NAMES = {"WORD", "PLACE"}


@dataclass(frozen=True)
class Stretch:
    """The text of one place: from `start` on; what is said of it begins at `body`."""

    place: str
    start: int
    body: int
    end: int


def stretches(text: str) -> list[Stretch]:
    """Find the places of a `plain_weather` text, in print order; a single one only where it opens a line below others."""
    heads = [
        (match[1] or match[2], match.start() if match[1] else match.start(2), match.end())
        for match in _HEAD.finditer(text)
    ]
    heads = [head for head in heads if _is_name(head[0], named=_is_named(text, head)) and _ends(text, head)]
    after_day = [head for head in heads if text[max(0, head[1] - 1) : head[1]] == ","]
    if len(after_day) > 1:  # each after a day of its own (9日,全省多云;10日,鲁南多云): a row of days, no list of places
        heads = [head for head in heads if head not in after_day]
    ends = [start for _, start, _ in heads[1:]] + [len(text)]
    found = (
        [Stretch(name, start, body, end) for (name, start, body), end in zip(heads, ends, strict=True)] if heads else []
    )
    below = bool(found) and text[: found[0].start].endswith("\n")
    names = {stretch.place for stretch in found}
    again = len(found) > 1 and not any(map(_AREA_NAME.fullmatch, names))  # one town on several lines
    return found if below or again or len(names) > 1 else []


def _ends(text: str, head: tuple[str, int, int]) -> bool:
    """Say whether a name ends where a word ends: 分散阵雨 is no place 分散 with 阵雨."""
    name, start, _ = head
    end = len(name)
    return (
        text[start] == "【"
        or opens_with_label(text[start + end : start + end + _NEXT_WORD])
        or all(word.end <= end or word.start >= end for word in tokens(text[start : start + end + _NEXT_WORD]))
    )


def _is_named(text: str, head: tuple[str, int, int]) -> bool:
    """Say whether print names a place beyond doubt: in brackets, or before a colon and a day (海区:11日)."""
    _, start, body = head
    return text[start] == "【" or (
        text[body - 2 : body].rstrip().endswith(":") and opens_with_label(text[body : body + _NEXT_WORD])
    )


def _is_name(name: str, *, named: bool) -> bool:
    if _AREA_NAME.fullmatch(name):
        return True
    if not named and _PART_OF_AREA.search(name):
        return False
    return not _NO_NAME.search(name) and is_name(name) and not labels(name, None)


def is_name(name: str) -> bool:
    """Say whether no word of weather stands in a name: 零星小雪转阴 is no place."""
    return all(word.kind in _NAMES for word in tokens(name))

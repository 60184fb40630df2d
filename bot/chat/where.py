"""Places in what people type: `Zibo weather`, `weather in Zibo`; and whether a text names a place at all. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chat import times
from messages.place import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from messages.place import Place

HOURLY = ("小时", "逐小时", "hourly", "hours")
COMMANDS = frozenset({"today", "forecast", "hours"})  # whose argument may be a place
LONGEST_CHINESE = 6  # 乌鲁木齐市, 博山区池上镇; what is longer is a sentence
LONGEST_WORD = 20
MOST_WORDS = 3
_VERBS = {"weather": "today", "forecast": "forecast", "hourly": "hours", "hours": "hours"}
_PLACE_FIRST = re.compile(rf"(.{{1,40}}?)\s+({'|'.join(_VERBS)})(?:\s+(\S{{1,20}}))?", re.IGNORECASE)
_IN = re.compile(r"(?:in|at|for|of)\s+", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_TALK = re.compile("^(?:[真很挺好不这我你他她]|那(?!曲)|太[热冷好差闷潮])|[了的好热冷错]$")  # 天气真好 is no question


def place_first(text: str) -> tuple[str, str] | None:
    """`Zibo weather tomorrow` as (command, argument); None when it is no such question."""
    found = _PLACE_FIRST.fullmatch(text)
    if found is None or (found[3] and not times.names_day(found[3])):
        return None
    return _VERBS[found[2].lower()], " ".join(filter(None, (found[3], found[1])))


def without_preposition(argument: str) -> str:
    """`in Zibo` without its `in`."""
    return _IN.sub("", argument, count=1) if _IN.match(argument) else argument


def meant(argument: str) -> str:
    """What of an argument may be a place: all but the days and 小时."""
    return " ".join(word for word in argument.split() if not times.names_day(word) and word.lower() not in HOURLY)


def is_sentence(argument: str, places: Iterable[Place]) -> bool:
    """Whether an argument is neither one of our places nor short enough to be the name of another."""
    place = meant(argument)
    return bool(place) and named(tuple(places), place) is None and not _is_name(place)


def _is_name(text: str) -> bool:
    words = text.split()
    if _CHINESE.search(text):
        return len(text) <= LONGEST_CHINESE and not _TALK.search(text)
    if len(words) == 1:
        return len(text) <= LONGEST_WORD
    return len(words) <= MOST_WORDS and all(word[0].isupper() for word in words)

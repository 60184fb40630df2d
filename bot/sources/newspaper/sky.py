"""Facts of a day to its sky: the chain cut at 转, rain and snow, and what is kept in the page's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.sources.newspaper.days import HALF
from messages.edition import Precipitation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.sources.newspaper.grammar import Fact

_SHORT = {"晴天": "晴", "阴天": "阴", "晴朗": "晴"}
_WHOLE = re.compile("各地|各县|大部")  # hardly less than the whole area
_LINKS = {"TO_SKY", "OR", "AMID"}


@dataclass(frozen=True)
class _Shower:
    """Rain before it is known how many phases the day has; `beside` is the phase it stands next to."""

    type: str
    beside: int | None
    where: str | None
    when: str | None


@dataclass(frozen=True)
class _Aside:
    """A clause about a place or an hour of its own: its words stay as printed, only its rain is read."""

    clause: int
    where: str | None = None
    when: str | None = None
    start: int = 0
    told: bool = False  # its words stand in `other` already
    lead: str | None = None  # the part of the area the day's own sky is printed for: 北部阴有小雨

    @property
    def spot(self) -> bool:
        return bool(self.where or self.when)


@dataclass(frozen=True)
class Sky:
    """What a day's sky does."""

    phases: tuple[str, ...]
    precipitation: tuple[Precipitation, ...]
    other: tuple[str, ...]


def sky_of(facts: Sequence[Fact], printed: str) -> Sky:
    """Read the chain of skies; `printed` is the day's text, which the facts' spans point into."""
    phases: list[str] = []
    showers: list[_Shower] = []
    other: list[str] = []
    clause_of_sky, aside = -1, _Aside(-1)
    for place, fact in enumerate(facts):
        if fact.rule == "note":
            other.append(printed[fact.start : fact.end])
        if fact.rule not in {"sky", "presence"}:
            continue
        rain, where, when = _rain(fact), _spot(fact, "PLACE"), _spot(fact, "WHEN")
        follows = facts[place + 1 : place + 2]
        if fact.clause != aside.clause:
            aside = (
                _aside(fact, follows)
                if phases
                else _Aside(fact.clause, lead=None if where and _WHOLE.match(where) else where)
            )
        where = where or aside.lead
        if aside.spot:
            showers += [_Shower(rain, None, where or aside.where, when or aside.when)] if rain else []
            if _has(fact, "COVER") or _has(fact, "TURN_SKY") or _turns(fact, follows):
                other = [*other[: len(other) - aside.told], printed[aside.start : fact.end]]
                aside = replace(aside, told=True)
        elif _is_phase(fact, phases, follows) or (_has(fact, "COVER") and fact.clause // HALF > clause_of_sky // HALF):
            phases.append(_phase(fact))
            clause_of_sky = fact.clause
            showers += [_Shower(rain, len(phases) - 1, where, when)] if rain else []
        elif rain and not _has(fact, "COVER"):
            beside = len(phases) - 1 if phases and fact.clause == clause_of_sky else None
            showers.append(_Shower(rain, beside, where, when))
        else:
            other.append(printed[fact.start : fact.end])
    return Sky(tuple(phases), tuple(_settled(shower, len(phases)) for shower in showers), tuple(other))


def _aside(fact: Fact, follows: Sequence[Fact]) -> _Aside:
    """Say whether a clause tells of another place or hour than the sky above (中心城区阴天转小雨, 夜里多云)."""
    where, when = _spot(fact, "PLACE"), _spot(fact, "WHEN")
    own = (where or when) and not _has(fact, "TURN_SKY") and (_has(fact, "COVER") or _turns(fact, follows))
    return _Aside(fact.clause, where, when, fact.start) if own else _Aside(fact.clause)


def _turns(fact: Fact, follows: Sequence[Fact]) -> bool:
    return bool(follows) and _has(follows[0], "TURN_SKY") and follows[0].clause == fact.clause


def _is_phase(fact: Fact, phases: Sequence[str], follows: Sequence[Fact]) -> bool:
    if _has(fact, "TURN_SKY"):
        return True
    if fact.rule == "sky":
        return not phases
    return not phases and (_has(fact, "COVER") or _turns(fact, follows))


def _settled(shower: _Shower, phases: int) -> Precipitation:
    """Rain of a time of day of its own belongs to no phase; rain after a comma only to an only phase."""
    phase = 0 if shower.beside is None and phases == 1 else shower.beside
    own_time = shower.when is not None
    return Precipitation(type=shower.type, phase=None if own_time else phase, where=shower.where, when=shower.when)


def _words(fact: Fact, rule: str) -> list[Any]:
    return [word for tree in fact.tree.find_data(rule) for word in tree.children]


def _has(fact: Fact, kind: str) -> bool:
    return any(word.type == kind for word in fact.tree.scan_values(lambda _: True))


def _spot(fact: Fact, kind: str) -> str | None:
    return "".join(str(word) for word in _words(fact, "spot") if word.type == kind) or None


def _phase(fact: Fact) -> str:
    return "".join(_SHORT.get(str(word), str(word).removesuffix("天气")) for word in _words(fact, "phase"))


def _rain(fact: Fact) -> str | None:
    """Give the rain words of a phase with what links them: 阵雨或雷雨, but of 多云到小雨 only 小雨."""
    words = _words(fact, "phase")
    places = [place for place, word in enumerate(words) if word.type == "RAIN"]
    if not places:
        return None
    return "".join(_rain_words(words[places[0] : places[-1] + 1])).removesuffix("天气")


def _rain_words(words: Iterable[Any]) -> list[str]:
    return [str(word) for word in words if word.type == "RAIN" or word.type in _LINKS]

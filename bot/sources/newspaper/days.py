"""Cuts a printed forecast into its days and each day into facts, so that one odd day does not lose the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.sources.newspaper.grammar import Fact, Gap, facts
from bot.sources.newspaper.labels import Label, labels

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

_CLAUSE = re.compile(r"[^,;。!?\n]+")
_NOT_AHEAD = re.compile(
    "实况|实测|截至|观测到|监测到|监测显示|记录到|出现了|下了|达到了|迎来了|突破|创下|创今年|为今年以来|以来最|(?<![比较])(?:昨[天日夜晚]|去年|常年|历年|上年)|同期|今晨|平均(?:气温|为)"
)


@dataclass(frozen=True)
class Day:
    """A label and what is printed for it. Facts and gaps count columns from the start of the whole text."""

    label: Label
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    end: int
    stop: str  # what ends the day in print: "," when it runs on into the next

    @property
    def has_sky(self) -> bool:
        return any(fact.rule in {"sky", "presence"} for fact in self.facts)

    @property
    def has_wind(self) -> bool:
        return any(fact.rule in {"leg", "gust"} for fact in self.facts)

    @property
    def has_temperature(self) -> bool:
        return any(fact.rule == "temperature" for fact in self.facts)


def days(text: str, paper: dt.date | None) -> list[Day]:
    """Cut a `plain_weather` text without line breaks at its labels; a label that says no weather is no day."""
    found = labels(text, paper)
    ends = [label.start for label in found[1:]] + [len(text)] * bool(found)
    cut = [_day(text, label, end) for label, end in zip(found, ends, strict=True)]
    return _merged([day for day in cut if day.facts])


def _day(text: str, label: Label, end: int) -> Day:
    read: list[Fact] = []
    gaps: list[Gap] = []
    for number, (clause, start) in enumerate(_clauses(text, label.end, end)):
        if _NOT_AHEAD.search(clause):
            gaps.append(Gap(clause, start))
            continue
        found, strange = facts(clause, at=start, number=number)
        read += found
        gaps += strange
    stop = text[label.end : end].rstrip(" ")[-1:]
    return Day(label, tuple(read), tuple(gaps), end, stop)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for match in _CLAUSE.finditer(text, start, end):
        if match[0].strip(" :/"):
            yield match[0], match.start()


def _merged(cut: Sequence[Day]) -> list[Day]:
    """Give a second label of the same day, with nothing but temperatures, to the day before it (明天最低气温0℃)."""
    kept: list[Day] = []
    for day in cut:
        if kept and not day.has_sky and not day.has_wind and _same_day(kept[-1].label, day.label):
            before = kept[-1]
            later = tuple(replace(fact, clause=fact.clause + 100) for fact in day.facts)
            kept[-1] = replace(
                before, facts=before.facts + later, gaps=before.gaps + day.gaps, end=day.end, stop=day.stop
            )
        else:
            kept.append(day)
    return kept


def _same_day(before: Label, label: Label) -> bool:
    if label.part != "24h" or label.date_end:
        return False
    return label.text in before.text or (label.date is not None and label.date == (before.date_end or before.date))

"""Cuts a printed forecast into its days and each day into facts, so that one odd day does not lose the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.sources.newspaper.grammar import Fact, Gap, facts
from bot.sources.newspaper.labels import Label, labels
from bot.sources.newspaper.sentences import is_left_open

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

_CLAUSE = re.compile(r"[^,;。!?\n]+")
_STOP = re.compile("[;。!?]")
_ADVICE = re.compile(
    "注意|添衣|增减衣|加衣|防寒|保暖|防暑|防滑|雨具|带伞|出行|适宜|适合|谨慎|小心|防范|做好|建议|请|农历"
)
_MEASURE = re.compile("[℃级°]|[0-9]度")
_COLUMN = re.compile(
    "[ :]*(?:天气|气象)?(?:预报|趋势|展望|形势)(?:预报|如下|为)?[ :]*"
)  # 未来三天天气趋势: names no day
HALF = 100  # clauses of a period's later half count from a multiple of it
_ODD_DAY = 40  # characters; a day nobody could read is short, else it is prose
_NOT_AHEAD = re.compile(
    "实况|实测|截至|观测到|监测到|监测显示|记录到|出现了|下了|达到了|迎来了|突破|创下|创今年|为今年以来|以来最|(?<![比较])(?:昨[天日夜晚]|(?<![提以之])前[天日]|去年|常年|历年|上年)|同期|今晨|平均(?:气温|为)"
)


@dataclass(frozen=True)
class Day:
    """A label and what is printed for it. Facts and gaps count columns from the start of the whole text."""

    label: Label
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    kept: tuple[str, ...]  # advice, in the page's words
    end: int
    stop: str  # what ends the day in print: "," when it runs on into the next

    @property
    def has_sky(self) -> bool:
        return any(fact.rule in {"sky", "presence"} for fact in self.facts)

    @property
    def has_wind(self) -> bool:
        return any(fact.rule in {"leg", "gust"} for fact in self.facts)

    @property
    def has_vane(self) -> bool:
        """Whether a wind is said to come from somewhere, or is named (微风)."""
        legs = [fact.tree for fact in self.facts if fact.rule == "leg"]
        return any(word.type in {"DIR", "BREEZE"} for leg in legs for word in leg.scan_values(lambda _: True))

    @property
    def has_temperature(self) -> bool:
        return any(fact.rule == "temperature" for fact in self.facts)


def days(text: str, paper: dt.date | None) -> list[Day]:
    """Cut a `plain_weather` text without line breaks at its labels; a label that says no weather is no day."""
    found = labels(text, paper)
    ends = [label.start for label in found[1:]] + [len(text)] * bool(found)
    return _merged([_day(text, label, end) for label, end in zip(found, ends, strict=True)], text)


def headed(text: str, label: Label) -> Day:
    """Read a text that names no day itself as the day of a label that stands elsewhere; its `end` is 0."""
    return _day(text, label, len(text))


def _day(text: str, label: Label, end: int) -> Day:
    read: list[Fact] = []
    gaps: list[Gap] = []
    kept: list[str] = []
    whole = len(text.rstrip())
    behind, last = False, label.end  # a sentence that looks back does so to its end
    for number, (clause, start) in enumerate(_clauses(text, label.end, end)):
        behind = (behind and not _STOP.search(text, last, start)) or _NOT_AHEAD.search(clause) is not None
        last = start + len(clause)
        if _COLUMN.fullmatch(clause):
            continue
        if behind:
            gaps.append(Gap(clause, start))
            continue
        found, strange = facts(clause, at=start, number=number)
        if last == whole and not found and not strange and is_left_open(clause):
            strange = [Gap(clause, start)]  # broken off: what would have followed is not known
        if _ADVICE.search(clause) and not _MEASURE.search(clause):
            kept.append(clause.strip())
            continue
        read += found
        kept += [gap.text for gap in strange if _ADVICE.search(gap.text)]
        gaps += [gap for gap in strange if not _ADVICE.search(gap.text)]
    stop = text[label.end : end].rstrip(" ")[-1:]
    return Day(label, tuple(read), tuple(gaps), tuple(kept), end, stop)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for match in _CLAUSE.finditer(text, start, end):
        clause = match[0].rstrip(" (")
        opens = len(clause) - len(clause.lstrip(" )]】"))
        if clause[opens:].strip(" :/"):
            yield clause[opens:], match.start() + opens


def _merged(cut: Sequence[Day], text: str) -> list[Day]:
    """Give to the day it speaks of what a second label says again (明天最低气温0℃, 今天夜里到明天东南风3级).

    A day of which nothing was read stays a day when it stands like one; else it is a gap in the day before it.
    """
    kept: list[Day] = []
    target = 0
    head = ""  # the label whose parts follow
    for place, day in enumerate(cut):
        mate = _mate(kept, day, target)
        if _heads(day, cut[place + 1 : place + 3]):
            kept.append(day)
            head = day.label.text
        elif head and day.label.text in head:
            kept[-1] = _with_facts(kept[-1], day)
        elif not day.facts and not _stands_alone(day, text):
            head = ""
            if kept:
                strange = Gap(text[day.label.start : day.end].rstrip(" ,;。/"), day.label.start)
                kept[-1] = replace(kept[-1], gaps=(*kept[-1].gaps, strange), end=day.end)
        elif kept and all(fact.rule == "note" for fact in day.facts) and not _stands_alone(day, text):
            words = text[day.label.start : day.end].rstrip(" ,;。/")  # 明后天气温缓慢回升: no day of its own
            kept[-1] = replace(kept[-1], kept=(*kept[-1].kept, words), end=day.end)
        elif mate is not None:
            kept[mate] = _with_facts(kept[mate], day)
            target = mate
        elif _covered(kept, day):
            kept = [_with_facts(one, day) if one in _covered(kept, day) else one for one in kept]
        else:
            kept.append(day)
            target, head = len(kept) - 1, ""
    return kept


def _heads(day: Day, following: Sequence[Day]) -> bool:
    """Say whether a label only heads the parts it names: 24日夜间至25日白天:24日夜间全市多云,25日白天…."""
    inside = [one for one in following if one.label.text in day.label.text and not one.label.bare]
    return not (day.facts or day.gaps or day.kept) and day.label.part == "night-day" and len(inside) > 1


def _covered(kept: Sequence[Day], day: Day) -> list[Day]:
    """Give the days before that a label of several days adds the wind of: 今天夜里到明天东南风3级."""
    if day.has_sky or day.has_temperature or not day.has_wind:
        return []
    inside = [one for one in kept if one.label.text in day.label.text and one.label.text != day.label.text]
    return inside if len(inside) > 1 and not any(one.has_wind for one in inside) else []


def _mate(kept: Sequence[Day], day: Day, latest: int) -> int | None:
    """Find the day that a label speaks of again: by the same words, or with nothing but temperatures."""
    same = next((index for index, one in enumerate(kept) if _same_words(one.label, day.label)), None)
    if same is not None and day.facts and not (kept[same].has_sky and day.has_sky):
        return same
    if day.has_sky or day.has_wind or not day.has_temperature or not kept:
        return None
    if day.label.text.startswith(("明晨", "明早")):
        return next((index for index in reversed(range(len(kept))) if kept[index].label.part != "day"), latest)
    return next((index for index in reversed(range(len(kept))) if _same_day(kept[index].label, day.label)), None)


def _same_words(before: Label, label: Label) -> bool:
    return before.text == label.text and not label.bare


def _with_facts(before: Day, day: Day) -> Day:
    after = HALF * (1 + max((fact.clause for fact in before.facts), default=-1) // HALF)
    later = tuple(replace(fact, clause=fact.clause + after) for fact in day.facts)
    gaps, end = before.gaps + day.gaps, max(before.end, day.end)
    return replace(before, facts=before.facts + later, gaps=gaps, kept=before.kept + day.kept, end=end, stop=day.stop)


def _stands_alone(day: Day, text: str) -> bool:
    begins = day.label.start == 0 or text[day.label.start - 1] in " /;。:,"
    only_begins = text.startswith("起", day.label.end)  # 26日起有强冷空气: no day's weather
    return begins and not day.label.bare and not only_begins and bool(day.gaps) and day.end - day.label.end <= _ODD_DAY


def _same_day(before: Label, label: Label) -> bool:
    if label.part != "24h" or label.date_end:
        return False
    return label.text in before.text or (label.date is not None and label.date == (before.date_end or before.date))

"""Finds what a forecast calls its days (9日, 今天夜间, 6日晚上到7日白天, 22—24日) and says which dates that is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.sources.newspaper.calendar import day_of, lunar_day, near, number_of, weekday_from

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = Literal["24h", "day", "night", "night-day"]

_DAY = r"(?:(?:(?:20\d\d)年)?\d{1,2}月)?\d{1,2}[日号](?!电|讯|报道|晚报|刊)"
_NUMERAL_DAY = (
    "(?<![一-龥])(?:[一二三四五六七八九十]{1,2}月)?[一二三]?十?[一二三四五六七八九十]日(?=[,:晴多阴小中大白夜到至]|$)"
)
_WORD = (
    "(?:今天|今日|明天|明日|大后天|后天|后日|今夜|今晚|明夜|明晚|后天夜间|明晨|明早|未来24小时|今、?明、?后三天|今、?明、?后天|今、?明两[天日]|今明|今、明天|明后两[天日]|明后天"
    "|今起[三3两2]天|未来[一二三四五六七两\\d]{1,2}[天日]|今后[一二三四五六七两\\d]{1,2}[天日]|周末两天|双休日|周末|次日|翌日|当日|当天)"
)
_LUNAR = "(?:(?:农历)?(?:正月|大年)?初[一二三四五六七八九十]|(?:大年)?除夕)(?=[,: 晴多阴小中大雨雪雾霾白夜到至(]|$)"
_WEEK = "(?:本|下|这)?(?:周|星期|礼拜)(?:[一二三四五六日]|天(?!气))(?![个期年])"
_SPAN_PART = (
    "(?:白天[到至](?:今天|当天|明天|今日)?(?:夜间|夜里|晚上|前半夜|傍晚)|(?:夜间|夜里|晚上|今夜)[到至](?:次日|翌日)(?:白天|早晨|上午)?"
    "|(?:凌晨|早晨|清晨|上午|中午|午后|下午|傍晚|前半夜|上半夜)[到至](?:早晨|上午|中午|午后|下午|白天|傍晚|前半夜|后半夜|夜间|夜里|晚上))"
)
_PART = f"(?:{_SPAN_PART}|全天|白天|日间|夜间|夜里|夜晚|晚上|晚间|上午|下午|早晨|凌晨|傍晚|前半夜|上半夜|后半夜|下半夜|晚(?![报会上间点])|夜(?![市校班宵景色晚里间]))"
_HOUR = r"(?:\d{1,2}[-~]\d{1,2}时|\d{1,2}(?::00|[时点]))"
_NOTE = r"(?:\([^()\d][^()]{0,11}\)|\(\d{1,2}月\d{1,2}日[^()]{0,6}\)|\(\d{1,2}[./]\d{1,2}\)|\(\d{1,2}日[^()]{0,6}\)|\(\d{1,2}日?[-~—至到、]\d{1,2}日\)|\(\d{1,2}日\d{1,2}时[-~—至到]{1,2}\d{1,2}日\d{1,2}时\))"
_POINT = rf"(?:(?:{_WEEK}[ ,]?\(?(?:{_DAY})\)?|{_DAY}|{_NUMERAL_DAY}|{_WEEK}|{_LUNAR}|{_WORD})(?:{_NOTE}|(?<=日)[ ,]{{0,2}}{_WEEK}(?=[: ,晴多少阴白夜]))?(?:[: ]{{0,2}}{_PART}|{_HOUR})?)"
_TO = "(?:到|至|~|-|—{1,2})"
_DAYS = rf"(?:(?:\d{{1,2}}月)?\d{{1,2}}[日号]?(?:{_TO}|、|和|及)(?:\d{{1,2}}月)?\d{{1,2}}[日号](?!电|讯))(?:{_PART})?"
_LABEL = re.compile(
    rf"(?<![\d月年.])(?<!\d:)(?:{_DAYS}|{_WEEK}[、和及]{_WEEK}|{_POINT}(?:{_TO}(?:{_POINT}|{_PART}|{_HOUR})(?:{_NOTE})?)?)"
)
_HALF = "白天|日间|夜间|夜里|夜晚|晚上|晚间"
_BARE = re.compile(rf"(?<![一-龥\d])(?:{_SPAN_PART}|{_HALF})(?=[:,]?[^\d])")

_NUMBERS = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})(?:[日号]|(?=[到至~—、和及-]))")
_NIGHT = re.compile("夜|晚|傍晚[到至]|凌晨")
_DAYTIME = re.compile("白天|日间|上午|下午|早晨|傍晚")
_NUMERALS = re.compile("([一二三四五六七八九十]{1,3})(?=[月日])")
_LUNAR_NAME = re.compile("初[一二三四五六七八九十]|除夕")
_OFFSETS = {"今": 0, "明": 1, "大后": 3, "后": 2, "当": 0}
_SUNDAY = 6
_EVENING = 17


@dataclass(frozen=True)
class Label:
    """A period's name as printed, the part of the day it covers, its dates, and its span in the text."""

    text: str
    part: Part
    date: dt.date | None
    date_end: dt.date | None
    start: int
    end: int
    bare: bool = False


def labels(text: str, paper: dt.date | None) -> list[Label]:
    """Find the labels of a `plain` text in print order; dates stay None without the paper's date."""
    found: list[Label] = []
    for match in _matches(text):
        onward = text.startswith("起", match.end())  # 后天起: the word is the label's, and says nothing more
        label = _label(match[0], paper, match.start(), match.end() + onward)
        found.append(_after(label, found[-1] if found else None, paper))
    return _with_bare(text, found, paper)


def without_labels(text: str) -> str:
    """Give a `plain` text without the names of its days."""
    return _LABEL.sub("", text)


def opens_with_label(text: str) -> bool:
    """Say whether a `plain` text begins with the name of a day."""
    return _LABEL.match(text) is not None


def _matches(text: str) -> Iterator[re.Match[str]]:
    for match in _LABEL.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if not before.endswith(("较", "比", "截至", "昨日", "至")):
            yield match


def _label(printed: str, paper: dt.date | None, start: int, end: int) -> Label:
    first, last = _points(printed)
    date = _date(first, paper)
    date_end = _date(last, date if date and last[:1].isdigit() else paper) if last else None
    part = _part(printed, first, last)
    if date_end and date and date_end <= date:
        date_end = None
    if not last:
        date_end = _span_end(printed, date)
    text = re.sub(r"[: ]", "", printed) if not re.search(r"\d:\d", printed) else printed
    return Label(text, part, date, date_end, start, end)


def _points(printed: str) -> tuple[str, str | None]:
    """Cut 6日晚上到7日白天 in two; 白天到夜间 is one part of one day, 周末两天(11~12日) are the days in brackets."""
    inside = re.search(r"\((\d{1,2})日?[-~—至到、](\d{1,2}日)\)", printed)
    if inside:
        return inside[1] + "日", inside[2]
    whole = re.fullmatch(rf"{_POINT}", printed)
    if whole:
        return printed, None
    cut = re.search(
        rf"(?<=[日号)间晚天上里时点日夜晨午末一二三四五六七八九十夕]){_TO}(?=[\d今明后大次翌周星本下初正]|{_PART})|[、和及](?=[\d周星礼])|(?<=\d){_TO}(?=[\d月]{{1,5}}[日号])",
        printed,
    )
    if not cut:
        return printed, None
    first = printed[: cut.start()]
    return first + "日" if first[-1].isdigit() else first, printed[cut.end() :]


def _date(point: str, paper: dt.date | None) -> dt.date | None:
    numbers = _NUMBERS.search(_NUMERALS.sub(_digits, point))
    if numbers:
        year, month, day = (int(one) if one else None for one in numbers.groups())
        if year and month and day:
            return day_of(year, month, day)
        return near(paper, day or 0, month) if paper else None
    if paper is None:
        return None
    week = re.match("(本|下|这)?(?:周|星期|礼拜)([一二三四五六日天])", point)
    if week:
        return weekday_from(paper, week[2], next_week=week[1] == "下")
    return _by_word(point, paper)


def _digits(numeral: re.Match[str]) -> str:
    """Give a day or month in Chinese numerals in digits: 二十一日 is 21日."""
    return str(number_of(numeral[1]))


def _by_word(point: str, paper: dt.date) -> dt.date | None:
    if lunar := _LUNAR_NAME.search(point):
        return lunar_day(paper, lunar[0])
    if point.startswith(("周末", "双休日")):
        return paper if paper.weekday() == _SUNDAY else weekday_from(paper, "六")
    if point == "未来24小时":
        return paper
    for word, days in _OFFSETS.items():
        if point.startswith(word) and not point.startswith("今后"):
            return paper + dt.timedelta(days=days)
    return None


def _span_end(printed: str, date: dt.date | None) -> dt.date | None:
    """Give the last date of a word that names several days (今明两天, 周末)."""
    if date is None:
        return None
    if re.match("今、?明、?后", printed):
        return date + dt.timedelta(days=2)
    if re.match("今起[三3]", printed):
        return date + dt.timedelta(days=2)
    if re.match("今、?明|明后|今起|周末|双休日", printed):
        return date + dt.timedelta(days=1) if not (date.weekday() == _SUNDAY and printed[0] in "周双") else None
    return date + dt.timedelta(days=1) if re.search("[到至](?:次日|翌日)", printed) else None


def _part(printed: str, first: str, last: str | None) -> Part:
    hour = re.search(r"(\d{1,2})(?::00|[时点])", first)
    if last is None:
        if hours := re.search(r"(\d{1,2})[-~]\d{1,2}时", printed):
            return "day" if int(hours[1]) < _EVENING else "night"
        if re.search(_SPAN_PART, printed):
            return "night-day" if re.search("(?:夜|(?<!傍)晚)[间里上]?[到至]", printed) else _span_part(printed)
        return "night" if _NIGHT.search(printed) else "day" if _DAYTIME.search(printed) else "24h"
    if hour and re.fullmatch(_HOUR, last):
        return "day" if int(hour[1]) < _EVENING else "night"
    if _NIGHT.search(first) or (hour and int(hour[1]) >= _EVENING):
        only_night = _NIGHT.search(last) and not re.search(r"[\d明后次]", last)
        return "night" if only_night else "night-day"
    return "24h"


def _span_part(printed: str) -> Part:
    first, last = re.split("[到至]", printed, maxsplit=1)
    if re.search("夜|晚", last):
        return "night" if re.search("傍晚$|夜$", first) else "24h"
    return "day"


def _after(label: Label, before: Label | None, paper: dt.date | None) -> Label:
    """Resolve what only the period before can say: 次日, and day numbers that run on past the month's end."""
    if before is None or label.date or paper is None:
        return label
    if label.text.startswith(("次日", "翌日")) and before.date:
        return replace(label, date=(before.date_end or before.date) + dt.timedelta(days=1))
    return label


def _with_bare(text: str, found: list[Label], paper: dt.date | None) -> list[Label]:
    """Add 夜间 and 白天 that open a period without naming the day: at the start, or after the day's other half."""
    kept = list(found)
    for match in _BARE.finditer(text):
        if any(label.start <= match.start() < label.end for label in found):
            continue
        before = max(
            (label for label in kept if label.start < match.start()), key=lambda label: label.start, default=None
        )
        part = _part(match[0], match[0], None)
        if before is None and match.start() == 0:
            kept.append(Label(match[0], part, paper, None, match.start(), match.end(), bare=True))
        elif before and before.part in {"day", "night"} and part in {"day", "night"} and part != before.part:
            kept.append(Label(match[0], part, before.date, None, match.start(), match.end(), bare=True))
    return sorted(kept, key=lambda label: label.start)

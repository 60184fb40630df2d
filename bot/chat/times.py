"""Times, days and zones as people type them. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import available_timezones

from bot.subscription import Slot

LONGEST = 40  # characters a time may take, with its days
NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, **{str(n): n for n in range(1, 8)}}
ENGLISH_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
NEAR = {
    **dict.fromkeys(("今天", "今日", "今晚", "今早", "today", "tonight"), 0),
    **dict.fromkeys(("明天", "明日", "明早", "明晚", "tomorrow"), 1),
    **dict.fromkeys(("后天", "後天"), 2),
    "大后天": 3,
}
AFTER_NOON = ("下午", "傍晚", "晚上", "晚", "夜里", "今晚")
MIDNIGHT = ("晚上", "晚", "夜里", "今晚", "凌晨")
BEFORE_NOON = ("早上", "早晨", "清晨", "上午", "凌晨", "早", "每天早上", "每天")
CITIES = {
    "北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "中国": "Asia/Shanghai", "淄博": "Asia/Shanghai",
    "乌鲁木齐": "Asia/Urumqi", "新疆": "Asia/Urumqi", "香港": "Asia/Hong_Kong", "澳门": "Asia/Macau",
    "台北": "Asia/Taipei", "东京": "Asia/Tokyo", "首尔": "Asia/Seoul", "新加坡": "Asia/Singapore",
    "曼谷": "Asia/Bangkok", "迪拜": "Asia/Dubai", "莫斯科": "Europe/Moscow", "伦敦": "Europe/London",
    "巴黎": "Europe/Paris", "柏林": "Europe/Berlin", "纽约": "America/New_York", "多伦多": "America/Toronto",
    "温哥华": "America/Vancouver", "洛杉矶": "America/Los_Angeles", "旧金山": "America/Los_Angeles",
    "芝加哥": "America/Chicago", "悉尼": "Australia/Sydney", "墨尔本": "Australia/Melbourne",
    "奥克兰": "Pacific/Auckland", "开罗": "Africa/Cairo", "加德满都": "Asia/Kathmandu",
}  # fmt: skip

_NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_CLOCK = re.compile(r"(\d{1,2})[:：.](\d{2})\s*(am|pm)?", re.IGNORECASE)
_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_HOUR_ENGLISH = re.compile(r"(\d{1,2})\s*(am|pm)", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"(?P<half_day>{'|'.join(sorted((*BEFORE_NOON, *AFTER_NOON, '中午'), key=len, reverse=True))})?"
    rf"(?P<hour>{_NUMBER})[点點时時](?P<rest>半|一刻|三刻|整|钟|(?P<minute>{_NUMBER})分?)?"
)
_CLEAR = re.compile(r"[:：点點时時]|[ap]m$", re.IGNORECASE)
_DAYS = re.compile(
    r"(每天|天天|工作日|上班日|平日|平时|休息日|节假日|周末|每?(?:周|星期|礼拜)[一二三四五六日天1-7]"
    r"(?:(?:[、,，和]|[到至~-])?(?:周|星期|礼拜)?[一二三四五六日天1-7](?![点點时時:：\d半]))*)(.+)"
)
_ENGLISH_DAYS = re.compile(
    r"(daily|every\s?day|weekdays|workdays|weekends?|rest\s?days|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"(?:[\s,-]+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)*)\s+(.+)",
    re.IGNORECASE,
)
_NAMED_DAYS = {
    **dict.fromkeys(("每天", "天天", "daily", "everyday"), "every"),
    **dict.fromkeys(("工作日", "上班日", "平日", "平时", "workdays"), "workdays"),
    **dict.fromkeys(("休息日", "节假日", "restdays"), "restdays"),
    **dict.fromkeys(("周末", "weekend", "weekends"), "67"),
    "weekdays": "12345",
}
_WEEKDAY = re.compile(r"(?:(下)?(?:周|星期|礼拜))([一二三四五六日天1-7])")
_DATE = re.compile(r"(?:(?:(\d{4})[年/-])?(\d{1,2})[月/-])?(\d{1,2})[日号]?")
_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(00|30|45))?", re.IGNORECASE)
HALF_HOURS = {  # places whose clocks keep that offset all year
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+8:45": "Australia/Eucla",
    "+9:30": "Australia/Darwin",
    "-9:30": "Pacific/Marquesas",
}


def number(text: str) -> int | None:
    """An Arabic or Chinese number up to 99; None for anything else."""
    if text.isdecimal():
        return int(text)
    if any(char not in NUMERALS and char != "十" for char in text) or not text:
        return None
    tens, ten, units = text.rpartition("十")
    if not ten:
        return NUMERALS[units] if len(units) == 1 else int("".join(str(NUMERALS[char]) for char in units))
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS[units] if units else 0)


def wall_time(text: str) -> dt.time | None:
    """`7点半`, `早上七点`, `07:30`, `7:30am`, `晚上8点一刻` as a wall time; None when it is none."""
    compact = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if found := _CLOCK.fullmatch(compact):
        return _time(int(found[1]), int(found[2]), (found[3] or "").lower())
    if found := _DIGITS.fullmatch(compact):
        return dt.time(int(found[1]), int(found[2]))
    if found := _HOUR_ENGLISH.fullmatch(compact):
        return _time(int(found[1]), 0, found[2].lower())
    if found := _SPOKEN.fullmatch(compact):
        return _spoken(found)
    return None


def clear_time(text: str) -> bool:
    """Whether a text that is nothing but a time says so itself: 7:30 and 七点半 do, 0730 may be anything."""
    clear = len(text) <= LONGEST and _CLEAR.search(unicodedata.normalize("NFKC", text)) is not None
    return clear and slot(text) is not None


def slot(text: str) -> Slot | None:
    """`7点半`, `工作日 7:30`, `周一到周五 早上七点`, `周六日 9点`, `weekends 9am` as a slot; None when it is none."""
    shown = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    found = _DAYS.fullmatch(shown) or _ENGLISH_DAYS.fullmatch(shown)
    days, rest = (found[1], found[2]) if found else ("每天", shown)
    time, held = wall_time(rest), _days(days)
    if time is None:
        time, held = wall_time(shown), {}  # 每天早上七点 is a time of its own
    return Slot.model_validate({"time": time, **held}) if time is not None else None


def _days(text: str) -> dict[str, object]:
    """The days a slot holds, by words."""
    named = _NAMED_DAYS.get(re.sub(r"\s", "", text.lower()))
    if named in {"workdays", "restdays"}:
        return {"days": named}
    if named:
        return {} if named == "every" else {"weekdays": tuple(int(day) for day in named)}
    marks = [ENGLISH_DAYS[day[:3].lower()] for day in re.findall(r"[a-zA-Z]{3,}", text)]
    marks = marks or [WEEKDAYS[char] for char in text if char in WEEKDAYS]
    if re.search(r"[到至~-]", text) and len(marks) == 2 and marks[0] < marks[1]:  # noqa: PLR2004 - from and to
        marks = list(range(marks[0], marks[1] + 1))
    return {"weekdays": tuple(marks)}


def span(text: str) -> tuple[dt.time, dt.time] | None:
    """`22:00-6:30`, `晚上十点到早上六点半` as two wall times; None when they are none."""
    shown = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    parts = re.split(r"\s*(?:[-–—~]|到|至|\bto\b)\s*", shown)
    if len(parts) != 2:  # noqa: PLR2004 - from and to
        return None
    start, end = wall_time(parts[0]), wall_time(parts[1])
    return (start, end) if start is not None and end is not None else None


def _spoken(found: re.Match[str]) -> dt.time | None:
    hour = number(found["hour"])
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(found["rest"] or "")
    minute = minutes if minutes is not None else (number(found["minute"]) if found["minute"] else 0)
    if hour is None or minute is None:
        return None
    if found["half_day"] in MIDNIGHT and hour == 12:  # noqa: PLR2004 - 晚上十二点 is the beginning of a day
        hour = 0
    late = found["half_day"] in AFTER_NOON or (found["half_day"] == "中午" and hour < 11)  # noqa: PLR2004 - noon
    return _time(hour, minute, "pm" if late and 1 <= hour <= 11 else "")  # noqa: PLR2004 - a half day's hours


def _time(hour: int, minute: int, half: str) -> dt.time | None:
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a half day's hours
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour == 24 and minute == 0:  # noqa: PLR2004 - the end of a day is the next one's beginning
        hour = 0
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day's hours and minutes


def day(text: str, today: dt.date) -> dt.date | None:
    """`明天`, `后天`, `周六`, `10日`, `3月10日`, `Sat` as a date from `today` on; None when it is none."""
    word = text.strip().lower()
    if word in NEAR:
        return today + dt.timedelta(days=NEAR[word])
    if word in {"周末", "weekend"}:
        return weekday(6, today)
    if found := _WEEKDAY.fullmatch(word):
        return weekday(WEEKDAYS[found[2]], today, following=bool(found[1]))
    if word[:3] in ENGLISH_DAYS and word.isalpha() and (len(word) == 3 or word.endswith("day")):  # noqa: PLR2004
        return weekday(ENGLISH_DAYS[word[:3]], today)
    if (found := _DATE.fullmatch(word)) and (found[2] or word[-1] in "日号"):
        return date_from(today, int(found[3]), int(found[2]) if found[2] else None, int(found[1]) if found[1] else None)
    return None


def names_day(word: str) -> bool:
    """Whether a single word names a day, whichever that is."""
    return day(word, dt.date(2000, 1, 1)) is not None


def weekday(iso: int, today: dt.date, *, following: bool = False) -> dt.date:
    """The next day with this ISO weekday, today counting; with `following` the one of the week after."""
    ahead = (iso - today.isoweekday()) % 7
    if following:
        ahead = 7 - today.isoweekday() + iso
    return today + dt.timedelta(days=ahead)


def date_from(today: dt.date, day_number: int, month: int | None, year: int | None) -> dt.date | None:
    """The date with this day (and month, and year) nearest to `today`, looking ahead; None when there is none."""
    for ahead in range(367):
        date = today + dt.timedelta(days=ahead)
        if date.day == day_number and month in (None, date.month) and year in (None, date.year):
            return date
        if month is None and ahead > 31:  # noqa: PLR2004 - a month has no such day
            return None
    try:
        return dt.date(year or today.year, month or today.month, day_number)
    except ValueError:
        return None


def zone(text: str) -> str | None:
    """`纽约`, `New York`, `Asia/Tokyo`, `UTC-5` as a zone name; None when it is none."""
    word = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    word = word.removesuffix("时间").removesuffix("時間")
    if word in CITIES:
        return CITIES[word]
    if found := _OFFSET.fullmatch(word):
        return _offset_zone(found[1], int(found[2]), found[3] or "00")
    wanted = word.lower().replace(" ", "_")
    names = sorted(available_timezones(), key=lambda name: (name.count("/") != 1, name))
    whole = next((name for name in names if name.lower() == wanted), None)
    return whole or next((name for name in names if name.lower().endswith(f"/{wanted}")), None)


def _offset_zone(sign: str, hours: int, minutes: str) -> str | None:
    """A fixed offset; the names of the database count it the other way round, and have whole hours only."""
    if minutes != "00":
        return HALF_HOURS.get(f"{sign}{hours}:{minutes}")
    ahead = hours if sign == "+" else -hours
    if ahead == 0:
        return "Etc/UTC"
    return f"Etc/GMT{-ahead:+d}" if -12 <= ahead <= 14 else None  # noqa: PLR2004 - the offsets in use

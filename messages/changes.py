"""What has changed against the forecast readers were sent, and rain that is near: as values, then in words. Pure.

Only what section "change" of the conversation names is worth a sound: wet or dry, a bound by 5℃, a gust crossing 7.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from messages import advice
from messages.dates import date_name
from messages.edition import Hour, Period, Value
from messages.length import CAPTION_UNITS, TEXT_UNITS, fits
from messages.live import NOTICE, named
from messages.message import Message
from messages.outlook import Outlook, day_of, outlook
from messages.phrases import phrase
from messages.render import render
from messages.source import credited, place_name
from messages.weather import joined, sky_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from messages.advice import Thresholds
    from messages.edition import Forecast, Number
    from messages.message import Briefing, House, Language

Kind = Literal["降雨", "降温", "大风"]  # as readers choose them

SOON: Final = dt.timedelta(hours=2)
SURE: Final = 50  # percent from which rain near at hand is worth a word; where no share is given, an amount is
LEAST_MM: Final = 0.2
_DAY: Final = dt.timedelta(days=1)


class Told(Value):
    """What a forecast says of today and tomorrow; None for a day it does not cover."""

    date: dt.date
    today: Period | None = None
    tomorrow: Period | None = None


def told(forecast: Forecast | None, date: dt.date) -> Told:
    """The two days of a forecast that readers are kept posted on, without what is only printed of them."""
    return Told(date=date, today=day_of(forecast, date), tomorrow=day_of(forecast, date + _DAY))


def kinds(sent: Told, now: Told, thresholds: Thresholds) -> tuple[Kind, ...]:
    """Which changes are worth a sound; empty when none is."""
    found: list[Kind] = []
    for before, after in _pairs(sent, now):
        ours, theirs = advice.facts(before), advice.facts(after)
        if ours.kinds and theirs.kinds and ours.wet != theirs.wet:
            found.append("降雨")
        if _apart(ours.low, theirs.low, thresholds) or _apart(ours.high, theirs.high, thresholds):
            found.append("降温")
        if ours.gust and theirs.gust and (ours.gust >= thresholds.gale_gust) != (theirs.gust >= thresholds.gale_gust):
            found.append("大风")
    return tuple(dict.fromkeys(found))


def alike(sent: Told, now: Told) -> bool:
    """Whether readers would see the same: the sky, whole degrees and the wind of both days."""
    return all(_seen(before) == _seen(after) for before, after in _both(sent, now))


def _seen(day: Period | None) -> object:
    bounds = [None if bound is None else round(bound) for bound in (day.low, day.high)] if day else []
    return (day.sky, day.wind, *bounds) if day else None


def updated(message: Message, language: Language, at: dt.datetime, zone: str) -> Message:
    """A changed card says when, as far as there is room for it."""
    stamp = render("stamp", language, time=f"{at.astimezone(ZoneInfo(zone)):%H:%M}")
    text = Markup("\n").join((message.text, stamp))
    room = CAPTION_UNITS if message.card else TEXT_UNITS
    return message.model_copy(update={"text": text}) if fits(text, room) else message


def notice(language: Language, house: House, briefing: Briefing, content: Mapping[str, Any]) -> Message | None:
    """A notice as it was owed, by what is known now; None when it is no longer true."""
    if "change" in content:
        return change(language, house, briefing, Told.model_validate(content["change"]))
    return rain(language, house, briefing, dt.datetime.fromisoformat(content["rain"]))


def change(language: Language, house: House, briefing: Briefing, sent: Told) -> Message | None:
    """The changes of both days in one message, with who says so. None when nothing has changed any more."""
    now = told(briefing.live, sent.date)
    if briefing.live is None or sent.date != briefing.today or not kinds(sent, now, house.thresholds):
        return None
    return _said(language, house, briefing, _lines(language, house, sent, now, briefing.today))


def corrected(language: Language, house: House, briefing: Briefing, sent: Told) -> Message | None:
    """The same when it is the page that has changed; the message it answers names the source."""
    now = told(outlook(briefing, house.place).forecast, sent.date)
    if not kinds(sent, now, house.thresholds):
        return None
    return Message(text=Markup("\n").join(_lines(language, house, sent, now, briefing.today)))


def _lines(language: Language, house: House, sent: Told, now: Told, today: dt.date) -> list[Markup]:
    lines = []
    for date, (before, after) in zip((sent.date, sent.date + _DAY), _both(sent, now), strict=True):
        what = named(language, before, after, house.thresholds, NOTICE) if before and after else []
        if what:
            day = date_name(language, date, today, long=True)
            lines.append(phrase(language, "notice.change", day=day, what=joined(language, what)))
    return lines


def rain_soon(hours: Sequence[Hour], now: dt.datetime) -> Hour | None:
    """The first hour of rain or snow within two hours of a dry present; None without, or when it falls already."""
    ahead = [hour for hour in hours if now - dt.timedelta(hours=1) < hour.at <= now + SOON]
    if not ahead or _falls(ahead[0]):
        return None
    return next((hour for hour in ahead if _falls(hour) and hour.at > now), None)


def rain(language: Language, house: House, briefing: Briefing, at: dt.datetime) -> Message | None:
    """Rain announced for `at`, as the newest hours have it; None when it has begun, or is no longer near."""
    found = rain_soon(briefing.hours, briefing.hours[0].at) if briefing.hours else None
    if found is None or abs(found.at - at) > SOON:
        return None
    what = sky_words(language, Period(label="", sky=(found.sky or "",)))
    return _said(language, house, briefing, [phrase(language, "notice.rain", time=f"{found.at:%H:%M}", what=what)])


def _said(language: Language, house: House, briefing: Briefing, lines: Sequence[str]) -> Message:
    live = briefing.live
    credit = live.credit if live and live.credit else briefing.hours_credit
    place = place_name(language, house, Outlook("live", live))
    text = render("change", language, place=place, lines=lines, credit=credited(language, credit) if credit else None)
    return Message(text=text)


def _pairs(sent: Told, now: Told) -> list[tuple[Period, Period]]:
    return [(before, after) for before, after in _both(sent, now) if before and after]


def _both(sent: Told, now: Told) -> tuple[tuple[Period | None, Period | None], ...]:
    return (sent.today, now.today), (sent.tomorrow, now.tomorrow)


def _apart(then: Number | None, now: Number | None, thresholds: Thresholds) -> bool:
    return then is not None and now is not None and abs(now - then) >= thresholds.change


def _falls(hour: Hour) -> bool:
    """Whether rain or snow is to be counted on in an hour."""
    wet = bool(hour.sky) and any(part in (hour.sky or "") for part in ("雨", "雪", "雹", "冰粒"))
    if not wet:
        return False
    if hour.precipitation_probability is not None:
        return hour.precipitation_probability >= SURE
    return hour.precipitation_mm is None or hour.precipitation_mm >= LEAST_MM

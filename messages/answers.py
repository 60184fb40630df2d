"""Answers to questions about weather and safety, and to /start. Pure; the screens of settings live in chat.

Every answer names where it comes from; 今天 is the paper's date, whatever the reader's zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import blocks, dates, keyboard
from messages.advice import all_safety, facts
from messages.escape import clean
from messages.hourly import air_line
from messages.lead import lead
from messages.length import TEXT_UNITS, clip, shown
from messages.message import Message
from messages.outlook import Outlook, covers, outlook, readable, speaking
from messages.phrases import phrase
from messages.render import render
from messages.sky import emoji
from messages.source import paper_name, place_name
from messages.state import notice

if TYPE_CHECKING:
    from messages.advice import Thresholds
    from messages.message import Briefing, House, Language, Wishes

EVENING: Final = dt.time(18)
_NOON: Final = dt.time(12)
ANNOUNCEMENT_UNITS: Final = TEXT_UNITS - 200  # with the paper's name and a mark before it
_GAP: Final = Markup("\n\n")


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about what: the settings every answer needs. `elsewhere`: the reader's zone is not the paper's."""

    briefing: Briefing
    wishes: Wishes
    house: House
    elsewhere: bool = False

    @property
    def language(self) -> Language:
        return self.wishes.language

    @property
    def thresholds(self) -> Thresholds:
        return self.house.thresholds


def today(asked: Question, now_local: dt.datetime, date: dt.date | None = None) -> Message:
    """One day in a sentence and a line: `date`, else today, else from 18:00 (the paper's clock) tomorrow."""
    evening = date is None and now_local.time() >= EVENING
    wanted = date or asked.briefing.today + dt.timedelta(days=evening)
    text = _day(asked, wanted)
    if evening and text is None:
        text = _day(asked, asked.briefing.today)
    if text is None:
        return uncovered(asked, wanted)
    return Message(text=text, buttons=keyboard.weather_buttons(asked.language, asked.wishes.audience, wanted))


def forecast(asked: Question) -> Message:
    """The table of days with its changes, our hint and the sources."""
    found = outlook(asked.briefing, asked.house.place)
    if not found.days:
        return uncovered(asked, asked.briefing.today)
    parts = (
        notice(asked.language, asked.briefing, asked.house, found),
        blocks.days(asked.language, asked.briefing, asked.house, found),
        blocks.hint(asked.language, asked.briefing, asked.house, found),
        _source(asked, found),
    )
    buttons = keyboard.forecast_buttons(
        asked.language,
        asked.wishes.audience,
        asked.house,
        asked.briefing.today,
        lead=shown(_sentence(asked, found, asked.briefing.today)),
    )
    return Message(text=_joined(*parts), buttons=buttons)


def uncovered(asked: Question, date: dt.date) -> Message:
    """No forecast for a date: the state of the paper, or which days there are; an unreadable line as printed."""
    found = outlook(asked.briefing, asked.house.place)
    said = notice(asked.language, asked.briefing, asked.house, found) if not found.days else None
    printed = blocks.unread(asked.language, asked.briefing, asked.house, found)
    if said is None and not printed:
        said = _range(asked.language, found, date, asked.briefing.today)
    text = _joined(said, printed, _official(asked, date))
    return Message(text=text, buttons=keyboard.no_weather_buttons(asked.language))


def safety(asked: Question) -> Message:
    """Today's notices: official warnings, our hint, each line with the rule that fired, the page's slogans."""
    language, briefing = asked.language, asked.briefing
    found = outlook(briefing, asked.house.place)
    known = found.today if found.today and covers(found.today, briefing.today) and readable(found.today) else None
    fired = all_safety(facts(known), asked.thresholds) if known else ()
    lines = blocks.safety_lines(language, briefing, known, fired, asked.thresholds)
    parts = (
        blocks.alerts(language, briefing, asked.house),
        blocks.hint(language, briefing, asked.house, found),
        render("safety", language, lines=lines),
        _source(asked, found),
    )
    return Message(text=_joined(*parts), buttons=keyboard.safety_buttons(language))


def welcome(asked: Question, now_local: dt.datetime, at: dt.time, buttons: keyboard.Rows) -> Message:
    """For a newcomer: today's real forecast first, then the one question, above the caller's buttons."""
    evening = dt.timedelta(days=now_local.time() >= EVENING)
    weather = _day(asked, asked.briefing.today + evening) or _day(asked, asked.briefing.today)
    first = weather or uncovered(asked, asked.briefing.today).text
    return Message(text=_joined(first, _asked_time(asked.language, at)), buttons=buttons)


def _asked_time(language: Language, at: dt.time) -> Markup:
    """`每天早上7:00发到这里，可以吗？`; past noon it is no morning."""
    name = "welcome.ask" if at < _NOON else "welcome.ask_later"
    return phrase(language, name, time=f"{at.hour}:{at:%M}")


def announcement(text: str, house: House, language: Language, *, again: bool = False) -> Message:
    """A word from the newsroom, bounded and as typed; `again` marks one that may have come before."""
    mark = "mark.again" if again else None
    shown_text = clip(clean(text).strip(), ANNOUNCEMENT_UNITS)
    return Message(text=render("announcement", language, mark=mark, paper=paper_name(language, house), text=shown_text))


def day_sentence(asked: Question, date: dt.date) -> str | None:
    """One day as a plain sentence, for inline cards and the terminal; None when no forecast covers it."""
    found = speaking(asked.briefing, asked.house.place, date)
    return shown(_sentence(asked, found, date)) if found else None


def _day(asked: Question, date: dt.date) -> Markup | None:
    """Sentence, the day's line and the sources; None when no forecast covers the date."""
    found = speaking(asked.briefing, asked.house.place, date)
    if found is None:
        return None
    language, briefing = asked.language, asked.briefing
    told = notice(language, briefing, asked.house, found) if date == briefing.today else None
    place = place_name(language, asked.house, found)
    aside = phrase(language, "answer.paper_date", place=place) if asked.elsewhere else None
    head = render("answer", language, emoji=emoji(found.days[0]), lead=_sentence(asked, found, date), aside=aside)
    line = blocks.day(language, found.days[0], briefing.today, asked.thresholds)
    air = air_line(language, briefing) if date == briefing.today else None
    return _joined(told, head, _official(asked, date), line, air, _source(asked, found))


def _official(asked: Question, date: dt.date) -> Markup | None:
    """The warnings in force, for who asks about today or tomorrow."""
    soon = date <= asked.briefing.today + dt.timedelta(days=1)
    return blocks.alerts(asked.language, asked.briefing, asked.house) if soon else None


def _sentence(asked: Question, found: Outlook, date: dt.date) -> Markup:
    language, now = asked.language, asked.briefing.today
    place = place_name(language, asked.house, found)
    if date == now:
        return lead(language, place, found.days, now, asked.thresholds, before=found.before)
    name = dates.asked_name(language, date, now)
    return lead(language, place, found.days[:1], now, asked.thresholds, name=name)


def _range(language: Language, found: Outlook, date: dt.date, now: dt.date) -> Markup:
    """Which days there are, for somebody who asked for another."""
    dated = [day.date_end or day.date for day in found.days if day.date]
    last = max((day for day in dated if day), default=None)
    name = dates.asked_name(language, date, now)
    if last is None:
        return phrase(language, "answer.no_forecast", day=name)
    return phrase(language, "answer.uncovered", day=name, last=dates.asked_name(language, last, now))


def _source(asked: Question, found: Outlook) -> Markup:
    return blocks.source_line(asked.language, asked.briefing, asked.house, found)


def _joined(*parts: Markup | None) -> Markup:
    return _GAP.join(part for part in parts if part)

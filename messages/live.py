"""Where a live forecast differs from the printed one enough to be named. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import advice
from messages.dates import date_name
from messages.lead import force_span
from messages.outlook import covers, day_of
from messages.phrases import phrase, words
from messages.weather import joined, number, sky_words
from messages.wind import gust

if TYPE_CHECKING:
    from messages.advice import Thresholds
    from messages.edition import Number, Period
    from messages.message import Briefing, Language
    from messages.outlook import Outlook

Bounds = tuple[str, str]

LIVE: Final[Bounds] = ("live.low", "live.high")
NOTICE: Final[Bounds] = ("notice.low", "notice.high")
_DAYS: Final = (dt.timedelta(0), dt.timedelta(days=1))


def differences(language: Language, briefing: Briefing, found: Outlook, thresholds: Thresholds) -> tuple[Markup, ...]:
    """One line for today and tomorrow each where print and live disagree; empty when live is all there is."""
    if found.voice not in {"today", "older"} or briefing.live is None:
        return ()
    lines = []
    for date in (briefing.today + after for after in _DAYS):
        printed, live = day_of(found.forecast, date), day_of(briefing.live, date)
        differing = named(language, printed, live, thresholds, LIVE) if printed and live else []
        if differing:
            day = date_name(language, date, briefing.today, long=True)
            lines.append(phrase(language, "live.differs", day=day, what=joined(language, differing)))
    return tuple(lines)


def aside(language: Language, briefing: Briefing, found: Outlook, thresholds: Thresholds) -> Markup:
    """For the lead: that the live forecast has rain or a gale today where the print has none; else empty."""
    printed, live = found.today, day_of(briefing.live, briefing.today)
    if found.voice not in {"today", "older"} or not printed or not live or not covers(printed, briefing.today):
        return Markup()
    ours, theirs = advice.facts(printed), advice.facts(live)
    if ours.kinds and theirs.wet and not ours.wet:
        return phrase(language, "lead.live_wet")
    return phrase(language, "lead.live_gale") if theirs.gust >= thresholds.gale_gust > ours.gust else Markup()


def named(language: Language, told: Period, seen: Period, thresholds: Thresholds, phrases: Bounds) -> list[str]:
    """Where two forecasts of a day differ enough to matter: wet or dry, a bound (in the words of `phrases`), a gale."""
    ours, theirs = advice.facts(told), advice.facts(seen)
    bounds = ((phrases[0], ours.low, theirs.low), (phrases[1], ours.high, theirs.high))
    found = [_bound(language, msgid, then, now, thresholds) for msgid, then, now in bounds]
    if ours.kinds and theirs.kinds and ours.wet != theirs.wet:
        found.insert(0, sky_words(language, seen))
    gusts = gust(seen)
    if gusts and (ours.gust >= thresholds.gale_gust) != (theirs.gust >= thresholds.gale_gust):
        found.append(words(language, "weather.gust", force=force_span(language, gusts)))
    return [name for name in found if name]


def _bound(language: Language, msgid: str, told: Number | None, seen: Number | None, thresholds: Thresholds) -> str:
    if told is None or seen is None or abs(seen - told) < thresholds.change:
        return ""
    return words(language, msgid, now=number(seen), before=number(told))

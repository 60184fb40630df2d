"""Where a live forecast differs from the printed one enough to be named. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from messages import advice
from messages.dates import date_name
from messages.outlook import day_of
from messages.phrases import phrase, words
from messages.weather import joined, number, sky_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from messages.advice import Thresholds
    from messages.edition import Number, Period
    from messages.message import Briefing, Language
    from messages.outlook import Outlook

_DAYS = (dt.timedelta(0), dt.timedelta(days=1))


def differences(language: Language, briefing: Briefing, found: Outlook, thresholds: Thresholds) -> tuple[Markup, ...]:
    """One line for today and tomorrow each where print and live disagree; empty when live is all there is."""
    if found.voice not in {"today", "older"} or briefing.live is None:
        return ()
    lines = []
    for date in (briefing.today + after for after in _DAYS):
        printed, live = day_of(found.forecast, date), day_of(briefing.live, date)
        named = _named(language, printed, live, thresholds) if printed and live else []
        if named:
            day = date_name(language, date, briefing.today)
            lines.append(phrase(language, "live.differs", day=day, what=joined(language, named)))
    return tuple(lines)


def _named(language: Language, printed: Period, live: Period, thresholds: Thresholds) -> list[str]:
    ours, theirs = advice.facts(printed), advice.facts(live)
    bounds = (("low", ours.low, theirs.low), ("high", ours.high, theirs.high))
    named = [_bound(language, name, told, seen, thresholds) for name, told, seen in bounds]
    if ours.kinds and theirs.kinds and ours.wet != theirs.wet:
        named.insert(0, sky_words(language, live))
    if ours.gust and theirs.gust and (ours.gust >= thresholds.gale_gust) != (theirs.gust >= thresholds.gale_gust):
        named.append(words(language, "weather.gust", force=theirs.gust))
    return [name for name in named if name]


def _bound(language: Language, name: str, told: Number | None, seen: Number | None, thresholds: Thresholds) -> str:
    if told is None or seen is None or abs(seen - told) < thresholds.change:
        return ""
    return words(language, f"live.{name}", live=number(seen), printed=number(told))

"""The empty and odd states of an edition, in words: no page yet, no issue, nothing readable. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from messages.dates import date_words
from messages.escape import one_line
from messages.length import shorten
from messages.outlook import forecast_of
from messages.phrases import phrase

if TYPE_CHECKING:
    import datetime as dt

    from markupsafe import Markup

    from messages.message import Briefing, House, Language
    from messages.outlook import Outlook

_PRINTED_UNITS: Final = 300
_DAY: Final = re.compile(r"\d[日号]|今[天日夜]|明[天日]|白天|夜间")
_WEATHER: Final = re.compile("[晴云阴雨雪雾霾℃度级]")


def no_issue(house: House, date: dt.date) -> bool:
    """Whether the paper does not appear on a date, by the settings."""
    return date.isoformat() in house.no_issue_days or str(date.isoweekday()) in house.no_issue_days


def notice(language: Language, briefing: Briefing, house: House, found: Outlook) -> Markup | None:
    """What must be said before the weather when today's page is not there; None when it is."""
    if briefing.edition is not None:
        return None
    if briefing.latest is None and found.voice == "none":
        return phrase(language, "state.never")
    if briefing.latest is None:
        return phrase(language, "state.live_only")
    today = date_words(language, briefing.today)
    closed = "closed" if no_issue(house, briefing.today) else "late"
    paper_day = date_words(language, briefing.latest.date) if briefing.latest.date else ""
    return phrase(language, f"state.{closed}_{found.voice}", today=today, paper_day=paper_day)


def old_paper(language: Language, briefing: Briefing, house: House) -> Markup:
    """Why the headlines shown are not today's."""
    closed = no_issue(house, briefing.today)
    return phrase(language, "state.closed" if closed else "state.late", today=date_words(language, briefing.today))


def unreadable(briefing: Briefing, house: House, found: Outlook) -> str:
    """The printed forecast of today's page when nothing of it could be read; empty otherwise."""
    if found.voice == "today" or briefing.edition is None:
        return ""
    forecast = forecast_of(briefing.edition, house.place)
    printed = forecast.printed if forecast else next(filter(_like_weather, briefing.edition.unread), "")
    return shorten(one_line(printed), _PRINTED_UNITS)


def _like_weather(block: str) -> bool:
    """Whether a block nobody could place looks like a forecast: a day and a word of weather."""
    head = block[:_PRINTED_UNITS]
    return bool(_DAY.search(head) and _WEATHER.search(head))

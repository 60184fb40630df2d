"""Where it all comes from: paper, date, live services by their licence, what is made by rule, stale feeds. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages.dates import full_date
from messages.escape import capital, link, one_line
from messages.length import shorten
from messages.phrases import phrase
from messages.render import render

if TYPE_CHECKING:
    from messages.edition import Credit, Edition
    from messages.message import Briefing, House, Language
    from messages.outlook import Outlook

_HOUR: Final = dt.timedelta(hours=1)
_PAPER_UNITS: Final = 40
_PLACE_UNITS: Final = 30
_CREDIT_UNITS: Final = 120


def paper_name(language: Language, house: House) -> str:
    """The paper's name, always from the settings."""
    return shorten(one_line(house.paper_en or house.paper if language == "en" else house.paper), _PAPER_UNITS)


def place_name(language: Language, house: House, found: Outlook) -> str:
    """The place from the settings, else the forecast's own."""
    own = house.place_en or house.place if language == "en" else house.place
    return shorten(one_line(own or (found.forecast.place if found.forecast else None) or ""), _PLACE_UNITS)


def source(language: Language, briefing: Briefing, house: House, found: Outlook, *, live_used: bool) -> Markup:
    """The last line of a message."""
    edition = briefing.edition or briefing.latest
    voice = "page" if found.voice in {"today", "older"} else found.voice
    printed = paper(language, edition, house) or Markup()
    parts = [
        capital(phrase(language, f"source.{voice}", paper=printed)),
        credited(language, briefing.live.credit) if live_used and briefing.live and briefing.live.credit else None,
        live_age(language, briefing) if live_used else None,
        phrase(language, "source.stale") if briefing.alerts_stale is not None else None,
    ]
    return Markup(" ").join(part for part in parts if part)


def live_age(language: Language, briefing: Briefing) -> Markup | None:
    """How old the live forecast is, where its source has been silent for too long."""
    if briefing.live_age is None:
        return None
    return phrase(language, "source.live_old", hours=briefing.live_age // _HOUR)


def paper(language: Language, edition: Edition | None, house: House) -> Markup | None:
    """The paper and its date, "来源：《鲁中晨报》2023年3月9日；"; None without an edition."""
    if edition is None or edition.date is None:
        return None
    name = paper_name(language, house)
    return phrase(language, "source.paper", paper=name, date=full_date(language, edition.date))


def credited(language: Language, credit: Credit) -> Markup:
    """The credit a live service asks for, with its link."""
    return render("credit", language, text=shorten(one_line(credit.text), _CREDIT_UNITS), url=link(credit.url))

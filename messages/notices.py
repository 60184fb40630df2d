"""What is said between digests: the evening card, an official warning and its end, a late page. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

from messages import weather
from messages.alert import Alert
from messages.dates import asked_name, moment
from messages.lead import lead
from messages.length import CAPTION_UNITS, fits
from messages.message import Message
from messages.official import quote
from messages.outlook import speaking
from messages.phrases import phrase
from messages.render import render
from messages.sky import emoji
from messages.source import credited, place_name
from messages.wear import tonight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messages.message import Briefing, House, Language, Wishes

AlertEvent = Literal["new", "update", "upgrade", "clear", "over"]

_SIGNS: Final[dict[AlertEvent, str]] = {"new": "⚠️ ", "update": "⚠️ ", "upgrade": "⚠️ ", "clear": "", "over": ""}
_ENDS: Final = ("clear", "over")


def evening(briefing: Briefing, wishes: Wishes, house: House) -> Message | None:
    """Tomorrow in three lines: sentence, wind, what to prepare tonight. None when no forecast covers tomorrow."""
    thresholds, language = house.thresholds, wishes.language
    tomorrow = briefing.today + dt.timedelta(days=1)
    found = speaking(briefing, house.place, tomorrow)
    if found is None:
        return None
    day, place = found.days[0], place_name(language, house, found)
    name = asked_name(language, tomorrow, briefing.today)
    credit = found.forecast.credit if found.voice == "live" and found.forecast else None
    text = render(
        "evening",
        language,
        emoji=emoji(day),
        lead=lead(language, place, (day,), briefing.today, thresholds, name=name),
        wind=weather.joined(language, [weather.wind_words(language, day), weather.gust_words(language, day)]),
        tonight=tonight(language, day, thresholds),
        credit=credited(language, credit) if credit else None,
    )
    return Message(text=text)


def alert(
    issued: Alert, language: Language, house: House, event: AlertEvent = "new", *, again: bool = False
) -> Message:
    """An official warning as issued: level, issuer, time, its own words; `again` when it may have come before."""
    until = issued.ends or issued.expires
    ending = phrase(language, "official.until", at=moment(language, until, house.zone)) if until else None
    text = render(
        "alert",
        language,
        mark="mark.again" if again else None,
        sign=_SIGNS[event],
        heading=phrase(language, f"official.{event}"),
        quote=quote(language, issued, house, ended=event == "clear"),
        until=None if event in _ENDS else ending,
        credit=credited(language, issued.credit) if issued.credit else None,
    )
    return Message(text=text)


def warning(content: Mapping[str, Any], language: Language, house: House, *, again: bool = False) -> Message:
    """What a publication that tells of a warning says: `alert` as stored, and what of it is being said."""
    saying: AlertEvent = content["saying"]
    issued = Alert.model_validate(content["alert"])
    return alert(issued, language, house, saying, again=again and saying not in _ENDS)


def headlines_arrived(language: Language) -> Message:
    """The silent reply to a digest that was completed when the page came late."""
    return Message(text=phrase(language, "notice.headlines"))


def relocated(message: Message, language: Language) -> Message:
    """A message meant for a topic that is closed or gone, as the whole group gets it: with a word on why."""
    text = Markup("\n\n").join((message.text, phrase(language, "notice.relocated")))
    card = message.card if fits(text, CAPTION_UNITS) else None
    return message.model_copy(update={"text": text, "card": card})

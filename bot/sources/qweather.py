"""QWeather 和风: v1 (daily, hourly, current, alerts) and the older v7 shapes that still answer.

v7 gives every number as a string, "" for unknown, and its errors as HTTP 200 with a `code`. Kinds, levels and colours
are printed as they come: the service asks not to enumerate them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources import qweather_alerts, qweather_v1, qweather_v7
from bot.sources.payload import as_list, as_object, json_object, text, web_link
from bot.sources.reading import Problems, Reading
from messages.edition import Credit, Forecast

if TYPE_CHECKING:
    import datetime as dt

_ATTRIBUTION: Final = "https://developer.qweather.com/attribution.html"
_V7_MEANINGS: Final = {
    "400": "a wrong request",
    "401": "the key is refused",
    "402": "the quota is used up",
    "403": "no permission",
    "404": "no such place",
    "429": "too many requests",
    "500": "a fault on their side",
}


def read(data: bytes, *, zone: dt.tzinfo | None = None, place: str | None = None) -> Reading:
    """The forecast or the alerts of one answer; v1's days are dated in `zone`. Raises UnreadableError for an error."""
    problems = Problems()
    body = json_object(data, problems)
    _refuse_error(body)
    credit = _credit(body)
    for name, alerts in (("alerts", qweather_alerts.from_v1), ("warning", qweather_alerts.from_v7)):
        if isinstance(body.get(name), list):
            found, dropped = alerts(body[name], problems, credit)
            said = problems.listed()
            return Reading(kind="qweather", alerts=found, dropped=dropped, problems=said, complete=not said)
    forecast = _forecast(body, problems, zone, place, credit)
    return Reading(kind="qweather", forecasts=(forecast,) if forecast else (), problems=problems.listed())


def _forecast(
    body: dict[str, Any], problems: Problems, zone: dt.tzinfo | None, place: str | None, credit: Credit
) -> Forecast | None:
    """The forecast in whichever shape stands there; None for an answer that says there is none."""
    air = qweather_v1.air(body, zone)
    if air:
        return Forecast(printed="", place=place, source="qweather", credit=credit, air=air)
    read = qweather_v7.read if "daily" in body or "hourly" in body or "now" in body else qweather_v1.read
    periods, hours = read(body, problems, zone)
    if not periods and not hours:
        if body.get("code") == "204" or as_object(body.get("metadata")).get("zeroResult") is True:
            return None
        raise UnreadableError("; ".join(problems.listed()) or "no days, hours, current weather or alerts stand in it")
    return Forecast(
        printed="",
        place=place,
        periods=periods,
        hours=hours,
        source="qweather",
        issued=qweather_v7.issued(body),
        credit=credit,
    )


def _refuse_error(body: dict[str, Any]) -> None:
    code = text(body.get("code"), 10)
    if code not in {None, "200", "204"}:
        raise UnreadableError(
            f"QWeather answers with code {code}: {_V7_MEANINGS.get(code or '', 'see their table of codes')}"
        )
    error = as_object(body.get("error"))
    if error:
        reason = text(error.get("title"), 200) or text(error.get("detail"), 200) or "no reason given"
        raise UnreadableError(f"QWeather answers with an error: {reason}")


def _credit(body: dict[str, Any]) -> Credit:
    """Their name and link; the lines of `attributions` that are no link must be shown, so they join the text."""
    lines = as_list(as_object(body.get("metadata")).get("attributions")) or as_list(
        as_object(body.get("refer")).get("sources")
    )
    words = [line for given in lines[:5] if (line := text(given, 200)) and not web_link(line)]
    link = next((link for given in lines[:5] if (link := web_link(given))), _ATTRIBUTION)
    return Credit(text=" ".join(("和风天气", *words)), url=link)

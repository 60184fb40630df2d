"""The US National Weather Service (api.weather.gov): points, forecasts and alerts, all GeoJSON, public domain.

Alerts say messageType where CAP says msgType, and `ends` (the event) beside `expires` (the message).
"""

from __future__ import annotations

from typing import Any, Final, Literal

from bot.errors import UnreadableError
from bot.sources.geojson import polygons
from bot.sources.nws_forecast import forecast_from
from bot.sources.payload import as_list, as_object, instant, json_object, objects, text, web_link
from bot.sources.reading import MAX_ENTRIES, Dropped, Problems, Reading
from messages.alert import Alert, AlertText, Area
from messages.edition import Credit, Value

CREDIT: Final = Credit(text="US National Weather Service", url="https://www.weather.gov")
_SENDER: Final = "w-nws.webmaster@noaa.gov"  # of every alert; some older answers leave it out
_TYPES: Final[dict[str, Literal["alert", "update", "cancel"]]] = {"Update": "update", "Cancel": "cancel"}


class Points(Value):
    """What the service knows of a coordinate: where its forecast lies, its zone and its codes for alerts."""

    forecast: str
    hourly: str | None = None
    zone: str | None = None
    codes: tuple[tuple[str, str], ...] = ()

    def addresses(self) -> dict[str, str]:
        """Where the forecasts lie, by what they are."""
        return {"forecast": self.forecast, **({"hourly": self.hourly} if self.hourly else {})}


def read(data: bytes, *, place: str | None = None) -> Reading:
    """A forecast, or the alerts in force; an answer to /points is read well and shows nothing."""
    problems = Problems()
    body = json_object(data, problems)
    properties = as_object(body.get("properties"))
    if isinstance(body.get("features"), list):
        return _alerts(body, problems)
    if isinstance(properties.get("periods"), list):
        forecast = forecast_from(properties, problems, place=place, credit=CREDIT)
        return Reading(kind="nws", forecasts=(forecast,), problems=problems.listed())
    if web_link(properties.get("forecast")):
        return Reading(kind="nws", problems=problems.listed())
    reason = text(body.get("detail"), 200) or text(body.get("title"), 200) or "neither features nor periods stand in it"
    raise UnreadableError(f"no answer of api.weather.gov that can be used: {reason}")


def read_points(data: bytes) -> Points:
    """An answer to /points/{lat},{lon}; raises UnreadableError outside the United States (404 problem+json)."""
    properties = as_object(json_object(data, Problems()).get("properties"))
    forecast = web_link(properties.get("forecast"))
    if forecast is None:
        raise UnreadableError("no forecast lies behind this point; the service covers the United States only")
    zones = [text(properties.get(name), 200) for name in ("forecastZone", "county", "fireWeatherZone")]
    return Points(
        forecast=forecast,
        hourly=web_link(properties.get("forecastHourly")),
        zone=text(properties.get("timeZone"), 60),
        codes=tuple(("UGC", zone.rpartition("/")[2]) for zone in zones if zone),
    )


def _alerts(body: dict[str, Any], problems: Problems) -> Reading:
    features = objects(body["features"])
    if len(features) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(features)} alerts were read")
    found = [_alert(feature, problems) for feature in features[:MAX_ENTRIES]]
    is_page = bool(as_object(body.get("pagination")).get("next"))
    return Reading(
        kind="nws",
        alerts=tuple(alert for alert in found if isinstance(alert, Alert)),
        dropped=tuple(alert for alert in found if isinstance(alert, Dropped)),
        problems=problems.listed(),
        complete=not is_page and not problems.listed(),
    )


def _alert(feature: dict[str, Any], problems: Problems) -> Alert | Dropped | None:
    given = as_object(feature.get("properties"))
    link = web_link(given.get("@id")) or web_link(feature.get("id")) or web_link(given.get("web"))
    name = text(given.get("id"), 300) or text(feature.get("id"), 300) or link
    sent = instant(given.get("sent")) or instant(given.get("effective"))
    if "status" not in given and "event" not in given:
        problems.add(f"feature {name or '?'}: no alert; not read")
        return None
    status = text(given.get("status"), 40)
    if status != "Actual":
        return Dropped(identifier=name or "?", reason=f"status {status}: only Actual alerts are for people")
    if not name or not sent:
        problems.add(f"alert {name or text(given.get('event'), 100) or '?'}: no identifier or readable time; not read")
        return None
    return Alert(
        identifier=name,
        sender=text(given.get("sender"), 200) or _SENDER,
        sent=sent,
        source="nws",
        message_type=_TYPES.get(str(given.get("messageType")), "alert"),
        references=_references(given),
        texts=(_text(given),),
        areas=(_area(feature, given, name, problems),),
        kind=text(given.get("event"), 200),
        severity=text(given.get("severity"), 40),
        urgency=text(given.get("urgency"), 40),
        certainty=text(given.get("certainty"), 40),
        all_clear=given.get("response") == "AllClear" or given.get("urgency") == "Past",
        effective=instant(given.get("effective")),
        onset=instant(given.get("onset")),
        expires=instant(given.get("expires")),
        ends=instant(given.get("ends")),
        issuer=text(given.get("senderName"), 200),
        link=link,
        credit=CREDIT,
    )


def _references(given: dict[str, Any]) -> tuple[str, ...]:
    names = (text(reference.get("identifier"), 300) for reference in objects(given.get("references"))[:200])
    return tuple(dict.fromkeys(name for name in names if name))


def _text(given: dict[str, Any]) -> AlertText:
    return AlertText(
        language="en-US",
        event=text(given.get("event"), 300) or "",
        headline=text(given.get("headline"), 500),
        description=text(given.get("description")),
        instruction=text(given.get("instruction")),
    )


def _area(feature: dict[str, Any], given: dict[str, Any], name: str, problems: Problems) -> Area:
    geocode = as_object(given.get("geocode"))
    codes = ((scheme, text(code, 40)) for scheme in ("UGC", "SAME") for code in as_list(geocode.get(scheme))[:500])
    return Area(
        name=text(given.get("areaDesc"), 2_000) or "",
        codes=tuple((scheme, code) for scheme, code in codes if code),
        polygons=polygons(feature.get("geometry"), name, problems),
    )

"""Environment and Climate Change Canada: the alerts of GeoMet's WFS (GeoJSON), and a city page's forecast (XML).

A record holds English and French at once, and an event stands once for each forecast region: those are one alert here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.eccc_citypage import forecast_from
from bot.sources.geojson import polygons
from bot.sources.markup import is_markup, parse, xml_text
from bot.sources.merging import merged
from bot.sources.payload import as_object, instant, json_object, objects, text
from bot.sources.reading import MAX_ENTRIES, Problems, Reading
from messages.alert import Alert, AlertText, Area, Level
from messages.edition import Credit

if TYPE_CHECKING:
    from collections.abc import Hashable

CREDIT: Final = Credit(
    text="Data Source: Environment and Climate Change Canada",
    url="https://eccc-msc.github.io/open-data/licence/readme_en/",
)
_SENDER: Final = "cap-pac@canada.ca"
_LEVELS: Final[dict[str, Level]] = {"yellow": "yellow", "orange": "orange", "red": "red"}
_LANGUAGES: Final = (("en", "en-CA"), ("fr", "fr-CA"))
_ENDED: Final = ("ended", "cancelled")


def read(data: bytes, *, place: str | None = None) -> Reading:
    """The alerts in force, or the forecast of a city page. Raises UnreadableError for anything else."""
    problems = Problems()
    if is_markup(data):
        forecast = forecast_from(parse(xml_text(data, problems)), problems, place=place, credit=CREDIT)
        return Reading(kind="eccc", forecasts=(forecast,), problems=problems.listed())
    body = json_object(data, problems)
    if not isinstance(body.get("features"), list):
        raise UnreadableError("no features stand in it; this is not an answer of GeoMet")
    features = objects(body["features"])
    if len(features) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(features)} regions were read")
    found = (_alert(feature, problems) for feature in features[:MAX_ENTRIES])
    alerts = merged((alert for alert in found if alert), _event)
    whole = body.get("numberMatched") in (None, "unknown", len(features))
    said = problems.listed()
    return Reading(kind="eccc", alerts=alerts, problems=said, complete=whole and not said)


def _event(alert: Alert) -> Hashable:
    """What the regions of one event share. Ended regions are apart, so that the others stay in force."""
    return (alert.identifier.partition("_")[0], alert.kind, alert.sent, alert.all_clear, alert.texts)


def _alert(feature: dict[str, Any], problems: Problems) -> Alert | None:
    given = as_object(feature.get("properties"))
    code, sent = text(given.get("alert_code"), 20), instant(given.get("publication_datetime"))
    region = text(given.get("feature_name_en"), 300) or text(given.get("feature_name_fr"), 300)
    if not code or not sent:
        problems.add(f"region {region or '?'}: no alert_code or readable publication_datetime; not read")
        return None
    # Older answers have no id; code and time tell events apart, the region is taken off again by `_event`.
    name = text(given.get("id"), 200) or f"{code}-{sent:%Y%m%dT%H%M%SZ}_{region}"
    colour = text(given.get("risk_colour_en"), 20)
    is_over = (text(given.get("status_en"), 40) or "").lower() in _ENDED
    return Alert(
        identifier=name,
        sender=_SENDER,
        sent=sent,
        source="eccc",
        message_type="cancel"
        if is_over
        else "update"
        if text(given.get("status_en"), 40) in {"continued", "updated"}
        else "alert",
        texts=tuple(
            _text(given, short, language) for short, language in _LANGUAGES if given.get(f"alert_name_{short}")
        ),
        areas=(_area(feature, given, region or "", name, problems),),
        level=_LEVELS.get((colour or "").lower()),
        level_text=colour,
        kind=text(given.get("alert_name_en"), 200),
        severity={"extreme": "Extreme", "high": "Severe", "moderate": "Moderate", "low": "Minor"}.get(
            (text(given.get("impact_en"), 40) or "").lower(),
        ),
        certainty=text(given.get("confidence_en"), 40),
        all_clear=is_over,
        onset=instant(given.get("validity_datetime")),
        expires=instant(given.get("expiration_datetime")),
        ends=instant(given.get("event_end_datetime")),
        issuer="Environment Canada",
        credit=CREDIT,
    )


def _text(given: dict[str, Any], short: str, language: str) -> AlertText:
    return AlertText(
        language=language,
        event=text(given.get(f"alert_name_{short}"), 300) or "",
        headline=text(given.get(f"alert_name_{short}"), 300),
        description=text(given.get(f"alert_text_{short}")),
    )


def _area(feature: dict[str, Any], given: dict[str, Any], region: str, name: str, problems: Problems) -> Area:
    code = text(given.get("feature_id"), 100)
    return Area(
        name=region,
        codes=(("ECCC", code),) if code else (),
        polygons=polygons(feature.get("geometry"), name, problems),
    )

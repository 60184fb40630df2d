"""QWeather's warnings: v1 `alerts` and the retired v7 `warning`. What comes is printed, nothing is enumerated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from bot.sources.payload import as_list, as_object, identifier, instant, objects, text
from bot.sources.reading import MAX_ENTRIES, Dropped
from bot.sources.signals import place_of, read_title
from messages.alert import Alert, AlertText, Area, Level

if TYPE_CHECKING:
    from bot.sources.reading import Problems
    from messages.edition import Credit

Found = tuple[tuple[Alert, ...], tuple[Dropped, ...]]
# Their colours that are ours; the others (green, gray, purple, black, …) are kept as they come.
_LEVELS: Final[dict[str, Level]] = {
    "white": "white",
    "blue": "blue",
    "yellow": "yellow",
    "amber": "orange",
    "orange": "orange",
    "red": "red",
}
_TYPES: Final[dict[str, Literal["alert", "update", "cancel"]]] = {"update": "update", "cancel": "cancel"}


def from_v1(given: list[Any], problems: Problems, credit: Credit) -> Found:
    """The alerts of /weatheralert/v1/current; a cancelled one stands there for an hour more."""
    return _split([_from_v1(entry, problems, credit) for entry in _bounded(given, problems)])


def from_v7(given: list[Any], problems: Problems, credit: Credit) -> Found:
    """The warnings of /v7/warning/now, in the samples that are left of it."""
    return _split([_from_v7(entry, problems, credit) for entry in _bounded(given, problems)])


def _bounded(given: list[Any], problems: Problems) -> list[dict[str, Any]]:
    if len(given) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(given)} alerts were read")
    return objects(given[:MAX_ENTRIES])


def _split(found: list[Alert | Dropped | None]) -> Found:
    return (
        tuple(alert for alert in found if isinstance(alert, Alert)),
        tuple(alert for alert in found if isinstance(alert, Dropped)),
    )


def _from_v1(given: dict[str, Any], problems: Problems, credit: Credit) -> Alert | None:
    name, sent = identifier(given.get("id")), instant(given.get("issuedTime"))
    if not name or not sent:
        problems.add(f"alert {name or '?'}: no id or readable issuedTime; not read")
        return None
    message = as_object(given.get("messageType"))
    code = text(message.get("code"), 20) or ""
    issuer = text(given.get("senderName"), 200)
    colour = text(as_object(given.get("color")).get("code"), 20)
    replaced = (identifier(reference) for reference in as_list(message.get("supersedes"))[:200])
    return Alert(
        identifier=name,
        sender=issuer or "qweather",
        sent=sent,
        source="qweather",
        message_type=_TYPES.get(code, "alert"),
        references=tuple(reference for reference in replaced if reference),
        texts=(_text(given, as_object(given.get("eventType")).get("name"), "headline", "description"),),
        areas=_areas(issuer),
        level=_LEVELS.get((colour or "").lower()),
        level_text=colour,
        kind=text(as_object(given.get("eventType")).get("name"), 60),
        severity=text(given.get("severity"), 40),
        urgency=text(given.get("urgency"), 40),
        certainty=text(given.get("certainty"), 40),
        all_clear="allClear" in as_list(given.get("responseTypes")) or given.get("urgency") == "past",
        effective=instant(given.get("effectiveTime")),
        onset=instant(given.get("onsetTime")),
        expires=instant(given.get("expireTime")),
        issuer=issuer,
        credit=credit,
    )


def _from_v7(given: dict[str, Any], problems: Problems, credit: Credit) -> Alert | Dropped | None:
    name, sent = identifier(given.get("id")), instant(given.get("pubTime"))
    if not name or not sent:
        problems.add(f"warning {name or '?'}: no id or readable pubTime; not read")
        return None
    status = text(given.get("status"), 20)
    if status not in {"active", "update", "cancel", None}:
        return Dropped(identifier=name, reason=f"status {status}: neither active, update nor cancel")
    issuer = text(given.get("sender"), 200)
    colour = text(given.get("severityColor"), 20)
    signal = read_title(text(given.get("title"), 300) or "")
    related = identifier(given.get("related"))
    return Alert(
        identifier=name,
        sender=issuer or "qweather",
        sent=sent,
        source="qweather",
        message_type=_TYPES.get(status or "", "alert"),
        references=(related,) if related else (),
        texts=(_text(given, given.get("typeName"), "title", "text"),),
        areas=_areas(issuer),
        level=_LEVELS.get((colour or "").lower()) or (signal.level if signal else None),
        level_text=(signal.level_text if signal else None) or colour,
        kind=text(given.get("typeName"), 60),
        severity=text(given.get("severity"), 40),
        urgency=text(given.get("urgency"), 40),
        certainty=text(given.get("certainty"), 40),
        all_clear=bool(signal and signal.ends),
        onset=instant(given.get("startTime")),
        expires=instant(given.get("endTime")),
        issuer=issuer,
        credit=credit,
    )


def _text(given: dict[str, Any], event: Any, headline: str, description: str) -> AlertText:
    words = text(given.get(headline), 500)
    return AlertText(
        language="en" if words and words.isascii() else "zh-CN",
        event=text(event, 300) or "",
        headline=words,
        description=text(given.get(description)),
        instruction=text(given.get("instruction")),
    )


def _areas(issuer: str | None) -> tuple[Area, ...]:
    """The service answers for one point and gives no area: the office's own is all that is known."""
    return (Area(name=place_of(issuer)),) if issuer else ()

"""One CAP alert in CAP's own words, as a dictionary, to an Alert. Shared by the XML reader and MeteoAlarm's JSON.

Says what must not be shown (tests, greens, receipts) and what is odd; knows neither XML nor any one issuer.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from bot.sources.cap_areas import areas_of
from bot.sources.payload import as_list, instant, objects, text, web_link
from bot.sources.reading import Dropped, Problems
from bot.sources.signals import LEVELS, read_title
from messages.alert import Alert, AlertText, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from messages.edition import Credit

_MESSAGE_TYPES: Final[dict[str, Literal["alert", "update", "cancel"]]] = {
    "alert": "alert",
    "update": "update",
    "cancel": "cancel",
}
_AWARENESS: Final[dict[str, Level]] = {"2": "yellow", "3": "orange", "4": "red"}
_GREEN: Final = "1"
# MeteoAlarm's numbered hazards in the words the page and readers' filters use.
_AWARENESS_TYPES: Final = {
    "1": "大风",
    "2": "冰雪",
    "3": "雷电",
    "4": "大雾",
    "5": "高温",
    "6": "低温",
    "7": "海岸事件",
    "8": "森林火险",
    "9": "雪崩",
    "10": "暴雨",
    "12": "洪水",
    "13": "暴雨洪涝",
}
_HAN_COLOURS: Final = str.maketrans("紅黃藍", "红黄蓝")
_SEVERITIES: Final = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")


class Judged(NamedTuple):
    """The level of one <info>, as one of ours and as printed, and the hazard."""

    level: Level | None
    printed: str | None
    kind: str | None
    green: bool = False


def alert_from(
    fields: dict[str, Any], source: str, problems: Problems, *, credit: Credit | None
) -> Alert | Dropped | None:
    """The alert, or why it must not be shown; None, with a problem, when it cannot even be told from others."""
    name, sender = text(fields.get("identifier"), 300), text(fields.get("sender"), 300)
    sent = _instant(fields, "sent", problems)
    if not name or not sender or not sent:
        problems.add(f"alert {name or '?'}: identifier, sender or a readable sent is missing; not read")
        return None
    if not text(fields.get("status"), 40):
        problems.add(f"alert {name}: no status, so it may be a test")
    if reason := _must_not_be_shown(fields):
        return Dropped(identifier=name, reason=reason)
    judged = [(info, _judged(info)) for info in objects(fields.get("info"))]
    if judged and all(verdict.green for _, verdict in judged):
        return Dropped(identifier=name, reason="green: the issuer says there is no warning")
    shown = [(info, verdict) for info, verdict in judged if not verdict.green]
    infos = [info for info, _ in shown]
    gravest = _gravest(infos)
    verdict = max(
        (v for _, v in shown), key=lambda v: _AWARENESS_RANK.get(v.level, 0), default=Judged(None, None, None)
    )
    references = _references(fields.get("references"))
    _remark(fields, name, source, references, problems)
    return Alert(
        identifier=name,
        sender=sender,
        sent=sent,
        source=source,
        message_type=_MESSAGE_TYPES.get(str(fields.get("msgType")).lower(), "alert"),
        references=references,
        texts=_texts(infos),
        areas=areas_of(infos, name, problems),
        level=verdict.level,
        level_text=verdict.printed,
        kind=verdict.kind,
        severity=text(gravest.get("severity"), 40),
        urgency=text(gravest.get("urgency"), 40),
        certainty=text(gravest.get("certainty"), 40),
        all_clear=bool(infos) and all(_is_all_clear(info) for info in infos),
        effective=_earliest(infos, "effective", problems),
        onset=_earliest(infos, "onset", problems),
        expires=max((at for info in infos if (at := _instant(info, "expires", problems))), default=None),
        issuer=text(gravest.get("senderName"), 200),
        link=web_link(gravest.get("web")),
        credit=credit,
    )


_AWARENESS_RANK: Final[dict[Level | None, int]] = {"white": 1, "blue": 2, "yellow": 3, "orange": 4, "red": 5}


def _must_not_be_shown(fields: dict[str, Any]) -> str | None:
    status, scope = text(fields.get("status"), 40), text(fields.get("scope"), 40)
    if status != "Actual":
        return f"status {status or 'missing'}: only Actual alerts are for people"
    if scope in {"Private", "Restricted"}:
        return f"scope {scope}: not for the public"
    if str(fields.get("msgType")).lower() in {"ack", "error"}:
        return f"msgType {fields['msgType']}: a receipt between systems"
    return None


def _remark(fields: dict[str, Any], name: str, source: str, references: Sequence[str], problems: Problems) -> None:
    """Say what the standard demands and the alert lacks, though it can be read."""
    if not fields.get("scope"):
        problems.add(f"alert {name}: no scope")
    # The standard lets a bare alert be; a feed of warnings that carries one has lost what it warns of.
    if source != "cap" and not objects(fields.get("info")) and str(fields.get("msgType")).lower() != "cancel":
        problems.add(f"alert {name}: no info says what it warns of")
    kind = str(fields.get("msgType"))
    if kind.lower() not in _MESSAGE_TYPES:
        problems.add(f"alert {name}: msgType {kind!r} is unknown; read as Alert")
    if kind in {"Update", "Cancel"} and not references:
        problems.add(f"alert {name}: an {kind} that names no earlier alert")


def _references(value: Any) -> tuple[str, ...]:
    """The identifiers in blank-separated `sender,identifier,sent` triples; a bare identifier stands for itself."""
    found = []
    for triple in (text(value) or "").split()[:200]:
        parts = triple.split(",")
        found.append(",".join(parts[1:-1]) if len(parts) > 2 else parts[0])  # noqa: PLR2004 - a triple
    return tuple(dict.fromkeys(name for name in found if name))


def _judged(info: dict[str, Any]) -> Judged:
    parameters = {
        str(pair.get("valueName")): text(pair.get("value"), 200) or "" for pair in objects(info.get("parameter"))
    }
    hazard = _AWARENESS_TYPES.get(parameters.get("awareness_type", "").partition(";")[0].strip())
    if awareness := parameters.get("awareness_level"):
        number, _, rest = awareness.partition(";")
        return Judged(
            _AWARENESS.get(number.strip()), rest.partition(";")[0].strip() or None, hazard, number.strip() == _GREEN
        )
    if colour := re.search(r"[红橙黄蓝白]", parameters.get("alert_color", "").translate(_HAN_COLOURS)):
        return Judged(LEVELS[colour.group()], f"{colour.group()}色", hazard)
    signal = read_title(text(info.get("headline"), 300) or "")
    return Judged(signal.level, signal.level_text, hazard or signal.kind) if signal else Judged(None, None, hazard)


def _gravest(infos: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return min(infos, key=lambda i: _SEVERITIES.index(s) if (s := i.get("severity")) in _SEVERITIES else 9, default={})


def _texts(infos: Sequence[dict[str, Any]]) -> tuple[AlertText, ...]:
    """What is said in each language; further <info> in the same language are about further areas of the same event."""
    found: dict[str, AlertText] = {}
    for info in infos:
        language = text(info.get("language"), 40) or "en-US"  # the standard's default
        if language not in found:
            found[language] = AlertText(
                language=language,
                event=text(info.get("event"), 300) or "",
                headline=text(info.get("headline"), 500),
                description=text(info.get("description")),
                instruction=text(info.get("instruction")),
            )
    return tuple(found.values())


def _is_all_clear(info: dict[str, Any]) -> bool:
    return "AllClear" in as_list(info.get("responseType")) or info.get("urgency") == "Past"


def _earliest(infos: Sequence[dict[str, Any]], name: str, problems: Problems) -> dt.datetime | None:
    return min((at for info in infos if (at := _instant(info, name, problems))), default=None)


def _instant(fields: dict[str, Any], name: str, problems: Problems) -> dt.datetime | None:
    given = fields.get(name)
    if not given:
        return None
    at = instant(given)
    if at is None:
        at = instant(given, dt.UTC)
        problems.add(f"{name} {str(given)[:40]!r}: {'no offset; read as UTC' if at else 'not a time'}")
    return at

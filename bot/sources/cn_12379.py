"""12379's XML message (namespace http://com.icss.amp): CAP's words, colours for severity, codes joined by commas.

Takes a parsed tree and turns it into the words `cap_fields` reads. An Update and a Cancel both name the first message
of the event. Knows nothing of lists or fetching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.cap_fields import alert_from
from bot.sources.markup import child_text, children, local_name
from bot.sources.payload import instant, text
from bot.sources.reading import MAX_ENTRIES, Dropped, Problems, Reading
from bot.sources.signals import read_title
from messages.alert import Alert, Level
from messages.edition import Credit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE: Final = "http://com.icss.amp"
CREDIT: Final = Credit(text="国家预警信息发布中心", url="http://www.12379.cn")
_COLOURS: Final[dict[str, tuple[Level, str]]] = {
    "red": ("red", "红色"),
    "orange": ("orange", "橙色"),
    "yellow": ("yellow", "黄色"),
    "blue": ("blue", "蓝色"),
}
# Where the title does not name the kind. Only codes known for certain; others keep the words that came.
_KINDS: Final = {
    "11B01": "台风",
    "11B03": "暴雨",
    "11B05": "寒潮",
    "11B06": "大风",
    "11B09": "高温",
    "11B14": "雷电",
    "11B15": "冰雹",
    "11B17": "大雾",
    "11B19": "霾",
    "11B21": "道路结冰",
}
_INFO_FIELDS: Final = ("language", "urgency", "certainty", "effective", "onset", "expires", "headline", "description")


def read_tree(root: Element, problems: Problems, *, kind: str) -> Reading:
    """The alerts under a parsed root, for the kind it was read as."""
    elements = [element for element in root.iter() if local_name(element) in {"alert", "Alert"}][:MAX_ENTRIES]
    if not elements:
        raise UnreadableError(f"no <alert> stands under <{local_name(root)}>; this is not a message of 12379")
    found = [_alert(element, problems) for element in elements]
    return Reading(
        kind=kind,
        alerts=tuple(alert for alert in found if isinstance(alert, Alert)),
        dropped=tuple(alert for alert in found if isinstance(alert, Dropped)),
        problems=problems.listed(),
        version="icss.amp",
    )


def _alert(element: Element, problems: Problems) -> Alert | Dropped | None:
    infos = children(element, "info") or [element]  # some messages stand flat, without <info>
    read = alert_from(_fields(element, infos), "cn-alerts", problems, credit=CREDIT)
    return _with_signal(read, infos[0]) if isinstance(read, Alert) else read


def _fields(element: Element, infos: list[Element]) -> dict[str, Any]:
    """The message in CAP's words. Public unless it says otherwise: the form has no scope in many messages."""
    sender = child_text(element, "senderCode") or child_text(element, "sender")
    return {
        "identifier": child_text(element, "identifier"),
        "sender": sender or (child_text(element, "identifier") or "").partition("_")[0],
        "sent": _time(element, "sendTime") or _time(element, "sent"),
        "status": child_text(element, "status"),
        "msgType": child_text(element, "msgType"),
        "scope": child_text(element, "scope") or "Public",
        "references": child_text(element, "references") or child_text(element, "referencesInfo"),
        "info": [_info(info, element) for info in infos],
    }


def _info(info: Element, element: Element) -> dict[str, Any]:
    fields: dict[str, Any] = {name: child_text(info, name) for name in _INFO_FIELDS}
    for name in ("effective", "onset", "expires"):
        fields[name] = _time(info, name)
    fields["language"] = fields["language"] or "zh-CN"
    fields["event"] = child_text(info, "event") or _event(info)
    fields["instruction"] = child_text(info, "instruction")
    fields["senderName"] = child_text(info, "senderName") or child_text(element, "sender")
    fields["area"] = [_area(area) for area in children(info, "area") or [info]]
    return fields


def _event(info: Element) -> str:
    signal = read_title(child_text(info, "headline") or "")
    code = child_text(info, "eventType") or ""
    return (signal.kind if signal else None) or _KINDS.get(code) or code or "预警"


def _area(area: Element) -> dict[str, Any]:
    """An area; its codes stand in one element, joined by commas, and are national division codes."""
    codes = (child_text(area, "geocode") or "").replace("，", ",").split(",")
    return {
        "areaDesc": child_text(area, "areaDesc"),
        "polygon": [text(shape.text) for shape in children(area, "polygon")],
        "circle": [text(shape.text) for shape in children(area, "circle")],
        "geocode": [{"valueName": "adcode", "value": code.strip()[:6]} for code in codes if code.strip()],
    }


def _time(element: Element, name: str) -> str | None:
    """An instant as CAP writes it; one without offset is Beijing time."""
    given = child_text(element, name)
    if given is None or instant(given) is not None:
        return given
    return f"{given}+08:00" if instant(f"{given}+08:00") else given


def _with_signal(alert: Alert, info: Element) -> Alert:
    """The kind and level of the title, else of eventType and severity, which is a colour here and no CAP severity."""
    signal = read_title(child_text(info, "headline") or "")
    level, printed = _COLOURS.get((child_text(info, "severity") or "").strip().lower(), (None, None))
    return alert.model_copy(
        update={
            "kind": (signal.kind if signal else None) or _KINDS.get(child_text(info, "eventType") or ""),
            "level": level or alert.level,
            "level_text": printed or alert.level_text,
            "all_clear": alert.all_clear or bool(signal and signal.ends),
        },
    )

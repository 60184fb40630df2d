"""CAP 1.1 and 1.2 as XML: from a tree to alerts. Knows nothing of fetching; MeteoAlarm's JSON has the same words.

Namespaces differ between versions and are sometimes wrong, so elements are told apart by local name; a wrong
namespace, a missing mandatory field or many alerts under one root are read and reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.cap_fields import alert_from
from bot.sources.markup import child_text, children, local_name, namespace, parse, xml_text
from bot.sources.reading import MAX_ENTRIES, Dropped, Problems, Reading
from messages.alert import Alert

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from messages.edition import Credit

_VERSIONS: Final = {"urn:oasis:names:tc:emergency:cap:1.1": "1.1", "urn:oasis:names:tc:emergency:cap:1.2": "1.2"}
_LISTS: Final = ("alerts", "feed", "Envelope", "capAlerts")


def read(data: bytes, *, credit: Credit | None = None) -> Reading:
    """The alerts of a CAP file. `credit` is what the feed's owner asks to be named with."""
    problems = Problems()
    return read_tree(parse(xml_text(data, problems)), problems, credit=credit)


def read_tree(root: Element, problems: Problems, *, credit: Credit | None = None) -> Reading:
    """The alerts under a parsed root. Raises UnreadableError when there is none."""
    found = _alerts(root, problems)
    read = [alert_from(_issued(element), "cap", problems, credit=credit) for element in found]
    version = next((_VERSIONS[ns] for element in found if (ns := namespace(element)) in _VERSIONS), None)
    if version is None:
        problems.add(f"namespace {namespace(found[0])!r} is not CAP's; read by the names of the elements")
    return Reading(
        kind="cap",
        alerts=tuple(alert for alert in read if isinstance(alert, Alert)),
        dropped=tuple(alert for alert in read if isinstance(alert, Dropped)),
        problems=problems.listed(),
        version=version,
    )


def _alerts(root: Element, problems: Problems) -> list[Element]:
    if local_name(root) == "alert":
        return [root]
    if local_name(root) not in _LISTS:
        raise UnreadableError(f"the root is <{local_name(root)}>; CAP begins with <alert>")
    found = [element for element in root.iter() if local_name(element) == "alert"]
    if not found:
        raise UnreadableError(f"no <alert> stands under <{local_name(root)}>: an index without the alerts themselves")
    problems.add(f"{len(found)} alerts under one <{local_name(root)}>, where CAP has one <alert> a file")
    if len(found) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(found)} alerts were read")
    return found[:MAX_ENTRIES]


def _issued(element: Element) -> dict[str, Any]:
    """An <alert> in the words CAP's JSON forms use, so that one reader serves both."""
    fields = _texts(element)
    fields["info"] = [_info(info) for info in children(element, "info")]
    return fields


def _info(info: Element) -> dict[str, Any]:
    fields = _texts(info)
    fields["responseType"] = [_clean(child) for child in children(info, "responseType")]
    fields["parameter"] = [_pair(pair) for pair in children(info, "parameter")]
    fields["eventCode"] = [_pair(pair) for pair in children(info, "eventCode")]
    fields["area"] = [_area(area) for area in children(info, "area")]
    return fields


def _area(area: Element) -> dict[str, Any]:
    fields = _texts(area)
    fields["geocode"] = [_pair(pair) for pair in children(area, "geocode")]
    fields["polygon"] = [_clean(child) for child in children(area, "polygon")]
    fields["circle"] = [_clean(child) for child in children(area, "circle")]
    return fields


def _texts(element: Element) -> dict[str, Any]:
    """The text of every child that has no children, the first of each name."""
    fields: dict[str, Any] = {}
    for child in element:
        if len(child) == 0:
            fields.setdefault(local_name(child), _clean(child))
    return fields


def _pair(pair: Element) -> dict[str, Any]:
    return {name: child_text(pair, name) or "" for name in ("valueName", "value")}


def _clean(element: Element) -> str:
    return (element.text or "").strip()

"""Chinese warnings: the lists of nmc.cn and 12379.cn, and 12379's own XML, which is not CAP. Times are Beijing time.

Neither list is documented or licensed for reuse: only the title is quoted, with a link. They list what was issued,
not what is in force, so that an alert missing from them is not over.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.cn_12379 import read_tree
from bot.sources.markup import is_markup, parse, xml_text
from bot.sources.payload import as_object, identifier, instant, json_object, objects, text
from bot.sources.reading import MAX_ENTRIES, Problems, Reading
from bot.sources.signals import place_of, read_title
from messages.alert import Alert, AlertText, Area, Level
from messages.edition import Credit

if TYPE_CHECKING:
    from collections.abc import Iterable

BEIJING: Final = dt.timezone(dt.timedelta(hours=8))
NMC: Final = Credit(text="中央气象台", url="http://www.nmc.cn/publish/alarm.html")
CENTRE_12379: Final = Credit(text="国家预警信息发布中心", url="http://www.12379.cn")
_PICTURE_LEVELS: Final[dict[str, Level]] = {"001": "red", "002": "orange", "003": "yellow", "004": "blue"}
_PICTURE: Final = re.compile(r"(\d{3})\.(?:png|gif|jpg)$")
_ADCODE: Final = re.compile(r"\d{6}")


def read(data: bytes) -> Reading:
    """The warnings in a list of nmc.cn or 12379.cn, or in one XML message of 12379."""
    problems = Problems()
    if is_markup(data):
        return read_tree(parse(xml_text(data, problems)), problems, kind="cn-alerts")
    body = json_object(data, problems)
    if "alertData" in body:
        entries = objects(body["alertData"])
        found = [_from_12379(entry, problems) for entry in entries[:MAX_ENTRIES]]
    else:
        entries = _nmc_entries(body)
        found = [_from_nmc(entry, problems) for entry in entries[:MAX_ENTRIES]]
    if len(entries) > MAX_ENTRIES:
        problems.add(f"only the first {MAX_ENTRIES} of {len(entries)} warnings were read")
    return Reading(kind="cn-alerts", alerts=_once(found), problems=problems.listed())


def _nmc_entries(body: dict[str, Any]) -> list[dict[str, Any]]:
    code = body.get("code")
    if code is not None and identifier(code) != "0":
        reason = text(body.get("msg"), 200) or "no reason given"
        raise UnreadableError(f"nmc.cn answers with code {identifier(code) or 'of no kind'}: {reason}")
    given = as_object(body.get("data"))
    listed = as_object(given.get("page")).get("list")
    if not isinstance(listed, list):
        raise UnreadableError("neither data.page.list (nmc.cn) nor alertData (12379.cn) stands in it")
    return objects(listed) + objects(given.get("provinceAlarms"))


def _from_nmc(entry: dict[str, Any], problems: Problems) -> Alert | None:
    link = text(entry.get("url"), 500) or ""
    picture = _PICTURE.search(text(entry.get("pic"), 500) or "")
    return _alert(
        identifier(entry.get("alertid")),
        text(entry.get("title"), 300),
        instant(entry.get("issuetime"), BEIJING),
        problems,
        credit=NMC,
        link=f"http://www.nmc.cn{link}" if re.fullmatch(r"/[\w./-]+", link) else NMC.url,
        level=_PICTURE_LEVELS.get(picture.group(1)) if picture else None,
    )


def _from_12379(entry: dict[str, Any], problems: Problems) -> Alert | None:
    return _alert(
        identifier(entry.get("identifier")),
        text(entry.get("headline"), 300),
        instant(entry.get("sendTime"), BEIJING),
        problems,
        credit=CENTRE_12379,
        link=CENTRE_12379.url,
        level=None,
    )


def _alert(
    name: str | None,
    title: str | None,
    sent: dt.datetime | None,
    problems: Problems,
    *,
    credit: Credit,
    link: str,
    level: Level | None,
) -> Alert | None:
    """An alert of a list; `level` is the one its picture says, used when the title has no colour."""
    signal = read_title(title or "")
    if not name or not title or not sent or signal is None:
        missing = "identifier" if not name else "time" if not sent else "title that names a warning"
        problems.add(f"warning {name or title or '?'}: no readable {missing}; not read")
        return None
    adcode = _ADCODE.match(name)
    return Alert(
        identifier=name,
        sender=name.partition("_")[0],
        sent=sent,
        source="cn-alerts",
        message_type="cancel" if signal.ends else "alert" if signal.is_first else "update",
        texts=(AlertText(language="zh-CN", event=signal.kind or "预警", headline=title),),
        areas=(
            Area(
                name=place_of(signal.issuer) if signal.issuer else "",
                codes=(("adcode", adcode.group()),) if adcode else (),
            ),
        ),
        level=signal.level or level,
        level_text=signal.level_text,
        kind=signal.kind,
        all_clear=signal.ends,
        issuer=signal.issuer,
        link=link,
        credit=credit,
    )


def _once(alerts: Iterable[Alert | None]) -> tuple[Alert, ...]:
    """Each identity once: a province's warning stands in the list and among the province's own."""
    return tuple({alert.identity: alert for alert in reversed([a for a in alerts if a])}.values())[::-1]

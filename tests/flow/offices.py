"""What weather offices publish, as small payloads: CAP for Zibo, the National Weather Service's list for New York."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

_SEVERITIES = {"蓝色": "Minor", "黄色": "Moderate", "橙色": "Severe", "红色": "Extreme"}
_ZIBO = "36,117 36,119 37.5,119 37.5,117 36,117"


def cap(name: str, sent: dt.datetime, *, of: str = "", kind: str = "Alert", says: str = "阵风7级", **info: str) -> str:
    """One alert in CAP 1.2 for a square around Zibo; a Cancel says nothing but what it cancels.

    `info` may hold `event` and `level`; it is in force for twelve hours.
    """
    refers = f"<references>office@example.org,{of},{sent.isoformat()}</references>" if of else ""
    said = "" if kind == "Cancel" else _info(sent, says, **info)
    return (
        f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier>'
        f"<sender>office@example.org</sender><sent>{sent.isoformat()}</sent><status>Actual</status>"
        f"<msgType>{kind}</msgType><scope>Public</scope>{refers}{said}</alert>"
    )


def _info(sent: dt.datetime, says: str, event: str = "大风", level: str = "蓝色") -> str:
    expires = sent + dt.timedelta(hours=12)
    return (
        f"<info><language>zh-CN</language><category>Met</category><event>{event}</event><urgency>Expected</urgency>"
        f"<severity>{_SEVERITIES[level]}</severity><certainty>Likely</certainty><expires>{expires.isoformat()}</expires>"
        f"<senderName>淄博市气象台</senderName><headline>淄博市气象台发布{event}{level}预警信号</headline>"
        f"<description>{says}</description>"
        f"<area><areaDesc>淄博市</areaDesc><polygon>{_ZIBO}</polygon></area></info>"
    )


def listed(*alerts: str) -> bytes:
    """CAP alerts under one root."""
    return f"<alerts>{''.join(alerts)}</alerts>".encode()


def nws(now: dt.datetime, *alerts: dict[str, Any]) -> bytes:
    """What api.weather.gov has in force at a point."""
    usual = {
        "status": "Actual",
        "messageType": "Alert",
        "sent": now.isoformat(),
        "expires": (now + dt.timedelta(hours=24)).isoformat(),
        "event": "Wind Advisory",
        "severity": "Moderate",
        "areaDesc": "New York",
        "senderName": "NWS New York NY",
    }
    features = [{"id": alert["id"], "geometry": None, "properties": {**usual, **alert}} for alert in alerts]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()

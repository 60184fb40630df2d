"""Official warnings as values. Knows no service's format; how one lives and whom it concerns stand beside this file."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from messages.edition import Credit, Value

Level = Literal["white", "blue", "yellow", "orange", "red"]

_LEVELS: dict[Level, int] = {"white": 0, "blue": 1, "yellow": 2, "orange": 3, "red": 4}
_SEVERITIES = {"Minor": 1, "Moderate": 2, "Severe": 3, "Extreme": 4}


class AlertText(Value):
    """What an alert says in one language, as given by the issuer."""

    language: str
    event: str
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None


class Area(Value):
    """Where an alert holds: words for people, codes and shapes for matching. Shapes in WGS 84 (latitude, longitude)."""

    name: str
    codes: tuple[tuple[str, str], ...] = ()  # (scheme, value): ("adcode", "370300"), ("UGC", "ORZ006"), ("EMMA_ID", …)
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()  # latitude, longitude, radius in km


class Alert(Value):
    """One warning as issued (CAP 1.2 terms). Every instant is aware."""

    identifier: str
    sender: str
    sent: dt.datetime
    source: str  # kind of the source it came by: "nws", "cap", "cn-alerts", …
    message_type: Literal["alert", "update", "cancel"] = "alert"
    references: tuple[str, ...] = ()  # identifiers it replaces or ends
    merged: tuple[str, ...] = ()  # identifiers under which the same event was issued for further regions
    texts: tuple[AlertText, ...] = ()
    areas: tuple[Area, ...] = ()
    level: Level | None = None
    level_text: str | None = None  # the level as the issuer prints it, also where it is none of ours: "purple", "三级"
    kind: str | None = None  # the signal: "大风", "暴雨"; None when the issuer gives none we know
    severity: str | None = None  # CAP: Extreme, Severe, Moderate, Minor, Unknown
    urgency: str | None = None
    certainty: str | None = None
    all_clear: bool = False  # responseType AllClear, urgency Past, or a 解除
    effective: dt.datetime | None = None
    onset: dt.datetime | None = None
    expires: dt.datetime | None = None
    ends: dt.datetime | None = None
    issuer: str | None = None
    link: str | None = None
    credit: Credit | None = None

    @property
    def identity(self) -> tuple[str, str, dt.datetime]:
        """What makes two messages the same one (CAP 1.2)."""
        return (self.identifier, self.sender, self.sent)

    @property
    def rank(self) -> int:
        """How grave it is, 0 (white) to 4 (red): the level as issued, else CAP's severity.

        What says neither counts as 1, so that it reaches whoever has not asked for graver ones only.
        """
        return _LEVELS[self.level] if self.level else _SEVERITIES.get((self.severity or "").capitalize(), 1)

"""Chinese warning signals: what a title says of issuer, verb, kind and colour, and the colours' other names.

Knows titles, not the services that carry them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from messages.alert import Level

LEVELS: Final[dict[str, Level]] = {"红": "red", "橙": "orange", "黄": "yellow", "蓝": "blue", "白": "white"}
# Verbs an issuer uses, longest first, so that 继续发布 is not read as an issuer ending in 继续.
_VERBS: Final = ("继续发布", "变更发布", "升级发布", "更新发布", "发布", "更新", "变更", "升级", "维持", "确认", "解除")
_ENDS: Final = "解除"
_FIRST: Final = ("发布",)
_COLOUR: Final = re.compile(r"([红橙黄蓝白])色?(?:\[[^\]]{0,20}\]|[（(][^）)]{0,20}[）)])?(?:等级)?预警")
_NO_COLOUR: Final = re.compile(r"预警")
_OFFICES: Final = ("气象台", "气象局", "气象中心", "预警信息发布中心", "预警中心")
# What counts as the level when no colour stands in the title (台风四级, 暴雨三级).
_GRADE: Final = re.compile(r"([一二三四ⅠⅡⅢⅣ]级)$")


class Signal(NamedTuple):
    """A title taken apart: 山西省气象台 · 发布 · 大雾 · yellow · 黄色."""

    issuer: str | None
    verb: str | None
    kind: str | None
    level: Level | None
    level_text: str | None

    @property
    def ends(self) -> bool:
        return self.verb == _ENDS

    @property
    def is_first(self) -> bool:
        return self.verb is None or self.verb in _FIRST


def read_title(title: str) -> Signal | None:
    """What the title of a warning says; None when no 预警 stands in it."""
    title = "".join(title.split())[:300]
    colour = _COLOUR.search(title)
    end = colour or _NO_COLOUR.search(title)
    if end is None:
        return None
    issuer, verb, kind = _split(title[: end.start()])
    if colour:
        return Signal(issuer, verb, kind, LEVELS[colour.group(1)], f"{colour.group(1)}色")
    grade = _GRADE.search(kind or "")
    return Signal(
        issuer, verb, kind[: grade.start()] if kind and grade else kind, None, grade.group(1) if grade else None
    )


def place_of(issuer: str) -> str:
    """The area an office speaks for: 山西省晋城市气象台 speaks for 山西省晋城市."""
    for office in _OFFICES:
        if (at := issuer.find(office)) > 0:
            return issuer[:at]
    return issuer


def _split(head: str) -> tuple[str | None, str | None, str | None]:
    """Issuer, verb and kind of what stands before the colour; the last verb counts (预警信息发布中心发布…)."""
    at, verb = max(
        ((head.rfind(verb), verb) for verb in _VERBS), key=lambda found: (found[0] + len(found[1]), len(found[1]))
    )
    if at < 0:
        return None, None, head or None
    return head[:at] or None, verb, head[at + len(verb) :] or None

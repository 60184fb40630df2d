"""Official warnings quoted as issued: who, when, which level, their own words. Never mixed with our hints. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from messages.dates import moment
from messages.escape import link, one_line
from messages.length import clip
from messages.phrases import words
from messages.source import credited

if TYPE_CHECKING:
    from markupsafe import Markup

    from messages.alert import Alert, AlertText
    from messages.message import House, Language

_TITLE_UNITS: Final = 100
_QUOTE_UNITS: Final = 240
_INSTRUCTION_UNITS: Final = 160
_ISSUER_UNITS: Final = 60
KINDS_EN: Final = {
    "台风": "typhoon", "暴雨": "rainstorm", "暴雪": "snowstorm", "寒潮": "cold wave", "大风": "gale",
    "沙尘暴": "sandstorm", "高温": "heat", "干旱": "drought", "雷电": "lightning", "冰雹": "hail",
    "霜冻": "frost", "大雾": "fog", "霾": "haze", "道路结冰": "icy roads", "雷雨大风": "thunderstorm gale",
    "森林火险": "forest fire risk", "重污染": "heavy pollution", "冰雪": "snow and ice", "低温": "extreme cold",
    "海岸事件": "coastal event", "雪崩": "avalanche", "洪水": "flood", "暴雨洪涝": "rain and flood",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """One official warning: `title` is the signal in words, `quoted` its issuer's text."""

    title: str
    issued: str
    quoted: str
    instruction: str
    link: str | None
    credit: Markup | None = None  # whom the service asks to be named


def quote(language: Language, alert: Alert, house: House, *, ended: bool = False) -> Quote:
    """An alert in words; the text in the reader's language if the issuer gave one, else as issued. `ended`: lifted."""
    text = text_of(language, alert)
    quoted = (text.description or text.headline or "") if text else ""
    issuer = clip(one_line(alert.issuer or alert.sender), _ISSUER_UNITS)
    return Quote(
        title=clip(one_line(title(language, alert)), _TITLE_UNITS),
        issued=words(
            language,
            "official.lifted" if ended else "official.issued",
            issuer=issuer,
            at=moment(language, alert.sent, house.zone),
        ),
        quoted=clip(one_line(quoted), _QUOTE_UNITS),
        instruction=clip(one_line((text and text.instruction) or ""), _INSTRUCTION_UNITS),
        link=link(alert.link),
        credit=credited(language, alert.credit) if alert.credit else None,
    )


def title(language: Language, alert: Alert) -> str:
    """The signal in words, "大风蓝色预警"; without a kind we know, the issuer's own event or headline."""
    if alert.kind:
        kind = alert.kind if language == "zh-CN" else KINDS_EN.get(alert.kind, alert.kind)
        level = words(language, f"level.{alert.level}") if alert.level else _grade(language, alert.level_text)
        return words(language, "official.signal", kind=kind, level=level).strip()
    text = text_of(language, alert)
    return (text.event or text.headline or "") if text else words(language, "official.unnamed")


def _grade(language: Language, printed: str | None) -> str:
    """A level that is none of the colours, as printed: "四级"."""
    return words(language, "level.printed", level=printed) if printed else ""


def text_of(language: Language, alert: Alert) -> AlertText | None:
    """The alert's text in the reader's language, else the first."""
    wanted = language[:2].lower()
    near = (text for text in alert.texts if text.language.lower().startswith(wanted))
    return next(near, alert.texts[0] if alert.texts else None)

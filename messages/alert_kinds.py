"""Which of the national signals a warning is nearest to, by the words of its event: what readers switch off. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from messages.alert import Alert

# English words of events and the signal each belongs to; the first that is found counts.
_WORDS: Final = (
    ("thunder", "雷电"),
    ("lightning", "雷电"),
    ("hail", "冰雹"),
    ("hurricane", "台风"),
    ("typhoon", "台风"),
    ("tropical", "台风"),
    ("wind chill", "寒潮"),
    ("cold", "寒潮"),
    ("frost", "霜冻"),
    ("freeze", "霜冻"),
    ("winter", "暴雪"),
    ("snow", "暴雪"),
    ("blizzard", "暴雪"),
    ("ice", "道路结冰"),
    ("icy", "道路结冰"),
    ("freezing", "道路结冰"),
    ("dust", "沙尘暴"),
    ("heat", "高温"),
    ("fire", "森林火险"),
    ("fog", "大雾"),
    ("smoke", "霾"),
    ("air quality", "霾"),
    ("drought", "干旱"),
    ("rain", "暴雨"),
    ("flood", "暴雨"),
    ("wind", "大风"),
    ("gale", "大风"),
    ("storm", "大风"),
)


def signal(alert: Alert) -> str | None:
    """The signal: as issued where it is one of ours, else by the English word; None when no word tells."""
    if alert.kind and not alert.kind.isascii():
        return alert.kind
    said = " ".join(filter(None, (alert.kind, *(text.event for text in alert.texts)))).casefold()
    return next((kind for word, kind in _WORDS if word in said), None)

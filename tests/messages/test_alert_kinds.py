"""The signal a warning is nearest to, so that whoever has switched one off is spared it by every service."""

from __future__ import annotations

import datetime as dt

import pytest

from messages.alert import Alert, AlertText
from messages.alert_kinds import signal


@pytest.mark.parametrize(
    ("kind", "event", "expected"),
    [
        ("大风", "大风", "大风"),
        ("地质灾害气象风险", "", "地质灾害气象风险"),
        ("Wind Advisory", "Wind Advisory", "大风"),
        ("Wind Chill Warning", "", "寒潮"),
        ("Severe Thunderstorm Warning", "", "雷电"),
        ("winter storm warning", "", "暴雪"),
        (None, "Flood Watch", "暴雨"),
        (None, "Red Flag Warning", None),
        (None, "", None),
    ],
)
def test_the_signal_is_as_issued_or_by_the_word(kind: str | None, event: str, expected: str | None) -> None:
    texts = (AlertText(language="en", event=event),)
    sent = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    assert signal(Alert(identifier="a", sender="s", sent=sent, source="nws", kind=kind, texts=texts)) == expected

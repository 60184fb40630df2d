"""Payloads read as their expected.jsonl says: our own, and recorded ones where they lie beside the repository."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UnreadableError
from bot.sources import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sources.reading import Reading

OWN = Path(__file__).parents[2] / "payloads"
RECORDED = Path(__file__).parents[4] / "shared" / "payloads"
CASES = [
    (folder, json.loads(line))
    for folder in (OWN, RECORDED)
    if (folder / "expected.jsonl").exists()
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
]
COLOURS = {"蓝": "blue", "黄": "yellow", "橙": "orange", "红": "red"}
# "partial" allows refusal; where a check speaks of units, the payload's own are °F and ours are °C.
ALLOWED = {
    "ok": {"ok"},
    "ok-empty": {"ok-empty"},
    "partial": {"partial", "reject"},  # the recorded ones may be refused
    "reject": {"reject"},
}


def periods(reading: Reading) -> Any:
    return reading.forecasts[0].periods


def legs(reading: Reading) -> list[list[Any]]:
    return [[w.direction, w.force_min, w.force_max, w.gust_min, w.gust_max] for w in periods(reading)[0].wind]


def celsius(bounds: list[float], unit: str) -> list[float]:
    return [round((value - 32) / 1.8, 1) for value in bounds] if unit == "°F" else bounds


def unit_of(body: dict[str, Any]) -> str:
    return str(body.get("daily_units", {}).get("temperature_2m_min", "°C"))


FACTS: dict[str, Callable[[Reading, Any, dict[str, Any]], bool]] = {
    "days": lambda r, want, _: len(periods(r)) == want,
    "first_date": lambda r, want, _: str(periods(r)[0].date) == want,
    "first_t": lambda r, want, body: [periods(r)[0].low, periods(r)[0].high] == celsius(want, unit_of(body)),
    "first": lambda r, want, _: (
        r.forecasts[0].hours[0].at == dt.datetime.fromisoformat(want)
        if isinstance(want, str)
        else [str(periods(r)[0].date), periods(r)[0].low, periods(r)[0].high] == want
    ),
    "entries": lambda r, want, _: len(r.forecasts[0].hours) == want,
    "first_temp": lambda r, want, _: r.forecasts[0].hours[0].temperature == want,
    "last": lambda r, want, _: r.forecasts[0].hours[-1].at == dt.datetime.fromisoformat(want),
    "last_has_next_hours": lambda r, want, _: (r.forecasts[0].hours[-1].sky is not None) == want,
    "periods": lambda r, want, _: len(periods(r)) == want,
    "alerts": lambda r, want, _: len(r.alerts) == want,
    "kind": lambda r, want, _: r.alerts[0].kind == want,
    "colour": lambda r, want, _: r.alerts[0].level == COLOURS[want],
    "message": lambda r, want, _: r.alerts[0].message_type == want,
    "supersedes": lambda r, want, _: list(r.alerts[0].references) == want,
    "messageType": lambda r, want, _: r.alerts[0].message_type == want.lower(),
    "msgType": lambda r, want, _: r.alerts[0].message_type == want.lower(),
    "references": lambda r, want, _: len(r.alerts[0].references) == want,
    "expires": lambda r, want, _: r.alerts[0].expires == dt.datetime.fromisoformat(want),
    "expires_utc": lambda r, want, _: r.alerts[0].expires == dt.datetime.fromisoformat(want),
    "status_test_dropped": lambda r, want, _: ("Test" in r.dropped[0].reason) == want and len(r.alerts) == 1,
    "features": lambda r, want, _: sum(1 + len(alert.merged) for alert in r.alerts) == want and len(r.alerts) < want,
    "warnings": lambda r, want, _: len(r.alerts) + len(r.dropped) == want,
    "shown": lambda r, want, _: len(r.alerts) == want,
    "identifier": lambda r, want, _: r.alerts[0].identifier == want,
    "languages": lambda r, want, _: [text.language for text in r.alerts[0].texts] == want,
    "responseType": lambda r, want, _: r.alerts[0].all_clear == (want == "AllClear"),
    "urgency": lambda r, want, _: r.alerts[0].urgency == want,
    "severity": lambda r, want, _: r.alerts[0].severity == want,
    "event": lambda r, want, _: r.alerts[0].texts[0].event == want,
    "infos": lambda r, want, _: len(r.alerts[0].texts) == want,
    "version": lambda r, want, _: r.version == want,
    "list": lambda r, want, _: len(r.alerts) >= want,
    "provinceAlarms": lambda r, want, _: len(r.alerts) == 5 + want,
    "levels": lambda r, want, _: [alert.level for alert in r.alerts[: len(want)]] == [COLOURS[c] for c in want],
    "kinds": lambda r, want, _: [alert.kind for alert in r.alerts[: len(want)]] == want,
    "first_sky": lambda r, want, _: list(periods(r)[0].sky) == want,
    "first_wind": lambda r, want, _: legs(r)[0] == want,
    "level_text": lambda r, want, _: r.alerts[0].level_text == want,
    "level": lambda r, want, _: r.alerts[0].level == want,
    "areas": lambda r, want, _: [area.name for area in r.alerts[0].areas] == want,
    "codes": lambda r, want, _: [code for _, code in r.alerts[0].areas[0].codes] == want,
    "dropped": lambda r, want, _: len(r.dropped) == want,
    "titles": lambda r, want, _: [item.title for item in r.items] == want,
    "utc_offset_seconds": lambda r, want, body: body["utc_offset_seconds"] == want and bool(periods(r)),
    "timezone": lambda r, want, body: body["timezone"] == want and bool(periods(r)),
    "air": lambda r, want, _: [[one.scale, one.index, one.pm2_5] for one in r.forecasts[0].air] == want,
    "first_weather_code": lambda r, want, body: body["daily"]["weather_code"][0] == want and bool(periods(r)[0].sky),
}


@pytest.mark.parametrize(("folder", "case"), CASES, ids=[case["file"] for _, case in CASES])
def test_a_payload_is_read_as_expected(folder: Path, case: dict[str, Any]) -> None:
    data = (folder / case["file"]).read_bytes()
    checks = dict(case["checks"])
    slowest = checks.pop("max_seconds", 5)
    started = time.monotonic()
    may_refuse = case["outcome"] == "reject" or (folder == RECORDED and case["outcome"] == "partial")
    try:
        reading = kinds.read(case["file"].partition("/")[0], data, zone=ZoneInfo("Asia/Shanghai"))
    except UnreadableError:
        if not may_refuse:
            raise
        return
    assert time.monotonic() - started < slowest
    assert reading.outcome in ALLOWED[case["outcome"]], reading.problems
    body = json.loads(data) if data.lstrip().startswith(b"{") else {}
    for check, want in checks.items():
        assert FACTS[check](reading, want, body), (check, want)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_reader_breaks_on_another_services_answer(kind: str) -> None:
    for folder, case in CASES:
        try:
            reading = kinds.read(kind, (folder / case["file"]).read_bytes())
        except UnreadableError:
            continue
        assert json.dumps(reading.as_json())

"""Sets an answer beside its gold, field by field: right, wrong, missing or invented.

Works on JSON values as `model_dump(mode="json")` gives them; knows nothing of files or of the reader.
A field the gold does not state is not judged; a field empty on both sides is not counted.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, NamedTuple

Outcome = Literal["right", "wrong", "missing", "invented"]
Json = dict[str, Any]

RANGE_MARKS = re.compile("[~∼〜−–—-]+")
MAIN_FIELDS = frozenset({"label", "part", "date", "date_end", "sky", "wind", "low", "high", "precipitation"})
LEG_FIELDS = {
    "wind direction": ("direction",),
    "wind force": ("force_min", "force_max"),
    "gust": ("gust_min", "gust_max"),
    "detail": ("word", "where", "at_times", "gust_where"),
}


class Mark(NamedTuple):
    """One field judged. `where` says which case and item it belongs to."""

    kind: str
    where: str
    outcome: Outcome
    expected: Any
    got: Any


def plain(value: Any) -> Any:
    """The value without what printing varies: width, blanks, the sort of dash; empty text and lists are None."""
    if isinstance(value, str):
        return RANGE_MARKS.sub("~", "".join(unicodedata.normalize("NFKC", value).split())) or None
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value] or None
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def empty(value: Any) -> bool:
    """Whether the value says nothing. A bound of 0 says something; a dict or list of nothing does not."""
    if isinstance(value, dict):
        return all(map(empty, value.values()))
    if isinstance(value, list):
        return all(map(empty, value))
    return value is None


def field(kind: str, where: str, gold: Any, got: Any) -> list[Mark]:
    """The mark of one field; none when both sides are empty."""
    wanted, seen = plain(gold), plain(got)
    if empty(wanted):
        return [] if empty(seen) else [Mark(kind, where, "invented", gold, got)]
    outcome: Outcome = "right" if wanted == seen else "missing" if empty(seen) else "wrong"
    return [Mark(kind, where, outcome, gold, got)]


def stated(gold: Json, got: Json | None, names: tuple[str, ...] | None = None) -> tuple[Json, Json]:
    """Both sides cut down to the fields the gold states (of `names`, when given)."""
    kept = [name for name in (names or gold) if name in gold]
    return {name: gold[name] for name in kept}, {name: (got or {}).get(name) for name in kept}


def line_marks(gold: Json, got: Json | None) -> list[Mark]:
    """A printed line against what `read_forecast` gave (None: no forecast)."""
    where = str(gold["id"])
    found = "forecast" if got and got["periods"] else None
    if gold["kind"] != "forecast":
        look = Mark("look-alike", where, "invented" if found else "right", gold["kind"], found or "no forecast")
        return [look]
    return field("is a forecast", where, "forecast", found) + period_list_marks(
        where, gold["periods"], (got or {}).get("periods", [])
    )


def period_list_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    left = list(got)
    for index, period in enumerate(gold):
        answer = partner(period, index, gold, got, left)
        if answer is not None:
            left.remove(answer)
        marks += period_marks(f"{where} {period.get('label', index)}", period, answer)
    return marks + [mark for extra in left for mark in field("label", where, None, extra.get("label"))]


def partner(period: Json, index: int, gold: list[Json], got: list[Json], left: list[Json]) -> Json | None:
    """The answer's period of the same label, else the one in the same position if no other gold claims its label."""
    same = [answer for answer in left if plain(answer.get("label")) == plain(period.get("label"))]
    if same:
        return same[0]
    claimed = {plain(other.get("label")) for other in gold}
    at = got[index] if index < len(got) else None
    return at if at is not None and at in left and plain(at.get("label")) not in claimed else None


def period_marks(where: str, gold: Json, got: Json | None) -> list[Mark]:
    answer = got or {}
    marks: list[Mark] = []
    for name in ("label", "part", "sky", "low", "high"):
        if name in gold:
            marks += field(name, where, gold[name], answer.get(name))
    for name in ("date", "date_end"):
        if name in gold:
            marks += field("date", where, gold[name], answer.get(name))
    if "precipitation" in gold:
        marks += precipitation_marks(where, gold["precipitation"], answer.get("precipitation", []))
    if "wind" in gold:
        marks += wind_marks(where, gold["wind"], answer.get("wind", []))
    for name in sorted(gold.keys() - MAIN_FIELDS):
        marks += field("detail", f"{where} {name}", gold[name], like(gold[name], answer.get(name)))
    return marks


def like(gold: Any, got: Any) -> Any:
    """The answer cut down to the keys a gold list of dicts states; anything else as it is."""
    if isinstance(gold, list) and isinstance(got, list) and all(isinstance(item, dict) for item in gold + got):
        pairs = zip(gold, got, strict=False)
        return [stated(wanted, seen)[1] for wanted, seen in pairs] + got[len(gold) :]
    return got


def wind_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    """Leg by leg: a leg too many is invented, one too few is missing."""
    marks: list[Mark] = []
    for index in range(max(len(gold), len(got))):
        leg, answer = (legs[index] if index < len(legs) else None for legs in (gold, got))
        for kind, names in LEG_FIELDS.items():
            wanted, seen = stated(dict.fromkeys(names) if leg is None else leg, answer, names)
            marks += field(kind, f"{where} leg {index + 1}", wanted, seen)
    return marks


def precipitation_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    left = list(got)
    for entry in gold:
        same = [answer for answer in left if plain(answer["type"]) == plain(entry["type"])] or left
        answer = same[0] if same else None
        if answer is not None:
            left.remove(answer)
        marks += field("precipitation", where, *stated(entry, answer))
    return marks + [mark for extra in left for mark in field("precipitation", where, None, extra["type"])]

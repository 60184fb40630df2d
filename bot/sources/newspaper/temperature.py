"""Facts of a day to its temperatures in °C: overall bounds, ranges of a bound, and bounds by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from messages.edition import Number, PlaceTemperature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sources.newspaper.grammar import Fact

Span = tuple[Number, Number]
Of = Literal["low", "high", "both"]
_BOUNDS: dict[str, Of] = {"HIGH": "high", "LOW": "low", "HIGHLOW": "both", "TEMP": "both"}


@dataclass(frozen=True)
class Temperatures:
    """What a day's thermometer does; `left` are readings of which nobody can say whether low or high."""

    low: Number | None = None
    high: Number | None = None
    low_range: Span | None = None
    high_range: Span | None = None
    by_place: tuple[PlaceTemperature, ...] = ()
    approx: bool = False
    left: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class _Reading:
    of: Of
    where: str | None
    span: Span
    single: bool
    approx: bool
    fact: Fact


def temperatures_of(facts: Sequence[Fact], part: str) -> Temperatures:
    """Read the bounds; a single number with no word beside it is a day's high or a night's low."""
    readings, left = _settled(_readings(facts), part)
    lows = [reading.span[0] if reading.of == "both" else reading.span for reading in readings if reading.of != "high"]
    highs = [reading.span[1] if reading.of == "both" else reading.span for reading in readings if reading.of != "low"]
    return Temperatures(
        low=min(_flat(lows), default=None),
        high=max(_flat(highs), default=None),
        low_range=_range([reading.span for reading in readings if reading.of == "low"]),
        high_range=_range([reading.span for reading in readings if reading.of == "high"]),
        by_place=_by_place(readings),
        approx=any(reading.approx for reading in readings),
        left=left,
    )


def _readings(facts: Sequence[Fact]) -> list[_Reading]:
    readings: list[_Reading] = []
    named: Of = "both"
    for fact in facts:
        if fact.rule != "temperature":
            continue
        words = list(fact.tree.scan_values(lambda _: True))
        where = "".join(str(word) for word in words if word.type == "PLACE") or None
        bounds = [word.type for word in words if word.type in _BOUNDS]
        own: Of | None = next((_BOUNDS[kind] for kind in bounds if kind != "TEMP"), "both") if bounds else None
        named = own or (named if where else "both")
        numbers = _numbers(words, negative_throughout=named != "both")
        approx = any(word.type in {"AROUND", "MORE", "UNDER"} for word in words)
        readings.append(_Reading(named, where, (min(numbers), max(numbers)), len(numbers) == 1, approx, fact))
    return readings


def _settled(readings: Sequence[_Reading], part: str) -> tuple[list[_Reading], tuple[Fact, ...]]:
    kept: list[_Reading] = []
    left: list[Fact] = []
    alone: dict[str, Of] = {"day": "high", "night": "low"}
    for reading in readings:
        if not (reading.of == "both" and reading.single):
            kept.append(reading)
        elif part in alone:
            kept.append(_Reading(alone[part], reading.where, reading.span, True, reading.approx, reading.fact))  # noqa: FBT003
        else:
            left.append(reading.fact)
    return kept, tuple(left)


def _numbers(words: Sequence[Any], *, negative_throughout: bool) -> list[Number]:
    """Give the signed numbers. -(16-18) is negative twice, and so is 最低零下12到10℃: one bound, one sign."""
    numbers: list[Number] = []
    sign, bracket = 1, 1
    spread = negative_throughout and any(word.type == "BELOW" for word in words)
    for word, after in zip(words, [*words[1:], None], strict=True):
        if word.type in {"MINUS", "BELOW"}:
            bracket = -1 if after is not None and after.type == "LPAR" else bracket
            sign = -1
        elif word.type == "ABOVE":
            sign, spread = 1, False
        elif word.type == "NUM":
            value = float(word) if "." in word else int(word)
            numbers.append(value * min(sign, bracket))
            sign = -1 if spread else 1
    return numbers


def _flat(bounds: Sequence[Number | Span]) -> list[Number]:
    return [one for bound in bounds for one in (bound if isinstance(bound, tuple) else (bound,))]


def _range(spans: Sequence[Span]) -> Span | None:
    low, high = min((span[0] for span in spans), default=0), max((span[1] for span in spans), default=0)
    return (low, high) if low != high else None


def _by_place(readings: Sequence[_Reading]) -> tuple[PlaceTemperature, ...]:
    found: dict[str, PlaceTemperature] = {}
    for reading in readings:
        if reading.where:
            known = found.get(reading.where, PlaceTemperature(where=reading.where))
            found[reading.where] = known.model_copy(update=_bounds(reading))
    return tuple(found.values())


def _bounds(reading: _Reading) -> dict[str, Span]:
    low, high = reading.span
    return {"low": (low, low), "high": (high, high)} if reading.of == "both" else {reading.of: reading.span}

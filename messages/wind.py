"""Wind in words and in numbers, from the legs of a period. Forces are Beaufort numbers; knows no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from messages.edition import Period, Wind

STRONGEST: Final = 18  # the Chinese scale ends here; greater numbers are misprints and count for nothing

# Lower and upper bound of each force in whole m/s (Beaufort table of the WMO, continued by GB/T 28591).
_METRES: Final = (
    (0, 0), (0, 2), (2, 3), (3, 5), (6, 8), (8, 11), (11, 14), (14, 17), (17, 21), (21, 24),
    (25, 28), (29, 33), (33, 37), (37, 41), (42, 46), (46, 51), (51, 56), (56, 61), (61, 69),
)  # fmt: skip
_COMPASS: Final = {"东": "E", "南": "S", "西": "W", "北": "N", "偏": "", "到": " to ", "至": " to ", "风": ""}
_SWAP: Final = {"EN": "NE", "ES": "SE", "WN": "NW", "WS": "SW"}  # Chinese names east and west first
_WORDS: Final = {"微风": "light wind", "旋转风": "variable wind", "无持续风向": "variable wind", "静风": "calm"}
_PLACES: Final = {"海上": "at sea", "近海": "off the coast", "沿海": "on the coast", "陆地": "on land"}

Forces = tuple[int, int]  # lower and upper bound


def gust(period: Period) -> Forces | None:
    """The strongest gust as (lower, upper) force."""
    return _strongest((leg.gust_min, leg.gust_max) for leg in period.wind)


def mean(period: Period) -> Forces | None:
    """The strongest mean wind as (lower, upper) force."""
    return _strongest((leg.force_min, leg.force_max) for leg in period.wind)


def metres_per_second(forces: Forces) -> Forces:
    """Two forces as whole metres a second: (7, 8) is (14, 21)."""
    return _METRES[forces[0]][0], _METRES[forces[1]][1]


def span(low: float, high: float, mark: str) -> str:
    """Two numbers, or one when they are the same: "5～6"."""
    return f"{low}" if low == high else f"{low}{mark}{high}"


def wind_zh(period: Period) -> str:
    """All legs but the last one's gust: "南风2～3级转西风3～4级", "南风转西南风3～4级"."""
    return "转".join(_legs(period, _name_zh, _force_zh, _gust_zh))


def wind_en(period: Period) -> str:
    """All legs but the last one's gust: "S 2–3, turning W 3–4"."""
    return ", turning ".join(_legs(period, _name_en, _force_en, _gust_en))


def gust_zh(period: Period) -> str:
    """The gust of the last leg: "阵风5～6级"; empty for none."""
    return _gust_zh(period.wind[-1]) if period.wind else ""


def gust_en(period: Period) -> str:
    """The gust of the last leg: "gusts 5–6"; empty for none."""
    return _gust_en(period.wind[-1]) if period.wind else ""


def _strongest(pairs: Iterable[tuple[int | None, int | None]]) -> Forces | None:
    known = [(low if high is None else high, high if low is None else low) for low, high in pairs]
    forces = [
        (upper, lower) for upper, lower in known if upper is not None and lower is not None and upper <= STRONGEST
    ]
    upper, lower = max(forces, default=(None, None))
    return None if upper is None or lower is None else (lower, upper)


def _legs(
    period: Period, name: Callable[[Wind], str], force: Callable[[Wind], str], gusts: Callable[[Wind], str]
) -> list[str]:
    """Each leg in words; a force or gust shared with the next leg is left for that one to say."""
    legs = []
    for leg, after in zip(period.wind, (*period.wind[1:], None), strict=False):
        own_force = after is None or force(after) != force(leg)
        own_gust = after is not None and gusts(leg) and gusts(after) != gusts(leg)
        legs.append(name(leg) + (force(leg) if own_force else "") + (f"（{gusts(leg)}）" if own_gust else ""))
    return legs


def _name_zh(leg: Wind) -> str:
    direction = leg.direction or ""
    named = direction if not direction or direction.endswith("风") else f"{direction}风"
    return f"{leg.where or ''}{named or leg.word or ('风力' if leg.force_max is not None else '')}"


def _force_zh(leg: Wind) -> str:
    if leg.force_min is None or leg.force_max is None:
        return ""
    below = leg.force_min == 0 < leg.force_max
    force = f"小于{leg.force_max + 1}级" if below else f"{span(leg.force_min, leg.force_max, '～')}级"
    return force if leg.at_times is None else f"{force}间{leg.at_times}级"


def _gust_zh(leg: Wind) -> str:
    if leg.gust_min is None or leg.gust_max is None:
        return ""
    return f"{leg.gust_where or ''}阵风{span(leg.gust_min, leg.gust_max, '～')}级"


def _name_en(leg: Wind) -> str:
    named = _direction_en(leg.direction) if leg.direction else _WORDS.get(leg.word or "", leg.word or "")
    return " ".join(part for part in (named or "wind", _place_en(leg.where)) if part)


def _force_en(leg: Wind) -> str:
    if leg.force_min is None or leg.force_max is None:
        return ""
    below = leg.force_min == 0 < leg.force_max
    force = f" below {leg.force_max + 1}" if below else f" {span(leg.force_min, leg.force_max, '–')}"
    return force if leg.at_times is None else f"{force}, at times {leg.at_times}"


def _gust_en(leg: Wind) -> str:
    if leg.gust_min is None or leg.gust_max is None:
        return ""
    where = f" {_place_en(leg.gust_where)}" if leg.gust_where else ""
    return f"gusts {span(leg.gust_min, leg.gust_max, '–')}{where}"


def _direction_en(direction: str) -> str:
    """Where it comes from: "东北到北" is "NE to N"; a direction with a character we do not know stands as printed."""
    if any(char not in _COMPASS for char in direction):
        return _WORDS.get(direction, direction)
    points = "".join(_COMPASS[char] for char in direction).split(" to ")
    return " to ".join(_SWAP.get(point, point) for point in points)


def _place_en(where: str | None) -> str:
    return _PLACES.get(where, "in places") if where else ""

"""Weather to advice: a table of rules, each line naming the rule it comes from. Pure; the words are in `phrases/`.

Rules never speak as a weather office does: a warning of ours is a hint from the printed forecast, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, field_validator

from messages.edition import Value
from messages.sky import SkyKind, kinds, worst
from messages.wind import Forces, gust, mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from messages.edition import Number, Period

STEPS: Final = 8  # of the public clothing table
WORDINGS: Final = 3  # of every rule, so that no line comes two days running
_POSSIBLE: Final = range(-70, 61)  # °C; what lies outside is a misprint and moves no rule


Force = Annotated[int, Field(ge=1, le=18)]  # Beaufort; 18 never comes, so it switches a rule off
Fall = Annotated[int, Field(ge=1, le=50)]  # °C between two bounds
Degrees = Annotated[int, Field(ge=-50, le=60)]


class Thresholds(Value):
    """Where the rules begin. Beaufort numbers, °C; filled from the settings because provinces differ."""

    gale_gust: Force = 7  # with gale_mean: the public criterion of the blue gale signal
    gale_mean: Force = 6
    cold_fall: Fall = 8  # within 48 hours
    cold_low: Degrees = 4
    cold_mean: Force = 5
    cooler_fall: Fall = 5
    gusty: Force = 5
    raincoat_gust: Force = 6
    layers_range: Fall = 12
    hot: Degrees = 35
    ice: Degrees = 0
    change: Fall = 5  # °C worth naming: between days, and between print and live
    gust_step: Force = 2
    clothing: tuple[Degrees, ...] = (28, 24, 21, 18, 15, 11, 6)  # lower bounds of steps 1 to 7; below the last is 8
    clothing_wind: Force = 4  # mean wind that dresses one step colder

    @field_validator("clothing")
    @classmethod
    def _seven_falling(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if len(value) != STEPS - 1 or any(upper <= lower for upper, lower in pairwise(value)):
            raise ValueError(f"give {STEPS - 1} falling temperatures, such as 28, 24, 21, 18, 15, 11, 6")
        return value


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at in one day; falls are of the low, in °C: since the day before, and within two days."""

    kind: SkyKind
    kinds: frozenset[SkyKind]
    text: str  # sky and rain words as printed
    gust: int
    mean: int
    low: Number | None
    high: Number | None
    fall: Number
    fall_48h: Number

    @property
    def wet(self) -> bool:
        return self.kind.wet

    @property
    def reach(self) -> Number:
        """Degrees between low and high; 0 when one is unknown."""
        return 0 if self.low is None or self.high is None else self.high - self.low

    def down_to(self, limit: int) -> bool:
        """Whether the low reaches `limit` °C or less."""
        return self.low is not None and self.low <= limit


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. Its words are `advice.NAME.0` to `.2`; a warning also has `warning.NAME` and actions."""

    name: str
    emoji: str
    fires: Callable[[Facts, Thresholds], bool]


# Never folded; at most one line a day names all that fire.
WARNINGS: Final = (
    Rule("gale", "⚠️", lambda f, t: f.gust >= t.gale_gust or f.mean >= t.gale_mean),
    Rule("cold_wave", "⚠️", lambda f, t: f.fall_48h >= t.cold_fall and f.down_to(t.cold_low) and f.mean >= t.cold_mean),
    Rule("thunder", "⚠️", lambda f, _: SkyKind.THUNDER in f.kinds),
    Rule("freezing", "⚠️", lambda f, _: SkyKind.FREEZING in f.kinds),
    Rule("downpour", "⚠️", lambda f, _: SkyKind.HEAVY_RAIN in f.kinds),
    Rule("blizzard", "⚠️", lambda f, _: "大雪" in f.text or "暴雪" in f.text),
    Rule("sandstorm", "⚠️", lambda f, _: "沙尘暴" in f.text),
    Rule("heat", "⚠️", lambda f, t: f.high is not None and f.high >= t.hot),
)

# The strongest first: the first that fires is the day's safety line.
SAFETY: Final = (
    Rule("thunder", "⛈", lambda f, _: SkyKind.THUNDER in f.kinds),
    Rule("freezing", "🚗", lambda f, _: SkyKind.FREEZING in f.kinds),
    Rule("snow", "🚗", lambda f, _: any(kind.snowy for kind in f.kinds)),
    Rule("rain_wind", "🛵", lambda f, t: f.wet and f.gust >= t.raincoat_gust),
    Rule("rain", "☂️", lambda f, _: f.wet),
    Rule("dust", "😷", lambda f, _: SkyKind.DUST in f.kinds),
    Rule("gale", "🛵", lambda f, t: f.gust >= t.gale_gust or f.mean >= t.gale_mean),
    Rule("fog", "🚗", lambda f, _: SkyKind.FOG in f.kinds),
    Rule("haze", "😷", lambda f, _: SkyKind.HAZE in f.kinds),
    Rule("gusty", "🛵", lambda f, t: f.gust >= t.gusty),
    Rule("heat", "☀️", lambda f, t: f.high is not None and f.high >= t.hot),
    Rule("ice", "🚗", lambda f, t: f.down_to(t.ice)),
)


@lru_cache(maxsize=256)  # lead, hint, table and advice of one digest ask for the same days
def facts(day: Period, before: Period | None = None, earlier: Period | None = None) -> Facts:
    """What the rules need to know of a day, with the two days before it for the fall of the low."""
    found = kinds(day)
    low, high = possible(day.low), possible(day.high)
    falls = [fall(low, other) for other in (before, earlier)]
    return Facts(
        kind=worst(found),
        kinds=frozenset(found),
        text="".join((*day.sky, *(rain.type for rain in day.precipitation))),
        gust=strongest(day),
        mean=_upper(mean(day)),
        low=low,
        high=high,
        fall=falls[0],
        fall_48h=max(falls),
    )


def strongest(day: Period) -> int:
    """The upper bound of a day's gusts; 0 when none is known."""
    return _upper(gust(day))


def possible(bound: Number | None) -> Number | None:
    """The temperature if it can be true, else None."""
    return bound if bound is not None and _POSSIBLE[0] <= bound <= _POSSIBLE[-1] else None


def warnings(found: Facts, thresholds: Thresholds) -> tuple[Rule, ...]:
    """Every warning rule that fires."""
    return tuple(rule for rule in WARNINGS if rule.fires(found, thresholds))


def safety(found: Facts, thresholds: Thresholds) -> Rule | None:
    """The strongest safety rule that fires; None on a day that calls for none."""
    return next((rule for rule in SAFETY if rule.fires(found, thresholds)), None)


def all_safety(found: Facts, thresholds: Thresholds) -> tuple[Rule, ...]:
    """Every safety rule that fires, the strongest first."""
    return tuple(rule for rule in SAFETY if rule.fires(found, thresholds))


def clothing_step(degrees: Number, found: Facts, thresholds: Thresholds) -> int:
    """Step 1 (hottest) to 8 of the public clothing table, one colder in wind."""
    step = 1 + sum(degrees < bound for bound in thresholds.clothing)
    return min(step + (found.mean >= thresholds.clothing_wind), STEPS)


def wording(date: dt.date) -> int:
    """Which of a rule's wordings a date takes; the next date takes the next."""
    return date.toordinal() % WORDINGS


def bad(found: Facts, thresholds: Thresholds) -> bool:
    """Whether a coming day is worth a word in the lead: wet, or a warning fires."""
    return found.wet or bool(warnings(found, thresholds))


def each_facts(days: Sequence[Period], before: Sequence[Period] = ()) -> list[Facts]:
    """The facts of consecutive days, which come after `before`."""
    return [facts(day, *earlier) for day, *earlier in with_earlier(days, before)]


def with_earlier(days: Sequence[Period], before: Sequence[Period]) -> list[tuple[Period, Period | None, Period | None]]:
    """Each day with the day before it and the one before that; None where there is none."""
    known = (None, None, *before, *days)
    return [(day, known[-back - 1], known[-back - 2]) for back, day in zip(range(len(days), 0, -1), days, strict=True)]


def fall(low: Number | None, other: Period | None) -> Number:
    """How far the low lies below that of another day; 0 when it does not, or one is unknown."""
    then = possible(other.low) if other else None
    return 0 if low is None or then is None else max(0, then - low)


def _upper(forces: Forces | None) -> int:
    return forces[1] if forces else 0

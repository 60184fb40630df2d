"""The first line: what to know and do before leaving home. It is the lock-screen preview. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import advice, wind
from messages.dates import spoken_name
from messages.outlook import readable
from messages.phrases import phrase, words
from messages.sky import SkyKind
from messages.weather import degrees, joined, sky_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from messages.advice import Facts, Thresholds
    from messages.edition import Period
    from messages.message import Language

_FALLING: Final = {
    SkyKind.THUNDER: "thunder",
    SkyKind.FREEZING: "freezing",
    SkyKind.HEAVY_RAIN: "downpour",
    SkyKind.SNOW: "snow",
    SkyKind.SLEET: "sleet",
}
_BESIDES: Final = ("gale", "cold_wave", "sandstorm", "heat")  # warnings that are not a kind of rain or snow


def lead(
    language: Language, place: str, days: Sequence[Period], today: dt.date, thresholds: Thresholds, *, name: str = ""
) -> Markup:
    """Place, sky, range, wind, what to do; then the next bad day. The first of `days` is spoken of, as `name`."""
    found = advice.each_facts(days)
    day = name or spoken_name(language, max(days[0].date or today, today), today)
    if not readable(days[0]):
        unread = phrase(language, "lead.unread", place=place, day=day)
        return unread + _next_bad(language, days, found, today, thresholds)
    sentence = phrase(
        language,
        "lead.sentence" if place else "lead.placeless",
        place=place,
        day=day,
        facts=joined(language, _figures(language, days[0], found[0], thresholds)),
    )
    todo = doing(language, days[0], found[0], thresholds)
    if todo:
        sentence = phrase(language, "lead.do", sentence=sentence, todo=joined(language, todo))
    return sentence + _next_bad(language, days, found, today, thresholds)


def doing(language: Language, day: Period, found: Facts, thresholds: Thresholds) -> list[str]:
    """What to do about the day, at most two things: one for the sky, one for the bicycle."""
    rule = advice.safety(found, thresholds)
    names = [rule.name] if rule else ["calm"] if readable(day) and found.kind is not SkyKind.UNKNOWN else []
    ride = "gale" if _gale(found, thresholds) else "gusty" if found.gust >= thresholds.gusty else ""
    names += [ride] if ride and ride not in names else []
    return [words(language, f"do.{name}") for name in names]


def bad_names(language: Language, found: Facts, thresholds: Thresholds) -> list[str]:
    """What is bad about a day, in words: 有雨, 风大."""
    falling = [_FALLING.get(found.kind, "rain")] if found.wet else []
    firing = {rule.name for rule in advice.warnings(found, thresholds)}
    return [words(language, f"bad.{name}") for name in (*falling, *(name for name in _BESIDES if name in firing))]


def _figures(language: Language, day: Period, found: Facts, thresholds: Thresholds) -> list[str]:
    forces = wind.gust(day) if found.gust >= thresholds.gusty else None
    name = "weather.gust"
    if forces is None and found.mean >= thresholds.gusty:
        forces, name = wind.mean(day), "weather.mean"
    strong = words(language, name, force=force_span(language, forces)) if forces else ""
    return [sky_words(language, day), degrees(language, day), strong]


def force_span(language: Language, forces: wind.Forces) -> str:
    return wind.span(*forces, words(language, "weather.span"))


def _next_bad(
    language: Language, days: Sequence[Period], found: Sequence[Facts], today: dt.date, thresholds: Thresholds
) -> Markup:
    for day, facts in zip(days[1:], found[1:], strict=True):
        if day.date and advice.bad(facts, thresholds):
            bad = joined(language, bad_names(language, facts, thresholds), "list.and")
            return phrase(language, "lead.next", day=spoken_name(language, day.date, today), bad=bad)
    return Markup()


def _gale(found: Facts, thresholds: Thresholds) -> bool:
    return found.gust >= thresholds.gale_gust or found.mean >= thresholds.gale_mean

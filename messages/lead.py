"""The first line: what to know and do before leaving home. It is the lock-screen preview. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import advice, wind
from messages.dates import spoken_name
from messages.escape import capital
from messages.outlook import readable
from messages.phrases import phrase, words
from messages.sky import SkyKind
from messages.weather import degrees, joined, listed, sky_words

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
NOTHING: Final = Markup()
_ROAD: Final = {"rain_wind", "freezing", "snow", "fog", "ice"}  # their words speak of the road already
_BESIDES: Final = ("gale", "cold_wave", "sandstorm", "heat")  # warnings that are not a kind of rain or snow


def lead(
    language: Language,
    place: str,
    days: Sequence[Period],
    today: dt.date,
    thresholds: Thresholds,
    *,
    name: str = "",
    aside: Markup = NOTHING,
    before: Sequence[Period] = (),
) -> Markup:
    """Place, sky, range, wind, what to do; then the next bad day. The first of `days` is spoken of, as `name`.

    `aside` is what a live forecast says otherwise; it stands before the next bad day. `before` are the days gone by.
    """
    found = advice.each_facts(days, before)
    day = name or spoken_name(language, max(days[0].date or today, today), today)
    following = aside + _next_bad(language, days, found, today, thresholds)
    if not readable(days[0]):
        return phrase(language, "lead.unread", place=place, day=day) + following
    figures = joined(language, _figures(language, days[0], found[0], thresholds))
    form = "lead.sentence" if place else "lead.placeless"
    sentence = capital(phrase(language, form, place=place, day=day, facts=figures))
    todo = [name for name in doing(found[0], thresholds) if not (aside and name == "calm")]
    if todo:
        said = joined(language, [words(language, f"do.{name}") for name in todo])
        sentence = phrase(language, "lead.do", sentence=sentence, todo=said)
    return sentence + following


def doing(found: Facts, thresholds: Thresholds) -> list[str]:
    """What to do about the day, at most two names of `do.`; one of them is about the umbrella or the bicycle."""
    fired = advice.safety(found, thresholds)
    rule = fired.name if fired else ""
    if _gale(found, thresholds):
        known = {"rain_wind": ["raincoat"], "rain": ["raincoat"], "snow": ["slippery"], "gale": []}.get(rule, [rule])
        return known if rule == "freezing" else [*known, "gale"]
    if found.gust >= thresholds.gusty and rule not in _ROAD:
        return list(dict.fromkeys((rule, "gusty")))
    if found.wet or rule in _ROAD:
        return [rule]
    umbrella = "unknown" if not found.kinds or SkyKind.UNKNOWN in found.kinds else "calm"
    return [rule, umbrella] if rule else [umbrella]


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
    odd = words(language, "days.odd") if day.odd else ""
    return (
        [sky_words(language, day), degrees(language, day), strong + odd]
        if strong
        else [sky_words(language, day), degrees(language, day) + odd]
    )


def force_span(language: Language, forces: wind.Forces) -> str:
    return wind.span(*forces, words(language, "weather.span"))


def _next_bad(
    language: Language, days: Sequence[Period], found: Sequence[Facts], today: dt.date, thresholds: Thresholds
) -> Markup:
    for day, facts in zip(days[1:], found[1:], strict=True):
        if day.date and advice.bad(facts, thresholds):
            bad = listed(language, bad_names(language, facts, thresholds))
            return phrase(language, "lead.next", day=spoken_name(language, day.date, today), bad=bad)
    return Markup()


def _gale(found: Facts, thresholds: Thresholds) -> bool:
    return found.gust >= thresholds.gale_gust or found.mean >= thresholds.gale_mean

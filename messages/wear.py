"""What to wear and how to go out today: one clothing line, one safety line. Pure; the rules are in `advice`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import advice, calendar, wind
from messages.dates import on_day
from messages.escape import one_line
from messages.lead import force_span
from messages.length import clip
from messages.phrases import phrase, words
from messages.weather import joined, number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from messages.advice import Facts, Rule, Thresholds
    from messages.edition import Number, Period
    from messages.message import Language

_SLOGAN_UNITS: Final = 80
_JACKET: Final = 5  # the clothing step from which there is something to take off


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of advice and the rule it comes from."""

    rule: str
    emoji: str
    text: Markup


def clothing(
    language: Language, days: Sequence[Period], date: dt.date, thresholds: Thresholds, before: Sequence[Period] = ()
) -> Advice | None:
    """The clothing line: the low decides for going out, the high for the afternoon; then the next colder day.

    None when the first of `days` has no temperatures.
    """
    found = advice.facts(days[0])
    if found.low is None and found.high is None:
        return None
    if found.low is None or found.high is None:
        only = (found.high if found.low is None else found.low) or 0
        bound = words(language, f"wear.only_{'high' if found.low is None else 'low'}", degrees=number(only))
        name, values = "one", {"degrees": bound, "cold": _clothes(language, only, found, thresholds)}
    else:
        name = _form(found.low, found.high, found, date, thresholds)
        values = {
            "low": number(found.low),
            "high": number(found.high),
            "reach": number(found.reach),
            "cold": _clothes(language, found.low, found, thresholds),
            "warm": _clothes(language, found.high, found, thresholds),
        }
    text = phrase(language, f"wear.{name}.{advice.wording(date)}", **values)
    return Advice(f"wear_{name}", "🧥", text + cooler(language, days, date, thresholds, before))


def _form(low: Number, high: Number, found: Facts, date: dt.date, thresholds: Thresholds) -> str:
    """Which form the clothing line takes: layers on a wide range, most of all one that begins in a jacket."""
    early, wide = advice.clothing_step(low, found, thresholds), found.reach >= thresholds.layers_range
    if wide and early >= _JACKET:
        return "layers_rest" if calendar.day(date).rest else "layers"
    if early == advice.clothing_step(high, found, thresholds):
        return "same"
    return "wide" if wide else "even"


def cooler(
    language: Language, days: Sequence[Period], today: dt.date, thresholds: Thresholds, before: Sequence[Period] = ()
) -> Markup:
    """A word on the first day that turns colder, unless our hint speaks of that day already; empty without one."""
    for day, found in zip(days, advice.each_facts(days, before), strict=True):
        if day.date and found.fall >= thresholds.cooler_fall and not advice.warnings(found, thresholds):
            return phrase(language, "wear.cooler", day=on_day(language, day.date, today), fall=number(found.fall))
    return Markup()


def safety(
    language: Language, day: Period | None, slogans: Sequence[str], date: dt.date, thresholds: Thresholds
) -> Advice:
    """The safety line the weather calls for; else the page's own slogan; else a plain reminder."""
    rule = advice.safety(advice.facts(day), thresholds) if day else None
    if rule is not None and day is not None:
        return rule_line(language, rule, day, date)
    turn = advice.wording(date)
    slogan = clip(one_line(slogans[date.toordinal() % len(slogans)]), _SLOGAN_UNITS) if slogans else ""
    if slogan:
        return Advice("slogan", "🛵", phrase(language, f"advice.slogan.{turn}", slogan=slogan))
    return Advice("plain", "🛵", phrase(language, f"advice.plain.{turn}"))


def tonight(language: Language, day: Period, thresholds: Thresholds) -> Markup | None:
    """What to put ready the evening before: clothes for the low, and what the strongest rule asks for."""
    found = advice.facts(day)
    coldest = found.high if found.low is None else found.low
    rule = advice.safety(found, thresholds)
    things = [] if coldest is None else [_clothes(language, coldest, found, thresholds)]
    things += [words(language, f"prepare.{rule.name}")] if rule else []
    ready = joined(language, things, "list.enumerate")
    return phrase(language, "evening.tonight", things=ready) if things else None


def rule_line(language: Language, rule: Rule, day: Period, date: dt.date) -> Advice:
    """The line of one rule, in the date's wording."""
    text = phrase(language, f"advice.{rule.name}.{advice.wording(date)}", **_figures(language, day))
    return Advice(rule.name, rule.emoji, text)


def _clothes(language: Language, degrees: Number, found: Facts, thresholds: Thresholds) -> str:
    if degrees <= thresholds.ice:
        return words(language, "clothes.ice")
    return words(language, f"clothes.{advice.clothing_step(degrees, found, thresholds)}")


def _figures(language: Language, day: Period) -> dict[str, str]:
    """What a safety line may name: the wind that made the rule fire, and the temperatures."""
    strong, steady = wind.gust(day), wind.mean(day)
    return {
        "wind": words(language, "weather.gust", force=force_span(language, strong))
        if strong
        else words(language, "weather.mean", force=force_span(language, steady))
        if steady
        else "",
        "high": "" if day.high is None else number(day.high),
        "low": "" if day.low is None else number(day.low),
    }

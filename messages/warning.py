"""Our hint about bad days ahead, worded so that nobody takes it for an official warning. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from messages import advice, wind
from messages.dates import date_name, label, on_day, past_name
from messages.escape import capital, one_line
from messages.lead import bad_names, force_span
from messages.length import shorten
from messages.phrases import phrase, words
from messages.weather import joined, listed, number, sky_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from markupsafe import Markup

    from messages.advice import Facts, Thresholds
    from messages.edition import Period
    from messages.message import Language
    from messages.outlook import Voice

_OFFICIAL_GUST: Final = 7  # the public criterion of the blue gale signal, whatever our thresholds are
_OFFICIAL_MEAN: Final = 6
_ACTIONS: Final = 3
_RAIN_UNITS: Final = 40


@dataclass(frozen=True, slots=True)
class BadDay:
    """A day on which warning rules fire: `title` ("周六变天"), `facts` beside it, the rules' names."""

    when: str  # as in a sentence: "on Saturday"
    title: Markup
    facts: Markup
    rules: tuple[str, ...]
    found: Facts


def bad_days(
    language: Language, days: Sequence[Period], today: dt.date, thresholds: Thresholds, before: Sequence[Period] = ()
) -> tuple[BadDay, ...]:
    """The days on which any warning rule fires; `before` are those that went before, for the fall of the low."""
    found_bad = []
    for day, last, earlier in advice.with_earlier(days, before):
        found = advice.facts(day, last, earlier)
        if advice.warnings(found, thresholds):
            since = earlier if _by_two_days(found, thresholds) else last
            found_bad.append(_bad_day(language, day, since, found, today, thresholds))
    return tuple(found_bad)


def criterion(language: Language, bad: Sequence[BadDay], voice: Voice) -> Markup:
    """What the hint rests on, and that it is no warning."""
    windy = [day.found for day in bad if "gale" in day.rules]
    gusty = any(found.gust >= _OFFICIAL_GUST for found in windy)
    steady = any(found.mean >= _OFFICIAL_MEAN for found in windy)
    met = "gust" if gusty else "mean" if steady else "none"
    return phrase(language, f"warning.basis_{met}_{'live' if voice == 'live' else 'page'}")


def actions(language: Language, bad: Sequence[BadDay], date: dt.date) -> list[Markup]:
    """One line a rule, naming its days, at most three."""
    rules = dict.fromkeys(rule for day in bad for rule in day.rules)
    return [
        phrase(
            language,
            f"warning.{rule}.{advice.wording(date)}",
            days=listed(language, [day.when for day in bad if rule in day.rules]),
        )
        for rule in tuple(rules)[:_ACTIONS]
    ]


def _bad_day(
    language: Language, day: Period, since: Period | None, found: Facts, today: dt.date, thresholds: Thresholds
) -> BadDay:
    rules = tuple(rule.name for rule in advice.warnings(found, thresholds))
    name = date_name(language, day.date, today, long=True) if day.date else label(day)
    names = bad_names(language, found, thresholds)
    what = listed(language, names)
    if found.wet and "gale" in rules:
        what = phrase(language, "bad.change", what=what)
    return BadDay(
        when=on_day(language, day.date, today) if day.date else name,
        title=capital(phrase(language, "warning.title", day=name, what=what)),
        facts=joined(language, _figures(language, day, since, found, today, thresholds, said=what)),
        rules=rules,
        found=found,
    )


def _figures(
    language: Language,
    day: Period,
    since: Period | None,
    found: Facts,
    today: dt.date,
    thresholds: Thresholds,
    said: str,
) -> list[str]:
    """The numbers behind the title; the sky's word too when the title does not say what falls."""
    unsaid = found.wet and bad_names(language, found, thresholds)[0] not in said
    figures = [
        _rain(language, day) if unsaid else "",
        _wind(language, day, found, thresholds),
        _low(language, since, found, today, thresholds),
        words(language, "weather.only_high", degrees=number(found.high or 0))
        if "heat" in _names(found, thresholds)
        else "",
    ]
    return figures if any(figures) else [sky_words(language, day)]


def _by_two_days(found: Facts, thresholds: Thresholds) -> bool:
    """Whether it takes the day before yesterday's low to call it a cold wave."""
    return found.fall < thresholds.cold_fall and "cold_wave" in _names(found, thresholds)


def _names(found: Facts, thresholds: Thresholds) -> set[str]:
    return {rule.name for rule in advice.warnings(found, thresholds)}


def _rain(language: Language, day: Period) -> str:
    if language != "zh-CN":
        return sky_words(language, day)
    return shorten(one_line("、".join(rain.type for rain in day.precipitation)), _RAIN_UNITS)


def _wind(language: Language, day: Period, found: Facts, thresholds: Thresholds) -> str:
    if found.gust >= thresholds.gale_gust:
        forces, name = wind.gust(day), "weather.gust_metres"
    elif found.mean >= thresholds.gale_mean:
        forces, name = wind.mean(day), "weather.mean_metres"
    else:
        return ""
    if forces is None:
        return ""
    metres = wind.span(*wind.metres_per_second(forces), "–")
    return words(language, name, force=force_span(language, forces), metres=metres)


def _low(language: Language, since: Period | None, found: Facts, today: dt.date, thresholds: Thresholds) -> str:
    fall = advice.fall(found.low, since)
    if found.low is None or since is None or fall < thresholds.cooler_fall:
        return ""
    other = past_name(language, since.date, today) if since.date else label(since)
    return words(language, "weather.low_fall", low=number(found.low), fall=number(fall), day=other)

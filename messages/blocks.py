"""The blocks of a digest as HTML, each from plain values by its template; an empty block has nothing true to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import articles, calendar, state, wear
from messages import weather as words_of
from messages.dates import date_line, date_words
from messages.escape import one_line
from messages.lead import lead
from messages.length import shorten
from messages.live import aside, differences
from messages.official import quote
from messages.outlook import covers, day_of, forecast_of, readable
from messages.phrases import phrase
from messages.render import render
from messages.sky import emoji
from messages.source import paper_name, place_name, source
from messages.warning import actions, bad_days, criterion

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from messages.advice import Rule, Thresholds
    from messages.articles import Item
    from messages.edition import Article, Period
    from messages.message import Briefing, House, Language, Wishes
    from messages.outlook import Outlook

_ALERTS: Final = 3
_NUMBERS: Final = 3
_NUMBER_UNITS: Final = 24


def first_line(
    briefing: Briefing, wishes: Wishes, house: House, found: Outlook, items: tuple[Item, ...]
) -> Markup | None:
    """The lead. Without weather to lead with, the first headline leads; None where the state says it all."""
    language = wishes.language
    if found.days and wishes.weather:
        otherwise = aside(language, briefing, found, house.thresholds)
        place = place_name(language, house, found)
        limits, before = house.thresholds, found.before
        return lead(language, place, found.days, briefing.today, limits, aside=otherwise, before=before)
    if state.notice(language, briefing, house, found) is None:
        return _other_lead(briefing, language, house, items)
    return None


def top(
    briefing: Briefing, wishes: Wishes, house: House, found: Outlook, sentence: Markup | None, mark: str | None
) -> Markup:
    """State of the edition, then the lead."""
    notice = state.notice(wishes.language, briefing, house, found)
    sign = emoji(found.days[0]) if found.days and wishes.weather else ""
    return render("top", wishes.language, mark=mark, notice=notice, emoji=sign, lead=sentence)


def _other_lead(briefing: Briefing, language: Language, house: House, items: tuple[Item, ...]) -> Markup:
    first = next((item.headline for item in items if item.headline), "")
    if first:
        return phrase(language, "lead.headline", headline=first)
    return phrase(language, "lead.paper", paper=paper_name(language, house), date=date_words(language, briefing.today))


def dates(language: Language, today: dt.date, *, lunar: bool) -> Markup:
    return date_line(language, today, lunar=lunar)


def weather(briefing: Briefing, wishes: Wishes, house: House, found: Outlook) -> tuple[Markup, ...]:
    """Official warnings, our hint, the days, wear and move."""
    shown = (
        (
            hint(wishes.language, briefing, house, found),
            unread(wishes.language, briefing, house, found),
            days(wishes.language, briefing, house, found),
        )
        if wishes.weather
        else ()
    )
    return (alerts(wishes.language, briefing, house), *shown, moves(briefing, wishes, house, found))


def alerts(language: Language, briefing: Briefing, house: House) -> Markup:
    """Official warnings in force, quoted."""
    quotes = [quote(language, alert, house) for alert in briefing.alerts if not alert.all_clear]
    more = max(0, len(quotes) - _ALERTS)
    return render("alerts", language, quotes=quotes[:_ALERTS], more=more) if quotes else Markup()


def hint(language: Language, briefing: Briefing, house: House, found: Outlook) -> Markup:
    """Our own warning block; empty when no rule fires."""
    bad = bad_days(language, found.days, briefing.today, house.thresholds, found.before)
    if not bad:
        return Markup()
    basis = criterion(language, bad, found.voice)
    return render("hint", language, bad=bad, basis=basis, actions=actions(language, bad, briefing.today))


def unread(language: Language, briefing: Briefing, house: House, found: Outlook) -> Markup:
    """The printed forecast as it stands, when nobody could read it."""
    printed = state.unreadable(briefing, house, found)
    return render("unread", language, printed=printed) if printed else Markup()


def days(language: Language, briefing: Briefing, house: House, found: Outlook) -> Markup:
    """The days with their changes, and where the live forecast differs."""
    if not found.days:
        return Markup()
    before = (None, *found.days)
    yesterday = forecast_of(briefing.previous, house.place) if found.voice == "today" else None
    earlier = [day_of(yesterday, day.date) if day.date else None for day in found.days]
    lines = [
        words_of.line(language, day, other, told, briefing.today, house.thresholds)
        for day, other, told in zip(found.days, before, earlier, strict=False)
    ]
    differing = differences(language, briefing, found, house.thresholds)
    title = phrase(language, f"days.{len(lines)}")
    return render("days", language, title=title, base=words_of.base_words(language, lines), lines=lines, live=differing)


def day(language: Language, one: Period, today: dt.date, thresholds: Thresholds) -> Markup:
    """A single day, as in the table."""
    line = words_of.line(language, one, None, None, today, thresholds)
    return render("days", language, title="", base="", lines=[line], live=())


def moves(briefing: Briefing, wishes: Wishes, house: House, found: Outlook) -> Markup:
    """穿衣与出行: one clothing line, one safety line."""
    language, today = wishes.language, found.today
    slogans = briefing.edition.safety_notices if briefing.edition else ()
    known = today if today and readable(today) and covers(today, briefing.today) else None
    dressed = known is not None and wishes.weather
    limits = house.thresholds
    wearing = wear.clothing(language, found.days, briefing.today, limits, found.before) if dressed else None
    safety = wear.safety(language, known, slogans, briefing.today, limits) if wishes.safety else None
    lines = [line for line in (wearing, safety) if line]
    rest = calendar.day(briefing.today).rest
    return render("moves", language, lines=lines, rest=rest) if lines else Markup()


def headlines(language: Language, items: tuple[Item, ...], feed: tuple[Article, ...], captions: str) -> Markup:
    """The paper's headlines, then those of feeds, then the captions in one line."""
    foreign = articles.foreign(language, feed)
    if not (items or foreign or captions):
        return Markup()
    return render("headlines", language, items=items, feed=foreign, captions=captions)


def safety_lines(
    language: Language, briefing: Briefing, today: Period | None, fired: Sequence[Rule], thresholds: Thresholds
) -> list[tuple[wear.Advice, Markup | None]]:
    """Each safety line with the rule it comes from; without any, the page's slogan or a plain reminder."""
    if today and fired:
        limits = thresholds.model_dump()
        return [
            (wear.rule_line(language, rule, today, briefing.today), phrase(language, f"rule.{rule.name}", **limits))
            for rule in fired
        ]
    slogans = briefing.edition.safety_notices if briefing.edition else ()
    return [(wear.safety(language, None, slogans, briefing.today, thresholds), None)]


def end(briefing: Briefing, wishes: Wishes, house: House, found: Outlook) -> Markup:
    """Hotline and source."""
    edition = briefing.edition or briefing.latest
    numbers = [number for line in (edition.hotlines if edition else ()) for number in line.numbers][:_NUMBERS]
    return render(
        "end",
        wishes.language,
        numbers=[shorten(one_line(number), _NUMBER_UNITS) for number in numbers],
        source=source_line(wishes.language, briefing, house, found),
    )


def source_line(language: Language, briefing: Briefing, house: House, found: Outlook) -> Markup:
    """Paper, date and rules; a live service's credit where its forecast is shown or compared."""
    used = found.voice == "live" or bool(differences(language, briefing, found, house.thresholds))
    return source(language, briefing, house, found, live_used=used)

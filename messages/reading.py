"""Answers about the paper itself: the headlines, one article page by page, the hotline. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from messages import articles, keyboard, state
from messages.buttons import ArticlePage
from messages.dates import date_name, full_date
from messages.escape import clean, one_line
from messages.length import pages, shorten
from messages.message import Message
from messages.phrases import phrase
from messages.render import render
from messages.source import paper, paper_name

if TYPE_CHECKING:
    from messages.edition import Article, Edition
    from messages.message import Briefing, House, Language, Wishes

PAGE_UNITS: Final = 2_600  # of the 3,500: headline, kicker, by-line and source stand beside the paragraphs
_HEADLINE_UNITS: Final = 200
_KICKER_UNITS: Final = 200
_BYLINE_UNITS: Final = 300
_NUMBER_UNITS: Final = 24
_COPIED: Final = 256
_LOCAL_DIGITS: Final = range(7, 9)  # a city number that needs an area code from elsewhere


def news(briefing: Briefing, wishes: Wishes, house: House) -> Message:
    """The headlines of the newest paper, dated when it is not today's, then those of feeds."""
    language, edition = wishes.language, briefing.edition or briefing.latest
    retracted = briefing.retracted if edition is briefing.edition else ()
    listed = articles.items(language, edition, retracted, wishes) if edition else ()
    if not (listed or briefing.feed):
        return Message(text=phrase(language, "news.none" if edition else "state.never"))
    today = edition is None or edition.date in {None, briefing.today}
    date = edition.date if edition and edition.date else briefing.today
    shown_date = "" if today else date_name(language, date, briefing.today)
    text = render(
        "news",
        language,
        note=None if today or briefing.edition else state.old_paper(language, briefing, house),
        title=phrase(language, "news.today") if today else phrase(language, "news.dated", date=shown_date),
        items=listed,
        feed=articles.foreign(language, briefing.feed[: wishes.headlines]),
        captions=articles.captions(language, edition, retracted) if edition else "",
        source=(paper(language, edition, house) or "").rstrip("；; ") if edition else None,
    )
    return Message(text=text, buttons=keyboard.news_buttons(language, wishes.audience, house, listed, date))


def article(
    edition: Edition, wanted: ArticlePage, retracted: tuple[int, ...], language: Language, house: House
) -> Message:
    """One page of one article, cut between paragraphs; numbers and pages count from 1, a page too far is the last."""
    index = wanted.number - 1
    if not 0 <= index < len(edition.articles):
        return Message(
            text=phrase(language, "article.unknown", number=wanted.number), buttons=keyboard.to_news(language)
        )
    if index in retracted:
        return Message(text=phrase(language, "headlines.retracted"), buttons=keyboard.to_news(language))
    found = edition.articles[index]
    parts = pages([clean(paragraph).strip() for paragraph in articles.body(found)], PAGE_UNITS)
    page = min(wanted.page, len(parts))
    text = render(
        "article",
        language,
        headline=shorten(one_line(_title(language, found)), _HEADLINE_UNITS),
        kicker=shorten(one_line(found.kicker or ""), _KICKER_UNITS) if page == 1 and found.headline else "",
        paragraphs=parts[page - 1],
        byline=shorten(articles.byline(found), _BYLINE_UNITS) if page == len(parts) else "",
        source=_origin(language, edition, house, page, len(parts)),
    )
    at = ArticlePage(wanted.date, wanted.number, page)
    return Message(text=text, buttons=keyboard.page_buttons(language, at, len(parts)))


def hotline(briefing: Briefing, house: House, language: Language) -> Message:
    """The number with its area code, a button that copies it, and the emergency line."""
    numbers = hotline_numbers(briefing.edition or briefing.latest, house)
    text = render("hotline", language, numbers=numbers, emergency=house.emergency_line)
    return Message(text=text, buttons=keyboard.hotline_buttons(language, numbers[0][:_COPIED] if numbers else None))


def hotline_numbers(edition: Edition | None, house: House) -> list[str]:
    """The page's numbers as one dials them from anywhere: 0533-3585000."""
    printed = [number for line in (edition.hotlines if edition else ()) for number in line.numbers]
    return [_dialled(shorten(one_line(number), _NUMBER_UNITS), house.area_code) for number in printed]


def _dialled(number: str, area_code: str) -> str:
    local = number.isascii() and number.isdecimal() and len(number) in _LOCAL_DIGITS
    return f"{area_code}-{number}" if local and area_code else number


def _title(language: Language, found: Article) -> str:
    return (found.headline_en if language == "en" else None) or found.headline or articles.headline(language, found)


def _origin(language: Language, edition: Edition, house: House, page: int, count: int) -> str:
    name, date = paper_name(language, house), full_date(language, edition.date) if edition.date else ""
    origin = phrase(language, "article.origin", paper=name, date=date)
    return phrase(language, "article.page", origin=origin, page=page, count=count) if count > 1 else origin

"""What operators are told of a page that came in: how it was read, what is in doubt, and what changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from markupsafe import Markup

from messages.dates import full_date
from messages.escape import one_line
from messages.length import shorten
from messages.message import Message
from messages.phrases import Phrases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from messages.edition import Article, Doubt, Edition
    from messages.message import Language

PAGES: Final = Phrases("messages", "pages")
_COUNTED: Final = (
    "forecasts", "articles", "hotlines", "captions", "service_notes", "safety_notices", "imprint", "unread",
)  # fmt: skip
_MOST: Final = 10  # doubts, and changes, told one by one
_WORDS: Final = 40  # of a headline or a doubtful place

Happened = Literal["new", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two readings of a page: what happened to it, what it is, its words."""

    happened: Happened
    what: Literal["article", "forecast", "hotlines", "captions", "service_notes", "safety_notices", "date"]
    words: str = ""


def changes(before: Edition, now: Edition) -> tuple[Change, ...]:
    """What a page says otherwise than before, articles told apart by their headlines."""
    return (*_forecast_changes(before, now), *_article_changes(before, now), *_other_changes(before, now))


def _forecast_changes(before: Edition, now: Edition) -> Iterator[Change]:
    if before.forecasts != now.forecasts:
        happened: Happened = "new" if not before.forecasts else "gone" if not now.forecasts else "changed"
        printed = (now.forecasts or before.forecasts)[0].printed
        yield Change(happened, "forecast", one_line(printed))


def _article_changes(before: Edition, now: Edition) -> Iterator[Change]:
    old, new = _by_headline(before), _by_headline(now)
    for headline, article in new.items():
        if headline not in old:
            yield Change("new", "article", headline)
        elif old[headline] != article:
            yield Change("changed", "article", headline)
    for headline in old:
        if headline not in new:
            yield Change("gone", "article", headline)


def _by_headline(edition: Edition) -> dict[str, Article]:
    return {one_line(one.headline or "".join(one.paragraphs)[:_WORDS]): one for one in edition.articles}


def _other_changes(before: Edition, now: Edition) -> Iterator[Change]:
    for what in ("hotlines", "captions", "service_notes", "safety_notices"):
        if getattr(before, what) != getattr(now, what):
            yield Change("changed", what)


def report(
    language: Language,
    page: str,
    date: dt.date,
    edition: Edition,
    happened: Literal["stored", "replaced", "unchanged"],
    changed: Sequence[Change] = (),
) -> Message:
    """A page was read and stored: its date and why that one, the counts, what changed, and every doubt."""
    lines = [
        PAGES.phrase(language, f"page.{happened}", page=one_line(page), date=full_date(language, date)),
        PAGES.phrase(language, "page.date_from", why=edition.date_from or "–"),
        Markup(" · ").join(_counts(language, edition)),
        *_listed(language, "page.changes", [_change(language, one) for one in changed]),
        *_listed(language, "page.doubts", [_doubt(language, one) for one in edition.doubts]),
    ]
    if not edition.doubts:
        lines.append(PAGES.phrase(language, "page.clear"))
    return Message(text=Markup("\n").join(lines))


def problem(language: Language, page: str, reason: str) -> Message:
    """A page could not be used."""
    return Message(text=PAGES.phrase(language, "page.problem", page=one_line(page), reason=reason))


def _counts(language: Language, edition: Edition) -> Iterator[Markup]:
    for name in _COUNTED:
        number = len(getattr(edition, name))
        if number:
            yield PAGES.phrase(language, f"page.count.{name}", number=number)


def _listed(language: Language, head: str, told: Sequence[Markup]) -> Iterator[Markup]:
    if told:
        yield PAGES.phrase(language, head, number=len(told))
        yield from told[:_MOST]
    if len(told) > _MOST:
        yield PAGES.phrase(language, "page.more", number=len(told) - _MOST)


def _change(language: Language, one: Change) -> Markup:
    words = shorten(one.words, _WORDS)
    return PAGES.phrase(language, f"page.change.{one.what}.{one.happened}", words=words)


def _doubt(language: Language, one: Doubt) -> Markup:
    reason = PAGES.phrase(language, f"page.doubt.{one.kind}")
    words = shorten(one_line(one.text), _WORDS)
    return PAGES.phrase(language, "page.doubt", line=one.line, column=one.column, words=words, reason=reason)

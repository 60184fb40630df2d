"""Articles in words: their number, headline, second line, what is folded, by-line. Pure; summarises nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from messages.escape import link, one_line
from messages.length import clip, sentences, shorten
from messages.phrases import words

if TYPE_CHECKING:
    from messages.edition import Article, Byline, Edition
    from messages.message import Language, Wishes

_HEADLINE_UNITS: Final = 80
_FACT_UNITS: Final = 120
_FOLD_UNITS: Final = 200
_BYLINE_UNITS: Final = 120
_CAPTIONS_UNITS: Final = 160
_SOURCE_UNITS: Final = 30


@dataclass(frozen=True, slots=True)
class Item:
    """A headline as listed. `number` counts from 1 over all articles of the edition and never changes."""

    number: int
    headline: str
    fact: str = ""
    fold: str = ""
    byline: str = ""
    retracted: bool = False


def items(language: Language, edition: Edition, retracted: tuple[int, ...], wishes: Wishes) -> tuple[Item, ...]:
    """The stories a reader gets, followed ones first, muted ones left out; each under its lasting number."""
    stories = [
        (index, article)
        for index, article in enumerate(edition.articles)
        if article.kind == "story" and headline(language, article) and not _mentions(article, wishes.mute)
    ]
    stories.sort(key=lambda story: not _mentions(story[1], wishes.follow))
    return tuple(
        Item(index + 1, "", retracted=True) if index in retracted else item(language, index + 1, article)
        for index, article in stories[: wishes.headlines]
    )


def item(language: Language, number: int, article: Article) -> Item:
    """One article as listed; in English the title stands alone, since nothing is translated by machine."""
    title = headline(language, article)
    if language != "zh-CN":
        return Item(number, title)
    second = fact(article)
    rest = body(article)[:1]
    fold = clip(one_line(_after(rest[0], second)), _FOLD_UNITS) if rest else ""
    return Item(number, title, second, fold, byline(article))


def headline(language: Language, article: Article) -> str:
    """The title as printed, the editor's own translation in English; without one the first sentence."""
    title = (article.headline_en if language == "en" else None) or article.headline or article.kicker
    return shorten(one_line(title or "".join(body(article)[:1])), _HEADLINE_UNITS)


def fact(article: Article) -> str:
    """The second line: the editor's sentence, else the kicker, else the first sentence after the dateline."""
    first = "".join(sentences("".join(body(article)[:1]))[:1])
    printed = article.kicker if article.headline else None
    return clip(one_line(article.summary or printed or first), _FACT_UNITS)


def body(article: Article) -> tuple[str, ...]:
    """The paragraphs without the dateline they may begin with."""
    if not (article.paragraphs and article.dateline):
        return article.paragraphs
    first = article.paragraphs[0].removeprefix(article.dateline.text).lstrip()
    return (first, *article.paragraphs[1:]) if first else article.paragraphs[1:]


def byline(article: Article) -> str:
    """The by-line on one line: "大众日报淄博融媒体中心记者 张靖怡　通讯员 张欣"."""
    return shorten(one_line_wide([_credit(line) for line in article.bylines]), _BYLINE_UNITS)


def one_line_wide(parts: list[str]) -> str:
    """Parts on one line with the wide blank newspapers put between names."""
    return "　".join(one_line(part) for part in parts if part.strip())


def foreign(language: Language, feed: tuple[Article, ...]) -> list[tuple[str, str | None, str]]:
    """Headlines of feeds as (title, link, name of the feed)."""
    return [
        (headline(language, found), link(found.link), shorten(one_line(found.source or ""), _SOURCE_UNITS))
        for found in feed
    ]


def captions(language: Language, edition: Edition, retracted: tuple[int, ...]) -> str:
    """The picture stories in one line, each with who took it."""
    photos = [
        _caption(language, article)
        for index, article in enumerate(edition.articles)
        if article.kind == "photo" and index not in retracted
    ]
    found = [one_line(text) for text in (*photos, *edition.captions) if text.strip()]
    return shorten(words(language, "list.semicolon").join(found), _CAPTIONS_UNITS)


def _caption(language: Language, article: Article) -> str:
    title = headline(language, article)
    credit = "、".join(f"{line.role} {' '.join(line.names)}".strip() for line in article.bylines)
    return words(language, "caption.credited", caption=title, credit=credit) if credit and title else title


def _credit(line: Byline) -> str:
    return f"{line.outlet or ''}{line.role} {' '.join(line.names)}".strip()


def _mentions(article: Article, keywords: tuple[str, ...]) -> bool:
    text = " ".join((article.headline or "", article.kicker or "", *article.paragraphs))
    return any(word and word in text for word in keywords)


def _after(paragraph: str, second: str) -> str:
    """What of a paragraph the second line has not said."""
    return paragraph.removeprefix(second) if second else paragraph

"""What the morning message says, in which order, and what is dropped to fit. Pure: same briefing, same message.

briefing ─> outlook (which forecast speaks) ─> blocks in fixed order ─> dropped in fixed order until they fit ─> Message
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from messages import articles, blocks, keyboard
from messages.escape import joined
from messages.length import CAPTION_UNITS, TEXT_UNITS, fits, shown
from messages.message import Card, Message
from messages.outlook import outlook
from messages.phrases import phrase
from messages.source import paper_name, place_name
from messages.warning import bad_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from messages.articles import Item
    from messages.edition import Article
    from messages.message import Briefing, House, Language, Theme, Wishes
    from messages.outlook import Outlook
    from messages.warning import BadDay

_FEWEST: Final = 2  # headlines that stay while anything else can go
_GAP: Final = Markup("\n\n")


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest in blocks: ready HTML, and beside it the parts that may be dropped."""

    language: Language
    lead: str  # the first line in plain words, for sharing; empty when there is nothing worth it
    top: Markup
    date_line: Markup
    short_date_line: Markup  # without the lunar date
    weather: tuple[Markup, ...]
    items: tuple[Item, ...]
    feed: tuple[Article, ...]
    captions: str
    end: Markup


def digest(
    briefing: Briefing,
    wishes: Wishes,
    house: House,
    *,
    late: bool = False,
    correction: bool = False,
) -> Message:
    """The digest for one group of readers; `late` marks it 「补发」, `correction` 「更正：」.

    The photo form carries a `card` and at most 1,024 units; what cannot be cut down to that goes out as text.
    """
    found = outlook(briefing, house.place)
    mark = "mark.correction" if correction else "mark.late" if late else None
    draft = _draft(briefing, wishes, house, found, mark)
    drawable = found.forecast is not None and wishes.weather
    caption = _fitted(draft, CAPTION_UNITS) if drawable and wishes.form == "photo" and not wishes.low_data else None
    kept, text = caption or _fitted(draft, TEXT_UNITS) or (draft, _text(draft))
    return Message(
        text=text,
        buttons=keyboard.digest_buttons(
            wishes.language,
            wishes.audience,
            house,
            kept.items,
            briefing.edition.date if briefing.edition else None,
            card=briefing.today if drawable and not caption else None,
            lead=kept.lead,
        ),
        card=card_of(briefing, wishes, house, found) if caption else None,
    )


def _draft(briefing: Briefing, wishes: Wishes, house: House, found: Outlook, mark: str | None) -> Draft:
    language, edition = wishes.language, briefing.edition
    items = articles.items(language, edition, briefing.retracted, wishes) if edition else ()
    weather = blocks.weather(briefing, wishes, house, found)
    lead = blocks.first_line(briefing, wishes, house, found, items)
    return Draft(
        language=language,
        lead=shown(lead or Markup()),
        top=blocks.top(briefing, wishes, house, found, lead, mark),
        date_line=blocks.dates(language, briefing.today, lunar=True),
        short_date_line=blocks.dates(language, briefing.today, lunar=False),
        weather=weather,
        items=items,
        feed=briefing.feed[: max(0, wishes.headlines - len(items))],
        captions=articles.captions(language, edition, briefing.retracted) if edition and wishes.headlines else "",
        end=blocks.end(briefing, wishes, house, found),
    )


def _fitted(draft: Draft, limit: int) -> tuple[Draft, Markup] | None:
    """The fullest draft within the limit, and its text; None if even the barest is too long."""
    texts = ((smaller, _text(smaller)) for smaller in _smaller(draft))
    return next(((smaller, text) for smaller, text in texts if fits(text, limit)), None)


def _smaller(draft: Draft) -> Iterator[Draft]:
    """The draft, then one part less each time: captions, folds from the last up, headlines to two, lunar date."""
    yield draft
    if draft.captions:
        draft = replace(draft, captions="")
        yield draft
    for index in reversed(range(len(draft.items))):
        if draft.items[index].fold or draft.items[index].byline:
            bare = replace(draft.items[index], fold="", byline="")
            draft = replace(draft, items=(*draft.items[:index], bare, *draft.items[index + 1 :]))
            yield draft
    while len(draft.items) + len(draft.feed) > _FEWEST:
        draft = replace(draft, feed=draft.feed[:-1]) if draft.feed else replace(draft, items=draft.items[:-1])
        yield draft
    yield replace(draft, date_line=draft.short_date_line)


def _text(draft: Draft) -> Markup:
    head = Markup("\n").join((draft.top, draft.date_line))
    news = blocks.headlines(draft.language, draft.items, draft.feed, draft.captions)
    return _GAP.join(block for block in (head, *draft.weather, news, draft.end) if block)


def card_of(briefing: Briefing, wishes: Wishes, house: House, found: Outlook) -> Card | None:
    """What the picture shows; None when there is no forecast to draw."""
    if found.forecast is None:
        return None
    page = briefing.edition if found.voice == "today" else briefing.latest if found.voice == "older" else None
    bad = bad_days(wishes.language, found.days, briefing.today, house.thresholds, found.before)
    return Card(
        forecast=found.forecast,
        today=briefing.today,
        place=place_name(wishes.language, house, found),
        paper=paper_name(wishes.language, house),
        printed_on=page.date if page else None,
        warning=_band(wishes.language, bad[0]) if bad else None,
        theme=_theme(wishes, briefing),
        language=wishes.language,
    )


def _theme(wishes: Wishes, briefing: Briefing) -> Theme:
    if wishes.theme != "auto":
        return wishes.theme
    return "dark" if briefing.night else "light"


def _band(language: Language, bad: BadDay) -> str:
    """The words on the card's red band."""
    return shown(joined(phrase(language, "warning.colon"), (bad.title, bad.facts)))

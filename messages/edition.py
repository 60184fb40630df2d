"""What a newspaper page says, as values: the words every other part speaks in. Knows nothing of text layout or chats.

The names are those `chenbao parse --json` prints. Nothing is filled in: what the page does not say is None or empty.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

Number = int | float


class Value(BaseModel):
    """A frozen value; a change makes a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Hotline(Value):
    """A number readers may call. `numbers` are in half-width digits, area code joined by '-': "0533-3585000"."""

    text: str
    numbers: tuple[str, ...]


class Wind(Value):
    """One leg of the wind, in Beaufort numbers. `direction` is where it comes from: "南", "偏北", "东北到北"."""

    direction: str | None = None
    force_min: int | None = None
    force_max: int | None = None
    gust_min: int | None = None
    gust_max: int | None = None
    word: str | None = None  # "微风", when the page gives a word in place of numbers
    at_times: int | None = None  # "间四级"
    where: str | None = None  # "海上"
    gust_where: str | None = None


class Precipitation(Value):
    """Rain or snow in the page's own word. `phase` is an index into `Period.sky`, None when it belongs to none."""

    type: str
    phase: int | None = None
    where: str | None = None
    when: str | None = None


class PlaceTemperature(Value):
    """A bound printed for a part of the area, each as (lower, upper) in °C."""

    where: str
    low: tuple[Number, Number] | None = None
    high: tuple[Number, Number] | None = None


class Period(Value):
    """One day or half-day of a forecast. Temperatures in °C; `sky` is the chain cut at 转."""

    label: str
    part: Literal["24h", "day", "night", "night-day"] = "24h"
    date: dt.date | None = None
    date_end: dt.date | None = None
    sky: tuple[str, ...] = ()
    wind: tuple[Wind, ...] = ()
    low: Number | None = None
    high: Number | None = None
    precipitation: tuple[Precipitation, ...] = ()
    low_range: tuple[Number, Number] | None = None
    high_range: tuple[Number, Number] | None = None
    by_place: tuple[PlaceTemperature, ...] = ()
    humidity: tuple[Number, Number] | None = None  # percent
    precipitation_mm: Number | None = None  # live sources only
    precipitation_probability: Number | None = None  # percent, live sources only
    approx: bool = False  # "左右"
    other: tuple[str, ...] = ()  # clauses understood to be weather, kept in the page's words
    unread: tuple[str, ...] = ()  # clauses nobody could read, as printed
    odd: tuple[str, ...] = ()  # values kept as printed though they cannot be true


class Credit(Value):
    """Who must be named beside a forecast, and the link that goes with it."""

    text: str
    url: str


class Hour(Value):
    """One hour of a live forecast. Temperatures in °C, wind in Beaufort numbers."""

    at: dt.datetime
    sky: str | None = None
    temperature: Number | None = None
    force: int | None = None
    gust: int | None = None
    precipitation_mm: Number | None = None
    precipitation_probability: Number | None = None


class Air(Value):
    """Air quality at one hour. `index` is on the service's own `scale`, shares in µg/m³."""

    at: dt.datetime
    scale: str
    index: Number
    category: str | None = None  # in the service's words, where it gives one
    pm2_5: Number | None = None
    pm10: Number | None = None


class Forecast(Value):
    """A forecast for one place. `printed` is the line as it stands on the page ("" for a live source)."""

    printed: str
    place: str | None = None
    periods: tuple[Period, ...] = ()
    source: str = "page"  # "page" or the kind of a live source: "open-meteo", "met-norway", …
    issued: dt.datetime | None = None  # live sources: when the service says it was made
    credit: Credit | None = None
    hours: tuple[Hour, ...] = ()
    air: tuple[Air, ...] = ()


class Dateline(Value):
    """The place and day a story was filed: "淄博3月8日讯"."""

    text: str
    place: str | None = None
    month: int | None = None
    day: int | None = None


class Byline(Value):
    """Who wrote, photographed or supplied a story."""

    role: str
    names: tuple[str, ...]
    outlet: str | None = None


class Article(Value):
    """A story or a photo story; `paragraphs` are whole again after the page broke them."""

    kind: Literal["story", "photo"] = "story"
    kicker: str | None = None
    headline: str | None = None
    dateline: Dateline | None = None
    paragraphs: tuple[str, ...] = ()
    bylines: tuple[Byline, ...] = ()
    summary: str | None = None  # the editor's own sentence; never a machine's
    headline_en: str | None = None  # the editor's own translation
    link: str | None = None  # items of a feed
    source: str | None = None  # name of the feed; None for the page


class ServiceNote(Value):
    """A note to readers that is not news: a QR code, a subscription line."""

    text: str
    kind: str
    belongs_to_article: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Where something was read: lines count from 1, `kind` and `item` name the edition's field and index.

    No model: a page may have a block for each of tens of thousands of lines, and models cost a quarter of its time.
    """

    kind: str  # "hotline", "forecast", "article", "caption", "service_note", "safety_notice", "imprint", "unread"
    item: int
    line_from: int
    line_to: int
    by: str  # what it was recognised by, in words
    part: str = ""  # inside an article: "kicker", "headline", "dateline", "paragraph", "byline"


DoubtKind = Literal["words", "odd", "day", "block", "date", "filed"]


class Doubt(Value):
    """Something the reader is not sure of. Line and column count from 1; `reason` says in English what `kind` names."""

    line: int
    column: int
    text: str
    reason: str
    kind: DoubtKind = "words"


class Edition(Value):
    """All pages of one date: what the paper said that day."""

    date: dt.date | None
    date_from: str | None = None
    hotlines: tuple[Hotline, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    articles: tuple[Article, ...] = ()
    captions: tuple[str, ...] = ()
    service_notes: tuple[ServiceNote, ...] = ()
    safety_notices: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    doubts: tuple[Doubt, ...] = ()

"""A message ready for one language and form, and what it is composed from. Knows nothing of chats or delivery."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from markupsafe import Markup
from pydantic import Field, InstanceOf

from messages.advice import Thresholds
from messages.alert import Alert
from messages.edition import Air, Article, Credit, Edition, Forecast, Hour, Value

Language = Literal["zh-CN", "en"]
Form = Literal["text", "photo"]
Theme = Literal["light", "dark"]
WishedTheme = Literal["auto", "light", "dark"]  # auto: light by day, dark from 19 to 6 o'clock
Audience = Literal["private", "group", "channel"]


class Button(Value):
    """An inline button. Exactly one of `data`, `url`, `copy_text` and `inline` is set."""

    text: str
    data: str | None = None  # callback data, at most 64 bytes; made and read in messages/buttons.py
    url: str | None = None
    copy_text: str | None = None
    inline: str | None = None  # opens inline mode in a chosen chat with this query
    style: Literal["primary", "success", "danger"] | None = None


class Card(Value):
    """What the weather card shows; drawn by messages/picture.py only when somebody needs the picture."""

    forecast: Forecast
    today: dt.date
    place: str
    paper: str
    printed_on: dt.date | None = None  # date of the page the forecast stands on; None for a live source
    warning: str | None = None
    theme: Theme = "light"
    language: Language = "zh-CN"


class Message(Value):
    """Telegram HTML for one chat: `text` is the text, or the caption when `card` is set (form "photo").

    Plain words are no text: they become Markup through a phrase, a template or `escape.safe`, never by a cast.
    """

    text: InstanceOf[Markup]
    buttons: tuple[tuple[Button, ...], ...] = ()
    card: Card | None = None
    preview_links: bool = False  # small link preview below the text

    @property
    def form(self) -> Form:
        return "photo" if self.card else "text"


class House(Value):
    """What the operator set about the paper: the part of the settings that messages may know."""

    paper: str = "晨报"
    paper_en: str = ""
    place: str = ""
    place_en: str = ""
    zone: str = "Asia/Shanghai"
    area_code: str = ""
    language: Language = "zh-CN"
    emergency_line: bool = True
    bot_username: str = ""
    no_issue_days: tuple[str, ...] = ()  # "2023-01-22", or an ISO weekday "7"
    thresholds: Thresholds = Thresholds()  # where the rules of advice begin


class Wishes(Value):
    """What one group of readers asked for: everything that makes two digests of one date differ."""

    language: Language = "zh-CN"
    form: Form = "text"
    theme: WishedTheme = "auto"
    audience: Audience = "private"
    weather: bool = True
    safety: bool = True
    headlines: int = Field(default=5, ge=0, le=10)
    follow: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    place: str = ""  # the name of a configured place; "" is the first
    low_data: bool = False  # no picture that nobody asked for


class Briefing(Value):
    """All that is known when we speak: the paper's date and what stands for it. Built by the bot from the store."""

    today: dt.date  # in the paper's zone
    night: bool = False  # from 19 to 6 o'clock there: pictures are dark for who has not chosen
    edition: Edition | None = None  # today's, released and not held
    latest: Edition | None = None  # the newest released edition on or before today
    previous: Edition | None = None  # the edition of the day before today
    live: Forecast | None = None
    live_age: dt.timedelta | None = None  # set, in whole hours, when the source has not confirmed it for over 6 h
    hours_credit: Credit | None = None
    hours: tuple[Hour, ...] = ()  # of the live forecast, from the present hour on
    air: Air | None = None  # now, where a live source says it
    air_credit: Credit | None = None
    alerts: tuple[Alert, ...] = ()
    alerts_stale: dt.timedelta | None = None  # set when official warnings have not been fresh for over 6 h
    retracted: tuple[int, ...] = ()  # article indexes taken down by the editor
    feed: tuple[Article, ...] = ()  # headlines of live feeds, after the paper's own

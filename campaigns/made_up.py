"""Editions no newsroom would print: hostile words, absurd values, missing parts. The same seed makes the same ones."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from messages.alert import Alert, AlertText
from messages.edition import (
    Article,
    Byline,
    Credit,
    Dateline,
    Edition,
    Forecast,
    Hotline,
    Period,
    Precipitation,
    Wind,
)
from messages.message import Audience, Briefing, Form, House, Language, Theme, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
TODAY = dt.date(2023, 3, 9)
DAY = dt.timedelta(days=1)
ENDLESS = 0.01  # share of texts without an end in sight
DAYS = 3_000
A_DAY = 20  # mornings of one date, one after another: a day's place in the calendar is worked out once for its readers
KEPT = 400  # articles, days and houses made once and put together anew

WORDS = (
    *("今年民政工作 重在八项工程", "淄博市成立物业管理服务中心", "3月8日下午，老年大学举办茶艺课堂。", "A plain line."),
    *(
        "<b>",
        "</b>",
        "<a href='javascript:alert(1)'>x</a>",
        "&amp;",
        "&",
        "&#128512;",
        "&#xd800;",
        "<!--",
        "]]>",
        '"',
        "'",
    ),
    *("{facts}", "{0}", "{", "}}", "%s", "{{ 7*7 }}", "{% raw %}", "*_`[", "\\", "</blockquote>"),
    *("\u202e反\u202c", "\u2066\u2069", "\u200b\u200d\ufeff", "\x00\x07\x1b[31m", "\u2028\u2029", "\xad", "\U000e0041"),
    *("\ud800", "\udfff", "\ud83d", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇨🇳", "e" + "\u0301" * 60, "नि", "ﷺ", "𠮷𠮷", "ا" * 7),
    *(
        "\n",
        "\r\n",
        "\t",
        "　",
        " ",
        "",
        "。",
        "！？",
        "……",
        "；",
        "@somebody",
        "#tag",
        "https://t.me/x",
        "0533-3585000",
    ),
    *("/start", "长" * 90, "w" * 300, "句子。" * 200, "\n\n\n\n"),
)
LONG = ("长" * 10_000, "<b>" * 4_000, "𠮷" * 5_000, "a. " * 3_000, "句。" * 6_000, "&" * 10_000, "\u0301" * 9_000)
SKIES = (
    *(
        "晴",
        "晴间多云",
        "多云",
        "阴",
        "阵雨",
        "小雨",
        "中雨",
        "大到暴雨",
        "雷阵雨",
        "冰雹",
        "冻雨",
        "雨夹雪",
        "小雪",
        "暴雪",
    ),
    *("雾", "霾", "扬沙", "沙尘暴", "鱼鳞天", ""),
)
RAINS = ("小雨", "中到大雨", "雷阵雨", "小雪", "雨夹雪")
DIRECTIONS = ("南", "偏北", "东北到北", "西南", None, "旋转")


class Maker:
    """Makes briefings and wishes; everything comes out of `chance`."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(f"pools {seed}")
        self._seed = seed
        self._articles = self._many(self._article)
        self._days = self._many(self._period)
        self._houses = self._many(self._house)
        self._alerts = self._many(self._alert)

    def morning(self, number: int) -> tuple[Briefing, Wishes, House]:
        """The `number`th morning: the same again whenever it is asked for."""
        self._chance = random.Random(f"{self._seed} {number}")
        today = TODAY + DAY * (number // A_DAY % DAYS)
        return self._briefing(today), self._wishes(), self._chance.choice(self._houses)

    def _many(self, make: Callable[[], T]) -> list[T]:
        return [make() for _ in range(KEPT)]

    def _often(self, share: float = 0.5) -> bool:
        return self._chance.random() < share

    def _some(self, pool: Sequence[Any], most: int) -> tuple[Any, ...]:
        return tuple(self._chance.choices(pool, k=self._chance.randrange(most + 1)))

    def _text(self) -> str:
        if self._often(ENDLESS):
            return self._chance.choice(LONG)
        return "".join(self._chance.choices(WORDS, k=self._chance.randrange(1, 5)))

    def _maybe(self, share: float = 0.7) -> str | None:
        return self._text() if self._often(share) else None

    def _briefing(self, today: dt.date) -> Briefing:
        page = self._edition(today) if self._often(0.8) else None
        older = page or (self._edition(today - DAY * self._chance.randrange(4)) if self._often(0.7) else None)
        return Briefing(
            today=today,
            edition=page,
            latest=older,
            previous=self._edition(today - DAY) if self._often(0.4) else None,
            live=self._forecast(today, live=True) if self._often(0.4) else None,
            alerts=self._some(self._alerts, 6) if self._often(0.4) else (),
            alerts_stale=dt.timedelta(hours=7) if self._often(0.1) else None,
            retracted=tuple(self._chance.sample(range(6), 2)) if self._often(0.1) else (),
            feed=self._some(self._articles, 8) if self._often(0.4) else (),
        )

    def _edition(self, date: dt.date) -> Edition:
        return Edition(
            date=date,
            hotlines=tuple(Hotline(text="", numbers=(self._text(),)) for _ in range(self._chance.randrange(3))),
            forecasts=tuple(self._forecast(date, live=False) for _ in range(self._chance.choice((0, 1, 1, 1, 2)))),
            articles=self._some(self._articles, 9),
            captions=tuple(self._text() for _ in range(self._chance.randrange(3))),
            safety_notices=tuple(self._text() for _ in range(self._chance.randrange(3))),
            unread=tuple(self._text() for _ in range(self._chance.randrange(3))),
        )

    def _forecast(self, first: dt.date, *, live: bool) -> Forecast:
        days = self._chance.choices(self._days, k=self._chance.choice((0, 1, 2, 3, 3, 3, 7)))
        dated = (self._often(0.9) for _ in days)
        return Forecast(
            printed="" if live else self._text(),
            place=self._maybe(0.5),
            periods=tuple(
                day.model_copy(update={"date": first + DAY * index if known else None})
                for index, (day, known) in enumerate(zip(days, dated, strict=True))
            ),
            source="open-meteo" if live else "page",
            credit=Credit(text=self._text(), url=self._chance.choice(("https://e.org/", "javascript:x")))
            if live
            else None,
        )

    def _credit(self) -> Credit:
        return Credit(text=self._text(), url=self._chance.choice(("https://e.org/", "javascript:x")))

    def _period(self) -> Period:
        chance = self._chance
        readable = self._often(0.9)
        sky = (*(chance.choice(SKIES) for _ in range(chance.randrange(4))), *self._some(WORDS, 1))
        low = chance.choice((None, -12, 0, 5, 15.4, 28, -300))
        high = chance.choice((None, -2, 9, 27, 36.5, 270))
        return Period(
            label=self._text(),
            part=chance.choice(("24h", "24h", "day", "night", "night-day")),
            sky=sky if readable else (),
            wind=tuple(self._wind() for _ in range(chance.randrange(5))) if readable else (),
            low=low if readable else None,
            high=high if readable else None,
            precipitation=tuple(self._rain() for _ in range(chance.randrange(3))) if readable else (),
            approx=self._often(0.1),
            unread=self._some(WORDS, 3),
            odd=self._some(WORDS, 1),
        )

    def _wind(self) -> Wind:
        force, gust = sorted(self._chance.choices(range(14), k=2)), sorted(self._chance.choices(range(20), k=2))
        known, gusty = self._often(0.8), self._often()
        return Wind(
            direction=self._text() if self._often(0.1) else self._chance.choice(DIRECTIONS),
            force_min=force[0] if known else None,
            force_max=force[1] if known else None,
            gust_min=gust[0] if gusty else None,
            gust_max=gust[1] if gusty else None,
            word=None if known else self._text(),
            where=self._maybe(0.1),
        )

    def _rain(self) -> Precipitation:
        kind = self._text() if self._often(0.1) else self._chance.choice(RAINS)
        return Precipitation(type=kind, phase=self._chance.choice((None, 0, 1, 9)), where=self._maybe(0.1))

    def _article(self) -> Article:
        lines = tuple(
            Byline(role=self._text(), names=(self._text(), self._text()), outlet=self._maybe())
            for _ in range(self._chance.randrange(3))
        )
        return Article(
            kind=self._chance.choice(("story", "story", "story", "photo")),
            kicker=self._maybe(),
            headline=self._maybe(0.9),
            headline_en=self._maybe(0.3),
            dateline=Dateline(text="淄博3月8日讯") if self._often() else None,
            paragraphs=tuple(self._text() for _ in range(self._chance.randrange(6))),
            bylines=lines,
            summary=self._maybe(0.2),
            link=self._chance.choice((None, "https://e.org/1?a=b&c=d", "javascript:x", self._text())),
            source=self._maybe(),
        )

    def _alert(self) -> Alert:
        languages = self._chance.choice((("zh-CN",), ("en",), ("zh-CN", "en"), ()))
        texts = tuple(
            AlertText(language=one, event=self._text(), description=self._maybe(), instruction=self._maybe())
            for one in languages
        )
        return Alert(
            identifier=self._text(),
            sender=self._text(),
            sent=dt.datetime(2023, 3, 9, 7, 24, tzinfo=dt.UTC),
            source="cap",
            texts=texts,
            level=self._chance.choice((None, "blue", "red")),
            kind=self._chance.choice((None, "大风", self._text())),
            issuer=self._maybe(),
            expires=self._chance.choice((None, dt.datetime(2023, 3, 10, 12, tzinfo=dt.UTC))),
            link=self._chance.choice((None, "https://e.org/a", "javascript:x")),
        )

    def _house(self) -> House:
        return House(
            paper=self._chance.choice(("鲁中晨报", self._text())),
            paper_en=self._maybe(0.5) or "",
            place=self._chance.choice(("淄博", "", self._text())),
            place_en=self._chance.choice(("Zibo", "")),
            bot_username=self._chance.choice(("chenbao_bot", "")),
            no_issue_days=("7",) if self._often(0.3) else (),
        )

    def _wishes(self) -> Wishes:
        return Wishes(
            language=self._chance.choice(get_args(Language)),
            form=self._chance.choice(get_args(Form)),
            theme=self._chance.choice(get_args(Theme)),
            audience=self._chance.choice(get_args(Audience)),
            weather=self._often(0.9),
            safety=self._often(0.9),
            headlines=self._chance.choice((0, 1, 5, 5, 10)),
            follow=("物业",) if self._often(0.1) else (),
            mute=("民政",) if self._often(0.1) else (),
        )

"""Every weather, theme, language, form and number of days on one page: `python -m campaigns.gallery [--out DIR]`.

Draws the cards as files beside the page and opens nothing; the last line printed is the page's path.
"""

from __future__ import annotations

import argparse
import datetime as dt
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from messages.digest import digest
from messages.edition import Edition, Forecast, Period, Precipitation, Wind
from messages.length import shown
from messages.message import Briefing, Card, Form, House, Language, Theme, Wishes
from messages.picture import draw
from messages.sky import sky_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TODAY = dt.date(2023, 3, 9)
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
THEMES: tuple[Theme, ...] = ("light", "dark")
FORMS: tuple[Form, ...] = ("photo", "text")
SKIES = (
    *("晴", "晴间多云", "多云", "阴", "阵雨", "小雨", "中雨", "大雨", "雷阵雨", "冻雨"),
    *("雨夹雪", "小雪", "雾", "霾", "扬沙", "鱼鳞天"),
)
WINDS = (
    (Wind(direction="南", force_min=2, force_max=3), Wind(direction="西", force_min=3, force_max=4)),
    (
        Wind(direction="东南", force_min=3, force_max=4),
        Wind(direction="偏北", force_min=5, force_max=6, gust_min=7, gust_max=8),
    ),
    (Wind(direction="东北", force_min=4, force_max=5, gust_min=5, gust_max=6),),
    (
        Wind(direction="东南", force_min=3, force_max=3),
        Wind(direction="东北", force_min=3, force_max=3),
        Wind(force_min=5, force_max=6, where="海上"),
    ),
    (Wind(word="微风"),),
)
WARNINGS: dict[Language, str] = {
    "zh-CN": "周六变天：小雨，阵风7～8级，最低6℃（比周五低9℃）",
    "en": "Saturday: rain and strong wind, gusts force 7–8 (14–21 m/s), low 6 °C",
}
ODD = (
    Period(label="9日", part="night", date=TODAY, sky=("晴",), low=5, high=270, wind=WINDS[0]),
    Period(label="10日", date=TODAY + dt.timedelta(days=1), unread=("睛转阵雨，南风二三级转大到十级",)),
    Period(label="32日", sky=("小雨", "雨夹雪", "大雪", "雾"), low=-12, high=-9),
)
STYLE = """
body { margin: 2rem; background: #8aa0ad; color: #0b1a22; font: 15px/1.45 "Noto Sans CJK SC", sans-serif }
figure { display: inline-block; vertical-align: top; width: 390px; margin: 0 1.5rem 2.5rem 0 }
img { width: 390px; display: block; border-radius: 12px 12px 0 0 }
figcaption { font-weight: bold; margin: 0.3rem 0 }
.lock, .said { padding: 0.6rem 0.8rem; margin-bottom: 0.6rem; border-radius: 12px }
.lock { background: #1c2b33; color: #fff; font-size: 13px; line-height: 1.35; overflow: hidden }
.lock { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2 }
.said { white-space: pre-wrap; background: #fff }
.said.photo { border-radius: 0 0 12px 12px }
.dark .said { background: #182533; color: #e4ecf2 }
blockquote { margin: 0.2rem 0; padding-left: 0.6rem; border-left: 3px solid #3390ec }
code { color: #2a7ab8 }
"""


class Shown(NamedTuple):
    """A card, its name, and the caption and the text that go with it as Telegram HTML (none for a card alone)."""

    name: str
    card: Card
    said: dict[Form, str] = {}  # noqa: RUF012 - never changed


def day(number: int, sky: str) -> Period:
    """Give a day of `sky`, with wind and temperatures that go round by its number."""
    rain = (Precipitation(type=sky, phase=0),) if sky_kind(sky).wet else ()
    low = (5, 15, 6, -2, -12, 20, 28)[number % 7]
    return Period(
        label=f"{number}",
        date=TODAY + dt.timedelta(days=number % 7),
        sky=(sky,) if number % 3 else (sky, "多云"),
        wind=WINDS[number % len(WINDS)],
        low=low,
        high=low + 9,
        precipitation=rain,
    )


def card(periods: Sequence[Period], language: Language, theme: Theme, *, warned: bool = False) -> Card:
    zh = language == "zh-CN"
    return Card(
        forecast=Forecast(printed="", periods=tuple(periods)),
        today=TODAY,
        printed_on=TODAY,
        place="淄博" if zh else "Zibo",
        paper="鲁中晨报" if zh else "Luzhong Morning Post",
        warning=WARNINGS[language] if warned else None,
        theme=theme,
        language=language,
    )


def digest_text(periods: Sequence[Period], language: Language, theme: Theme, form: Form) -> str:
    """Give what the morning digest says of these days in one form."""
    edition = Edition(date=TODAY, forecasts=(Forecast(printed="", periods=tuple(periods)),))
    house = House(paper="鲁中晨报", paper_en="Luzhong Morning Post", place="淄博", place_en="Zibo")
    briefing = Briefing(today=TODAY, edition=edition, latest=edition)
    return digest(briefing, Wishes(language=language, theme=theme, form=form), house).text


def cards() -> Iterator[Shown]:
    """Give one card for each weather, each number of days, and what a page may get wrong; each in both languages."""
    for language, theme in product(LANGUAGES, THEMES):
        end = f"{language}-{theme}"
        for number, sky in enumerate(SKIES):
            kind, periods = sky_kind(sky).name.lower(), [day(7 * number, sky)]
            said = {form: digest_text(periods, language, theme, form) for form in FORMS}
            yield Shown(f"{kind}-{end}", card(periods, language, theme), said)
            night = periods[0].model_copy(update={"part": "night"})
            yield Shown(f"{kind}-night-{end}", card([night], language, theme))
        for days, warned in product(range(1, 8), (False, True)):
            periods = [day(number, SKIES[(3 * number + days) % len(SKIES)]) for number in range(days)]
            name = f"{days}-days{'-warned' if warned else ''}-{end}"
            yield Shown(name, card(periods, language, theme, warned=warned))
        yield Shown(f"odd-{end}", card(ODD, language, theme))


def lock_screen(one: Shown) -> str:
    """Give the first line of a digest, all that a locked phone shows."""
    return shown(Markup(one.said["text"].partition("\n")[0]))  # noqa: S704 - HTML of ours


def page(pictures: Iterable[Shown]) -> str:
    """Give the page that shows the pictures at the width of a phone; each opens at full size."""
    head = f"<!doctype html><meta charset=utf-8><title>Chenbao: gallery</title><style>{STYLE}</style>"
    return "\n".join((head, *map(figure, pictures)))


def figure(one: Shown) -> str:
    """Give one picture as a phone shows it: the line on the lock screen, the photo with its caption, the text."""
    name = escape(one.name)
    said = {form: f'<div class="said {form}">{text}</div>' for form, text in one.said.items()}
    lock = f'<div class="lock">{escape(lock_screen(one))}</div>' if said else ""
    return (
        f'<figure class="{one.card.theme}"><figcaption>{name}</figcaption>{lock}'
        f'<a href="{name}.png"><img src="{name}.png" loading="lazy" alt=""></a>'
        f"{said.get('photo', '')}{said.get('text', '')}</figure>"
    )


def write(folder: Path) -> Path:
    """Draw all cards into `folder` and give the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = tuple(cards())
    for one in pictures:
        (folder / f"{one.name}.png").write_bytes(draw(one.card))
    index = folder / "index.html"
    index.write_text(page(pictures), encoding="utf-8")
    return index


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/gallery"), help="folder to write to")
    print(write(parser.parse_args().out))


if __name__ == "__main__":
    main()

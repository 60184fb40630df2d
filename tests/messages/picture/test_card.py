"""The whole card: what it must be as a file, and what must hold for every forecast."""

from __future__ import annotations

import datetime as dt
import io
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from messages.edition import Credit, Forecast, Period, Precipitation, Wind
from messages.message import Card, Language, Theme
from messages.picture import CannotDrawError, draw
from messages.picture.compose import compose
from messages.picture.palette import PALETTES
from messages.picture.scene import Arrow, Panel, Sign
from tests.messages.picture.cards import SAMPLE, TODAY, card, rows, wind
from tests.messages.picture.laws import assert_lawful, texts

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
THEMES: tuple[Theme, ...] = ("light", "dark")
SKIES = (
    *("晴", "多云", "阴", "晴间多云", "多云间阴", "少云", "阵雨", "雷阵雨", "小雨", "中雨", "大雨", "暴雨", "小到中雨"),
    *(
        "中到大雨",
        "大到暴雨",
        "冻雨",
        "雨夹雪",
        "小雪",
        "中到大雪",
        "暴雪",
        "雾",
        "大雾",
        "霾",
        "浮尘",
        "扬沙",
        "沙尘暴",
    ),
)
WINDS = (
    (wind("南", 2, 3), wind("西", 3, 4, (5, 6))),
    (wind("东南", 3, 4), wind("偏北", 5, 6, (7, 8))),
    (wind("西北", 4, 5), wind("东北", 6, 7, (9, 10))),
    (wind("东南", 3, 3), wind("东北", 3, 3), wind(None, 5, 6, where="海上")),
    (Wind(word="微风"),),
    (),
)
PERIODS = [
    Period(
        label="",
        sky=(sky, SKIES[number * 7 % len(SKIES)])[: 1 + number % 2],
        wind=WINDS[number % len(WINDS)],
        low=number % 40 - 25,
        high=number % 40 - 14,
    )
    for number, sky in enumerate(SKIES)
]
ANYTHING = st.text(max_size=200)
FORCE = st.none() | st.integers(0, 99)
DEGREES = st.none() | st.integers(-400, 400) | st.floats(-80, 80)
WIND = st.builds(
    Wind,
    direction=st.none() | st.sampled_from(["南", "偏北", "东北到北", "旋转风"]) | ANYTHING,
    force_min=FORCE,
    force_max=FORCE,
    gust_min=FORCE,
    gust_max=FORCE,
    word=st.none() | ANYTHING,
    at_times=FORCE,
    where=st.none() | st.just("沿海、高地和海区") | ANYTHING,
)
PERIOD = st.builds(
    Period,
    label=ANYTHING,
    part=st.sampled_from(["24h", "day", "night", "night-day"]),
    date=st.none() | st.dates(TODAY, TODAY + dt.timedelta(days=9)),
    sky=st.lists(st.sampled_from(SKIES) | ANYTHING, max_size=5).map(tuple),
    wind=st.lists(WIND, max_size=4).map(tuple),
    low=DEGREES,
    high=DEGREES,
    precipitation=st.lists(
        st.builds(Precipitation, type=st.sampled_from(SKIES) | ANYTHING, phase=st.none() | st.integers(0, 5)),
        max_size=3,
    ).map(tuple),
    unread=st.lists(ANYTHING, max_size=2).map(tuple),
)
ANY_CARD = st.builds(
    Card,
    forecast=st.builds(Forecast, printed=st.just(""), periods=st.lists(PERIOD, min_size=1, max_size=9).map(tuple)),
    today=st.just(TODAY),
    place=ANYTHING,
    paper=ANYTHING,
    printed_on=st.none() | st.just(TODAY),
    warning=st.none() | ANYTHING,
    theme=st.sampled_from(THEMES),
    language=st.sampled_from(LANGUAGES),
)


@pytest.mark.parametrize("days", range(1, 8))
def test_a_card_is_a_png_of_the_stated_size_and_weight(days: int) -> None:
    file = draw(card(PERIODS[:days], warning=True, theme="dark"))
    image = Image.open(io.BytesIO(file))
    assert (image.format, image.size) == ("PNG", (1080, 1350))
    assert len(file) <= 300_000


def test_a_card_crammed_with_text_keeps_the_weight() -> None:
    crammed = "".join(map(chr, range(0x9E00, 0x9F00)))  # many strokes each
    periods = [Period(label="日", unread=(crammed,))] * 3
    full = card(periods, warning=True).model_copy(update={"paper": crammed, "place": crammed, "warning": crammed})
    file = draw(full)
    assert Image.open(io.BytesIO(file)).mode == "P"  # it was too heavy in full colour
    assert len(file) <= 300_000


def test_the_same_card_gives_the_same_bytes() -> None:
    assert draw(card()) == draw(card())


def test_a_card_is_drawn_within_seconds_even_on_a_busy_machine() -> None:
    draw(card())
    start = time.process_time()
    draw(card(PERIODS[:7], warning=True))
    assert time.process_time() - start < 3  # about 0.08 s alone on one core; the bound only catches a runaway


@pytest.mark.parametrize("warning", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", range(1, 8))
def test_no_word_of_ours_is_ever_cut(days: int, language: Language, warning: bool) -> None:  # noqa: FBT001  (a case)
    for periods in rows(PERIODS, days):
        marks = compose(card(periods, language=language, warning=warning))
        assert_lawful(marks, "light")
        assert [words.lines for words in texts(marks) if words.cut] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_CARD)
def test_whatever_a_page_says_the_card_stays_readable(any_card: Card) -> None:
    assert_lawful(compose(any_card), any_card.theme)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_CARD)
def test_whatever_a_page_says_can_be_painted(any_card: Card) -> None:
    assert len(draw(any_card)) <= 300_000


@pytest.mark.parametrize("theme", THEMES)
def test_the_red_band_stands_only_with_a_warning(theme: Theme) -> None:
    alarm = PALETTES[theme].alarm

    def bands(warned: bool) -> list[Panel]:  # noqa: FBT001  (a case)
        marks = compose(card(theme=theme, warning=warned))
        return [mark for mark in marks if isinstance(mark, Panel) and mark.fill == alarm and not mark.radius]

    assert len(bands(True)) == 1
    assert bands(False) == []


def test_the_gust_is_grey_and_from_force_seven_red() -> None:
    pills = [mark.fill for mark in compose(card()) if isinstance(mark, Panel) and mark.radius]
    light = PALETTES["light"]
    assert pills == [light.pill, light.pill, light.alarm]


def test_a_card_says_what_the_page_says() -> None:
    said = {line.text for words in texts(compose(card())) for line in words.lines}
    assert said >= {"鲁中晨报", "2023年3月9日 周四", "淄博天气", "来源《鲁中晨报》2023年3月9日"}
    assert said >= {"今天", "3月9日", "晴间多云", "南风2～3级", "转西风3～4级", "阵风5～6级", "5°", "27°"}
    assert said >= {"周六", "3月11日", "阴有小雨", "东北风4～5级", "阵风7～8级", "6°", "24°", "▼9°"}


def test_an_english_card_says_the_same() -> None:
    said = " | ".join(line.text for words in texts(compose(card(language="en"))) for line in words.lines)
    for part in ("Zibo weather", "Thursday 9 March 2023", "Today", "sunny, some", "then W 3–4", "gusts 7–8", "▼9°"):
        assert part in said


def test_a_day_nobody_could_read_shows_the_page_s_own_words() -> None:
    marks = compose(card([SAMPLE[0], Period(label="10日", unread=("睛转阵雨南风",))]))
    assert "原文：睛转阵雨南风" in "".join(line.text for words in texts(marks) for line in words.lines)
    assert sum(isinstance(mark, Sign) for mark in marks) == 1


def test_days_gone_by_leave_the_card() -> None:
    old = card().model_copy(update={"today": TODAY + dt.timedelta(days=1)})
    said = {line.text for words in texts(compose(old)) for line in words.lines}
    assert "27°" not in said
    assert "29°" in said


def test_a_forecast_without_a_day_cannot_be_drawn() -> None:
    with pytest.raises(CannotDrawError, match="no day"):
        draw(card([]))


def test_a_live_source_is_credited_in_place_of_the_paper() -> None:
    live = card()
    credit = Credit(text="Weather data by Open-Meteo.com (CC BY 4.0)", url="https://open-meteo.com/")
    live = live.model_copy(update={"forecast": live.forecast.model_copy(update={"credit": credit})})
    said = {line.text for words in texts(compose(live)) for line in words.lines}
    assert "来源：Weather data by Open-Meteo.com (CC BY 4.0)" in said


def test_every_leg_of_the_wind_has_its_arrow() -> None:
    marks = compose(card(SAMPLE[:1]))
    assert [mark.degrees for mark in marks if isinstance(mark, Arrow)] == pytest.approx([0, 90])

"""The corpus itself: every answer has the models' shape, and nothing in it is absent from its text."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from bot.sources.newspaper.glyphs import plain_weather
from messages.edition import Byline, Dateline, Period
from tests.corpus.compare import Json, plain
from tests.corpus.score import HERE, line_cases, page_cases

LINES = line_cases(HERE)
PAGES = list(page_cases(HERE))
WEEKDAYS = "一二三四五六日"

each_line = pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
each_page = pytest.mark.parametrize(("text", "gold"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES])


def as_printed(text: str) -> Any:
    """The text as sky words are given: slips and traditional characters mended, 晴天 and 阴天 without 天."""
    return re.sub(r"(?<=[晴阴])天", "", plain(plain_weather(text)))


def absent(items: list[Any], text: str) -> list[Any]:
    """Those of the items that stand nowhere in the text."""
    return [item for item in items if plain(item) is not None and plain(item) not in as_printed(text) + plain(text)]


def numeral(number: int) -> str:
    """A temperature in Chinese numerals: 23 is 二十三."""
    tens, ones = divmod(number, 10)
    return ("零一二三四五六七八九"[tens] if tens > 1 else "") + "十" * bool(tens) + " 一二三四五六七八九"[ones].strip()


def check_period(period: Json, text: str) -> None:
    Period.model_validate({"label": "", **period})
    legs = period.get("wind", [])
    words = [period.get("label"), *period.get("sky", []), *(rain["type"] for rain in period.get("precipitation", []))]
    words += [leg.get(name) for leg in legs for name in ("direction", "word", "where", "gust_where")]
    words += [rain.get("where") for rain in period.get("precipitation", [])]
    assert absent(words, text) == []
    bounds = [abs(bound) for bound in (period.get("low"), period.get("high")) if bound is not None]
    assert [bound for bound in bounds if str(bound) not in plain(text) and numeral(int(bound)) not in text] == []
    assert all(
        rain.get("phase") is None or rain["phase"] < len(period["sky"]) for rain in period.get("precipitation", [])
    )
    if period.get("low") is not None and period.get("high") is not None:
        assert period["low"] <= period["high"]
    check_date(period)


def check_date(period: Json) -> None:
    """The date of a period is the day, month and weekday its label names."""
    if not period.get("date") or "label" not in period:
        return
    date, label = dt.date.fromisoformat(period["date"]), period["label"]
    number = re.search(r"(\d+)(?=日|[—~至到-]\d+日)", label)
    if number and not label.startswith(("今", "明", "后")):  # "明天夜间到12日": the number is where it ends
        assert date.day == int(number[1])
    if month := re.match(r"[^日]*?(\d+)月", label):
        assert date.month == int(month[1])
    if weekday := re.search(r"周([一二三四五六日])", label):
        assert WEEKDAYS[date.weekday()] == weekday[1]


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES) >= 160
    assert len({line["text"] for line in LINES}) == len(LINES)
    assert sum(line["kind"] != "forecast" for line in LINES) >= 25
    assert len(PAGES) >= 22


@each_line
def test_a_line_has_periods_exactly_when_it_is_a_forecast(line: Json) -> None:
    assert line["kind"] in {"forecast", "not-a-forecast", "warning"}
    assert bool(line["periods"]) == (line["kind"] == "forecast")
    assert line["differs"]


@each_line
def test_nothing_in_a_lines_answer_is_absent_from_the_line(line: Json) -> None:
    for period in line["periods"]:
        check_period(period, line["text"])
        assert line["date"] is not None or period.get("date") is None


@each_page
def test_nothing_in_a_pages_forecasts_is_absent_from_the_page(text: str, gold: Json) -> None:
    for forecast in gold.get("forecasts", []):
        assert absent([forecast.get("printed"), forecast.get("place")], text) == []
        for period in forecast["periods"]:
            check_period(period, text)


@each_page
def test_nothing_in_a_pages_articles_is_absent_from_the_page(text: str, gold: Json) -> None:
    for article in gold.get("articles", []):
        words = [article.get(name) for name in ("kicker", "headline", "first", "last", "byline_text")]
        dateline = article.get("dateline")
        if dateline is not None:
            Dateline.model_validate({"text": "", **dateline})
            words += [dateline.get("text"), dateline.get("place")]
        for byline in article.get("bylines", []):
            Byline.model_validate({"role": "", **byline})
            words += [byline.get("role"), byline.get("outlet"), *byline["names"]]
        assert absent(words, text) == []


@each_page
def test_nothing_else_in_a_pages_answer_is_absent_from_the_page(text: str, gold: Json) -> None:
    items = [item for name in ("captions", "safety_notices", "imprint", "unread") for item in gold.get(name, [])]
    hotlines = gold.get("hotlines", [])
    items += [entry["text"] for entry in [*gold.get("service_notes", []), *hotlines] if "text" in entry]
    assert absent(items, text) == []
    digits = re.sub("[()~]", "", plain(text))  # `plain` has made every dash a ~
    assert [n for hotline in hotlines for n in hotline["numbers"] if n.replace("-", "") not in digits] == []


@each_page
def test_a_pages_date_is_the_one_of_its_imprint_and_weekday(text: str, gold: Json) -> None:
    printed = re.search(
        r"(\d{4})[年/-](\d+)[月/-](\d+)日?[ /]+星期([一二三四五六日])", "\n".join(gold.get("imprint", []))
    )
    if printed is None:
        return
    date = dt.date(*(int(part) for part in printed.groups()[:3]))
    assert gold["date"] == date.isoformat()
    assert WEEKDAYS[date.weekday()] == printed[4]

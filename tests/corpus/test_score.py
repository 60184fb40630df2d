"""The scorer itself, on tiny answers made by hand: it must see what is right, wrong, missing and invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from messages.edition import Edition, Forecast
from tests.corpus.compare import Mark, line_marks, period_list_marks, wind_marks
from tests.corpus.compare_page import page_marks
from tests.corpus.score import line_cases, misses, page_cases, rows, score, table

if TYPE_CHECKING:
    from pathlib import Path

LEG: dict[str, Any] = {"direction": "南", "force_min": 2, "force_max": 3, "gust_min": None, "gust_max": None}
DAY: dict[str, Any] = {
    "label": "9日",
    "part": "24h",
    "date": "2023-03-09",
    "sky": ["晴间多云"],
    "wind": [LEG],
    "low": 0,
    "high": 27,
    "precipitation": [],
}
LINE: dict[str, Any] = {"id": "X1", "kind": "forecast", "periods": [DAY]}
ARTICLE: dict[str, Any] = {
    "kind": "story",
    "kicker": None,
    "headline": "老书店搬家",
    "dateline": {"text": "本报讯", "place": None, "month": None, "day": None},
    "paragraphs": 2,
    "first": "河街书店",
    "last": "明天开门。",
    "chars": 15,
    "bylines": [{"role": "记者", "names": ["向晚"]}],
}
ANSWER = ARTICLE | {
    "paragraphs": ["河街书店昨天搬了家。", "明天开门。"],
    "bylines": [{"role": "记者", "names": ["向晚"], "outlet": "本报"}],
}


def outcomes(marks: list[Mark]) -> set[tuple[str, str]]:
    """(kind, outcome) of every mark that is not right."""
    return {(mark.kind, mark.outcome) for mark in marks if mark.outcome != "right"}


def edition(**fields: Any) -> dict[str, Any]:
    names = ("hotlines", "forecasts", "articles", "captions", "service_notes", "safety_notices", "imprint", "unread")
    return {"date": None} | {name: [] for name in names} | fields


def test_an_answer_like_the_gold_is_right_in_every_field() -> None:
    marks = line_marks(LINE, {"periods": [DAY]})
    assert {mark.kind for mark in marks} >= {
        "label",
        "part",
        "date",
        "sky",
        "wind direction",
        "wind force",
        "low",
        "high",
    }
    assert outcomes(marks) == set()


def test_width_blanks_and_the_sort_of_dash_are_no_difference() -> None:
    gold = DAY | {"label": "22—24日"}
    assert outcomes(period_list_marks("", [gold], [DAY | {"label": "２２～ 24日"}])) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"high": 26}, ("high", "wrong")),
        ({"low": None}, ("low", "missing")),
        ({"low": -1}, ("low", "wrong")),
        ({"sky": ["晴", "多云"]}, ("sky", "wrong")),
        ({"date": None}, ("date", "missing")),
        ({"part": "day"}, ("part", "wrong")),
        ({"precipitation": [{"type": "小雨", "phase": 0, "where": None}]}, ("precipitation", "invented")),
        ({"wind": []}, ("wind direction", "missing")),
        ({"wind": [LEG | {"direction": "北"}]}, ("wind direction", "wrong")),
        ({"wind": [LEG | {"force_max": 4}]}, ("wind force", "wrong")),
        ({"wind": [LEG | {"gust_min": 5, "gust_max": 6}]}, ("gust", "invented")),
        ({"wind": [LEG, LEG]}, ("wind force", "invented")),
    ],
)
def test_one_changed_field_gives_its_own_mark(change: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in outcomes(line_marks(LINE, {"periods": [DAY | change]}))


def test_a_field_the_gold_does_not_state_is_not_judged() -> None:
    gold = {name: value for name, value in DAY.items() if name != "wind"}
    assert outcomes(period_list_marks("", [gold], [DAY | {"wind": [], "humidity": [40, 60]}])) == set()
    leg = {name: value for name, value in LEG.items() if not name.startswith("gust")}
    assert outcomes(wind_marks("", [leg], [LEG | {"gust_min": 5, "gust_max": 6}])) == set()


def test_a_lost_first_day_does_not_spoil_the_second() -> None:
    second = DAY | {"label": "10日", "date": "2023-03-10"}
    marks = period_list_marks("", [DAY, second], [second])
    assert {mark.outcome for mark in marks if "10日" in mark.where} == {"right"}
    assert {mark.outcome for mark in marks if "9日" in mark.where} == {"missing"}


def test_a_day_too_many_is_invented() -> None:
    assert outcomes(line_marks(LINE, {"periods": [DAY, DAY | {"label": "10日"}]})) == {("label", "invented")}


def test_a_forecast_not_seen_is_missing_and_one_made_of_a_warning_is_invented() -> None:
    assert ("is a forecast", "missing") in outcomes(line_marks(LINE, None))
    warning = {"id": "X2", "kind": "warning", "periods": []}
    assert outcomes(line_marks(warning, None)) == set()
    assert outcomes(line_marks(warning, {"periods": [DAY]})) == {("look-alike", "invented")}


def test_a_page_like_its_gold_is_right_and_is_compared_in_stated_fields_only() -> None:
    gold = edition(articles=[ARTICLE], hotlines=[{"text": "热线：(0533)3585000", "numbers": ["0533-3585000"]}])
    got = edition(articles=[ANSWER], hotlines=[{"text": "热线:(0533) 3585000", "numbers": ["0533-3585000"]}])
    marks = page_marks("p", gold, got)
    assert {mark.kind for mark in marks} >= {"hotline number", "hotline text", "headline", "paragraph length", "byline"}
    assert outcomes(marks) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"headline": None}, ("headline", "missing")),
        ({"kicker": "引题"}, ("kicker", "invented")),
        ({"kind": "photo"}, ("article kind", "wrong")),
        ({"dateline": None}, ("dateline", "missing")),
        ({"bylines": []}, ("byline", "missing")),
        ({"bylines": [{"role": "记者", "names": ["向 晚", "早归"]}]}, ("byline", "wrong")),
        ({"paragraphs": ["河街书店昨天搬了家。明天开门。"]}, ("paragraph count", "wrong")),
        ({"paragraphs": ["昨天，河街书店搬了家。", "明天开门。"]}, ("paragraph first", "wrong")),
        ({"paragraphs": ["河街书店昨天又搬了家。", "明天开门。"]}, ("paragraph length", "wrong")),
        ({"paragraphs": ["河街书店昨天搬了家。", "明天开门。记者"]}, ("paragraph last", "wrong")),
    ],
)
def test_one_changed_part_of_an_article_gives_its_own_mark(change: dict[str, Any], expected: tuple[str, str]) -> None:
    marks = page_marks("p", edition(articles=[ARTICLE]), edition(articles=[ANSWER | change]))
    assert expected in outcomes(marks)


@pytest.mark.parametrize(
    ("name", "item", "kind"),
    [
        ("hotlines", {"text": "热线 96711", "numbers": ["96711"]}, "hotline number"),
        ("captions", "船工归港。", "caption"),
        ("service_notes", {"text": "扫描二维码", "kind": "qr"}, "service note"),
        ("safety_notices", "防火", "safety notice"),
        ("imprint", "2024年11月3日", "imprint"),
        ("unread", "¤¤", "unread"),
        ("articles", ANSWER, "article"),
        ("forecasts", {"printed": "9日,晴", "periods": [DAY]}, "forecast printed"),
    ],
)
def test_an_item_lost_is_missing_and_one_made_up_is_invented(name: str, item: Any, kind: str) -> None:
    one, none = edition(**{name: [item]}), edition()
    assert (kind, "missing") in outcomes(page_marks("p", one, none))
    assert (kind, "invented") in outcomes(page_marks("p", none, one))


def test_a_page_without_a_date_may_not_be_given_one() -> None:
    assert outcomes(page_marks("p", edition(), edition(date="2024-01-01"))) == {("page date", "invented")}


def test_a_number_without_area_code_may_be_answered_with_it() -> None:
    gold, got = ([{"text": "热线 3585000", "numbers": [number]}] for number in ("3585000", "0533-3585000"))
    assert outcomes(page_marks("p", edition(hotlines=gold), edition(hotlines=got))) == set()
    assert ("hotline number", "missing") in outcomes(page_marks("p", edition(hotlines=got), edition(hotlines=gold)))


def test_a_caption_may_keep_its_mark_and_credit() -> None:
    gold, got = edition(captions=["船工归港。"]), edition(captions=["▲船工归港。 林听潮 摄"])
    assert outcomes(page_marks("p", gold, got)) == set()


def test_the_table_counts_each_outcome_and_sums_them() -> None:
    marks = [Mark("sky", "a", "right", 1, 1), Mark("sky", "b", "wrong", 1, 2), Mark("low", "c", "invented", None, 3)]
    assert rows(marks) == [
        ("sky", "2", "1", "1", "0", "0", "50.0"),
        ("low", "1", "0", "0", "0", "1", "0.0"),
        ("all", "3", "1", "1", "0", "1", "33.3"),
    ]
    assert table(rows(marks), markdown=True).splitlines()[2] == "| sky | 2 | 1 | 1 | 0 | 0 | 50.0 |"
    assert misses(marks).splitlines() == [
        "wrong    sky · b: expected 1, got 2",
        "invented low · c: expected None, got 3",
    ]


def test_cases_are_read_in_both_shapes_with_pages_beside_or_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "forecast-lines.jsonl").write_text(json.dumps(LINE) + "\n\n", encoding="utf-8")
    (tmp_path / "seed.txt").write_bytes("热线\r\n".encode())
    (tmp_path / "pages" / "a.gold.json").write_text('{"file": "../seed.txt"}', encoding="utf-8")
    assert line_cases(tmp_path) == [LINE]
    assert list(page_cases(tmp_path)) == [("a", "热线\r\n", {"file": "../seed.txt"})]


def test_the_readers_are_asked_with_the_date_a_case_gives_and_their_answers_judged(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def read_forecast(text: str, *, date: object) -> Forecast:
        asked.append((text, str(date)))
        return Forecast.model_validate({"printed": text, "periods": [DAY]})

    def read_page(text: str, *, date: object) -> Edition:
        asked.append((text, str(date)))
        return Edition(date=None)

    (tmp_path / "pages").mkdir()
    line = LINE | {"text": "9日,晴间多云,南风2~3级,0~27℃", "date": "2023-03-09"}
    (tmp_path / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "pages" / "a.txt").write_text("热线 96711", encoding="utf-8")
    gold = {"file": "a.txt", "given_date": "2024-02-28", "hotlines": [{"numbers": ["96711"]}]}
    (tmp_path / "pages" / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")

    assert outcomes(score(tmp_path, read_forecast, read_page)) == {("hotline number", "missing")}
    assert asked == [(line["text"], "2023-03-09"), ("热线 96711", "2024-02-28")]

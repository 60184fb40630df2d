"""Answers about the weather and safety: the day asked for, who says so, which rule fired; never a date not covered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from messages import answers
from messages.answers import Question
from messages.message import Wishes
from tests import telegram_html
from tests.messages.editions import HOUSE, TODAY, states

if TYPE_CHECKING:
    from messages.message import Briefing, Language, Message

STATES = states()
MORNING, EVENING = dt.datetime(2023, 3, 9, 7, 0), dt.datetime(2023, 3, 9, 18, 0)  # noqa: DTZ001 - the paper's wall clock


def asked(known: Briefing = STATES["seed"], language: Language = "zh-CN", *, elsewhere: bool = False) -> Question:
    return Question(known, Wishes(language=language), HOUSE, elsewhere=elsewhere)


def said(message: Message) -> str:
    return telegram_html.parse(message.text).text


def test_until_six_today_is_today_and_after_that_tomorrow_leads() -> None:
    assert said(answers.today(asked(), MORNING)).startswith("🌤 淄博今天晴间多云，5～27℃")
    assert said(answers.today(asked(), EVENING)).startswith("⛅ 淄博明天（周五）晴转多云，15～29℃")
    assert said(answers.today(asked(language="en"), EVENING)).startswith("⛅ Zibo tomorrow (Fri) sunny, then cloudy")


def test_a_day_asked_for_is_named_beyond_doubt() -> None:
    text = said(answers.today(asked(), MORNING, dt.date(2023, 3, 11)))
    assert text.startswith("🌧 淄博周六（3月11日）阴有小雨，6～24℃，阵风7～8级，穿雨衣，别骑车")


def test_a_day_beyond_the_forecast_says_how_far_it_goes() -> None:
    text = said(answers.today(asked(), MORNING, dt.date(2023, 3, 14)))
    assert text == "周二（3月14日）不在预报里，目前预报到周六（3月11日）。"


def test_a_reader_in_another_zone_sees_whose_date_it_is() -> None:
    assert "（淄博当地日期）" in said(answers.today(asked(elsewhere=True), MORNING))
    assert "当地日期" not in said(answers.today(asked(), MORNING))


def test_an_old_paper_and_a_live_forecast_are_named_for_what_they_are() -> None:
    assert "先看3月8日报纸对今天的预报" in said(answers.today(asked(STATES["no_page_today"]), MORNING))
    live = answers.today(asked(STATES["live_only"]), MORNING).text
    assert '<a href="https://open-meteo.com/">' in live


def test_the_forecast_is_the_table_with_our_hint_and_the_source() -> None:
    text = said(answers.forecast(asked()))
    parts = ["三天天气（升降与前一天比）", "最低升10℃", "⚠️ 周六变天", "不是预警", "来源：《鲁中晨报》2023年3月9日"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "line", "rule"),
    [
        ("zh-CN", "🛵 阵风5～6级，骑电动车减速", "依据：阵风5级及以上"),
        ("en", "🛵 Gusty: ride slower", "gusts of force 5 or more"),
    ],
)
def test_safety_names_the_rule_that_fired_with_its_threshold(language: Language, line: str, rule: str) -> None:
    text = said(answers.safety(asked(language=language)))
    assert text.index(line) < text.index(rule)


def test_safety_on_a_calm_day_is_the_papers_own_slogan() -> None:
    text = said(answers.safety(asked(STATES["calm"])))
    assert "一盔一带" in text
    assert "依据" not in text


@pytest.mark.parametrize("state", ["no_page_ever", "no_page_and_nothing_covers", "forecast_unreadable"])
def test_without_a_forecast_every_answer_says_why(state: str) -> None:
    why = {
        "no_page_ever": "还没有收到第一份报纸",
        "no_page_and_nothing_covers": "今天的报纸还没收到，暂时没有今天的预报。",
        "forecast_unreadable": "这行天气没能识别，原文：",
    }[state]
    assert why in said(answers.forecast(asked(STATES[state])))
    assert why in said(answers.today(asked(STATES[state]), MORNING))


def test_an_inline_sentence_is_plain_words() -> None:
    assert answers.day_sentence(asked(), TODAY) == "淄博今天晴间多云，5～27℃，阵风5～6级，骑车慢行；周六有雨、风大"
    assert answers.day_sentence(asked(), dt.date(2023, 3, 14)) is None

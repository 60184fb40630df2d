"""The rules of advice as a table of cases, their wordings, and that our hint never passes for an official warning."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import TYPE_CHECKING

import pytest

from messages import advice, wear
from messages.advice import SAFETY, WARNINGS, WORDINGS, Thresholds, each_facts
from messages.digest import digest
from messages.message import Language, Wishes
from messages.phrases import words
from messages.warning import bad_days
from tests.messages.editions import FRIDAY, HOUSE, SATURDAY, THURSDAY, edition, of_page, period, wind

if TYPE_CHECKING:
    from messages.edition import Period

LIMITS = Thresholds()
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def safety_of(day: Period, limits: Thresholds = LIMITS) -> str | None:
    found = advice.safety(advice.facts(day), limits)
    return found.name if found else None


def warned(*days: Period, limits: Thresholds = LIMITS) -> list[list[str]]:
    return [[rule.name for rule in advice.warnings(found, limits)] for found in each_facts(days)]


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (period(9, "晴", 8, 18, wind("南", 1, 2)), None),
        (period(9, "晴", 8, 18, wind("南", 3, 4, (5, 6))), "gusty"),
        (period(9, "晴", 8, 18, wind("南", 3, 4, (4, 4))), None),
        (period(9, "晴", 8, 18, wind("南", 4, 5, (7, 8))), "gale"),
        (period(9, "晴", 8, 18, wind("南", 5, 6)), "gale"),
        (period(9, "雷阵雨", 19, 26), "thunder"),
        (period(9, "冰雹", 19, 26), "thunder"),
        (period(9, "扬沙", 8, 18), "dust"),
        (period(9, "小雨", 8, 18), "rain"),
        (period(9, "小雨", 8, 18, wind("南", 3, 4, (5, 5))), "rain"),
        (period(9, "小雨", 8, 18, wind("南", 3, 4, (5, 6))), "rain_wind"),
        (period(9, "小雪", -3, 2), "snow"),
        (period(9, "雨夹雪", -1, 3), "snow"),
        (period(9, "冻雨", -3, 0), "freezing"),
        (period(9, "雾", 3, 9), "fog"),
        (period(9, "霾", 3, 9), "haze"),
        (period(9, "晴", 25, 35), "heat"),
        (period(9, "晴", 25, 34), None),
        (period(9, "晴", 0, 9), "ice"),
        (period(9, "晴", 1, 9), None),
        (period(9, "晴", 25, 270), None),
    ],
)
def test_the_day_calls_for_its_safety_line(day: Period, rule: str | None) -> None:
    assert safety_of(day) == rule


@pytest.mark.parametrize(
    ("days", "rules"),
    [
        ((THURSDAY, FRIDAY, SATURDAY), [[], [], ["gale"]]),
        ((period(9, "晴", 12, 20), period(10, "晴", 4, 9, wind("北", 4, 5))), [[], ["cold_wave"]]),
        ((period(9, "晴", 12, 20), period(10, "晴", 5, 9, wind("北", 4, 5))), [[], []]),
        ((period(9, "晴", 11, 20), period(10, "晴", 4, 9, wind("北", 4, 5))), [[], []]),
        ((period(9, "晴", 12, 20), period(10, "晴", 4, 9, wind("北", 3, 4))), [[], []]),
        (
            (period(9, "晴", 12, 20), period(10, "晴", 7, 15), period(11, "晴", 3, 9, wind("北", 4, 5))),
            [[], [], ["cold_wave"]],
        ),
        ((period(9, "晴", 25, 35),), [["heat"]]),
        ((period(9, "中雨", 9, 12),), [[]]),
        ((period(9, "大雨", 9, 12),), [["downpour"]]),
        ((period(9, "沙尘暴", 9, 12),), [["sandstorm"]]),
        ((period(9, "暴雪", -9, -2),), [["blizzard"]]),
    ],
)
def test_a_warning_of_ours_fires_at_its_threshold(days: tuple[Period, ...], rules: list[list[str]]) -> None:
    assert warned(*days) == rules


def test_the_seeds_saturday_is_no_cold_wave_though_it_falls_nine_degrees() -> None:
    text = digest(of_page(edition()), Wishes(), HOUSE).text
    assert "最低6℃（比周五低9℃）" in text
    assert not re.search("寒潮|骤降|强降温", text)


def test_a_cold_wave_over_two_days_names_the_day_it_fell_from() -> None:
    days = (period(9, "晴", 12, 20), period(10, "晴", 8, 15), period(11, "晴", 3, 9, wind("北", 4, 5)))
    (bad,) = bad_days("zh-CN", days, dt.date(2023, 3, 9), LIMITS)
    assert bad.facts == "最低3℃（比今天低9℃）"


COLD = period(9, "晴", 3, 9, wind("北", 4, 5))


def test_todays_fall_is_measured_against_the_page_of_the_day_before() -> None:
    page, yesterdays = edition(9, COLD), edition(8, period(8, "晴", 12, 20), period(9, "晴", 10, 19))
    chinese = digest(of_page(page, previous=yesterdays), Wishes(), HOUSE).text
    assert "⚠️ <b>今天强降温</b>：最低3℃（比昨天低9℃）" in chinese
    assert (
        "9 degrees colder than yesterday"
        in digest(of_page(page, previous=yesterdays), Wishes(language="en"), HOUSE).text
    )
    assert "⚠️" not in digest(of_page(page), Wishes(), HOUSE).text, "without a page of yesterday nothing is said of it"


def test_a_fall_over_two_days_may_begin_yesterday() -> None:
    page = edition(9, period(9, "晴", 8, 15), period(10, "晴", 3, 9, wind("北", 4, 5)))
    text = digest(of_page(page, previous=edition(8, period(8, "晴", 12, 20))), Wishes(), HOUSE).text
    assert "⚠️ <b>周五强降温</b>：最低3℃（比昨天低9℃）" in text
    assert "明天强降温" in text.splitlines()[0]


def test_a_page_of_yesterday_that_still_speaks_is_its_own_measure() -> None:
    older = edition(8, period(8, "晴", 12, 20), COLD)
    known = of_page(older).model_copy(update={"edition": None, "latest": older, "today": dt.date(2023, 3, 9)})
    assert "比昨天低9℃" in digest(known, Wishes(), HOUSE).text


def test_today_colder_than_yesterday_is_a_note_below_the_threshold_of_a_hint() -> None:
    page = edition(9, period(9, "晴", 6, 15))
    text = digest(of_page(page, previous=edition(8, period(8, "晴", 12, 20))), Wishes(), HOUSE).text
    assert re.search("🧥 .*今天降温6℃，备好厚衣服。", text)
    assert "⚠️" not in text


def test_a_colder_day_that_no_hint_names_stands_in_the_clothing_line() -> None:
    page = edition(9, period(9, "晴", 12, 20), period(10, "晴", 6, 15))
    text = digest(of_page(page), Wishes(), HOUSE).text
    assert re.search("🧥 .*周五降温6℃，备好厚衣服。", text)
    assert "⚠️" not in text
    assert "降温" not in digest(of_page(edition()), Wishes(), HOUSE).text


@pytest.mark.parametrize(
    ("setting", "value", "rule"),
    [
        ("gusty", 7, None),
        ("raincoat_gust", 5, "rain_wind"),
        ("hot", 18, "heat"),
        ("ice", 8, "ice"),
        ("gale_mean", 4, "gale"),
    ],
)
def test_thresholds_are_settings(setting: str, value: int, rule: str | None) -> None:
    wet = setting == "raincoat_gust"
    low, high = (3, 4) if setting == "gale_mean" else (2, 3)
    gust = (5, 5) if setting in {"gusty", "raincoat_gust"} else None
    day = period(9, "小雨" if wet else "晴", 8, 18, wind("南", low, high, gust))
    assert safety_of(day, LIMITS.model_copy(update={setting: value})) == rule


@pytest.mark.parametrize(
    ("degrees", "mean", "step"),
    [
        (28, 3, 1),
        (27, 3, 2),
        (24, 3, 2),
        (21, 3, 3),
        (18, 3, 4),
        (15, 3, 5),
        (11, 3, 6),
        (6, 3, 7),
        (5, 3, 8),
        (28, 4, 2),
        (5, 4, 8),
    ],
)
def test_clothing_follows_the_public_table_and_wind_dresses_one_step_colder(degrees: int, mean: int, step: int) -> None:
    found = advice.facts(period(9, "晴", 5, 28, wind("南", mean, mean)))
    assert advice.clothing_step(degrees, found, LIMITS) == step


@pytest.mark.parametrize(
    ("low", "high", "form"),
    [(5, 27, "layers"), (15, 26, "even"), (20, 32, "wide"), (20, 31, "even"), (12, 14, "same"), (29, 33, "same")],
)
def test_a_wide_range_of_the_day_is_named_whatever_it_begins_in(low: int, high: int, form: str) -> None:
    for day in (9, 10):
        found = wear.clothing("zh-CN", (period(day, "晴", low, high),), dt.date(2023, 3, day), LIMITS)
        assert found is not None
        assert found.rule == f"wear_{form}"
        assert (f"差{high - low}℃" in found.text) == (form in {"layers", "wide"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_three_wordings_so_that_no_line_comes_two_days_running(language: Language) -> None:
    names = [f"advice.{rule.name}" for rule in SAFETY] + [f"warning.{rule.name}" for rule in WARNINGS]
    names += [
        "advice.plain",
        "advice.slogan",
        *(f"wear.{form}" for form in ("layers", "layers_rest", "wide", "even", "same", "one")),
    ]
    blanks = dict.fromkeys(("wind", "low", "high", "reach", "cold", "warm", "degrees", "days", "slogan"), "x")
    for name in names:
        said = {words(language, f"{name}.{turn}", **blanks) for turn in range(WORDINGS)}
        assert len(said) == WORDINGS >= 3, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_safety_line_names_its_rule(language: Language) -> None:
    for rule in SAFETY:
        assert words(language, f"rule.{rule.name}", **LIMITS.model_dump())
        line = wear.rule_line(language, rule, THURSDAY, dt.date(2023, 3, 9))
        assert line.rule == rule.name


def test_no_line_of_ours_speaks_of_a_warning_as_if_one_were_issued() -> None:
    blanks = dict.fromkeys(("wind", "low", "high", "days"), "x")
    for rule, turn in itertools.product(WARNINGS, range(WORDINGS)):
        assert "预警" not in words("zh-CN", f"warning.{rule.name}.{turn}", **blanks)
        assert "warning" not in words("en", f"warning.{rule.name}.{turn}", **blanks)
    for rule, turn in itertools.product(SAFETY, range(WORDINGS)):
        assert "预警" not in words("zh-CN", f"advice.{rule.name}.{turn}", **blanks)
        assert "warning" not in words("en", f"advice.{rule.name}.{turn}", **blanks)
    for met, voice in itertools.product(("gust", "mean", "none"), ("page", "live")):
        assert "不是预警；有无预警以气象台发布为准" in words("zh-CN", f"warning.basis_{met}_{voice}")
        assert "not a warning" in words("en", f"warning.basis_{met}_{voice}")

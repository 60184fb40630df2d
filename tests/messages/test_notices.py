"""What is said between digests, in both languages: the evening card, a change, a late page's arrival."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from inline_snapshot import external_file

from messages import notices
from messages.message import Wishes
from tests import telegram_html
from tests.messages.editions import (
    FRIDAY,
    HOUSE,
    SATURDAY,
    THURSDAY,
    TODAY,
    alert,
    briefing,
    edition,
    live,
    of_page,
    period,
    rain,
    states,
    wind,
)

if TYPE_CHECKING:
    from messages.message import Briefing, Language

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
EVENINGS = {
    "seed": states()["seed"],
    "rain": of_page(edition(9, THURSDAY, period(10, "阴", 6, 9, wind("东北", 4, 5, (6, 7)), **rain("中雨")))),
    "snow": of_page(edition(9, THURSDAY, period(10, "小雪", -6, 2, wind("北", 5, 6), **rain("小雪")))),
    "calm": of_page(edition(9, THURSDAY, period(10, "晴", 16, 26, wind("南", 1, 2)))),
    "live": briefing(live=live(THURSDAY, FRIDAY)),
}


def evening(known: Briefing, language: Language) -> str:
    message = notices.evening(known, Wishes(language=language), HOUSE)
    assert message is not None
    return message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evening_card_speaks_of_tomorrow_in_three_lines(language: Language) -> None:
    said = {name: evening(known, language) for name, known in EVENINGS.items()}
    for name, text in said.items():
        telegram_html.parse(text)
        assert len(text.splitlines()) == (4 if name == "live" else 3), text  # a live service is named as well
    assert "\n\n".join(said.values()) + "\n" == external_file(f"snapshots/evening.{language}.txt")


def test_no_evening_card_when_nothing_covers_tomorrow() -> None:
    assert notices.evening(of_page(edition(9, THURSDAY)), Wishes(), HOUSE) is None
    assert notices.evening(briefing(), Wishes(), HOUSE) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (period(9, "晴间多云", 5, 26, wind("南", 2, 3, (5, 6))), None),
        (period(9, "小雨", 5, 27, wind("南", 2, 3, (5, 6)), **rain()), "<b>今天的预报有变</b>：小雨"),
        (period(9, "晴间多云", 0, 27, wind("南", 2, 3, (5, 6))), "<b>今天的预报有变</b>：最低0℃（此前5℃）"),
        (period(9, "晴间多云", 5, 20, wind("南", 2, 3, (5, 6))), "<b>今天的预报有变</b>：最高20℃（此前27℃）"),
        (period(9, "晴间多云", 5, 27, wind("南", 2, 3, (7, 8))), "<b>今天的预报有变</b>：阵风7～8级"),
    ],
)
def test_only_a_material_change_is_worth_a_message(now: object, said: str | None) -> None:
    message = notices.change("zh-CN", TODAY, TODAY, THURSDAY, now)  # type: ignore[arg-type]  # a table of cases
    assert (message.text if message else None) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_made_notice_never_looks_like_an_official_warning(language: Language) -> None:
    official = notices.alert(alert(), language, HOUSE).text
    assert re.search("官方预警|Official warning", official)
    assert "淄博市气象台" in official
    changed = notices.change(language, TODAY, TODAY, THURSDAY, SATURDAY.model_copy(update={"date": TODAY}))
    assert changed is not None
    assert not re.search("预警|warning", changed.text)
    for known in EVENINGS.values():
        assert not re.search("预警|warning", evening(known, language))


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "今日头条到了"), ("en", "Today")])
def test_the_late_page_is_announced_in_a_word(language: Language, said: str) -> None:
    assert said in notices.headlines_arrived(language).text

"""What is said between digests, in both languages: the evening card, a late page's arrival."""

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
    THURSDAY,
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_made_notice_never_looks_like_an_official_warning(language: Language) -> None:
    official = notices.alert(alert(), language, HOUSE).text
    assert re.search("官方预警|Official warning", official)
    assert "淄博市气象台" in official
    for known in EVENINGS.values():
        assert not re.search("预警|warning", evening(known, language))


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "今日头条到了"), ("en", "Today")])
def test_the_late_page_is_announced_in_a_word(language: Language, said: str) -> None:
    assert said in notices.headlines_arrived(language).text

"""The gallery leaves nothing out."""

from __future__ import annotations

import re

from campaigns.gallery import cards, lock_screen, page
from messages.sky import SkyKind, kinds


def test_every_weather_is_shown_in_both_languages_and_themes() -> None:
    shown = {
        (kind, one.card.language, one.card.theme)
        for one in cards()
        for period in one.card.forecast.periods
        for kind in kinds(period)
    }
    assert len(shown) == len(SkyKind) * 4


def test_every_number_of_days_is_shown_with_and_without_a_warning() -> None:
    shown = {(len(one.card.forecast.periods), one.card.warning is not None) for one in cards()}
    assert shown == {(days, warned) for days in range(1, 8) for warned in (False, True)}


def test_every_picture_has_a_file_of_its_own_on_the_page() -> None:
    shown = list(cards())
    names = [one.name for one in shown]
    assert len(set(names)) == len(names)
    html = page(shown)
    assert all(f'src="{name}.png"' in html for name in names)


def test_every_weather_is_shown_with_its_digest_in_both_forms() -> None:
    said = [one.said for one in cards() if one.name.startswith("thunder-en-")]
    assert said
    assert all({"photo", "text"} == set(forms) for forms in said)
    assert all("thunder" in text.lower() for forms in said for text in forms.values())


def test_the_lock_screen_alone_says_umbrella_or_bike_in_every_weather_of_the_gallery() -> None:
    words = {"zh-CN": "伞|雨衣|雨具|骑", "en": "umbrella|rain gear|raincoat|bike|ride"}
    told = [(one, lock_screen(one)) for one in cards() if one.said]
    assert len(told) == len(SkyKind) * 4
    assert all(re.search(words[one.card.language], line) for one, line in told)

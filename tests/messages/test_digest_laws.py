"""What a digest keeps to whatever the page says: order of dropping, forms, marks, buttons, one wording a day."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest

from messages.alert import AlertText
from messages.digest import digest
from messages.edition import Article, Precipitation
from messages.message import House, Message, Wishes
from tests import telegram_html
from tests.messages.editions import (
    CIVIL,
    HOUSE,
    HOUSING,
    TEA,
    THURSDAY,
    alert,
    edition,
    of_page,
    period,
    states,
    wind,
)

SEED = states()["seed"]
LONG = CIVIL.model_copy(update={"paragraphs": ("一" * 180 + "。",)})


def photo(page_articles: tuple[Article, ...], *periods: object) -> Message:
    page = edition(articles=(*page_articles, TEA))
    return digest(of_page(page), Wishes(form="photo"), HOUSE)


def labels(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


def test_a_digest_that_fits_drops_nothing() -> None:
    message = digest(SEED, Wishes(form="photo"), HOUSE)
    assert message.card is not None
    assert "📷" in message.text
    assert message.text.count("<blockquote expandable>") == 2
    assert "农历" in message.text


def test_captions_go_first_then_folds_from_the_last_up() -> None:
    message = photo((LONG, LONG, HOUSING))
    assert "📷" not in message.text
    assert message.text.count("<blockquote") == 2
    assert message.text.index("2. 今年民政") > message.text.index("<blockquote")
    assert "<b>3. 淄博市成立物业管理服务中心</b>\n打通" in message.text
    assert "王莉莉" not in message.text


def test_headlines_shrink_to_two_before_the_lunar_date_goes() -> None:
    shapes = set()
    wordy = HOUSING.model_copy(update={"headline": "长" * 50, "kicker": "眉" * 50})
    for length in range(30, 236, 3):
        text = AlertText(language="zh-CN", event="大风", description="请" * length)
        page = edition(articles=(wordy,) * 5)
        message = digest(of_page(page, alerts=(alert(texts=(text,)),) * 2), Wishes(form="photo"), HOUSE)
        headlines = len(re.findall(r"<b>\d\.", message.text))
        shapes.add((message.form, headlines, "农历" in message.text))
    assert ("photo", 2, False) in shapes
    assert not {(form, headlines, lunar) for form, headlines, lunar in shapes if form == "photo" and headlines < 2}
    assert not {(form, headlines) for form, headlines, lunar in shapes if not lunar and headlines > 2}


def test_what_cannot_be_cut_down_to_a_caption_goes_out_as_text_in_full() -> None:
    legs = tuple(wind(direction, low, low + 1) for low, direction in enumerate("东南西北东南西北东南"))
    days = tuple(period(day, "多云间阴转小到中雨转中到大雨转雷阵雨", 5, 27, *legs) for day in (9, 10, 11))
    wordy = HOUSING.model_copy(update={"headline": "长" * 80, "kicker": "眉" * 119})
    page = edition(9, *days, articles=(wordy, wordy, TEA), safety_notices=())
    message = digest(of_page(page, alerts=states()["alerts"].alerts * 3), Wishes(form="photo"), HOUSE)
    assert message.card is None
    assert message.form == "text"
    assert "📷" in message.text


def test_who_saves_data_gets_the_text_with_a_button_for_the_card() -> None:
    message = digest(SEED, Wishes(form="photo", low_data=True), HOUSE)
    assert message.card is None
    assert labels(message)[1] == ["🖼 卡片", "转给家人"]


def test_the_card_carries_what_the_picture_shows() -> None:
    card = digest(SEED, Wishes(form="photo", theme="dark"), HOUSE).card
    assert card is not None
    assert (card.place, card.paper, card.theme, card.printed_on) == ("淄博", "鲁中晨报", "dark", dt.date(2023, 3, 9))
    assert card.warning == "周六变天：小雨，阵风7～8级，最低6℃（比周五低9℃）"
    english = digest(of_page(edition(articles=())), Wishes(form="photo", language="en"), HOUSE).card
    assert english is not None
    assert str(english.warning).startswith("Saturday: rain and strong wind: gusts force 7–8 (14–21 m/s)")


def test_the_picture_is_dark_at_night_unless_a_reader_has_chosen() -> None:
    night = SEED.model_copy(update={"night": True})
    cases = ((SEED, "auto", "light"), (night, "auto", "dark"), (night, "light", "light"), (SEED, "dark", "dark"))
    for known, wished, theme in cases:
        card = digest(known, Wishes.model_validate({"form": "photo", "theme": wished}), HOUSE).card
        assert card is not None
        assert card.theme == theme


def test_without_a_forecast_there_is_no_picture() -> None:
    assert digest(states()["no_forecast"], Wishes(form="photo"), HOUSE).card is None


def test_marks_come_before_everything() -> None:
    assert digest(SEED, Wishes(), HOUSE, late=True).text.startswith("「补发」🌤 <b>淄博今天")
    assert digest(SEED, Wishes(), HOUSE, correction=True).text.startswith("更正：🌤 <b>淄博今天")


def test_private_buttons_open_articles_here_and_groups_open_the_private_chat() -> None:
    private = digest(SEED, Wishes(), HOUSE)
    group = digest(SEED, Wishes(audience="group"), HOUSE)
    channel = digest(SEED, Wishes(audience="channel"), HOUSE)
    assert labels(private) == [["1", "2"], ["🖼 卡片", "转给家人"], ["⚙️ 设置"]]
    assert [button.data for button in private.buttons[0]] == ["a1:20230309:1:1", "a1:20230309:2:1"]
    assert labels(group) == [["1", "2"], ["🖼 卡片", "转给家人"]]
    assert [button.url for button in group.buttons[0]] == [
        "https://t.me/chenbao_bot?start=a20230309-1",
        "https://t.me/chenbao_bot?start=a20230309-2",
    ]
    assert labels(channel) == [["1", "2"], ["转给家人"]]


def test_without_a_bot_name_nothing_links_to_nowhere_and_the_lead_can_be_shared() -> None:
    house = HOUSE.model_copy(update={"bot_username": ""})
    group, private = digest(SEED, Wishes(audience="group"), house), digest(SEED, Wishes(), house)
    assert labels(group) == [["🖼 卡片", "转给家人"]]
    assert labels(private) == [["1", "2"], ["🖼 卡片", "转给家人"], ["⚙️ 设置"]]
    shared = private.buttons[1][1].url or ""
    assert shared.startswith("https://t.me/share/url?url=%E6%B7%84%E5%8D%9A%E4%BB%8A%E5%A4%A9")


def test_ten_headlines_have_two_rows_of_numbers_and_three_rows_in_all() -> None:
    page = edition(articles=(HOUSING,) * 10)
    shown = labels(digest(of_page(page), Wishes(headlines=10), HOUSE))
    assert shown == [list("12345678"), ["9", "10"], ["🖼 卡片", "转给家人", "⚙️ 设置"]]


def test_endless_or_hidden_words_are_bounded_and_cleaned_wherever_they_are_joined() -> None:
    hidden = "雨\u2066\ud800" + "长" * 5_000
    day = period(9, "小雨", 5, 27, wind("南", 6, 7), precipitation=(Precipitation(type=hidden, phase=5),))
    undated = day.model_copy(update={"label": hidden, "date": None})
    text = digest(of_page(edition(9, day, undated)), Wishes(), HOUSE).text
    assert "\u2066" not in text
    assert telegram_html.parse(text).units < 1_200


def test_a_state_that_is_no_news_is_not_for_sharing() -> None:
    assert labels(digest(states()["no_page_ever"], Wishes(), HOUSE)) == [["⚙️ 设置"]]


def test_the_photo_needs_no_card_button() -> None:
    assert labels(digest(SEED, Wishes(form="photo"), HOUSE)) == [["1", "2"], ["转给家人"], ["⚙️ 设置"]]


def test_a_number_belongs_to_its_article_whatever_a_reader_mutes_or_follows() -> None:
    muted = digest(SEED, Wishes(mute=("民政",)), HOUSE)
    followed = digest(SEED, Wishes(follow=("物业",)), HOUSE)
    assert "民政工作" not in muted.text
    assert "<b>2. 淄博市成立物业管理服务中心</b>" in muted.text
    assert followed.text.index("<b>2. 淄博市") < followed.text.index("<b>1. 今年民政")


def test_a_reader_gets_only_the_sections_asked_for() -> None:
    news_only = digest(SEED, Wishes(weather=False, safety=False), HOUSE).text
    weather_only = digest(SEED, Wishes(headlines=0), HOUSE).text
    assert "℃" not in news_only
    assert "🛵" not in news_only
    assert news_only.startswith("<b>今日头条：今年民政工作 重在八项工程</b>")
    assert "头条" not in weather_only
    assert "📷" not in weather_only
    assert "三天天气" in weather_only


def test_the_second_line_is_the_editors_own_then_the_kicker_then_the_first_sentence() -> None:
    own = HOUSING.model_copy(update={"summary": "编辑写的一句话。"})
    bare = HOUSING.model_copy(update={"kicker": None})
    for article, line in ((own, "编辑写的一句话。"), (HOUSING, "打通物业服务群众“最后一米”")):
        assert f"中心</b>\n{line}\n<blockquote" in digest(of_page(edition(articles=(article,))), Wishes(), HOUSE).text
    text = digest(of_page(edition(articles=(bare,))), Wishes(), HOUSE).text
    assert "中心</b>\n今天上午,淄博市物业管理服务中心揭牌仪式举行。\n<blockquote expandable>自此," in text


def test_a_dateline_left_in_the_paragraph_is_no_news() -> None:
    kept = HOUSING.model_copy(update={"kicker": None, "paragraphs": ("淄博3月8日讯 第一句。第二句。",)})
    assert (
        "\n第一句。\n<blockquote expandable>第二句。"
        in digest(of_page(edition(articles=(kept,))), Wishes(), HOUSE).text
    )


def test_an_english_title_appears_only_when_the_editor_wrote_one() -> None:
    titled = CIVIL.model_copy(update={"headline_en": "Eight projects for civil affairs"})
    text = digest(of_page(edition(articles=(titled, HOUSING))), Wishes(language="en"), HOUSE).text
    assert "1. Eight projects for civil affairs\n2. 淄博市成立物业管理服务中心" in text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_line_of_advice_comes_two_days_running(language: str) -> None:
    texts = []
    for day in range(6, 20):
        page = edition(9, *(THURSDAY.model_copy(update={"date": dt.date(2023, 3, day)}),), date=dt.date(2023, 3, day))
        text = digest(of_page(page), Wishes.model_validate({"language": language}), HOUSE).text
        texts.append([line for line in text.splitlines() if line.startswith(("🧥", "🛵"))])
    for today, tomorrow in itertools.pairwise(texts):
        assert not set(today) & set(tomorrow)


def test_a_slogan_is_framed_anew_each_day() -> None:
    lines = set()
    for day in (9, 10, 11):
        calm = period(day, "晴", 8, 18, wind("南", 1, 2))
        page = edition(9, calm, date=dt.date(2023, 3, day))
        text = digest(of_page(page), Wishes(), HOUSE).text
        lines |= {line for line in text.splitlines() if "一盔一带" in line}
    assert len(lines) == 3


def test_a_rest_day_speaks_of_going_out() -> None:
    page = edition(9, period(11, "晴", 5, 27, wind("南", 1, 2)), date=dt.date(2023, 3, 11))
    text = digest(of_page(page), Wishes(), HOUSE).text
    assert "穿衣与出游" in text
    assert "出游" in next(line for line in text.splitlines() if line.startswith("🧥"))


def test_hostile_words_come_out_as_text() -> None:
    hostile = "<b>&amp;</b>\u202e\u200b\x00标题\ud800<a href='javascript:x'>"
    article = Article(headline=hostile, kicker=hostile, paragraphs=(hostile,))
    page = edition(articles=(article,), safety_notices=(hostile,))
    house = House(paper=hostile, place=hostile, bot_username="bot")
    message = digest(of_page(page), Wishes(), house)
    shown = telegram_html.parse(message.text)
    assert "1. <b>&amp;</b>标题<a href='javascript:x'>" in shown.text
    assert {tag for tag, _ in shown.entities} <= {"b", "i", "code", "blockquote"}


def test_ten_thousand_characters_are_bounded_everywhere() -> None:
    endless = "长" * 10_000
    article = Article(headline=endless, kicker=endless, paragraphs=(endless,))
    day = period(9, endless, 5, 27, wind(endless, 1, 2))
    page = edition(9, day, day, day, articles=(article,) * 10, captions=(endless,), safety_notices=(endless,))
    house = HOUSE.model_copy(update={"paper": endless, "place": endless})
    message = digest(of_page(page), Wishes(headlines=10), house)
    assert telegram_html.parse(message.text).units <= 3_500
    assert all(len(button.url or "") < 2_000 for row in message.buttons for button in row)

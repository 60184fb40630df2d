"""The settings' screens and what their buttons choose: nothing leads nowhere, nothing forged changes anything."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import choices, panel, pickers, slots
from bot.chat.commands.settings import HINTS
from bot.store.slots import Coming
from bot.subscription import MOST_KEYWORDS, Quiet, Slot, SlotKind, Subscription
from messages import buttons
from messages.message import Language, Message, Wishes
from messages.place import Place

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2023, 3, 9, 6, 30, tzinfo=BEIJING)
PLACES = (
    Place(name="淄博", name_en="Zibo", zone="Asia/Shanghai"),
    Place(name="张店", zone="Asia/Shanghai"),
    *(Place(name=f"地点{number}", zone="Asia/Shanghai") for number in range(20)),
)
MAIN = Slot(time=dt.time(7), days="workdays", number=1)
REST = Slot(time=dt.time(8), days="restdays", number=101)
FULL = Subscription(
    chat_id=42,
    slots=(
        MAIN,
        REST,
        Slot(time=dt.time(18), weekdays=(6,), number=2),
        Slot(time=dt.time(20), kind=SlotKind.EVENING, number=1),
    ),
    wishes=Wishes(form="photo", follow=("物业", "学校"), mute=("广告",)),
)
BARE = Subscription(chat_id=42, quiet=None, warnings=False)
KNOWN = [FULL, BARE, FULL.with_wishes(language="en", place="张店")]


def seen(subscription: Subscription) -> panel.View:
    coming = (Coming(MAIN, dt.date(2023, 3, 9), dt.datetime(2023, 3, 9, 7, tzinfo=BEIJING)),)
    return panel.View(subscription, NOW, coming if subscription.subscribed else (), PLACES)


def presses(message: Message) -> list[buttons.Press]:
    found = [buttons.press(button.data or "") for row in message.buttons for button in row]
    return [press for press in found if press is not None]


def test_the_main_screen_reads_as_designed() -> None:
    assert panel.main(seen(FULL)).text.splitlines() == [
        "⚙️ <b>设置</b>",
        "早报　每天 07:00（休息日 08:00）、周六 18:00",
        "下次：今天07:00（北京时间）",
        "晚间预告　20:00",
        "天气提醒　大风、降雨、降温、高温、雾霾；蓝色及以上；22:00–06:30 不打扰",
        "内容　天气 ✓　头条 5 条 ✓　出行提醒 ✓",
        "样式　图文",
        "地点　淄博",
        "语言　中文",
    ]


def test_the_main_screen_has_twelve_buttons_in_two_columns() -> None:
    rows = [[button.text for button in row] for row in panel.main(seen(FULL)).buttons]
    assert rows == [
        ["早报时间", "休息日时间"],
        ["晚间预告", "天气提醒"],
        ["内容", "样式：换成纯文字"],
        ["地点", "语言：English"],
        ["不打扰", "时区"],
        ["预览", "更多"],
    ]


@pytest.mark.parametrize("subscription", KNOWN)
def test_every_button_of_every_screen_leads_somewhere(subscription: Subscription) -> None:
    view, waiting, done = seen(subscription), [("main", "")], set[tuple[str, str]]()
    while waiting:
        at = waiting.pop()
        if at in done:
            continue
        done.add(at)
        shown = pickers.screen(view, *at)
        assert shown is not None
        assert sum(len(row) for row in shown.buttons) <= 100
        for press in presses(shown):
            match (press.action, press.arguments):
                case ("g", _) | ("s", ("preview",)):
                    pass
                case ("s", ("type", what)):
                    assert what in HINTS
                case ("s", (name, *rest)) if name in pickers.SCREENS:
                    waiting.append((name, "".join(rest)))
                case ("s", arguments):
                    assert choices.chosen(subscription, arguments, PLACES) is not None, arguments
                case other:
                    pytest.fail(f"a button nobody answers: {other}")
    assert {name for name, _ in done} >= set(pickers.SCREENS) - ({"slot"} if not subscription.subscribed else set())


@pytest.mark.parametrize("subscription", KNOWN)
def test_a_button_pressed_twice_changes_nothing_the_second_time(subscription: Subscription) -> None:
    for name in pickers.SCREENS:
        shown = pickers.screen(seen(subscription), name)
        assert shown is not None
        for press in presses(shown):
            once = choices.chosen(subscription, press.arguments, PLACES) if press.action == "s" else None
            if once is not None:
                again = choices.chosen(once.subscription, press.arguments, PLACES)
                assert again is None or again.subscription == once.subscription, press


@given(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,24}", fullmatch=True), max_size=5))
def test_forged_arguments_choose_nothing_or_something_we_offer(arguments: list[str]) -> None:
    found = choices.chosen(FULL, tuple(arguments), PLACES)
    assert found is None or found.screen.partition("-")[0] in pickers.SCREENS


@given(st.sampled_from(sorted(choices.CHOICES)), st.lists(st.text("0123456789-onfabc:", max_size=12), max_size=4))
def test_forged_values_of_real_buttons_never_break(name: str, values: list[str]) -> None:
    found = choices.chosen(FULL, (name, *values), PLACES)
    if found is not None:
        Subscription.model_validate(found.subscription.model_dump())


def test_a_chosen_place_is_kept_by_name_and_the_first_as_none() -> None:
    there = choices.chosen(FULL, ("place", choices.key("张店")), PLACES)
    assert there is not None
    assert there.subscription.wishes.place == "张店"
    back = choices.chosen(there.subscription, ("place", choices.key("淄博")), PLACES)
    assert back is not None
    assert back.subscription.wishes.place == ""


def test_a_kind_of_warning_is_given_up_and_taken_again() -> None:
    without = choices.chosen(FULL, ("wk", "fog", "off"), PLACES)
    assert without is not None
    assert "霾" in without.subscription.without_kinds
    assert not choices.wants(without.subscription, "fog")
    again = choices.chosen(without.subscription, ("wk", "fog", "on"), PLACES)
    assert again is not None
    assert again.subscription == FULL


def test_rest_days_get_a_time_of_their_own_and_lose_it() -> None:
    every_day = Subscription(chat_id=42, slots=(Slot(number=1),))
    changed = slots.with_rest(every_day, dt.time(8))
    assert [(slot.number, slot.days, slot.time.hour) for slot in changed.slots] == [
        (1, "workdays", 7),
        (101, "restdays", 8),
    ]
    assert slots.with_rest(changed, None) == every_day


def test_a_slot_keeps_its_last_weekday() -> None:
    once_a_week = Subscription(chat_id=42, slots=(Slot(number=1, weekdays=(6,)),))
    assert slots.on_weekday(once_a_week, 1, 6, on=False) == once_a_week


def test_a_chat_may_have_eight_times_and_no_time_twice() -> None:
    subscription = Subscription(chat_id=42)
    for hour in range(8):
        found = slots.with_further(subscription, Slot(time=dt.time(hour), number=hour + 1))
        assert found is not None
        assert slots.with_further(found, Slot(time=dt.time(hour))) is None
        subscription = found
    assert slots.with_further(subscription, Slot(time=dt.time(9))) is None


@pytest.mark.parametrize("size", [19, 20, 21])
def test_a_keyword_has_at_most_twenty_characters(size: int) -> None:
    assert (choices.with_word(BARE, "follow", "物" * size) is not None) == (size <= 20)


def test_there_are_at_most_fifty_keywords_and_each_stands_in_one_list() -> None:
    subscription = BARE
    for number in range(MOST_KEYWORDS):
        found = choices.with_word(subscription, "follow", f"词{number}")
        assert found is not None
        subscription = found
    assert choices.with_word(subscription, "follow", "再来") is None
    moved = choices.with_word(subscription, "mute", "词1")
    assert moved is not None
    assert "词1" not in moved.wishes.follow


def test_quiet_hours_of_no_length_are_none() -> None:
    assert choices.quiet_hours(dt.time(7), dt.time(7)) is None
    assert choices.quiet_hours(dt.time(22), dt.time(6, 30)) == Quiet()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_screen_has_its_words_in_both_languages(language: Language) -> None:
    view = seen(FULL.with_wishes(language=language))
    for name in pickers.SCREENS:
        shown = pickers.screen(view, name, "1")
        assert shown is not None
        assert shown.text
        assert all(button.text for row in shown.buttons for button in row)

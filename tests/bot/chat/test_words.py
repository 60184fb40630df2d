"""What typed texts ask for: every command's words, with and without a blank, by day and by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.chat.dispatch import handlers
from bot.chat.words import COMMANDS, Request, asked

if TYPE_CHECKING:
    from bot.chat import words


def commands(*, menu: bool) -> list[str]:
    return [command.name for command in COMMANDS if command.menu is menu and not command.operator]


def test_the_menu_holds_ten_commands() -> None:
    assert commands(menu=True) == (
        ["today", "forecast", "news", "safety", "sub", "unsub", "settings", "hotline", "help", "privacy"]
    )


def test_no_word_stands_for_two_commands() -> None:
    all_words = [word for command in COMMANDS for word in (command.name, *command.words, *command.also)]
    assert len(all_words) == len(set(all_words))


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.name in handlers()])
def test_every_word_of_a_command_asks_for_it_with_a_slash_or_a_question_mark(command: words.Command) -> None:
    for word in command.words:
        for typed in (word, f"/{word}", f"／{word}", f" {word}？", f"{word}吧。" if len(word) > 1 else word):
            found = asked(typed)
            assert found is not None, typed
            assert found.command == command.name, typed
    for word in (command.name, *command.also):
        assert asked(f"/{word}") == Request(command.name)
        assert asked(word.upper()) == Request(command.name), word


TABLE = """
天气怎么样 → today
天氣 → today
今天天气怎么样？ → today
tq → today
weather → today
明天 → today 明天
明天天气 → today 明天
后天呢 → today 后天
周六下雨吗 → today 周六
週六下雨嗎 → today 周六
星期日 → today 星期日
10日 → today 10日
3月10日天气 → today 3月10日
今晚下雨吗 → today 今晚
周末天气 → today 周末
张店天气 → today 张店
张店明天天气 → today 明天 张店
Zibo天气 → today Zibo
Zibo明天天气 → today 明天 Zibo
Zibo weather → today Zibo
Zibo weather tomorrow → today tomorrow Zibo
weather in Zibo → today Zibo
weather for tomorrow → today tomorrow
Zibo forecast → forecast Zibo
张店小时 → hours 张店
张店的逐小时天气 → hours 张店
Zibo小时 → hours Zibo
Zibo hourly → hours Zibo
小时 张店 → hours 张店
明天张店天气 → today 明天 张店
下雨吗 → today
tomorrow → today tomorrow
weather Saturday → today Saturday
请问明天冷吗 → today 明天
头条 → news
頭條 → news
头条2 → news 2
头条 2 → news 2
TT 3 → news 3
/news@chenbao_bot 2 → news 2
今天的头条 → news
今日新闻 → news
找物业 → search 物业
找 學校電話！ → search 學校電話!
搜索 惠民保 → search 惠民保
订阅七点半 → sub 七点半
訂閱 07:30 → sub 07:30
订阅，早上七点 → sub 早上七点
每天发我 → sub
不要了 → unsub
别发了 → unsub
退訂 → unsub
停 → unsub
/stop → unsub
时间 纽约 → time 纽约
/time 7:30am → time 7:30am
七点半 → time 七点半
7:30 → time 7:30
晚上8点一刻 → time 晚上8点一刻
工作日 7:30 → time 工作日 7:30
设置 → settings
頭盔 → safety
热线 → hotline
怎么用 → help
? → help
？ → help
/start t0700 → start t0700
English → lang English
中文 → lang 中文
关注 物业 → follow 物业
屏蔽广告 → mute 广告
不打扰 22:00-6:30 → quiet 22:00-6:30
时区 UTC-5 → zone UTC-5
地点 张店 → place 张店
晚间预告 关 → evening 关
休息日 9点 → rest 9点
下次 → coming
意见 時間不准。 → feedback 時間不准。
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_typed_text_asks_for_its_command(line: str) -> None:
    typed, _, wanted = line.partition(" → ")
    command, _, argument = wanted.partition(" ")
    assert asked(typed, "chenbao_bot") == Request(command, argument)


@pytest.mark.parametrize(
    "typed",
    [
        "没有这句话",
        "2023",
        "",
        "吗",
        "/forecast@other_bot",
        "0730",
        "help is on its way",
        "24小时",
        "等了半小时",
        "两个小时",
        "/Zibo weather",
    ],
)
def test_what_nobody_taught_it_is_not_understood(typed: str) -> None:
    assert asked(typed, "chenbao_bot") is None


def test_a_text_of_any_length_is_read_in_linear_time() -> None:
    for piece in ("周", "一", "今天", "/", "找", "张店天气", "7:", "a ", "吗？", "　"):
        asked((piece * 4096)[:4096])

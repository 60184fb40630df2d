"""Every command: its Latin name, its Chinese words, its line in the menus; and what a typed text asks for. Pure.

`docs/commands.md`, the menus published at start and the handlers' table are all made from `COMMANDS`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

TRADITIONAL = str.maketrans(
    "氣頭條訂閱報導熱線設預時間聞題幫隱私權語開關張圖讀們麼樣個點後這裡",
    "气头条订阅报导热线设预时间闻题帮隐私权语开关张图读们么样个点后这里",
)
TRAILING = "吗呢啊吧呀哦？?。.!！~～ "
PLACE_QUESTIONS = (
    *("天气怎么样", "天气如何", "天气预报", "天气", "会下雨", "下雨", "会下雪", "下雪", "有雨", "有雪"),
    *("冷不冷", "热不热", "冷", "热", "怎么样"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `words` stand for it whole; `takes` says whether an argument may follow them without a space."""

    name: str
    zh: str
    en: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    takes: bool = False
    menu: bool = True
    operator: bool = False
    group_admin: bool = False
    private_only: bool = False


def spoken(words: str) -> tuple[str, ...]:
    return tuple(words.split())


COMMANDS = (
    Command(
        *("today", "今天天气", "Today's weather"),
        spoken("天气 今天 今日 今日天气 今天天气 天气怎么样 今天天气怎么样"),
        spoken("tq weather"),
        takes=True,
    ),
    Command("forecast", "三天天气", "Three days", spoken("三天 预报 未来天气 三天天气 天气预报"), ("yb",), takes=True),
    Command("news", "今日头条", "Headlines", spoken("头条 新闻 要闻 今日头条"), ("tt",), takes=True),
    Command("safety", "出行提醒", "Safety on the road", spoken("安全 出行 头盔 安全带 出行提醒")),
    Command(
        *("sub", "订阅早报", "Subscribe"),
        spoken("订阅 每天发我 订阅早报"),
        spoken("dy subscribe"),
        takes=True,
        group_admin=True,
    ),
    Command(
        *("unsub", "退订", "Unsubscribe"),
        spoken("退订 取消订阅 停 别发了 不要了 不要发了"),
        spoken("td stop unsubscribe"),
        group_admin=True,
    ),
    Command("settings", "设置", "Settings", ("设置",), ("sz",), group_admin=True),
    Command("hotline", "新闻热线", "News hotline", spoken("热线 爆料 电话 新闻热线")),
    Command("help", "帮助", "Help", spoken("帮助 怎么用 菜单"), ("h",)),
    Command("privacy", "隐私", "Privacy", ("隐私",)),
    Command(
        *("hours", "逐小时天气", "Hour by hour"),
        spoken("小时 逐小时 小时天气 逐小时天气 今天小时 今天逐小时"),
        spoken("hourly"),
        takes=True,
        menu=False,
    ),
    Command("card", "天气卡片", "Weather card", spoken("天气卡片 卡片 图"), ("pic",), menu=False),
    Command("search", "找报道", "Search", spoken("找 搜 搜索"), ("s",), takes=True, menu=False),
    Command("time", "改时间", "Change time", spoken("时间 几点 改时间"), takes=True, menu=False, group_admin=True),
    Command("feedback", "意见", "Feedback", spoken("意见 反馈"), takes=True, menu=False, private_only=True),
    Command(
        "lang", "语言", "Language", spoken("中文 english 语言"), ("language",), takes=True, menu=False, group_admin=True
    ),
    Command("channel", "频道", "Channels", spoken("频道 绑定频道"), menu=False, private_only=True),
    Command("move", "搬家", "Move settings", spoken("搬家"), takes=True, menu=False, group_admin=True),
    Command("export", "导出数据", "Export data", spoken("导出 导出数据"), menu=False, group_admin=True),
    Command("delete", "删除数据", "Erase data", spoken("删除数据 删除我的数据"), menu=False, group_admin=True),
    Command("status", "运行状态", "How things stand", menu=False, operator=True),
    Command("preview", "预览早报", "See the digest", takes=True, menu=False, operator=True),
    Command("publish", "发布", "Publish an edition", takes=True, menu=False, operator=True),
    Command("hold", "扣住", "Hold an edition", takes=True, menu=False, operator=True),
    Command("retract", "撤下报道", "Take an article down", takes=True, menu=False, operator=True),
    Command("resend", "补发", "Send again", takes=True, menu=False, operator=True),
    Command("broadcast", "群发通知", "Tell every subscriber", takes=True, menu=False, operator=True),
    Command("pause", "暂停发送", "Pause sending", menu=False, operator=True),
    Command("feeds", "信息源", "The sources", menu=False, operator=True),
    Command("whoami", "我是谁", "Who am I", menu=False, operator=True),
    Command("start", "开始", "Start", spoken("开始 你好"), takes=True, menu=False),
)
BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.also)}
BY_WORD = {word: command for command in COMMANDS for word in command.words}
_LATIN = re.compile(r"[/／]?([A-Za-z][A-Za-z0-9_]{0,31})(?:@([A-Za-z0-9_]{3,40}))?(?:\s+(.*))?", re.DOTALL)
_TAKING = sorted((word for word, command in BY_WORD.items() if command.takes), key=len, reverse=True)
_DAY_WORDS = r"(?:今天|明天|后天|大后天|今日|明日|下?(?:周|星期|礼拜)[一二三四五六日天1-7]|(?:\d{1,2}月)?\d{1,2}[日号])"
_DAY_FIRST = re.compile(rf"({_DAY_WORDS})(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: a command's name and its argument."""

    command: str
    argument: str = ""


def tidy(text: str) -> str:
    """A text as it is matched: NFKC, trimmed, without a slash before and question words after (never to nothing)."""
    shown = unicodedata.normalize("NFKC", text).strip().translate(TRADITIONAL)
    bare = shown.removeprefix("/").strip()
    stripped = bare.rstrip(TRAILING)
    return stripped or bare


def as_typed(text: str, command: str) -> str | None:
    """The argument of a command letter for letter, for texts that are passed on; None when it is another command."""
    said = text.strip()
    if found := re.match(r"[/／]([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+|$)", said):
        return said[found.end() :] if found[1].lower() in {command, *BY_NAME[command].also} else None
    verb = next((word for word in BY_NAME[command].words if said.startswith(word)), None)
    return said[len(verb) :].lstrip(" :：,，\n\u3000") if verb is not None else None


def asked(text: str, username: str = "") -> Request | None:
    """What `text` asks for: a whole word first, then a verb and its argument, then a day or place before 天气.

    None when it is nothing we know, or a command for another bot.
    """
    word = tidy(text)
    if word in BY_WORD or word.lower() in BY_WORD:
        command = BY_WORD.get(word) or BY_WORD[word.lower()]
        return Request(command.name, word if command.name == "lang" else "")
    return latin(text, username) if _is_latin(word) else chinese(word)


def _is_latin(word: str) -> bool:
    return bool(word) and word[0].isascii() and word[0].isalpha()


def latin(text: str, username: str) -> Request | None:
    """`/news 2`, `/news@our_bot 2`, `news 2`."""
    found = _LATIN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    name, other, argument = found[1].lower(), found[2], (found[3] or "").strip()
    command = BY_NAME.get(name)
    if command is None or (other and username and other.lower() != username.lower()):
        return None
    bare = not text.strip().startswith(("/", "／"))
    if bare and argument and not command.takes:
        return None  # a sentence that happens to begin with one of our words
    return Request(command.name, argument)


def chinese(word: str) -> Request | None:
    """`头条2`, `找物业`, `订阅七点半`, `明天`, `明天天气`, `周六下雨`, `张店天气`."""
    if found := _DAY_FIRST.fullmatch(word):
        rest = _without_question(found[2].strip())
        if rest is not None:
            return Request("today", f"{found[1]} {rest}".strip())
    for verb in _TAKING:
        if word.startswith(verb) and len(word) > len(verb):
            rest = word[len(verb) :].strip(" :：,，")
            if verb != "今天" and not (verb == "找" and rest.startswith("到")):
                return Request(BY_WORD[verb].name, rest)
    place = _without_question(word)
    return Request("today", place) if place and place != word else None


def _without_question(text: str) -> str | None:
    """What stands before 天气 or 下雨: a place or nothing. None when the text asks for something else."""
    if not text:
        return ""
    for question in PLACE_QUESTIONS:
        if text.endswith(question):
            return text[: -len(question)].removesuffix("的").removesuffix("会").strip()
    return None

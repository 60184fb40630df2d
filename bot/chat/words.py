"""Every command: its Latin name, its Chinese words, its line in the menus; and what a typed text asks for. Pure.

`docs/commands.md`, the menus published at start and the handlers' table are all made from `COMMANDS`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.chat import times, where

TRADITIONAL = str.maketrans(
    "氣頭條訂閱報導熱線設預時間聞題幫隱私權語開關張圖讀們麼樣個點後這裡電話別發嗎週禮註擾區號幾兩鐘訴尋覽見饋曆單",
    "气头条订阅报导热线设预时间闻题帮隐私权语开关张图读们么样个点后这里电话别发吗周礼注扰区号几两钟诉寻览见馈历单",
)
TRAILING = "吗呢啊吧呀哦？?。.!！~～ "
POLITE = (
    "请问",
    "麻烦",
    "请",
    "我想看",
    "我要看",
    "我想",
    "我要",
    "帮我",
    "看看",
    "看一下",
    "查一下",
    "查查",
    "看",
    "查",
)
FREE = frozenset({"feedback", "search", "follow", "mute"})  # their arguments stay as they were typed
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
    Command("help", "帮助", "Help", spoken("帮助 怎么用 菜单 ?"), ("h",)),
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
    Command("coming", "下一份", "What comes next", spoken("下次 下一份 预览"), ("next",), menu=False, group_admin=True),
    Command("slot", "加时间", "Add a time", ("加时间",), takes=True, menu=False, group_admin=True),
    Command("rest", "休息日时间", "Rest days", spoken("休息日 休息日时间"), takes=True, menu=False, group_admin=True),
    Command("evening", "晚间预告", "Evening card", spoken("晚间预告 晚间"), takes=True, menu=False, group_admin=True),
    Command(
        *("quiet", "不打扰", "Quiet hours", spoken("不打扰 免打扰 勿扰")),
        takes=True,
        menu=False,
        group_admin=True,
    ),
    Command("zone", "时区", "Time zone", ("时区",), ("timezone",), takes=True, menu=False, group_admin=True),
    Command("place", "地点", "Place", spoken("地点 城市"), ("city",), takes=True, menu=False, group_admin=True),
    Command("follow", "关注", "Follow a word", ("关注",), takes=True, menu=False, group_admin=True),
    Command("mute", "屏蔽", "Mute a word", ("屏蔽",), takes=True, menu=False, group_admin=True),
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
_DAY_WORDS = (
    r"(?:今天|明天|后天|大后天|今日|明日|今晚|今早|明早|明晚|周末|下?(?:周|星期|礼拜)[一二三四五六日天1-7]"
    r"|(?:\d{1,2}月)?\d{1,2}[日号])"
)
_DAY_LAST = re.compile(rf"(.{{1,40}}?)({_DAY_WORDS})", re.DOTALL)
_HOURLY_LAST = re.compile(r"(.{1,40}?)(?<![\d一二两三四五六七八九十几半个多])的?逐?小时(?:天气|预报)?", re.DOTALL)
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
    return stripped or ("?" if "?" in bare else bare)


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
    if (command := exact(word)) is not None:
        return Request(command.name, word if command.name == "lang" else "")
    if _is_latin(word):
        return latin(text, username) or (_of_a_place(word) if not word.isascii() else _place_first(text))
    plain = without_politeness(word)
    found = (asked(plain, username) if plain != word else None) or chinese(word)
    return _as_typed(found, text) if found is not None and found.command in FREE else found


def exact(word: str) -> Command | None:
    """The command a tidy text stands for whole."""
    return BY_WORD.get(word) or BY_WORD.get(word.lower())


def without_politeness(word: str) -> str:
    """`请问明天天气` without 请问."""
    polite = next((each for each in POLITE if word.startswith(each) and len(word) > len(each)), "")
    return word[len(polite) :].strip(" ,，")


def _as_typed(found: Request, text: str) -> Request:
    """The argument in the very characters it was typed in: it is looked for, or read by people."""
    shown = unicodedata.normalize("NFKC", text).strip().removeprefix("/").strip()
    at = shown.translate(TRADITIONAL).find(found.argument)
    return Request(found.command, shown[at:]) if at > 0 else found


def _is_latin(word: str) -> bool:
    return bool(word) and word[0].isascii() and word[0].isalpha()


def latin(text: str, username: str) -> Request | None:
    """`/news 2`, `/news@our_bot 2`, `news 2`."""
    found = _LATIN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    name, other, argument = found[1].lower(), found[2], (found[3] or "").strip()
    command = BY_NAME.get(name)
    if command is None and not argument and times.names_day(name):
        return Request("today", name)
    if command is None or (other and username and other.lower() != username.lower()):
        return None
    bare = not text.strip().startswith(("/", "／"))
    if bare and argument and not command.takes:
        return None  # a sentence that happens to begin with one of our words
    return Request(command.name, where.without_preposition(argument) if command.name in where.COMMANDS else argument)


def _place_first(text: str) -> Request | None:
    """`Zibo weather`; a command for another bot is none of ours."""
    found = None if text.strip().startswith(("/", "／")) else where.place_first(text.strip().rstrip(TRAILING))
    return Request(*found) if found else None


def chinese(word: str) -> Request | None:
    """`头条2`, `找物业`, `订阅七点半`, `明天`, `明天天气`, `周六下雨`, `张店天气`, `七点半`."""
    return _of_a_day(word) or _with_argument(word) or _of_a_place(word)


def _of_a_day(word: str) -> Request | None:
    """`明天`, `周六下雨`, `明天张店天气`; `今天头条` is about the paper."""
    found = _DAY_FIRST.fullmatch(word)
    if found is None:
        return None
    rest = found[2].strip().removeprefix("的")
    if found[1] in {"今天", "今日"} and (command := exact(rest)) is not None and not command.operator:
        return Request(command.name)
    place = _without_question(rest)
    return Request("today", f"{found[1]} {place}".strip()) if place is not None else None


def _with_argument(word: str) -> Request | None:
    for verb in _TAKING:
        if word.startswith(verb) and len(word) > len(verb):
            rest = word[len(verb) :].strip(" :：,，")
            if verb != "今天" and not (verb == "找" and rest.startswith("到")):
                return Request(BY_WORD[verb].name, rest)
    return Request("time", word) if times.clear_time(word) else None


def _of_a_place(word: str) -> Request | None:
    """`张店天气`, `张店明天下雨`, `张店小时`."""
    if hourly := _HOURLY_LAST.fullmatch(word):
        return Request("hours", hourly[1].strip())
    place = _without_question(word)
    if place is None or not word:
        return None
    day = _DAY_LAST.fullmatch(place)
    return Request("today", f"{day[2]} {day[1]}" if day else place)


def _without_question(text: str) -> str | None:
    """What stands before 天气 or 下雨: a place or nothing. None when the text asks for something else."""
    if not text:
        return text
    for question in PLACE_QUESTIONS:
        if text.endswith(question):
            return text[: -len(question)].removesuffix("的").removesuffix("会").strip()
    return None

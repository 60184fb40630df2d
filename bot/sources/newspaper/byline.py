"""Bylines in their printed forms, on a line of their own or in brackets beside the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.sources.newspaper.glyphs import plain
from bot.sources.newspaper.patterns import any_of
from bot.sources.newspaper.surnames import names_of, split_names
from bot.sources.newspaper.title import dateline_of
from messages.edition import Byline

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = (
    any_of("首席 资深 高级 见习 实习 見習 實習 特约 特派 驻站 全媒体 融媒体 融媒 新媒体 摄影 文字 本报 本刊")
    + "{0,3}(?:记者|评论员)|"
    + any_of("通讯员 特约通讯员 实习生 见习生 實習生 特约撰稿人? 撰稿人? 报道员 志愿者 学生记者 小记者")
)
_FUNCTION = any_of(
    """摄影报道 摄影/报道 文/摄影 文/图/视频 文[/、并及]?摄影? 文[/、]?图 图[/、]?文 文字 摄影 视频 报道 供图 供稿 整理 采写 作者 策划 统筹
    编译 制图 绘图 漫画 口述 来源 图片 (?:摄|文|图)(?![一-龥])"""
)
_WORD = re.compile(
    rf"(?P<title>{_TITLE})"
    rf"|(?P<function>{_FUNCTION})"
    r"|(?P<name>[一-龥]+(?:[·•・-][一-龥]+)*)"
    r"|(?P<between>[\s,、/:;|()&]+)"
)
_ORNAMENT = re.compile(r"^[\s()\[\]【】□■◎●○※★◆◇▲△—\-/|*#]+|[\s()\[\]【】—\-/|。]+$")
_LENT = re.compile(
    "(?:图(?:片)?[/由据 ]{0,2})?(?:受访者|[一-龥]{2,10}?)(?:提供|供图)$|\\s发自[一-龥]{2,6}$"
)  # a picture's owner wrote nothing
_COLUMN = re.compile("(?:图片|视频|摄影|漫画)(?:新闻|故事|天地|专[题版栏])")  # what a picture's page is called
_OUTLET = re.compile(r"[报社台网刊心部局区院委站处团会端县市省校馆队办体]$")
_FULL_NAME = re.compile(r"(?!.{0,3}[了的着是])[一-龥]{2,4}|[一-龥]{1,8}[·•・][一-龥]{1,8}")
_LONGEST = 90
_BRACKETED = re.compile(r"[(\[]\s{0,2}([^()]{2,24}?)\s{0,2}[)\]]")
_PEN_NAME = re.compile(r"\((?!综合|完|待续|未完|本报|据|附|下转|上接|图|节选|连载)([一-龥]{2,4})\)")
_TRAILING = re.compile(r"(?<=[。!?”])\s{1,12}([一-龥 ]{2,9})$")
_OPENING = re.compile(
    rf"(?:[一-龥]{{2,10}}?)?(?:{_TITLE})\s{{0,2}}(?P<names>[一-龥]{{2,4}}(?:[ 、](?!{_TITLE})[一-龥]{{2,4}}){{0,4}})(?=\s|、|$|(?:摄影)?报道[:,/ ])"
)
_NO_NAME = re.compile("[昨今明日近从在向了获走来随采探]|[一-龥]{4}")  # 记者 昨天 从市民政局: no name follows
_AFTER_NAMES = re.compile(r"[、,\s]{0,2}(?:(?:文/摄影?|文/图|文图|(?:摄影)?报道)[:,/\s]{1,2})?")
_AT_END = re.compile(r"\(([^()]{2,60})\)\s{0,4}$")
_AT_START = re.compile(r"^\s{0,4}(?:\(([^()]{2,60})\)|/([^/()]{2,40})/|【([^【】]{2,60})】)[\s:]{0,4}")


@lru_cache(maxsize=2048)
def bylines_of(text: str) -> tuple[Byline, ...] | None:
    """Read a `plain` line that is nothing but bylines; None when anything else stands in it."""
    unsigned = _BRACKETED.fullmatch(text.strip())
    names = names_of(unsigned[1]) if unsigned else None
    if names:
        return (Byline(role="", names=names),)
    line = _ORNAMENT.sub("", _LENT.sub("", text))
    if not 1 < len(line) <= _LONGEST or dateline_of(line)[0] or _COLUMN.search(line):
        return None
    marked = names_of(line) if text[:1] in {"□", "■"} else None
    if marked:
        return (Byline(role="", names=marked),)
    words = list(_words(line))
    if not words or not any(kind in {"title", "function"} for kind, _ in words):
        return None
    return _read(words)


def pen_name(text: str) -> tuple[Byline, ...]:
    """Read a `plain` line that is a short word in brackets: below a text it is its writer's pen name."""
    found = _PEN_NAME.fullmatch(text)
    return (Byline(role="", names=(found[1],)),) if found else ()


def _words(line: str) -> Iterator[tuple[str, str]]:
    """Give titles, functions, names; ("bad", …) for anything no byline holds."""
    at = 0
    while at < len(line):
        match = _WORD.match(line, at)
        if match is None:
            yield "bad", line[at]
            at += 1
            continue
        if match.lastgroup == "name":
            name = _until_title(match[0])
            yield "name", name
            at += len(name)
            continue
        if match.lastgroup != "between":
            yield str(match.lastgroup), match[0]
        at = match.end()


_GLUED = re.compile(rf"(?:{_TITLE})|(?<=[一-龥])(?:摄影报道|文/图|图/文|摄影|摄|报道)$")


def _until_title(run: str) -> str:
    """Cut a run of characters where a title begins in it: 高钊通讯员 is a name and a title."""
    glued = _GLUED.search(run, 1)
    return run[: glued.start()] if glued else run


def _read(words: list[tuple[str, str]]) -> tuple[Byline, ...] | None:
    found: list[Byline] = []
    role, outlet, names = "", None, list[str]()
    closing = words[-1][0] == "function"  # 李四 文 王五 图: what one did stands after one's name
    for place, (kind, word) in enumerate(words):
        following = words[place + 1][0] if place + 1 < len(words) else ""
        if kind == "bad":
            return None
        if kind == "name" and (
            following == "title" and (_OUTLET.search(word) or not role) and not _is_name(word, role)
        ):
            found += _closed(role, outlet, names)
            role, outlet, names = "", word, []
        elif kind == "name":
            names.append(word)
        elif kind == "function" and names and (closing or not (role and following == "name")):
            found += _closed(role or word, outlet, names)
            role, outlet, names = "", None, []
        else:
            found += _closed(role, outlet, names)
            role, names = _role("" if names else role, word, kind), []
            outlet = outlet if not found or outlet != found[-1].outlet else None
            outlet, role = _own_outlet(outlet, role)
    found += _closed(role, outlet, names)
    return tuple(found) if found and all(byline.names for byline in found) else None


def _is_name(word: str, role: str) -> bool:
    """Say whether a short word before the next title is one more name, not the next title's paper."""
    return bool(role) and len(word) <= 4 and not _OUTLET.search(word)  # noqa: PLR2004


def _role(role: str, word: str, kind: str) -> str:
    return word if kind == "title" or not role else role


def _own_outlet(outlet: str | None, role: str) -> tuple[str | None, str]:
    for own in ("本报", "本刊"):
        if role.startswith(own):
            return outlet or own, role.removeprefix(own)
    return outlet, role


def _closed(role: str, outlet: str | None, names: list[str]) -> list[Byline]:
    if not names:
        return []
    if not role:  # a name nobody says anything of is no byline, and must not be lost
        return [Byline(role="", names=())]
    whole = _whole(names)
    return (
        [Byline(role=role, names=tuple(whole), outlet=outlet)]
        if all(map(_FULL_NAME.fullmatch, whole))
        else [Byline(role=role, names=())]
    )


def _whole(names: list[str]) -> list[str]:
    """Join names set wide: 张 欣 is one name."""
    whole: list[str] = []
    for name in (one for run in names for one in split_names(run)):
        if whole and len(name) == 1 and len(whole[-1]) == 1:
            whole[-1] += name
        else:
            whole.append(name)
    return whole


def _without_leading(text: str) -> tuple[str, tuple[Byline, ...]]:
    """Take titles and names off the start of a paragraph (记者 段玲 通讯员 马腾飞 昨天上午,…)."""
    head = plain(text[:_LONGEST])
    end = 0
    while opened := _OPENING.match(head, end):
        names = re.split(r"[ 、]{1,2}", opened["names"])
        if names_of(names[0]) is None and _NO_NAME.search(names[0]):
            break
        known = [name for name in names if names_of(name)] if all(map(names_of, names)) else names[:1]
        end = opened.start("names") + len(opened["names"] if len(known) == len(names) else known[0])
        after = _AFTER_NAMES.match(head, end)
        end = after.end() if after else end
    found = bylines_of(head[:end].strip(" ,:、")) if end else None
    return (text[end:], found) if found else (text, ())


def without_bylines(text: str) -> tuple[str, tuple[Byline, ...]]:
    """Take bylines in brackets off both ends of a paragraph."""
    text, found = _without_leading(text)
    for place in (_AT_START, _AT_END):
        bracket = place.search(plain(text))
        inside = bylines_of(bracket[0].strip(" :")) if bracket else None
        if bracket and inside:
            found += inside
            text = text[: bracket.start()] + text[bracket.end() :]
    name = _TRAILING.search(plain(text))
    names = names_of(name[1].strip()) if name else None
    if name and names:
        return text[: name.start()].strip(), (*found, Byline(role="", names=names))
    return text.strip(), found

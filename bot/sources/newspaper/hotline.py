"""Recognises lines that give readers a number to call, and reads the numbers."""

from __future__ import annotations

import re

from bot.sources.newspaper.patterns import any_of

_LONGEST = 120  # characters; a longer line is a text
_COMMAS = 3  # more are a sentence
_LONGEST_NAME = 16
_CALL = re.compile(
    any_of(
        r"""热线 电话 爆料 报料 报修 投诉 短信 订阅 征订 投递 发行 广告 邮购 咨询 值班 传真 手机 微信 客服 拨打 举报 求助 服务号
        QQ Tel TEL 读者服务 编辑部 监督 报警 救援 新闻\d{3}"""
    )
)
_NUMBER = re.compile(
    r"(?<![\d.])(?:"
    r"\(?(?P<area>0\d{2,3})\)?[-— ]{0,3}(?P<local>\d{5,8})"
    r"|(?P<free>[48]00[- ]?\d{3,4}[- ]?\d{3,4})"
    r"|(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
    r"|(?P<plain>\d{7,8}|\d{4} \d{4}|1\d{2}|10\d{5,12}|1\d{4,7}|9\d{4,5})"
    r")(?![\d.%年月日元])"
)
_ONLY_NUMBERS = re.compile(r"[\d()\-— ,、/;]{3,60}")
_NAME = re.compile("(?:热线|电话|短信|广告|发行|投诉)[: ]?$")
_NAMED = re.compile(r"[一-龥\d]{0,10}(?:热线|报料|爆料|(?:值班|采访|新闻)(?=电话))(?:电话)?[: ]{1,3}\(?0?\d{2,}")
_INSIDE = re.compile(
    r"[一-龥]{0,4}(?:热线|报料|爆料|(?:值班|采访|新闻)(?=电话))(?:电话)?[:/ ]{1,2}(?:\(?0\d{2,3}\)?[-— ]{0,3}\d{7,8}|\d{7,8}|9\d{4,5}|123\d\d)(?!\d)"
)
_KNOWN = frozenset({"110", "119", "120", "122", "12119", "12395", "96110", "12350", "12345"})
_FREE = re.compile(r"(\d{3})(\d{3,4})(\d{3,4})")


def is_hotline(text: str) -> bool:
    """Say whether a short `plain` line gives numbers to call; prose that merely mentions one does not."""
    if len(text) > _LONGEST or not _CALL.search(text) or text.endswith(("。", "!")) or text.count(",") > _COMMAS:
        return False
    return _NUMBER.search(text) is not None


def names_hotline(text: str) -> bool:
    """Say whether a `plain` line opens with a hotline's name and number, whatever of the paper's own follows."""
    return _NAMED.match(text) is not None and is_hotline(text)


def hotlines_in(text: str) -> list[tuple[int, int]]:
    """Give the spans of hotlines, name and number, within a longer `plain` line."""
    return [found.span() for found in _INSIDE.finditer(text)]


def ends_with_emergency(text: str) -> bool:
    """Say whether the only number of a `plain` line is one everybody knows: a slogan may end with it."""
    numbers = numbers_in(text)
    return len(numbers) == 1 and numbers[0] in _KNOWN


def opens_hotline(text: str) -> bool:
    """Say whether a short line names a hotline whose number must stand on the next line."""
    return len(text) <= _LONGEST_NAME and _NAME.search(text) is not None


def only_numbers(text: str) -> bool:
    """Say whether a `plain` line holds nothing but telephone numbers."""
    return _ONLY_NUMBERS.fullmatch(text) is not None and _NUMBER.search(text) is not None


def numbers_in(text: str) -> tuple[str, ...]:
    """Give the telephone numbers of a `plain` text: "0533-3585000", "400-0531-888", "12345"."""
    return tuple(_number(match) for match in _NUMBER.finditer(text))


def _number(match: re.Match[str]) -> str:
    if match["area"]:
        return f"{match['area']}-{match['local']}"
    digits = re.sub("[- ]", "", match[0])
    if match["free"]:
        return match[0].replace(" ", "-") if "-" in match[0] or " " in match[0] else "-".join(_FREE.findall(digits)[0])
    return digits

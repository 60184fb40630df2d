"""Recognises lines about the paper itself: its name, date, page, number, staff, address."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.sources.newspaper.calendar import IN_NUMERALS
from bot.sources.newspaper.patterns import any_of

_LONGEST = 120  # characters; a longer line is a text
_WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]"
_DATE = rf"(?:20\d\d\s?[年./-]\s?\d{{1,2}}\s?[月./-]\s?\d{{1,2}}\s?日?|{IN_NUMERALS})"
_DATE_LINE = re.compile(rf"{_DATE}[\s/|·,]{{0,8}}(?:\(?{_WEEKDAY}|农历|第)|{_WEEKDAY}[\s/|·,]{{0,8}}20\d\d[年./-]")
_ONLY_DATE = re.compile(_DATE)
_DAY_LINE = re.compile(
    rf"\d{{1,2}}月\d{{1,2}}日[ /|·,]{{0,4}}\(?{_WEEKDAY}\)?(?:[ /|·,]{{1,4}}20\d\d年?)?(?:[ /|·,]{{1,4}}总?第\d{{1,5}}期)?"
)
_MASTHEAD = re.compile(
    "《?[一-龥]{2,6}"
    + any_of("日报 晚报 晨报 早报 商报 都市报 时报 快报 周报 新报 导报 晨刊 周刊")
    + r"》?(?:[ ·|/]{1,4}(?:[一-龥·]{2,6}|第?[A-D]?\d{1,2}版?|[A-D]版(?:·[一-龥]{2,4})?)){0,3}"
)
_NAME = re.compile(
    "《?[一-龥]{1,8}(?:(?<![预通播警简情捷喜海画汇申举电快速日周])报|刊|周末)》?"
)  # 嘉陵报, not 捷报 or 海报
_SECTION_NAME = re.compile("[一-龥]{2,4}[·/|][一-龥]{2,4}")
_SECTION = re.compile(
    r"(?:[A-D]\d{1,2}|0\d)(?:[-~]\d{1,2})?版?[ ·|/:]{1,4}[一-龥·]{2,8}|[一-龥·]{2,8}[ ·|/:]{1,4}(?:[A-D]\d{1,2}|0\d)版?"
    r"|[一-龥]{0,4}(?:新闻|要闻|时政|社会|民生|财经|体育|副刊|周刊)[ ·|/:]{1,4}\d{1,2}"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z .,&'-]{4,40}")
_ONLY_WEEKDAY = re.compile(rf"\(?{_WEEKDAY}\)?")
_PAGE = re.compile(r"[A-D]?\d{1,2}|第?[A-D]?\d{1,2}版|第[一二三四五六七八九十]{1,3}版")
_STAFF = re.compile(any_of("责任?编辑? 编辑 美编 校对 版式 组版 排版 版面 视觉 主编 审读 值班 制图 美术 统筹 版面"))
_ONE_OF_STAFF = re.compile(
    r"(?:责任|值班|本版|美术|执行)?(?:编辑|主编|美编|校对|版式|组版|审读|责编)[:/ ]{1,2}[一-龥]{2,4}"
)
_OWN_DATA = re.compile(
    any_of(
        r"""刊号 CN\s?\d\d- 邮发代号 ISSN 责任?编辑?[:/] 责编 美编 版式 校对 审读 编审 值班[总主副] 总第\d+期 第\d+期
        (?:主管|主办|出版)(?:单位)?[:] 社址 邮编 邮政编码 承印 印刷 零售价 定价 每份 今日\d+版 本报地址 许可证
        ^[A-D]?\d{1,2}版?\s ^第?[A-D]?\d{1,2}版 \s[A-D]\d{1,2}$ 农历(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?闰?[正一二三四五六七八九十冬腊]{1,2}月[初十廿三一二四五六七八九]{2}(?![一-龥])
        [甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年闰?[正一二三四五六七八九十冬腊]{1,2}月
        版权 法律顾问 http www\. \.com \.cn"""
    )
)


@lru_cache(maxsize=2048)
def is_dated(text: str) -> bool:
    """Say whether a `plain` line is the paper's date line: a full date with its weekday, or alone."""
    if _ONLY_DATE.fullmatch(text) or _DAY_LINE.fullmatch(text):
        return True
    if len(text) > _LONGEST or text.endswith("。") or _DATE_LINE.search(text) is None:
        return False
    beside = _ONLY_DATE.sub("", re.sub(_WEEKDAY, "", text))
    return "," not in beside or not beside.strip(" ,()")


def names_section(text: str) -> bool:
    """Say whether a `plain` line below the paper's own data names a section: 要闻·民生."""
    return _SECTION_NAME.fullmatch(text) is not None


def is_nameplate(text: str) -> bool:
    """Say whether a `plain` line at the top of a page is a paper's name, whatever its kind."""
    return _NAME.fullmatch(text.strip("【】《》〈〉")) is not None


@lru_cache(maxsize=2048)
def names_staff(text: str) -> bool:
    """Say whether a short `plain` line names who made the page: 责编 王芳 美编 李梅 校对 张强."""
    if _ONE_OF_STAFF.fullmatch(text):
        return True
    if "," in text and not re.search("[:/]", text):
        return False
    return len(text) <= _LONGEST and len(_STAFF.findall(text)) > ("责" not in text) and not text.endswith("。")


@lru_cache(maxsize=2048)
def is_imprint(text: str) -> bool:
    """Say whether a `plain` line holds the paper's own data."""
    if any(own.fullmatch(text) for own in (_MASTHEAD, _SECTION, _PAGE, _LATIN, _ONLY_WEEKDAY)):
        return True
    return len(text) <= _LONGEST and _OWN_DATA.search(text) is not None and not text.endswith(("。", "!", "?"))

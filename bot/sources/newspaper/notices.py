"""Recognises what on a page is neither news nor about the paper: service notes, warnings, captions, lost bytes."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.sources.newspaper.patterns import any_of

_SHORT = 120  # characters; a longer line is a text
_QR = re.compile("二维码|扫码|扫描|扫一扫|识别图")
_JUMP = re.compile(
    r"^\(?(?:详见|下转|上接|转[A-D第]?\d)|(?:下转|上接|详见)[A-D第]?\d{1,2}版|(?:请见|见|刊)(?:今日|本报|第)?[A-D]?\d{1,2}版$|更多.{0,20}(?:见|请看)|^\((?:相关|更多|详细|全文|文|图)?[一-龥]{0,8}(?:见|刊|载|转)(?:于|今日|本报|第)?[A-D]?\d{1,2}(?:[~-][A-D]?\d{1,2})?版\)$"
    r"|[—>»·.… ]{1,4}(?:[A-D]\d{1,2}版?|\d{1,2}版)$|^【?(?:[今本][日期])?导[读航]】?$"
)
_TURN = re.compile(r"\(?(?:紧接|下转|上接|转|接|详见|见)(?:本报|今日)?第?[A-D]?\d{1,2}版?\)?")
_FOLLOW = re.compile(
    any_of("公众号 客户端 视频号 官方微博 抖音号 读者群 QQ群")
    + "|^(?:[一-龥]{0,6})(?:微信|微博|抖音|快手|QQ)(?:公众号|号|群|订阅号)?:"
    + "|(?:下载|关注|登录|打开).{0,16}(?:APP|app|微信|微博|抖音|网)"
)
_OF_THE_DAY = re.compile(
    "^(?:今日|明日|昨日|今天|明天|昨天|本市|市区|主城区|我市)*(?:机动车)?(?:限行|尾号限行|限行尾号|不限行|空气质量|空气污染|AQI|森林火险|穿衣指数|洗车指数|晨练指数|紫外线|日出|月出|升旗|高潮|潮汐|彩票开奖)[^。]{0,80}$"
    "|^[^,。]{0,12}(?:高潮|低潮|日出|日落)[^,。]{0,100}$"
    "|^.{0,8}(?:停水|停电|停气|限水)(?:通知|信息|预告)?[:]"
    "|^(?:今日|本周|市场)?(?:油|菜|肉|蛋|粮|金|气)价:.{0,80}$"
    "|^(?:开奖|双色球|大乐透|超级大乐透|体彩|福彩|排列[3三5五]|七乐彩|七星彩|快乐8)[^。]{0,80}$"
)
_READINGS = re.compile("^(?:昨[日天]|今晨)[^。,;]{0,6}(?:气温|实况|天气|降[水雨]|最[高低])[^。,;]{0,2}:")
_SOURCE = re.compile(
    r"\(?据?(?:新华社|中新社|中新网|央视新闻|人民日报|新华网|人民网)(?:客户端|微信公众号)?(?:电|消息|报道)?\)?$"
)
_SUBSCRIBE = re.compile("征订|订阅|订报")
_CAPTION = re.compile(
    "^"
    + any_of(
        r"""[▲△▼▽◀▶◆◇↑↓←→☝] \(?图\s?[①-⑩\d一二三四五:(](?!\d) [①-⑩] 图为(?!什么|何|了|主) 图片?(?:均?由).{2,12}提供 图片(?:说明|为) [上下左右]{1,2}图 资料图 题图
        组图"""
    )
)
_CAPTION_END = re.compile(r"(?:(?:记者|通讯员|实习生|[。(\s])[^。(]{1,14}摄|资料图|供图|图/[^。]{2,8}|资料图片)\)?$")
_WARNING = re.compile(
    "^[一-龥]{0,10}气象(?:台|局).{0,30}(?:发布|变更|解除|更新).{0,14}预警|^[一-龥]{1,6}[蓝黄橙红]色预警(?:信号)?:"
)
_READABLE = re.compile(
    r"[\u3400-\u9fff\u3000-\u303fA-Za-z0-9\s,.;:!?()\"'“”‘’《》〈〉【】「」…·•—~/%+=*&@#\-℃°½¥$|_<>×]"
    r"|[□■◎●○※★☆◆◇▲△▼▽◀▶①-⑳→↑↓←↘↗↙↖Ⅰ-Ⅻ]"
)
_READABLE_SHARE = 0.7
_LOOKED_AT = 400  # characters that show a line's script


@lru_cache(maxsize=2048)
def is_unreadable(text: str) -> bool:
    """Say whether a line is in no script a paper prints: lost bytes, a wrong encoding, a table's remains."""
    seen = text[:_LOOKED_AT]
    return "\ufffd" in text or len(_READABLE.findall(seen)) < len(seen) * _READABLE_SHARE


def turns_page(text: str) -> bool:
    """Say whether a `plain` line only says on which page a story goes on."""
    return _TURN.fullmatch(text) is not None


@lru_cache(maxsize=2048)
def service_kind(text: str) -> str | None:
    """Give the kind of a note to readers: "warning", "qr", "jump", "follow", "subscription", "day" (what holds today), "source"; None when it is none."""
    if _WARNING.search(text):
        return "warning"
    if _READINGS.match(text) and len(text) <= _SHORT:
        return "day"
    if len(text) > _SHORT or text.endswith("。"):
        return None
    for kind, sign in (
        ("qr", _QR),
        ("jump", _JUMP),
        ("subscription", _SUBSCRIBE),
        ("follow", _FOLLOW),
        ("day", _OF_THE_DAY),
        ("source", _SOURCE),
    ):
        if sign.search(text):
            return kind
    return None


def is_caption(text: str) -> bool:
    """Say whether a `plain` line describes a picture: it begins with ▲ △ 图① 图为, or ends with who took it."""
    marked = _CAPTION.match(text) is not None and not text.endswith(text[0])  # ◇文明提醒◇ is a heading
    return marked or (len(text) <= _SHORT and bool(_CAPTION_END.search(text)))

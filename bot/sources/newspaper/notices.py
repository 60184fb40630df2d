"""What on a page is not news: hotlines, imprint, service notes, captions, slogans. Each by its own plain signs."""

from __future__ import annotations

import re

from messages.edition import Hotline

_SHORT = 120  # characters; a longer line is a text
_CALL = re.compile(
    "热线|电话|爆料|报料|报修|投诉|短信|订阅|征订|投递|发行|广告|邮购|咨询|值班|传真|手机|微信|客服|拨打|举报|求助|服务号|QQ|Tel|TEL"
)
_NUMBER = re.compile(
    r"(?<![\d.])(?:\(?(0\d{2,3})\)?[-— ]{0,3}(\d{7,8})|([48]00)[- ]?(\d{3,4})[- ]?(\d{3,4})|(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})|(\d{7,8})|(1\d{2}|10\d{5,12}|1\d{4,7}|9\d{4,5}))(?![\d.%年月日元])"
)
_ONLY_NUMBERS = re.compile(r"[\d()\-— ,、/;]{3,60}")
_IMPRINT = re.compile(
    r"刊号|CN ?\d\d-|邮发代号|ISSN|责任?编辑?[:： /]|责编|美编|版式|校对|审读|编审|值班(?:总|主|副)|总第\d+期|第\d+期|(?:主管|主办|出版)(?:单位)?[: ]|社址|邮编|邮政编码"
    r"|承印|印刷|零售价|定价|每份|今日\d+版|本报地址|许可证|^[A-D]?\d{1,2}版?\s|^第?[A-D]?\d{1,2}版|\s[A-D]\d{1,2}$|^第?\d{1,2}版[:： ]?|农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    r"|20\d\d年\d{1,2}月\d{1,2}日\s*(?:星期|周)|(?:星期|周)[一二三四五六日天]\s*20\d\d年|^20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?$|版权|http|www\.|\.com|\.cn"
)
_QR = re.compile("二维码|扫码|扫描|扫一扫|识别图")
_JUMP = re.compile(
    r"^[((]?(?:详见|下转|上接|转)[A-D第]?\s?\d{0,2}|(?:下转|上接|详见)[A-D第]?\d{1,2}版|更多.{0,20}(?:见|请看)"
)
_FOLLOW = re.compile(
    "公众号|客户端|视频号|官方微博|抖音号|(?:下载|关注|登录|打开).{0,16}(?:APP|app|微信|微博|抖音|网)|读者群|QQ群"
)
_SUBSCRIBE = re.compile("征订|订阅|订报")
_CAPTION = re.compile(
    r"^(?:[▲△▼▽◀▶◆◇↑↓←→☝]|[((]?图\s?[①-⑩\d一二三四五:(](?!\d)|[①-⑩]|图为|图片(?:说明|为)|[上下左右]{1,2}图|资料图|题图|组图)"
)
_CAPTION_END = re.compile(r"(?:(?:记者|通讯员|实习生|[。(\s])[^。(]{1,14}摄|资料图|供图|图/[^。]{2,8}|资料图片)\)?$")


_MASTHEAD = re.compile("[一-龥]{2,6}(?:日报|晚报|晨报|早报|商报|都市报|时报|快报|周报|新报|导报)")
_DATE_LINE = re.compile(
    r"20\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?[\s/|·,]*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]|农历|第)|(?:星期|周)[一二三四五六日天][\s/|·,]*20\d\d[年./-]"
)
_WARNING = re.compile("^[一-龥]{0,10}气象(?:台|局).{0,30}(?:发布|变更|解除|更新).{0,14}预警")
_READABLE = re.compile(
    r"[\u3400-\u9fff\u3000-\u303fA-Za-z0-9\s,.;:!?()\"'“”‘’《》〈〉【】「」…·•—~/%+=*&@#\-℃°□■◎●○※★☆◆◇▲△▼▽◀▶①-⑳½¥$|_<>×→↑↓←↘↗↙↖Ⅰ-Ⅻ]"
)
_READABLE_SHARE = 0.7


def is_unreadable(text: str) -> bool:
    """Say whether a line is in no script a paper prints: lost bytes, a wrong encoding, a table's remains."""
    good = len(_READABLE.findall(text[:400]))
    return "\ufffd" in text or good < len(text[:400]) * _READABLE_SHARE


def is_dated(text: str) -> bool:
    """Say whether a `plain` line is the paper's date line: a full date with its weekday."""
    return len(text) <= _SHORT and bool(_DATE_LINE.search(text)) and not text.endswith("。")


def hotline_of(text: str) -> Hotline | None:
    """Read a short `plain` line that gives numbers to call; None for prose that merely mentions one."""
    if len(text) > _SHORT or not _CALL.search(text) or text.endswith(("。", "!")) or text.count(",") > 3:  # noqa: PLR2004
        return None
    numbers = tuple(_number(match) for match in _NUMBER.finditer(text))
    return Hotline(text=text, numbers=numbers) if numbers else None


def opens_hotline(text: str) -> bool:
    """Say whether a short line names a hotline whose number must stand on the next line."""
    return len(text) <= 16 and bool(re.search("(?:热线|电话|短信|广告|发行|投诉)[:： ]?$", text))  # noqa: PLR2004


def only_numbers(text: str) -> bool:
    """Say whether a `plain` line holds nothing but telephone numbers."""
    return bool(_ONLY_NUMBERS.fullmatch(text)) and bool(_NUMBER.search(text))


def _number(match: re.Match[str]) -> str:
    area, local, *others = match.groups()
    if area:
        return f"{area}-{local}"
    if others[0]:
        return "-".join(others[:3])
    return "".join(part for part in others if part)


def is_imprint(text: str) -> bool:
    """Say whether a `plain` line is about the paper itself: its date, page, number, editors, address."""
    if _MASTHEAD.fullmatch(text):
        return True
    return len(text) <= _SHORT and bool(_IMPRINT.search(text)) and not text.endswith(("。", "!", "?"))


def service_kind(text: str) -> str | None:
    """Give the kind of a note to readers: "warning", "qr", "jump", "follow", "subscription"; None when it is none."""
    if _WARNING.search(text):
        return "warning"
    if len(text) > _SHORT or text.endswith("。"):
        return None
    for kind, sign in (("qr", _QR), ("jump", _JUMP), ("subscription", _SUBSCRIBE), ("follow", _FOLLOW)):
        if sign.search(text):
            return kind
    return None


def is_caption(text: str) -> bool:
    """Say whether a `plain` line describes a picture: it begins with ▲ △ 图① 图为, or ends with who took it."""
    return bool(_CAPTION.match(text)) or (len(text) <= _SHORT and bool(_CAPTION_END.search(text)))

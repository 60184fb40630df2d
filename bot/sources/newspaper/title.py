"""Title lines to kicker and headline, and a story's first words to its dateline."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.sources.newspaper.glyphs import plain
from messages.edition import Dateline

_ORNAMENTS = " 　■□◆◇●○★☆▲►▌▍▎▏▐▋█▪◼▮▢▫◻▯❏❑❒|｜"
_LONGEST = 40  # characters a dateline can take
_TOO_SHORT = 5  # characters; no kicker is so short
_COUPLET = 9  # characters; two short halves of like length are one headline
_DATED = re.compile(
    r"^([一-龥·/]{0,16}?)(?:(?:20\d\d年)?(\d{1,2})月)?(\d{1,2})日(?:专电|[晚夜][电讯]|[电讯])(?!子|话|视|力|动|网|息)"
)
_FROM = re.compile("^本报([一-龥]{2,6})(?:讯|消息)$")
_UNDATED = re.compile(
    r"^(?:本报综合|本报[一-龥]{2,6}|(?:[一-龥]{2,8}[-·/])?[一-龥]{0,8}(?:[报社网刊台]|新闻|客户端|融媒)|[一-龥]{2,8}?)(?:快|综合)?(?:讯|消息)(?=[\s(:/]|本?报?记者|$)|^据?(?:新华社|中新社)[一-龥]{0,6}电(?=[\s(:])|^(?:本报综合报道|本报专电|据?(?:新华社|中新社|央视)报道)(?=[\s(:])"
    r"|^(?:本报|[一-龥]{0,4}[日晚晨早商]报)讯(?=[一-龥“])(?![息问号])|^据《[一-龥]{2,8}》(?:报道|消息)(?=[\s:])"
)
_PLACE = re.compile("([一-龥]{2,4}(?<![综合日题家新快短简通资音喜捷电警]))讯")
_NO_PLACE = {"综合", "今日", "昨日", "专题", "独家", "最新"}
_AGENCY = re.compile(
    r"^据?(?:新华社|中新社|中新网|人民网|央视新闻|[一-龥]{0,8}?(?:报|社|网|在线|电视台|电台|广播台|客户端|融媒))(?:[·/-]?[一-龥]{2,8}(?:新闻|客户端|融媒))?"
)


def title_of(lines: list[str]) -> tuple[str | None, str]:
    """Give (kicker, headline) of one or several title lines.

    In one line the blanks cut: a last pair of short halves is the headline. Of several lines the first is the kicker.
    """
    lines = [line.strip(_ORNAMENTS) or line for line in lines]
    if len(lines) > 1:
        cut = 0 if lines[1].startswith(("—", "-")) else 1  # 一城清水 / ——见闻: the second line is a subtitle
        return " ".join(lines[:cut]) or None, " ".join(lines[cut:])
    parts = lines[0].split()
    cut = _headline_start(parts)
    return " ".join(parts[:cut]) or None, " ".join(parts[cut:])


def _headline_start(parts: list[str]) -> int:
    if len(parts) < 2 or (len(parts) <= 3 and _alike(parts)):  # noqa: PLR2004
        return 0
    if len(parts) == 2 and len(parts[0]) <= _TOO_SHORT:  # noqa: PLR2004
        return 0  # 3月1日起 翠湖周边这些路单行
    return len(parts) - (2 if len(parts) > 2 and _alike(parts[-2:]) else 1)  # noqa: PLR2004


def _alike(parts: list[str]) -> bool:
    lengths = [sum(char.isalnum() for char in part) for part in parts]
    return max(lengths) <= _COUPLET and max(lengths) - min(lengths) <= 2  # noqa: PLR2004


@lru_cache(maxsize=2048)
def dateline_of(text: str) -> tuple[Dateline | None, str]:
    """Cut a paragraph into its dateline (淄博3月8日讯, 本报讯, 新华社北京3月8日电) and the rest."""
    head = plain(text[:_LONGEST])
    dated = _DATED.match(head)
    if dated:
        place = _AGENCY.sub("", dated[1]) or None
        month = int(dated[2]) if dated[2] else None
        return Dateline(text=_as_printed(text, dated), place=place, month=month, day=int(dated[3])), _rest(
            text, dated.end()
        )
    undated = _UNDATED.match(head)
    if undated:
        named = _FROM.match(undated[0])
        place = named[1] if named and named[1] not in _NO_PLACE else None
        town = _PLACE.fullmatch(undated[0])
        if town and not re.search("[报社网刊台本媒]", town[1]):
            place = town[1]
        return Dateline(text=_as_printed(text, undated), place=place), _rest(text, undated.end())
    return None, text


def _as_printed(text: str, found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", text[: found.end()])


def _rest(text: str, end: int) -> str:
    return text[end:].lstrip(" :：\u3000")

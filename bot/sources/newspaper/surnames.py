"""Chinese surnames that stand for nearly everybody: how a bare name in brackets is told from any other word."""

from __future__ import annotations

import re

_ONE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解"
    "衣逄綦亓矫宿战初由牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_TWO = "欧阳|上官|司马|诸葛|尉迟|皇甫|慕容|令狐|端木|东方|司徒|夏侯|闻人|公孙|申屠|宇文|长孙|淳于|单于|呼延|南宫"
_NAME = rf"(?:(?:{_TWO})[一-龥]{{1,2}}|[{_ONE}](?:[一-龥]{{1,2}}| {{1,2}}[一-龥]))"
_NAMES = re.compile(rf"{_NAME}(?:[ 、,]{{1,2}}{_NAME}){{0,3}}")
_SPACED = re.compile(r"(?<=[一-龥]) {1,2}(?=[一-龥](?:$|[ 、,]))")


def split_names(run: str) -> tuple[str, ...]:
    """Cut names printed without a blank between them (张靖怡张欣), each at a surname; the run itself when that fails."""
    if len(run) <= 3 or len(run) > 12 or re.match(_TWO, run):  # noqa: PLR2004 - one name, or too many to be sure
        return (run,)
    if len(run) == 4:  # noqa: PLR2004 - may be one name of a people with other names: both halves must be sure
        return (run[:2], run[2:]) if run[0] in _ONE and run[2] in _ONE else (run,)
    for length in (3, 2):  # a rare surname may begin the first
        rest = _cut(run[length:])
        if rest:
            return (run[:length], *rest)
    return (run,)


def _cut(run: str) -> tuple[str, ...]:
    """Give the run as names of two or three characters that begin with a surname; () when there is no such cut."""
    if not run:
        return ()
    for length in (3, 2):
        name, rest = run[:length], run[length:]
        if len(name) == length and name[0] in _ONE and (not rest or (len(rest) > 1 and _cut(rest))):
            return (name, *_cut(rest))
    return ()


def names_of(text: str) -> tuple[str, ...] | None:
    """Give the people's names a short `plain` text consists of, None when it is anything else."""
    if len(text) > 24 or not _NAMES.fullmatch(text):  # noqa: PLR2004 - four names and what parts them
        return None
    return tuple(re.split("[ 、,]{1,2}", _SPACED.sub("", text)))

"""Lines of safety slogans: 4 to 10 characters each, set side by side, one notice a topic."""

from __future__ import annotations

import re

from bot.sources.newspaper.patterns import any_of

_SIGNS = {
    "road": """一盔一带 头盔 安全带 行驶 行车 驾驶 驾车 开车 酒驾 酒后 喝酒 饮酒 礼让 斑马线 交通 超速 疲劳 红灯 绿灯 停车 超载
        马路 上路 车距 骑行 行人 平安回家 开斗气""",
    "fireworks": "燃放 烟花 爆竹 鞭炮 禁放",
    "fire": "烟头 火 消防 森林 防灭 青山 绿水 林 用电 电器 飞线 电动车 充电 楼道 逃生 疏散",
    "gas": "燃气 煤气 一氧化碳 通风",
    "sea": "赶海 观潮 礁石 观浪 海边 海上 避风 离港 出港 出海 渔船",
    "water": "溺水 游泳 野泳 戏水 下水 水域 水库 救生",
    "fraud": "诈骗 反诈 转账 陌生 刷单 被骗 网贷 中奖 汇款",
    "drugs": "毒品 禁毒 涉毒",
    "health": "口罩 洗手 疫苗 消毒 一米线",
    "manners": "光盘 节约 浪费 垃圾 分类 公筷 志愿 树新风 新风尚 文明",
    "work": "安全生产 隐患 违章 作业 高空 岗位",
    "frost": "防冻 防裂 水管 水表",
    "ice": "冰面 上冰 上江 封冻 滑冰",
    "flood": "防汛 避险 洪",
    "school": "校园 霸凌 儿童 未成年",
    "food": "食品 野生蘑菇 食用",
}  # what a slogan is about; the first that fits
_TOPICS = tuple((topic, re.compile(any_of(signs))) for topic, signs in _SIGNS.items())
_ANY_TOPIC = re.compile(any_of(" ".join(_SIGNS.values())))
_LONGEST = 80  # characters of a line of slogans
_CALM = re.compile(
    any_of(
        """(?<![一-龥])不(?=..) 安全 平安 守护 珍爱 生命 幸福 远离 谨 预防 警惕 严禁 禁止 切勿 莫 勿 不要 拒绝 遵守 自觉 人人 你我 牢记 当心 小心
        注意 遵法 守法 守规 从我做起 有责 减速 慢行 关好 防 慎 第一 请 停航 护 正当时 路滑 湿滑 结伴 带足 量力 看管 照看 留意 留心 避险 备足 照应 雨天 雾 大风 风沙 台风 高温 寒潮 雷雨
        结冰 危险 隐患 健康 冰雪 雪天 看管 责任 守望 关爱 健康 绿色 低碳 环保"""
    )
)
_URGES = re.compile("莫|勿|切忌|不要|严禁|禁止|谨|当心|小心|注意|远离|^请")
_CARES = re.compile("[勤防莫勿不要请先慢停让系戴关断守护保洁安礼爱谨慎忌避远禁严]|文明|健康|当心|留心")
_SELLS = re.compile(
    "优惠|特价|打折|\\d折|\\d元|热销|开业|招商|招聘|欢迎|专卖|正宗|品牌|公司|楼盘|旗舰|订购|直销|咨询|转让|出租"
)
_PHRASE = re.compile(r"[一-龥“”\"、·]{2,12}\d{0,5}")
_WHOLE = 3  # characters of a phrase that says something; shorter ones come beside it (爱卫 爱家 勤洗手 常通风)
_HEAD = re.compile("^(?:【[^】]{2,8}】|(?:温馨|安全|友情)提[示醒][: ])")
_UNCUT = re.compile(r"[^\s,;。!、/|·★☆●◆■]+")


def is_slogan_shaped(text: str) -> bool:
    """Say whether a `plain` line is short phrases side by side and nothing else."""
    return len(text) <= _LONGEST and bool(_phrases(text))


def speaks_of_safety(text: str) -> bool:
    """Say whether a short `plain` line names a danger or a care at all."""
    return len(text) <= _LONGEST and bool(_ANY_TOPIC.search(text) or _CALM.search(text))


def asks_for_care(text: str) -> bool:
    """Say whether a `plain` line is several short phrases, at least one a care or a plea, and none sells anything."""
    phrases = _phrases(text) if len(text) <= _LONGEST else []
    return len(phrases) > 1 and _CARES.search(text) is not None and _SELLS.search(text) is None


def slogans_of(text: str, printed: str = "") -> tuple[str, ...] | None:
    """Give the notices of a `plain` line that is nothing but slogans, consecutive ones of a topic as one; else None.

    They are given as they stand in `printed`, a text of the same length.
    """
    spans = _phrases(text)
    phrases = [text[start:end] for start, end in spans]
    topics = [topic_of(phrase) for phrase in phrases]
    known = sum(bool(topic) or bool(_CALM.search(phrase)) for phrase, topic in zip(phrases, topics, strict=True))
    calm = sum(bool(_CALM.search(phrase)) for phrase in phrases)
    urged = len(phrases) > 1 and any(map(_URGES.search, phrases))
    if not (any(topics) or calm > 1 or urged) or known * 3 < len(phrases) or (len(phrases) == 1 and not calm):
        return None
    ends = [spans[place + 1][0] for place in _last_of_topic(topics)[:-1]] + [len(text)]
    begins = [spans[0][0], *ends[:-1]]
    return tuple(
        " ".join((printed or text)[begin:end].split()).rstrip(" ,;、/|·")
        for begin, end in zip(begins, ends, strict=True)
    )


def _phrases(text: str) -> list[tuple[int, int]]:
    """Give the spans of the phrases a line consists of; none when anything else stands in it."""
    head = _HEAD.match(text)
    spans = [phrase.span() for phrase in _UNCUT.finditer(text, head.end() if head else 0)]
    whole = sum(end - start >= _WHOLE for start, end in spans)
    return spans if whole * 2 > len(spans) and all(_PHRASE.fullmatch(text, *span) for span in spans) else []


def topic_of(phrase: str) -> str:
    """Give what a slogan is about, "" when it says nothing of its own (安全常在)."""
    return next((topic for topic, signs in _TOPICS if signs.search(phrase)), "")


def _last_of_topic(topics: list[str]) -> list[int]:
    """Give the places at which a topic ends; slogans come in pairs, and a pair speaks of one thing."""
    if len(topics) % 2 == 0:
        pairs = zip(topics[::2], topics[1::2], strict=True)
        topics = [pair for first, second in pairs for pair in [first or second] * 2]
    last: list[int] = []
    topic = ""
    for place, own in enumerate(topics):
        if place and own and topic and own != topic:
            last.append(place - 1)
        topic = own or topic
    return [*last, len(topics) - 1]

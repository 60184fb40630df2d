"""Made-up inputs for `./run fuzz`: pages and forecasts bent and broken, words of the grammar in any order, noise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from random import Random

CORPUS: Final = Path(__file__).parent.parent / "tests" / "corpus"
BIG: Final = 64 << 10  # bytes
Kind = Literal["page", "line"]

_FORECAST: Final = (
    "9日 10日 11月3日 周一(7月14日) 今天白天 今天夜间 今夜 6日晚上到7日白天 22—24日 4日08时至5日08时 明天夜间-12日 32日 0日 次日 "
    "晴 多云 阴 少云 晴间多云 转 间 到 或 有 小雨 雷阵雨 小到中雪(雨) (雷)阵雨 扬沙 浮尘 霾 雾 局部 部分地区 午后 傍晚前后 "
    "南风 北转南风 偏北风 东北到北风 旋转风 微风 轻微的 2~3级 三四级 3级 ≥ 小于3级 间四级 阵风5~6级 阵风12级以上 减弱到 增强至 海上 沿海、高地 "
    "5~27℃ -8℃至-18℃ -2℃—2℃ -(16-18)℃ 零下8到零上3 最高气温 最低气温 270℃ 27/5℃ 左右 相对湿度55%~95% 降水概率40% 雨量80~120毫米 海拔1500米 "
    ", 。 ; / 、 : ( ) 【 】 - — ~ ～ ∼ 〜 \n ' ' 睛 昨日 去年 预警信号: 发布 预计 注意防范"
).split(" ")
_PAGE: Final = (
    "新闻热线 0533-3585000|热线:12345|短信 10628888|2023年3月9日 星期四|责编 王芳 美编 李梅|A03 民生|淄博3月8日讯 |本报讯(记者 张三)|"
    "大众日报淄博融媒体中心记者 张靖怡 通讯员 张欣|(王琳)|文/图 本报记者 李四|▲图① 市民在赏花。|图为现场。|扫描二维码看视频|下转A05版|"
    "一盔一带 安全常在|珍爱生命 远离野泳|识茶 品茶 泡茶|今年民政工作 重在八项工程|——见闻|■相关新闻|市气象台发布大风蓝色预警信号:预计9日偏北风6~7级。|"
    "昨天上午,记者从市民政局获悉,今年将新增床位1.|2亿平方米,比上年多三成。|“水质好了,|鱼也多了。”他说。|《通知|》印发。|今日天气|9日,晴,南风2~3级,5~27℃"
).split("|")
_NOISE: Final = (
    "\x00 \ufeff \ufffd \u200b \u202e \u2028 \x85 \x0c \r\n \r \t \u3000 \U0001f600 e\u0301\u0301\u0301 ﷽ 𝟗 ９ ～ ① ㈠ ℡ "
    "<b> &amp; %s {0} $( ) ((((( 【【【 《《《 。。。 ,,,,, ~~~~ ---- 0000000 99999999999 级级级 日日日 转转转"
).split(" ")
HOSTILE: Final = (
    "1日", "晴转", "南风", "3~4级", "-", "(", "【", "0", "9日,", "一", "东北到", "最高气温", "、", "一月", " ", "\u3000", "记者", "阵风",
    "今天白天", "12345", "新闻热线 ", "安全 ", "《", "“", "▲", "本报讯(", "20", "讯", "1日电", "℃", "零下", "至", "\n", "a", "晴,", "多云到",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """One made-up input: what it is read as, its text, or bytes that have to be decoded first."""

    kind: Kind
    text: str
    data: bytes | None = None


@cache
def _lines() -> tuple[str, ...]:
    rows = (CORPUS / "lines.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(row)["text"] for row in rows)


@cache
def pages() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted((CORPUS / "pages").glob("*.txt")))


def small_input(chance: Random) -> Input:
    """A forecast line or a short page, bent somehow."""
    if chance.random() < 0.7:
        return Input("line", _line(chance))
    text = _page(chance)
    if chance.random() < 0.2:
        return Input("page", text, _bytes(chance, text))
    return Input("page", text)


def big_input(chance: Random) -> Input:
    """64 kB of one thing said over and over, of two things in turn, or of bent pages."""
    if chance.random() < 0.3:
        text = "".join(_page(chance) for _ in range(60))
    else:
        unit = "".join(chance.choice(HOSTILE) for _ in range(chance.choice((1, 1, 2, 3))))
        text = unit * (BIG // len(unit.encode()) + 1)
    whole = text + "字" * max(0, (BIG - len(text.encode())) // 3 + 1)
    return Input("page", whole)


def _line(chance: Random) -> str:
    if chance.random() < 0.5:
        return _bent(chance, chance.choice(_lines()), _FORECAST)
    return "".join(chance.choice(_FORECAST) for _ in range(chance.randint(1, 40)))


def _page(chance: Random) -> str:
    if chance.random() < 0.5:
        page = chance.choice(pages())
        start = chance.randrange(len(page))
        return _bent(chance, page[start : start + chance.randint(20, 900)], _PAGE)
    ends = chance.choice(("\n", "\n\n", "\r\n", "\n\n\n\n"))
    return ends.join(chance.choice(_PAGE) for _ in range(chance.randint(1, 25)))


def _bent(chance: Random, text: str, words: list[str]) -> str:
    """The text with some pieces cut out, doubled, swapped or put in."""
    for _ in range(chance.randint(0, 6)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + 12)
        piece = chance.choice(("", text[at:to] * 2, chance.choice(words), chance.choice(_NOISE), text[at:to][::-1]))
        text = text[:at] + piece + text[to:]
    return text


def _bytes(chance: Random, text: str) -> bytes:
    data = text.encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + chance.randint(0, 1) :]
    return data

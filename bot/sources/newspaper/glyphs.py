"""One glyph for one meaning, character by character, so that every column stays where it was printed."""

from __future__ import annotations

import unicodedata

# NFKC leaves these apart though print uses them alike, or would change the length of the text.
_ALIKE = {
    "∼": "~", "〜": "~", "～": "~", "˜": "~",
    "−": "-", "–": "—", "―": "—", "─": "—", "‐": "-", "‑": "-", "－": "-", "﹣": "-",
    "˚": "°", "º": "°", "﹪": "%", "﹕": ":", "∶": ":", "﹐": ",", "﹔": ";", "│": "|", "┃": "|", "丨": "|",
    "\u00a0": " ", "\u3000": " ", "\ufeff": " ", "\u200b": " ",
}  # fmt: skip
_ALIKE |= dict.fromkeys("▍▌▎▏▐▋▊▉█▪◼▮◾⬛", "■") | dict.fromkeys("▢▫◻▯◽⬜❏❑❒", "□")  # bars and boxes before a title
_ALIKE |= dict(
    zip("報訊記員圖攝責編輯電話熱線聞農曆號", "报讯记员图摄责编辑电话热线闻农历号", strict=True)
)  # a paper's own words
_COUNTED = frozenset(map(chr, [*range(0x2460, 0x2500), *range(0x2776, 0x2794)]))  # ① is a mark, not the number 1
_PRINTED = 0xFFFF  # characters past it are rare in print and need not be remembered
_SLIPS = str.maketrans(
    "睛風級陰雲轉間東陣氣溫濕霧時雙後週無電續從內縣區較當為預個強達與颱塵澱陸處島灣總動態勢際於輕緩漸變勁霾颮曇凍現過",
    "晴风级阴云转间东阵气温湿雾时双后周无电续从内县区较当为预个强达与台尘淀陆处岛湾总动态势际于轻缓渐变劲霾飑昙冻现过",
)


class _Plain(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        wide = _ALIKE.get(char) or unicodedata.normalize("NFKC", char)
        one = wide if len(wide) == 1 and char not in _COUNTED else char
        if code <= _PRINTED:
            self[code] = one
        return one


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Give the same text, same length, in half-width forms with one tilde, one hyphen, one dash and one blank."""
    return text if text.isascii() else text.translate(_PLAIN)


def plain_weather(text: str) -> str:
    """Give `plain` text in which the usual OCR slip (睛) and traditional characters are the words of the grammar."""
    return plain(text).translate(_SLIPS)

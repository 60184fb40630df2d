"""MET Norway's weather symbols in the page's words. A symbol is composed, so the words are composed too.

`lightrainshowersandthunder_day` is light + rain + showers + thunder; two official names are misspelt with an s more.
"""

from __future__ import annotations

from typing import Final

_DRY: Final = {"clearsky": "晴", "fair": "大部晴", "partlycloudy": "多云间晴", "cloudy": "阴", "fog": "雾"}
_SUFFIXES: Final = ("_day", "_night", "_polartwilight")
_MISSPELT: Final = {"lightssnow": "lightsnow", "lightssleet": "lightsleet"}
_STEADY: Final = {
    "rain": {"light": "小雨", "": "中雨", "heavy": "大雨"},
    "snow": {"light": "小雪", "": "中雪", "heavy": "大雪"},
    "sleet": {"light": "雨夹雪", "": "雨夹雪", "heavy": "雨夹雪"},
}
_SHOWERS: Final = {
    "rain": {"light": "小阵雨", "": "阵雨", "heavy": "强阵雨"},
    "snow": {"light": "小阵雪", "": "阵雪", "heavy": "大阵雪"},
    "sleet": {"light": "雨夹雪", "": "雨夹雪", "heavy": "雨夹雪"},
}


def word(symbol: str) -> str | None:
    """The page's word for a symbol code; None when it is not one of MET's."""
    name = symbol.lower()
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    for wrong, right in _MISSPELT.items():
        if name.startswith(wrong):
            name = right + name.removeprefix(wrong)
    return _DRY.get(name) or _wet(name)


def _wet(name: str) -> str | None:
    thunder = name.endswith("andthunder")
    name = name.removesuffix("andthunder")
    showers = name.endswith("showers")
    name = name.removesuffix("showers")
    strength = next((strength for strength in ("light", "heavy") if name.startswith(strength)), "")
    matter = name.removeprefix(strength)
    words = (_SHOWERS if showers else _STEADY).get(matter)
    if words is None:
        return None
    if thunder and matter == "rain":
        return "强雷阵雨" if strength == "heavy" else "雷阵雨"
    return f"{words[strength]}伴有雷电" if thunder else words[strength]

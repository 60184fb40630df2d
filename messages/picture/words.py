"""The short texts of the card in both languages: headings, wind legs, gusts, the source. Knows nothing of where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date

if TYPE_CHECKING:
    import datetime as dt

    from messages.edition import Number, Period, Wind
    from messages.message import Card, Language

FORMATS: dict[Language, dict[str, str]] = {
    "zh-CN": {"full": "y年M月d日 EEEE", "plain": "y年M月d日", "day": "M月d日", "weekday": "EEE"},
    "en": {"full": "EEEE d MMMM y", "plain": "d MMMM y", "day": "d MMM", "weekday": "EEE"},
}
LOCALES: dict[Language, str] = {"zh-CN": "zh_Hans_CN", "en": "en_GB"}
COMPASS = {"东": "E", "南": "S", "西": "W", "北": "N"}


def date_text(date: dt.date, form: str, language: Language) -> str:
    return format_date(date, FORMATS[language][form], LOCALES[language])


def title(card: Card) -> str:
    return f"{card.place}天气" if card.language == "zh-CN" else f"{card.place} weather".strip()


def source(card: Card) -> str:
    """Name whoever made the forecast: the credit of a live source, else the paper with the date."""
    zh = card.language == "zh-CN"
    if card.forecast.credit:
        return f"{'来源：' if zh else 'Source: '}{card.forecast.credit.text}"
    date = date_text(card.today, "plain", card.language)
    return f"来源：《{card.paper}》{date}" if zh else f"Source: {card.paper}, {date}"


def day(period: Period, today: dt.date, language: Language) -> str:
    """Name the day as people do; the page's own label when it has no date."""
    if period.date is None:
        return period.label
    zh = language == "zh-CN"
    if period.date == today:
        name = "今天" if zh else "Today"
    else:
        name = date_text(period.date, "weekday", language)
    part = {"day": "白天", "night": "夜间", "night-day": "夜起"} if zh else {"day": " day", "night": " night", "night-day": " night on"}
    return name + part.get(period.part, "")


def date(period: Period, language: Language) -> str:
    return date_text(period.date, "day", language) if period.date else ""


def numbers(low: int | None, high: int | None, language: Language) -> str:
    dash = "～" if language == "zh-CN" else "–"
    bounds = [str(bound) for bound in (low, high) if bound is not None]
    return dash.join(dict.fromkeys(bounds))


def legs(period: Period, language: Language) -> tuple[str, ...]:
    """Give one line for each leg of the wind; a leg with the force of the next leaves it to that one."""
    winds = period.wind
    lines = []
    for number, wind in enumerate(winds):
        following = winds[number + 1] if number + 1 < len(winds) else None
        shared = following is not None and not following.where and force(wind, language) == force(following, language)
        turning = number > 0 and not wind.where
        lines.append(leg(wind, language, turning=turning, with_force=not shared))
    return tuple(filter(None, lines))


def leg(wind: Wind, language: Language, *, turning: bool, with_force: bool) -> str:
    strength = force(wind, language) if with_force else ""
    if language == "zh-CN":
        name = f"{wind.direction}风" if wind.direction else (wind.word or "")
        return f"{'转' if turning else ''}{wind.where or ''}{name}{strength}"
    name = "".join(COMPASS.get(sign, "") for sign in wind.direction or "") or ("light" if wind.word else "")
    return " ".join(filter(None, ["turning" if turning else "", name, strength]))


def force(wind: Wind, language: Language) -> str:
    text = numbers(wind.force_min, wind.force_max, language)
    if not text:
        return ""
    return f"{text}级" if language == "zh-CN" else text


def strongest_gust(period: Period) -> int | None:
    """Give the upper Beaufort number of the day's gusts, None when the page names none."""
    return max((bound for wind in period.wind for bound in (wind.gust_min, wind.gust_max) if bound is not None), default=None)


def gust(period: Period, language: Language) -> str:
    strongest = strongest_gust(period)
    if strongest is None:
        return ""
    wind = next(wind for wind in period.wind if strongest in (wind.gust_min, wind.gust_max))
    text = numbers(wind.gust_min, wind.gust_max, language)
    return f"阵风{text}级" if language == "zh-CN" else f"gusts {text}"


def degrees(value: Number) -> str:
    return f"{value:g}°"

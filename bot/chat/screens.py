"""The screens of the conversation: phrases and buttons put together. Pure; what they show is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.chat import slots
from bot.subscription import EVERY_DAY
from messages import buttons
from messages.message import Button, Message
from messages.phrases import Phrases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bot.subscription import Slot
    from messages.message import Language

CHAT = Phrases("bot.chat", "chat")
PICKER_TIMES = ("0600", "0630", "0700", "0730", "0800")
CITY_ZONES = {"Asia/Shanghai": ("北京时间", "Beijing time")}


def say(language: Language, msgid: str, *rows: tuple[Button, ...], **values: object) -> Message:
    """A phrase with buttons under it."""
    return Message(text=CHAT.phrase(language, msgid, **values), buttons=rows)


def button(language: Language, msgid: str, data: str, *, main: bool = False, **values: object) -> Button:
    """A button that sends `data`; `main` marks the single main action."""
    return Button(text=CHAT.words(language, msgid, **values), data=data, style="primary" if main else None)


def go(language: Language, command: str) -> Button:
    """A button that asks for a command."""
    return button(language, f"button.{command}", buttons.data("g", command))


def on(time: dt.time) -> str:
    return buttons.data("b", "on", f"{time:%H%M}")


def offer(language: Language, client_language: str, time: dt.time) -> tuple[tuple[Button, ...], ...]:
    """The one question of onboarding: at this time, at another, not now; and English where it may help."""
    rows = [
        (button(language, "button.every_day", on(time), main=True, time=f"{time:%H:%M}"),),
        (
            button(language, "button.other_time", buttons.data("b", "pick")),
            button(language, "button.not_now", buttons.data("b", "no")),
        ),
    ]
    other = other_language(language, client_language)
    if other:
        rows.append((Button(text=CHAT.words(other, "language.name"), data=buttons.data("l", other.replace("-", ""))),))
    return tuple(rows)


def other_language(language: Language, client_language: str) -> Language | None:
    """The language to offer beside the chat's own, when the reader's program speaks it."""
    speaks_chinese = client_language.lower().startswith("zh") or not client_language
    if language == "zh-CN":
        return None if speaks_chinese else "en"
    return "zh-CN" if speaks_chinese else None


def picker(language: Language) -> Message:
    """The time picker."""
    times = [Button(text=f"{time[:2]}:{time[2:]}", data=buttons.data("b", "on", time)) for time in PICKER_TIMES]
    custom = button(language, "button.custom_time", buttons.data("b", "ask"))
    return say(language, "time.pick", tuple(times[:3]), (*times[3:], custom))


def lines(found: Iterable[Markup]) -> Markup:
    """Phrases one below another."""
    return Markup("\n").join(found)


def moment(language: Language, at: dt.datetime, now: dt.datetime, zone: str) -> Markup:
    """`今天07:00（北京时间）`: an instant by the chat's own clock, with its zone named."""
    local = at.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    name = {0: "day.today", 1: "day.tomorrow", 2: "day.after_tomorrow"}.get(days)
    day = CHAT.phrase(language, name) if name else CHAT.phrase(language, "day.date", month=local.month, day=local.day)
    return CHAT.phrase(language, "moment.at", day=day, time=f"{local:%H:%M}", zone=zone_name(language, zone, at))


def zone_name(language: Language, zone: str, at: dt.datetime) -> str:
    """A zone in words with its offset where it is not the paper's usual one: 北京时间, America/New_York UTC-5."""
    known = CITY_ZONES.get(zone)
    if known:
        return known[0] if language == "zh-CN" else known[1]
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    hours, minutes = int(offset[:3]), offset[3:5]
    shown = f"UTC{hours:+d}" + (f":{minutes}" if minutes != "00" else "")
    return shown if zone.startswith("Etc/") else f"{zone} {shown}"


def slots_line(language: Language, own: tuple[Slot, ...]) -> Markup:
    """The times a chat has its digest: `每天 07:00（休息日 08:00）、周六 18:00`."""
    shown = [with_rest(language, slot, slots.rest_of(own, slot)) for slot in slots.digests(own)]
    return CHAT.phrase(language, "list.comma").join(shown) if shown else CHAT.phrase(language, "slots.none")


def with_rest(language: Language, slot: Slot, rest: Slot | None) -> Markup:
    """A time, and in brackets that of rest days where it is another."""
    if rest is None:
        return slot_words(language, slot)
    whole = slot_words(language, slot.model_copy(update={"days": "weekdays", "weekdays": EVERY_DAY}))
    return CHAT.phrase(language, "slot.with_rest", slot=whole, rest=slot_words(language, rest))


def slot_words(language: Language, slot: Slot) -> Markup:
    """One time and its days in words."""
    if slot.days != "weekdays":
        days = CHAT.phrase(language, f"days.{slot.days}")
    elif len(slot.weekdays) == 7:  # noqa: PLR2004 - the whole week
        days = CHAT.phrase(language, "days.every")
    else:
        names = CHAT.words(language, "days.names").split()
        days = CHAT.phrase(language, "days.join").join(names[day - 1] for day in slot.weekdays)
    return CHAT.phrase(language, "slot.line", days=days, time=f"{slot.time:%H:%M}")

"""The settings as one message that is edited: the main screen and those below it. Pure; what they show is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.chat import choices, screens, slots
from bot.chat.screens import CHAT
from messages import buttons
from messages.message import Button, Message

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.slots import Coming
    from bot.subscription import Quiet, Subscription
    from messages.message import Language
    from messages.place import Place


@dataclass(frozen=True, slots=True)
class View:
    """What the screens show: the chat's wishes, what comes next, and where one may be."""

    subscription: Subscription
    now: dt.datetime
    coming: tuple[Coming, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def language(self) -> Language:
        return self.subscription.wishes.language

    def words(self, msgid: str, **values: object) -> Markup:
        return CHAT.phrase(self.language, msgid, **values)


def main(view: View, _argument: str = "") -> Message:
    """Everything at a glance, and a button for each."""
    wishes = view.subscription.wishes
    lines = (
        view.words("settings.title"),
        view.words("settings.morning", slots=morning(view)),
        *next_line(view),
        view.words("settings.evening", state=evening_words(view)),
        view.words("settings.warnings", state=warning_words(view)),
        view.words("settings.content", state=content_words(view)),
        view.words("settings.form", state=view.words(f"form.{wishes.form}")),
        view.words("settings.place", place=place_name(view)),
        view.words("settings.language", name=view.words("language.name")),
    )
    rows = (
        (to(view, "time"), to(view, "rest")),
        (to(view, "evening"), to(view, "warn")),
        (to(view, "content"), other_form(view)),
        (to(view, "places"), other_language(view)),
        (to(view, "quiet"), to(view, "zone")),
        (to(view, "preview"), to(view, "more")),
    )
    return Message(text=screens.lines(lines), buttons=rows)


def next_line(view: View) -> tuple[Markup, ...]:
    """`下次：今天 07:00（北京时间）`; nothing without a slot."""
    if not view.coming:
        return ()
    at = screens.moment(view.language, view.coming[0].at, view.now, view.subscription.zone)
    return (view.words("settings.next", next=at),)


def morning(view: View) -> Markup:
    """`每天 07:00（休息日 08:00）、周六 18:00`."""
    return screens.slots_line(view.language, view.subscription.slots)


def evening_words(view: View) -> Markup:
    at = slots.evening(view.subscription)
    return view.words("state.off") if at is None else Markup(f"{at.time:%H:%M}")  # noqa: S704 - digits


def warning_words(view: View) -> Markup:
    """`大风、降雨、降温；蓝色及以上；22:00–06:30 不打扰`."""
    own = view.subscription
    kinds = [view.words(f"kind.{kind}") for kind in choices.KINDS if choices.wants(own, kind)]
    told = view.words("list.comma").join(kinds)
    level = view.words("settings.told", kinds=told, level=view.words(f"floor.{own.floor}"))
    level = level if own.warnings and kinds else view.words("state.off")
    quiet = view.words("quiet.hours", hours=hours(own.quiet)) if own.quiet else view.words("quiet.none")
    return view.words("settings.warned", level=level, quiet=quiet)


def hours(quiet: Quiet) -> str:
    return f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"


def content_words(view: View) -> Markup:
    """`天气 ✓　头条 5 条 ✓　出行提醒 ✓`."""
    wishes = view.subscription.wishes
    heads = view.words("content.headlines", count=wishes.headlines, mark=mark(on=wishes.headlines > 0))
    return view.words(
        "settings.contents", weather=mark(on=wishes.weather), headlines=heads, safety=mark(on=wishes.safety)
    )


def mark(*, on: bool) -> str:
    return "✓" if on else "✗"


def place_name(view: View) -> str:
    """The chosen place in the chat's language; a dash when the paper has none."""
    chosen = view.subscription.wishes.place
    place = next((each for each in view.places if each.name == chosen), view.places[0] if view.places else None)
    return named(view, place) if place is not None else "—"


def named(view: View, place: Place) -> str:
    return place.name if view.language == "zh-CN" else place.name_en or place.name


def to(view: View, name: str) -> Button:
    """A button that opens a screen."""
    return screens.button(view.language, f"button.to_{name}", buttons.data("s", name))


def other_form(view: View) -> Button:
    """样式: one tap to the other form, which the button names."""
    other = "text" if view.subscription.wishes.form == "photo" else "photo"
    return screens.button(view.language, f"button.form_{other}", buttons.data("s", "f", other))


def other_language(view: View) -> Button:
    """语言: one tap to the other language, named in itself."""
    other: Language = "en" if view.language == "zh-CN" else "zh-CN"
    name = CHAT.words(other, "language.name")
    return screens.button(
        view.language, "button.other_language", buttons.data("s", "l", other.replace("-", "")), name=name
    )

"""What the terminal shows of what readers get: the digest, the forecast, the headlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from bot.app import draw
from bot.clock import SystemClock
from bot.errors import ChenbaoError, ConfigurationError
from bot.opening import opened
from bot.store import briefings, editions
from bot.store.briefings import Release
from messages import answers, notices, reading
from messages.digest import card_of, digest
from messages.length import shown
from messages.message import Briefing, Form, House, Language, Message, Theme, Wishes
from messages.outlook import outlook

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from bot.config import Settings


def plain(message: Message) -> str:
    """A message as text without markup, its buttons below."""
    keys = ("".join(f"〔{button.text}〕" for button in row) for row in message.buttons)
    return "\n\n".join(part for part in (shown(message.text), "\n".join(keys)) if part)


def briefing(settings: Settings, date: dt.date | None = None) -> Briefing:
    """What is known today, or on `date`: then also what is held or not yet out, as an editor previews it."""
    release = Release(settings.paper.timezone, settings.paper.release)
    now = SystemClock().now()
    with opened(settings) as database:
        if date is None:
            return database.reading(briefings.briefing, now, release, place=settings.house.place)
        stored = database.reading(editions.edition_of, date)
        if stored is None:
            raise ChenbaoError(f"there is no edition of {date}; `chenbao ingest` stores one")
        found = database.reading(briefings.briefing_of, date, now, release, place=settings.house.place)
        return found.model_copy(
            update={"edition": stored.edition, "latest": stored.edition, "retracted": stored.retracted}
        )


def wishes(language: str, form: str = "text", theme: str = "light") -> Wishes:
    """Wishes with this language, form and theme; ConfigurationError for another word."""
    for option, value, known in (
        ("language", language, get_args(Language)),
        ("form", form, get_args(Form)),
        ("theme", theme, get_args(Theme)),
    ):
        if value not in known:
            raise ConfigurationError(f'--{option} "{value}" is not {" or ".join(known)}')
    return Wishes.model_validate({"language": language, "form": form, "theme": theme})


@dataclass(frozen=True, slots=True)
class Preview:
    """The digest of a date, or of today, as it will be sent with these wishes."""

    briefing: Briefing
    wishes: Wishes
    house: House

    @property
    def digest(self) -> Message:
        return digest(self.briefing, self.wishes, self.house)

    @property
    def evening(self) -> Message:
        """The card of the evening before the next day."""
        found = notices.evening(self.briefing, self.wishes, self.house)
        if found is None:
            raise ChenbaoError("there is no forecast for the next day, so no evening card is sent")
        return found

    def write_card(self, file: Path) -> None:
        """Draw the weather card into a PNG file, also where the text form is sent."""
        found = outlook(self.briefing, self.house.place)
        card = card_of(self.briefing, self.wishes, self.house, found)
        if card is None:
            raise ChenbaoError("there is no forecast to draw")
        try:
            file.write_bytes(draw(card))
        except OSError as error:
            raise ChenbaoError(f"{file} cannot be written: {error.strerror}") from error


def preview(settings: Settings, date: dt.date | None, wanted: Wishes) -> Preview:
    """What is known of a date, or of today, and who asks."""
    return Preview(briefing(settings, date), wanted, settings.house)


def question(settings: Settings, language: str) -> answers.Question:
    return answers.Question(briefing(settings), wishes(language or settings.paper.language), settings.house)


def forecast(settings: Settings, language: str) -> Message:
    return answers.forecast(question(settings, language))


def news(settings: Settings, language: str) -> Message:
    asked = question(settings, language)
    return reading.news(asked.briefing, asked.wishes, settings.house)

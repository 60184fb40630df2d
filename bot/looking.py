"""What the terminal shows of what readers get: the digest, the forecast, the headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from bot.app import draw, opened
from bot.clock import SystemClock
from bot.errors import ChenbaoError, ConfigurationError
from bot.store import briefings, editions
from bot.store.briefings import Release
from messages import answers, reading
from messages.digest import digest
from messages.length import shown
from messages.message import Briefing, Language, Message, Wishes

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from bot.config import Settings


def plain(message: Message) -> str:
    """A message as text without markup."""
    return shown(message.text)


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


def wishes(language: str, form: str = "text") -> Wishes:
    """Wishes with this language and form; ConfigurationError for another word."""
    if language not in get_args(Language):
        raise ConfigurationError(f'--language "{language}" is not zh-CN or en')
    if form not in {"text", "photo"}:
        raise ConfigurationError(f'--form "{form}" is not text or photo')
    return Wishes.model_validate({"language": language, "form": form})


def digest_of(settings: Settings, date: dt.date | None, language: str, form: str) -> Message:
    """The digest of a date, or of today."""
    wanted = wishes(language, form)
    return digest(briefing(settings, date), wanted, settings.house)


def write_card(settings: Settings, date: dt.date | None, language: str, file: Path) -> None:
    """Draw the digest's card into a PNG file."""
    message = digest_of(settings, date, language, "photo")
    if message.card is None:
        raise ChenbaoError("there is no forecast to draw")
    file.write_bytes(draw(message.card))


def question(settings: Settings, language: str) -> answers.Question:
    return answers.Question(briefing(settings), wishes(language or settings.paper.language), settings.house)


def forecast(settings: Settings, language: str) -> Message:
    return answers.forecast(question(settings, language))


def news(settings: Settings, language: str) -> Message:
    asked = question(settings, language)
    return reading.news(asked.briefing, asked.wishes, settings.house)

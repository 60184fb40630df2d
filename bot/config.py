"""Every setting, from a TOML file under variables `CHENBAO_SECTION__KEY`. config.example.toml documents each."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.clock import known_zone
from bot.errors import ConfigurationError
from bot.listening import FORECAST_KINDS, MOST_PLACES, PlaceSection, Sources
from bot.reaching import Telegram
from bot.section import Ids, Section, Words, listed
from messages.advice import Thresholds
from messages.message import House, Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messages.place import Place

PREFIX = "CHENBAO_"
DEFAULT_FILE = Path("chenbao.toml")


class DatabaseSection(Section):
    """Where everything is kept."""

    url: str = "sqlite:///chenbao.db"


class Delivery(Section):
    """How fast messages leave, and how long the books keep them."""

    rate: float = Field(default=30, gt=0, le=100_000)
    keep_days: int = Field(default=30, ge=1)


class Paper(Section):
    """The newspaper and its place."""

    name: str = "晨报"
    name_en: str = ""
    place: str = ""
    place_en: str = ""
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    timezone: str = "Asia/Shanghai"
    area_code: str = ""
    language: Language = "zh-CN"
    release: dt.time = dt.time(5, 0)
    inbox: Path | None = None
    no_issue_days: Words = ()
    emergency_line: bool = True

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return known_zone(value)

    _days = field_validator("no_issue_days", mode="before")(listed)

    @field_validator("no_issue_days")
    @classmethod
    def _days_are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for day in value:
            if not re.fullmatch(r"[1-7]|\d{4}-\d\d-\d\d", day):
                raise ValueError(f'"{day}" is neither a weekday 1–7 nor a date such as 2023-01-22')
        return value


class Advice(Thresholds, Section):
    """Where the rules of advice begin."""

    clothing: Annotated[tuple[int, ...], NoDecode] = Thresholds().clothing
    _clothing = field_validator("clothing", mode="before")(listed)


class Warnings(Section):
    """Official warnings. A source may cause at most `ceiling` new messages in an hour."""

    ceiling: int = Field(default=20, ge=1, le=500)


class Operators(Section):
    """Who may publish, hold and see the state, by Telegram user id."""

    ids: Ids = ()
    photos: bool = False
    _ids = field_validator("ids", mode="before")(listed)


class Channels(Section):
    """Where alarms and digests go besides Telegram, as Apprise writes addresses; they hold passwords."""

    alarms: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    digests: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    digest_at: dt.time = dt.time(7, 0)
    _lists = field_validator("alarms", "digests", mode="before")(listed)


class Log(Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Settings(BaseSettings):
    """All settings. Unknown keys are refused, in the file and in the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, case_sensitive=False
    )
    telegram: Telegram = Telegram()
    database: DatabaseSection = DatabaseSection()
    delivery: Delivery = Delivery()
    paper: Paper = Paper()
    advice: Advice = Advice()
    warnings: Warnings = Warnings()
    operators: Operators = Operators()
    channels: Channels = Channels()
    log: Log = Log()
    places: tuple[PlaceSection, ...] = Field(default=(), max_length=MOST_PLACES)
    sources: Sources = Sources()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes over the file, whose content comes as arguments."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        """Names are how readers and sources speak of places: each once, and every one that is used is there."""
        for name, times in Counter(place.name for place in self.places).items():
            if times > 1:
                raise ValueError(f'places: "{name}" stands there {times} times')
        known = {place.name for place in self.all_places}
        for kind in FORECAST_KINDS:
            for name in (name for source in self.sources.of(kind) for name in getattr(source, "places", ())):
                if name not in known:
                    raise ValueError(f'[[sources.{kind}]] names the place "{name}", which is none of [[places]]')
        return self

    @property
    def all_places(self) -> tuple[Place, ...]:
        """Every place there is, the paper's own first."""
        paper, given = self.paper, {section.name: section for section in self.places}
        own = PlaceSection(
            name=paper.place or "-", name_en=paper.place_en, latitude=paper.latitude, longitude=paper.longitude
        )
        ordered = {paper.place: given.get(paper.place, own), **given} if paper.place else given
        return tuple(section.place(paper.timezone) for section in ordered.values())

    @property
    def house(self) -> House:
        """The part of the settings that messages may know."""
        paper = self.paper
        home = next(iter(self.all_places), None)
        return House(
            paper=paper.name,
            paper_en=paper.name_en,
            place=home.name if home else "",
            place_en=home.name_en if home else "",
            zone=paper.timezone,
            area_code=paper.area_code,
            language=paper.language,
            emergency_line=paper.emergency_line,
            no_issue_days=paper.no_issue_days,
            thresholds=Thresholds(**self.advice.model_dump()),
        )


def load(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of `file` (or chenbao.toml here, when there is one) under the environment.

    ConfigurationError names the setting, what is wrong with it and what to write.
    """
    environment = os.environ if environment is None else environment
    path = file or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    content = read_file(path) if path is not None else {}
    check_environment(environment)
    try:
        return Settings(**content)
    except ValidationError as error:
        raise ConfigurationError(first_problem(error, path)) from error
    except SettingsError as error:
        raise ConfigurationError(f"the environment holds a list or table that is no JSON: {error}") from error


def read_file(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; refuses one that holds the token and can be read by others."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"there is no configuration file {path}; copy config.example.toml there") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    secret = _secret_in(content)
    if secret and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationError(f"{path} holds {secret} and others can read it; run: chmod 600 {path}")
    return content


def _secret_in(content: dict[str, Any]) -> str:
    """What of a file's content is nobody's business; empty when nothing is."""
    telegram, sources = content.get("telegram"), content.get("sources")
    if isinstance(telegram, dict) and telegram.get("token"):
        return "the token"
    channels = content.get("channels")
    if isinstance(channels, dict) and (channels.get("alarms") or channels.get("digests")):
        return "addresses of channels"
    return "a service's key" if isinstance(sources, dict) and sources.get("qweather") else ""


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse a variable of ours that names no section or key: a slip would otherwise pass in silence."""
    for name in environment:
        if not name.upper().startswith(PREFIX):
            continue
        section, _, key = name[len(PREFIX) :].lower().partition("__")
        field = Settings.model_fields.get(section)
        if field is None:
            known = ", ".join(Settings.model_fields)
            raise ConfigurationError(f"{name} names no setting: there is no section '{section}' (known: {known})")
        model = field.annotation
        if isinstance(model, type) and issubclass(model, Section) and key not in model.model_fields:
            known = ", ".join(model.model_fields)
            raise ConfigurationError(f"{name} names no setting: [{section}] has {known}")


def first_problem(error: ValidationError, path: Path | None) -> str:
    """The first complaint as one line: which setting, what is wrong, where it came from."""
    problem = error.errors(include_input=False, include_url=False)[0]
    place = [str(part) for part in problem["loc"]]
    name = ".".join(place)
    source = f"{path} or the environment" if path else "the environment"
    if problem["type"] == "extra_forbidden":
        return f"there is no setting {name} ({source}); config.example.toml lists all of them"
    message = problem["msg"].removeprefix("Value error, ")
    variable = PREFIX + "__".join(part.upper() for part in place[:2])
    return f"setting {name} ({source}, variable {variable}): {message}"

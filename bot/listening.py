"""What the bot listens to: the `[[places]]` readers may choose and the `[[sources.…]]` that speak of them.

Only what is written in the settings; how a source is asked stands in bot/sources/asking.py.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.clock import known_zone
from bot.section import Section, Words, listed
from messages.place import Place

FORECAST_KINDS = ("open-meteo", "met-norway", "qweather", "nws")
CONTACT_KINDS = ("met-norway", "nws")  # they answer 403 to a program that names no contact
SHORTEST = dt.timedelta(seconds=5)
LONGEST = dt.timedelta(days=1)
MOST_PLACES = 20_000
_CODES = {"ADCODE": "adcode", "EMMA": "EMMA_ID"}  # other schemes are written as the services write them
_SHAPES = {"adcode": r"\d{6}", "UGC": r"[A-Z]{2}[CZ]\d{3}", "EMMA_ID": r"[A-Z]{2}[A-Z0-9]{3,5}"}
_SPAN = re.compile(r"(\d{1,5})\s*(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


class PlaceSection(Section):
    """One of `[[places]]`. `codes` are by scheme: adcode, UGC, EMMA, SAME and others."""

    name: str = Field(min_length=1, max_length=40)
    name_en: str = Field(default="", max_length=60)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    zone: str = ""
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    aliases: Words = ()

    _aliases = field_validator("aliases", mode="before")(listed)

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return known_zone(value) if value else value

    @field_validator("codes", mode="before")
    @classmethod
    def _codes(cls, value: object) -> object:
        """One code or a list of them, as text or number, under the scheme's usual name."""
        if not isinstance(value, dict):
            raise ValueError('codes are written { adcode = "370300", UGC = ["ORZ006"] }')  # noqa: TRY004 - pydantic reports it
        return {_CODES.get(str(name).upper(), str(name)): _code_list(given) for name, given in value.items()}

    @field_validator("codes")
    @classmethod
    def _shapes(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for scheme, codes in value.items():
            for code in codes:
                if not re.fullmatch(_SHAPES.get(scheme, r"\S{1,40}"), code):
                    raise ValueError(f'"{code}" is no code of scheme {scheme}')
        return value

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(f"place {self.name}: latitude and longitude go together; set both or neither")
        return self

    def place(self, zone: str) -> Place:
        """The place; `zone` is the paper's, for a place that names none."""
        return Place(
            name=self.name,
            name_en=self.name_en,
            zone=self.zone or zone,
            latitude=self.latitude,
            longitude=self.longitude,
            codes=tuple((scheme, code) for scheme, codes in self.codes.items() for code in codes),
            aliases=tuple(filter(None, (*self.aliases, self.name_en))),
        )


class Source(Section):
    """What every source has. `url` is the service's own when empty; `every` its own politeness when not set."""

    name: str = Field(default="", max_length=60)
    url: str = ""
    every: dt.timedelta | None = None

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
            raise ValueError(f'"{value}" is no web address; write one that begins with https:// or http://')
        return value

    @field_validator("every", mode="before")
    @classmethod
    def _every(cls, value: object) -> object:
        """A length of time as "30s", "10m" or "2h"."""
        found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
        span = dt.timedelta(seconds=int(found[1]) * _SECONDS[found[2]]) if found else None
        if value is not None and (span is None or not SHORTEST <= span <= LONGEST):
            raise ValueError(f'"{value}" is no length of time from 5s to 24h; write it like "30s", "10m" or "2h"')
        return span


class Forecaster(Source):
    """A source that is asked for each place; `places` by name, every place with coordinates when empty."""

    places: Words = ()
    _places = field_validator("places", mode="before")(listed)


class OpenMeteo(Forecaster):
    air: bool = True  # air quality, from its own address


class MetNorway(Forecaster):
    pass


class QWeather(Forecaster):
    key: SecretStr
    forecast: bool = True
    air: bool = True
    alerts: bool = True


class Nws(Forecaster):
    forecast: bool = True
    alerts: bool = True


class MeteoAlarm(Source):
    country: str = Field(pattern=r"^[a-z-]{3,40}$")


class Eccc(Source):
    pass


class Cap(Source):
    """Any CAP file or feed entry at one address; `credit` is who must be named."""

    credit: str = Field(default="", max_length=120)
    credit_url: str = ""


class CnAlerts(Source):
    list: Literal["nmc", "12379"] = "nmc"
    province: str = Field(default="", max_length=20)


class Rss(Source):
    """A feed. At most `ceiling` new headlines are taken from it in a day."""

    ceiling: int = Field(default=20, ge=1, le=200)


class Sources(Section):
    """Everything asked beside the page. Without any forecast source, `default` is asked for places with coordinates."""

    contact: str = Field(default="", max_length=200)
    proxy: str | None = None
    default: Literal["open-meteo", ""] = "open-meteo"
    open_meteo: tuple[OpenMeteo, ...] = ()
    met_norway: tuple[MetNorway, ...] = ()
    qweather: tuple[QWeather, ...] = ()
    nws: tuple[Nws, ...] = ()
    meteoalarm: tuple[MeteoAlarm, ...] = ()
    eccc: tuple[Eccc, ...] = ()
    cap: tuple[Cap, ...] = ()
    cn_alerts: tuple[CnAlerts, ...] = ()
    rss: tuple[Rss, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _kinds(cls, value: Any) -> Any:
        """Kinds are written with a dash, as everywhere: [[sources.open-meteo]]."""
        return {name.replace("-", "_"): given for name, given in value.items()} if isinstance(value, dict) else value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if value and not ("@" in value or "://" in value):
            raise ValueError(f'"{value}" is no contact; write an e-mail address or a web address')
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for kind in CONTACT_KINDS:
            if not self.contact and any(not source.url for source in self.of(kind)):
                raise ValueError(f"{kind} answers only programs that name a contact; set sources.contact to an e-mail")
        for kind in ("cap", "rss", "qweather"):
            if any(not source.url for source in self.of(kind)):
                raise ValueError(f"[[sources.{kind}]] needs url")
        return self

    def of(self, kind: str) -> tuple[Source, ...]:
        """The sources of one kind."""
        found: tuple[Source, ...] = getattr(self, kind.replace("-", "_"))
        return self.asked_open_meteo if kind == "open-meteo" else found

    @property
    def asked_open_meteo(self) -> tuple[OpenMeteo, ...]:
        """Open-Meteo as configured, or as it is asked by default."""
        if self.default and not (self.open_meteo or self.met_norway or self.qweather or self.nws):
            return (OpenMeteo(),)
        return self.open_meteo


def _code_list(given: object) -> tuple[str, ...]:
    return tuple(str(code) for code in (given if isinstance(given, (list, tuple)) else (given,)))

"""Everything there is to ask, from the settings: one target for each address. Pure; asks nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from bot.errors import ConfigurationError
from bot.sources import asking, pace
from messages.edition import Credit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.config import Settings
    from bot.listening import Cap, CnAlerts, Forecaster, MeteoAlarm, Nws, OpenMeteo, QWeather, Rss, Source
    from messages.place import Place

Gives = Literal["forecast", "air", "alerts", "feed", "addresses"]

POINTS_EVERY: Final = dt.timedelta(days=7)
_LATER: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Target:
    """One address to be asked again and again. `via` is the poll that knows the address, under the name `part`."""

    key: str
    kind: str  # the reader's
    gives: Gives
    source: str  # as operators call it
    address: str
    every: dt.timedelta
    place: Place | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    credit: Credit | None = None
    ceiling: int = 0
    via: str = ""
    part: str = ""
    trusted: bool = True  # the operator's own word, not a service's
    rank: int = 0  # in the order of the configuration

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def spread(self) -> dt.timedelta:
        """How much later than `every` it may be, by chance, so that nobody's clocks strike together."""
        return min(self.every / 10, _LATER)

    @property
    def zone(self) -> str | None:
        return self.place.zone if self.place else None


def targets(settings: Settings) -> tuple[Target, ...]:
    """All targets; each service's are spaced out so far that its limits hold for all of them together.

    ConfigurationError when a source would be asked more often than its service likes.
    """
    found = [*_forecasts(settings), *_alerts(settings), *_feeds(settings)]
    for key, times in Counter(target.key for target in found).items():
        if times > 1:
            raise ConfigurationError(f'two sources would both be "{key}"; give one of them another name')
    return tuple(_spaced([replace(target, rank=rank) for rank, target in enumerate(found)]))


def _spaced(found: list[Target]) -> Iterator[Target]:
    """Slow rounds down where there are so many addresses that the service's longest windows would overflow."""
    services = Counter(pace.SHARED.get(target.host, target.host) for target in found)
    for target in found:
        rules = pace.SERVICES.get(pace.SHARED.get(target.host, target.host), pace.POLITE)
        least = dt.timedelta(seconds=pace.interval(rules, services[pace.SHARED.get(target.host, target.host)]))
        yield replace(target, every=max(target.every, least))


def _every(source: Source, kind: str, politeness: str = "") -> dt.timedelta:
    """The operator's wish, else the service's politeness; quicker only at an address of the operator's own."""
    least = asking.AT_LEAST[politeness or kind]
    if source.every is not None and source.every < least and not source.url:
        wanted, allowed = source.every.total_seconds(), least.total_seconds()
        raise ConfigurationError(
            f"[[sources.{kind}]] every = {wanted:.0f}s asks more often than the service likes; "
            f"write {allowed:.0f}s or more"
        )
    return source.every or least


def _name(source: Source, kind: str) -> str:
    return source.name or kind


def _places(settings: Settings, source: Forecaster) -> Iterator[Place]:
    """The places a forecaster is asked for: those named, else all that have coordinates."""
    for place in settings.all_places:
        if place.latitude is not None and (not source.places or place.name in source.places):
            yield place
        elif place.name in source.places:
            raise ConfigurationError(f'place "{place.name}" needs latitude and longitude for live forecasts; set both')


def _forecasts(settings: Settings) -> Iterator[Target]:
    sources = settings.sources
    for meteo in sources.asked_open_meteo:
        yield from _open_meteo(settings, meteo)
    for met in sources.met_norway:
        every, base = _every(met, "met-norway"), met.url or asking.BASES["met-norway"]
        for place in _places(settings, met):
            address = asking.met_norway(place, base=base)
            yield _of_place(met, "met-norway", place, "forecast", address, every)
    for weather in sources.qweather:
        yield from _qweather(settings, weather)
    for service in sources.nws:
        yield from _nws(settings, service)


def _of_place(
    source: Source, kind: str, place: Place, gives: Gives, address: str, every: dt.timedelta, part: str = ""
) -> Target:
    key = " ".join(filter(None, (_name(source, kind), part, place.name)))
    return Target(key, kind, gives, _name(source, kind), address, every, place=place)


def _open_meteo(settings: Settings, source: OpenMeteo) -> Iterator[Target]:
    every = _every(source, "open-meteo")
    base, air = source.url or asking.BASES["open-meteo"], source.url or asking.BASES["open-meteo-air"]
    for place in _places(settings, source):
        yield _of_place(source, "open-meteo", place, "forecast", asking.open_meteo(place, base=base), every)
        if source.air:
            address = asking.open_meteo_air(place, base=air)
            yield _of_place(source, "open-meteo", place, "air", address, every, "air")


def _qweather(settings: Settings, source: QWeather) -> Iterator[Target]:
    headers = {"X-QW-Api-Key": source.key.get_secret_value()}
    for place in _places(settings, source):
        for what in ("daily", "hourly") if source.forecast else ():
            address = asking.qweather(place, what, base=source.url)
            every = _every(source, "qweather")
            yield replace(_of_place(source, "qweather", place, "forecast", address, every, what), headers=headers)
        if source.air:
            address, every = asking.qweather(place, "air", base=source.url), _every(source, "qweather")
            yield replace(_of_place(source, "qweather", place, "air", address, every, "air"), headers=headers)
        if source.alerts:
            address = asking.qweather(place, "alerts", base=source.url)
            every = _every(source, "qweather", "qweather-alerts")
            yield replace(_of_place(source, "qweather", place, "alerts", address, every, "alerts"), headers=headers)


def _nws(settings: Settings, source: Nws) -> Iterator[Target]:
    """The forecast lies at an address that the answer to /points names; it is asked for once a week."""
    base = source.url or asking.BASES["nws"]
    for place in _places(settings, source):
        if source.forecast:
            points = _of_place(
                source, "nws", place, "addresses", asking.nws_points(place, base=base), POINTS_EVERY, "points"
            )
            yield points
            for part in ("forecast", "hourly"):
                found = _of_place(source, "nws", place, "forecast", points.address, _every(source, "nws"), part)
                yield replace(found, via=points.key, part=part)
        if source.alerts:
            address, every = asking.nws_alerts(place, base=base), _every(source, "nws", "nws-alerts")
            yield _of_place(source, "nws", place, "alerts", address, every, "alerts")


def _alerts(settings: Settings) -> Iterator[Target]:
    """Warnings of whole countries and single addresses; those asked for each place stand with its forecast."""
    sources = settings.sources
    for alarm in sources.meteoalarm:
        yield _wide(alarm, "meteoalarm", _meteoalarm(alarm), alarm.country)
    for canada in sources.eccc:
        yield _wide(canada, "eccc", asking.eccc(base=canada.url or asking.BASES["eccc"]))
    for china in sources.cn_alerts:
        yield _cn_alerts(china)
    for cap in sources.cap:
        yield _cap(cap)


def _wide(source: Source, kind: str, address: str, part: str = "") -> Target:
    key = source.name or " ".join(filter(None, (kind, part)))
    return Target(key, kind, "alerts", _name(source, kind), address, _every(source, kind))


def _meteoalarm(source: MeteoAlarm) -> str:
    return asking.meteoalarm(source.country, base=source.url or asking.BASES["meteoalarm"])


def _cn_alerts(source: CnAlerts) -> Target:
    if source.list == "nmc":
        address = asking.nmc(base=source.url or asking.BASES["nmc"], province=source.province)
        headers = dict(asking.NMC_HEADERS)
    else:
        address, headers = asking.list_12379(base=source.url or asking.BASES["12379"]), {}
    return replace(_wide(source, "cn-alerts", address, source.province or source.list), headers=headers)


def _cap(source: Cap) -> Target:
    credit = Credit(text=source.credit, url=source.credit_url or source.url) if source.credit else None
    return replace(_wide(source, "cap", source.url, source.url), credit=credit)


def _feeds(settings: Settings) -> Iterator[Target]:
    for feed in settings.sources.rss:
        yield _feed(feed)


def _feed(source: Rss) -> Target:
    key = source.name or f"rss {source.url}"
    return Target(key, "rss", "feed", source.name, source.url, _every(source, "rss"), ceiling=source.ceiling)

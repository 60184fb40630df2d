"""Every kind of source and its reader: what `chenbao sources read KIND FILE` and the polls choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import ConfigurationError
from bot.sources import (
    cap,
    cn_12379,
    cn_alerts,
    eccc,
    markup,
    met_norway,
    meteoalarm,
    nws,
    open_meteo,
    qweather,
    rss,
)
from bot.sources.reading import Problems, Reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    Reader = Callable[[bytes, dt.tzinfo | None, str | None], Reading]


def _read_cap(data: bytes) -> Reading:
    """CAP, or 12379's XML, which is often called CAP and has its own namespace."""
    problems = Problems()
    root = markup.parse(markup.xml_text(data, problems))
    if markup.namespace(root) == cn_12379.NAMESPACE:
        return cn_12379.read_tree(root, problems, kind="cap")
    return cap.read_tree(root, problems)


READERS: Final[dict[str, Reader]] = {
    "open-meteo": lambda data, _, place: open_meteo.read(data, place=place),
    "met-norway": lambda data, zone, place: met_norway.read(data, zone=zone, place=place),
    "qweather": lambda data, zone, place: qweather.read(data, zone=zone, place=place),
    "nws": lambda data, _, place: nws.read(data, place=place),
    "meteoalarm": lambda data, _, __: meteoalarm.read(data),
    "eccc": lambda data, _, place: eccc.read(data, place=place),
    "cap": lambda data, _, __: _read_cap(data),
    "cn-alerts": lambda data, _, __: cn_alerts.read(data),
    "rss": lambda data, zone, _: rss.read(data, zone=zone),
}
KINDS: Final = tuple(READERS)


def read(kind: str, data: bytes, *, zone: dt.tzinfo | None = None, place: str | None = None) -> Reading:
    """What one payload says. `zone` and `place` (its name) are those of the place it was asked for.

    Raises UnreadableError, with the reason, for a payload that is refused; ConfigurationError for an unknown kind.
    """
    if kind not in READERS:
        raise ConfigurationError(f"no source of kind {kind!r}; there are {', '.join(KINDS)}")
    return READERS[kind](data, zone, place)
